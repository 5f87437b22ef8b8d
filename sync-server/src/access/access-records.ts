/**
 * What stands in a dossier's access room, computed from the identity database: the company, its people and invitations, the
 * decisions the firm has to take (R107, R194).
 *
 * Only people of the client's side. Reads and writes no room; `publish-access.ts` does.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { ClientRight } from '@navette/domain/membership';
import { MIGRATION_STEPS, type MigrationStep } from '@navette/domain/migration';
import type { DossierId, UserId } from '@navette/kernel/ids';
import { AccessCompany, AccessUser, type AccessDecision, type ClientRightRecord } from '@navette/rooms/records';
import * as v from 'valibot';
import { parseRight } from '../accounts/right-column.ts';

/** When and how often somebody was reminded of their migration. */
export type Reminded = { readonly at: number; readonly count: number };

export type AccessFacts = {
  readonly database: DatabaseSync;
  readonly hasSecondFactor: (user: UserId) => boolean;
  /** Of everybody reminded in this dossier. */
  readonly reminders: (dossier: DossierId) => ReadonlyMap<UserId, Reminded>;
  /** What the firm has to decide there, by id. */
  readonly decisions: (dossier: DossierId) => ReadonlyMap<string, NonNullable<AccessDecision>>;
};

type Row = Record<string, unknown>;

const PEOPLE = `
  SELECT user.id, user.name, user.email, member.migration, member.migration_since AS since, held."right", held.attached, held.state,
    (SELECT max(until) FROM access_link WHERE access_link.user_id = user.id AND access_link.dossier_id = ?1 AND used_at IS NULL) AS link
  FROM (SELECT user_id, "right", attached, 'active' AS state FROM dossier_right WHERE dossier_id = ?1
        UNION ALL SELECT user_id, "right", attached, 'off' FROM access_off WHERE dossier_id = ?1
          AND NOT EXISTS (SELECT 1 FROM dossier_right WHERE dossier_id = ?1 AND user_id = access_off.user_id)) AS held
  JOIN member ON member.user_id = held.user_id AND member.left_at IS NULL JOIN user ON user.id = held.user_id ORDER BY user.rowid`;

const STAFF = `
  SELECT user.id, user.name FROM dossier_right JOIN member ON member.user_id = dossier_right.user_id AND member.left_at IS NULL
    JOIN user ON user.id = dossier_right.user_id
  WHERE dossier_id = ?1 AND json_extract("right", '$.side') = 'staff' ORDER BY dossier_right.rowid`;
const INVITATIONS = `
  SELECT invitation.*, (SELECT max(until) FROM access_link WHERE invitation_id = invitation.id) AS until
  FROM invitation WHERE dossier_id = ? AND accepted_at IS NULL AND withdrawn_at IS NULL ORDER BY at`;

/** @returns nothing for a dossier nobody knows */
export function accessRecords({ database, hasSecondFactor, reminders, decisions }: AccessFacts, dossier: DossierId): Map<string, unknown> {
  const all = (sql: string): Row[] => database.prepare(sql).all(dossier);
  const company = database.prepare('SELECT * FROM dossier WHERE id = ?').get(dossier);
  if (!company) return new Map();
  const reminded = reminders(dossier);
  const users = new Map<string, unknown>();
  const administrators = new Set<unknown>();
  for (const row of all(PEOPLE)) {
    const id = String(row['id']) as UserId;
    const right = parseRight(row['right']);
    if (right.side === 'staff') continue;
    if (right.admin && row['state'] === 'active') administrators.add(id);
    const told = reminded.get(id);
    users.set(
      `user/${id}`,
      v.parse(AccessUser, {
        v: 1,
        name: row['name'],
        email: row['email'],
        right: plainRight(right),
        state: row['state'],
        secondFactor: hasSecondFactor(id),
        migration: stepOf(row['migration']),
        since: row['since'],
        ...(row['attached'] === null ? {} : { attached: row['attached'] }),
        ...(told ? { reminded: told.at, reminders: told.count } : {}),
        ...(row['link'] === null ? {} : { linkUntil: row['link'] }),
      }),
    );
  }
  for (const row of all(INVITATIONS)) {
    const right = parseRight(row['right']);
    if (right.side === 'staff') continue;
    // Under the invitation's own id: nothing here says whether the address is a person of this server already (A1).
    users.set(
      `user/${String(row['id'])}`,
      v.parse(AccessUser, {
        v: 1,
        name: row['name'],
        email: row['email'],
        right: plainRight(right),
        state: 'invited',
        secondFactor: false,
        migration: 'finalised',
        since: row['at'],
        ...(row['until'] === null ? {} : { linkUntil: row['until'] }),
      }),
    );
  }
  const open = [...decisions(dossier)].map(([id, decision]): [string, unknown] => [`decision/${id}`, decision]);
  return new Map([['company', companyRecord(company, administrators, all(STAFF))], ...users, ...open]);
}

function companyRecord(row: Row, administrators: ReadonlySet<unknown>, staff: readonly Row[]): unknown {
  const newcomers = row['newcomer_right'] === null ? null : parseRight(row['newcomer_right']);
  return v.parse(AccessCompany, {
    v: 1,
    name: row['name'],
    ...(row['siren'] === null ? {} : { siren: row['siren'] }),
    ...(row['client_code'] === null ? {} : { clientCode: row['client_code'] }),
    newcomers: newcomers?.side === 'client' ? plainRight(newcomers) : null,
    administrator: administrators.has(row['administrator'])
      ? { user: row['administrator'], confirmed: row['administrator_confirmed'] !== null && row['administrator_confirmed'] !== 0 }
      : null,
    staff: staff.slice(0, 50).map(({ id, name }) => ({ user: id, name })),
  });
}

function stepOf(text: unknown): MigrationStep {
  return MIGRATION_STEPS.find((known) => known === text) ?? 'not-started';
}

/** A right as records and answers carry it. */
export function plainRight(right: ClientRight): v.InferInput<typeof ClientRightRecord> {
  const { deposit, read, archive, secured, ...rest } = right;
  const plain = { ...rest, deposit: [...deposit], read: [...read], archive: [...archive] };
  return secured ? { ...plain, secured: [...secured] } : plain;
}
