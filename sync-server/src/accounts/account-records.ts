/**
 * What stands in a person's account room, computed from the directory: who they are, their firm, the state of their
 * move to the single sign-in, the dossiers they may open, the people they share one with.
 *
 * Pure; `account-room.ts` publishes it.
 */
import type { DossierRight } from '@navette/domain/membership';
import type { UserId } from '@navette/kernel/ids';
import { AccountDossier, AccountFirm, AccountMe, AccountMigration, AccountPerson } from '@navette/rooms/records';
import * as v from 'valibot';
import type { Directory } from '../ports.ts';

/** Key of the room's map to its record. */
export type AccountRecords = ReadonlyMap<string, unknown>;

/** @returns nothing for a person the firm does not know */
export function accountRecords(directory: Directory, user: UserId, fileLimit: number): AccountRecords {
  const [person, membership] = [directory.person(user), directory.membership(user)];
  if (!person || !membership) return new Map();
  const title = person.title === undefined ? {} : { title: person.title };
  const role = membership.firmRole === null ? {} : { firmRole: membership.firmRole };
  const records = new Map<string, unknown>([
    ['me', v.parse(AccountMe, { v: 1, name: person.name, email: person.email, ...title, ...role })],
    ['firm', v.parse(AccountFirm, { v: 1, ...directory.firm() })],
    ['migration', v.parse(AccountMigration, { v: 1, step: directory.migration(user) })],
  ]);
  for (const dossier of directory.dossiers()) {
    const right = membership.dossiers.get(dossier.id);
    if (!right) continue;
    const siren = dossier.siren === undefined ? {} : { siren: dossier.siren };
    records.set(
      `dossier/${dossier.id}`,
      v.parse(AccountDossier, { v: 1, name: dossier.name, ...siren, fileLimit, right: plainRight(right) }),
    );
    for (const member of directory.members(dossier.id)) {
      const { id, name, title: theirs } = member.person;
      records.set(
        `person/${id}`,
        v.parse(AccountPerson, { v: 1, name, side: member.right.side, ...(theirs === undefined ? {} : { title: theirs }) }),
      );
    }
  }
  return records;
}

function plainRight(right: DossierRight): unknown {
  return right.side === 'staff'
    ? { side: 'staff' }
    : { ...right, deposit: [...right.deposit], read: [...right.read], archive: [...right.archive] };
}
