/** The account as screens see it: the fold of the person's own room, which only the server writes. */
import type * as v from 'valibot';
import type { DossierId, UserId } from '@navette/kernel/ids';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { AccountDossier, AccountFirm, AccountMe, AccountMigration, AccountPerson, readRecord } from '@navette/rooms/records';
import type { AccountView, DossierView, PersonView } from '../model.ts';
import type { KeyValueRow } from '../store/local-store.ts';
import type { Enrolment } from './enrolment.ts';

export function accountView(enrolment: Enrolment, rows: readonly KeyValueRow[]): AccountView {
  const values = new Map(rows.map((row) => [row.key, row.value]));
  const me = readRecord(AccountMe, values.get('me'));
  const firm = readRecord(AccountFirm, values.get('firm'));
  const migration = readRecord(AccountMigration, values.get('migration'));
  const dossiers: DossierView[] = [];
  const people = new Map<UserId, PersonView>();
  for (const [key, value] of values) {
    const [family, id = ''] = key.split('/');
    if (family === 'dossier') {
      const read = readRecord(AccountDossier, value);
      if (!read.readable || !read.record) continue;
      const { name, siren, right, fileLimit } = read.record;
      dossiers.push({
        id: id as DossierId,
        name,
        ...(siren === undefined ? {} : { siren }),
        right,
        fileLimit: fileLimit ?? DEFAULT_LIMITS.fileBytes,
      });
    } else if (family === 'person') {
      const read = readRecord(AccountPerson, value);
      if (read.readable)
        people.set(id as UserId, {
          id: id as UserId,
          name: read.record.name,
          side: read.record.side,
          ...(read.record.title === undefined ? {} : { title: read.record.title }),
        });
    }
  }
  const firmRole = me.readable ? me.record.firmRole : undefined;
  const user = me.readable
    ? {
        id: enrolment.user.id,
        name: me.record.name,
        email: me.record.email,
        ...(me.record.title === undefined ? {} : { title: me.record.title }),
      }
    : enrolment.user;
  return {
    user,
    firm: firm.readable ? firmOf(firm.record) : enrolment.firm,
    dossiers: dossiers.toSorted((a, b) => a.name.localeCompare(b.name, 'fr')),
    people,
    migration: migration.readable ? migration.record.step : 'finalised',
    origin: enrolment.origin,
    ...(migration.readable ? {} : { pending: true }),
    side:
      people.get(enrolment.user.id)?.side ??
      (dossiers.some((dossier) => dossier.right.side === 'staff') || firmRole !== undefined ? 'staff' : 'client'),
    ...(firmRole === undefined ? {} : { firmRole }),
  };
}

function firmOf({ id, name, demo, remindAfter }: v.InferOutput<typeof AccountFirm>): AccountView['firm'] {
  return { id, name, demo, ...(remindAfter === undefined ? {} : { remindAfter }) };
}
