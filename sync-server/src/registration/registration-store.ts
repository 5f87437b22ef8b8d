/**
 * Registrations as rows of the identity database, read through their schemas: what was written by somebody else's device is
 * parsed when it comes in and when it comes out. Knows no right and no request; every act is one commit.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { RegistrationDetails } from '@navette/domain/registration/details';
import { DEFAULT_REGISTRAR, type RegistrarSettings } from '@navette/domain/registration/registrar';
import type { Edition } from '@navette/domain/registration/products';
import type { DossierId, UserId } from '@navette/kernel/ids';
import { Details, Settings } from '@navette/protocol/registration';
import * as v from 'valibot';
import { inTransaction } from '../accounts/identity-database.ts';

export type RegistrationRow = {
  readonly id: string;
  readonly secretHash: string | null;
  readonly way: 'online' | 'paper';
  readonly dossier: DossierId | null;
  readonly user: UserId | null;
  readonly details: RegistrationDetails;
  readonly installation: { readonly identification: string; readonly since: string } | null;
  readonly product: { readonly code: string; readonly version: string };
  readonly edition: Edition;
  readonly update: boolean;
  readonly terms: { readonly version: string; readonly at: number } | null;
  readonly at: number;
  readonly state: 'received' | 'refused' | 'issued' | 'withdrawn';
  readonly answeredAt: number | null;
  readonly reason: string | null;
  readonly licence: string;
  readonly clientCode: string | null;
  readonly issuedOn: string | null;
  readonly until: string | null;
  readonly keyHash: string | null;
};

export type NewRegistration = Omit<
  RegistrationRow,
  'state' | 'answeredAt' | 'reason' | 'clientCode' | 'issuedOn' | 'until' | 'keyHash' | 'licence'
>;
export type IssuedKey = {
  readonly clientCode: string;
  readonly issuedOn: string;
  readonly until: string | null;
  readonly keyHash: string;
  readonly at: number;
  readonly by: UserId;
};

export type RegistrationStore = ReturnType<typeof openRegistrationStore>;

type Value = string | number | null;
const SETTING = 'registrar';

export function openRegistrationStore(database: DatabaseSync) {
  const all = (sql: string, ...values: Value[]) => database.prepare(sql).all(...values) as Row[];
  const one = (sql: string, ...values: Value[]) => database.prepare(sql).get(...values) as Row | undefined;
  const run = (sql: string, ...values: Value[]) => Number(database.prepare(sql).run(...values).changes);
  // Both are asked at every write into a room of deposits.
  let known: RegistrarSettings | null = null;
  const editions = new Map(
    all('SELECT dossier_id, edition FROM registered_dossier').map((row) => [row['dossier_id'] as DossierId, row['edition'] as Edition]),
  );

  return {
    /** Several acts as one commit. */
    together: (acts: () => void): void => inTransaction(database, acts),
    settings(): RegistrarSettings {
      if (known) return known;
      const row = one('SELECT value FROM firm_setting WHERE name = ?', SETTING);
      const parsed = row && v.safeParse(Settings, JSON.parse(String(row['value'])));
      return (known = parsed?.success ? parsed.output : DEFAULT_REGISTRAR);
    },
    setSettings(settings: RegistrarSettings): void {
      run(
        'INSERT INTO firm_setting (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
        SETTING,
        JSON.stringify(settings),
      );
      known = null;
    },

    /** The edition of a dossier that the firm registers; null of every other. */
    registered: (dossier: DossierId): Edition | null => editions.get(dossier) ?? null,
    /** @param edition null turns it off */
    register(dossier: DossierId, edition: Edition | null): void {
      if (edition === null) {
        run('DELETE FROM registered_dossier WHERE dossier_id = ?', dossier);
        editions.delete(dossier);
      } else {
        run(
          'INSERT INTO registered_dossier (dossier_id, edition) VALUES (?, ?) ON CONFLICT DO UPDATE SET edition = excluded.edition',
          dossier,
          edition,
        );
        editions.set(dossier, edition);
      }
    },
    /** Whether a key for this product and version was issued to the dossier and is not over. */
    isActive: (dossier: DossierId, product: { readonly code: string; readonly version: string }, today: string): boolean =>
      one(
        `SELECT 1 AS there FROM registration WHERE dossier_id = ? AND state = 'issued' AND product = ? AND version = ?
           AND (until IS NULL OR until >= ?)`,
        dossier,
        product.code,
        product.version,
        today,
      ) !== undefined,

    find(id: string): RegistrationRow | null {
      const row = one('SELECT * FROM registration WHERE id = ?', id);
      return row ? toRegistration(row) : null;
    },
    /** Newest first, those that wait for an answer before all others. */
    list: (most: number): readonly RegistrationRow[] =>
      all("SELECT * FROM registration ORDER BY state <> 'received', at DESC, rowid DESC LIMIT ?", most).map(toRegistration),
    ofDossier: (dossier: DossierId): readonly RegistrationRow[] =>
      all('SELECT * FROM registration WHERE dossier_id = ? ORDER BY at DESC, rowid DESC LIMIT 50', dossier).map(toRegistration),
    withLicence: (licence: string): readonly RegistrationRow[] =>
      all("SELECT * FROM registration WHERE licence = ? AND state IN ('issued', 'withdrawn') ORDER BY at DESC LIMIT 50", licence).map(
        toRegistration,
      ),
    waiting: (): number => Number(one("SELECT count(*) AS n FROM registration WHERE state = 'received' AND dossier_id IS NULL")?.['n']),
    add(registration: NewRegistration): void {
      const { id, secretHash, way, dossier, user, details, installation, product, edition, update, terms, at } = registration;
      run(
        `INSERT INTO registration (id, secret_hash, way, dossier_id, user_id, details, identification, installed, product, version, edition,
           renewed, terms_version, terms_at, at, state, licence)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'received', ?)`,
        id,
        secretHash,
        way,
        dossier,
        user,
        JSON.stringify(details),
        installation?.identification ?? null,
        installation?.since ?? null,
        product.code,
        product.version,
        edition,
        update ? 1 : 0,
        terms?.version ?? null,
        terms?.at ?? null,
        at,
        details.licence,
      );
    },
    /** @throws when the licence is issued already under another registration */
    issue(id: string, { clientCode, issuedOn, until, keyHash, at, by }: IssuedKey): void {
      run(
        `UPDATE registration SET state = 'issued', client_code = ?, issued_on = ?, until = ?, key_hash = ?, answered_at = ?, answered_by = ?,
           reason = NULL WHERE id = ?`,
        clientCode,
        issuedOn,
        until,
        keyHash,
        at,
        by,
        id,
      );
    },
    answer(id: string, state: 'refused' | 'withdrawn', reason: string, by: UserId, at: number): void {
      run('UPDATE registration SET state = ?, reason = ?, answered_at = ?, answered_by = ? WHERE id = ?', state, reason, at, by, id);
    },

    installations: (id: string): number =>
      Number(one('SELECT count(*) AS n FROM licence_installation WHERE registration_id = ?', id)?.['n']),
    isInstalled: (id: string, identification: string): boolean =>
      one('SELECT 1 AS there FROM licence_installation WHERE registration_id = ? AND identification = ?', id, identification) !== undefined,
    install: (id: string, identification: string, at: number): void =>
      void run(
        'INSERT INTO licence_installation (registration_id, identification, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        id,
        identification,
        at,
      ),

    /** The days counted for a version, how many a device told of, and the last day. */
    launches(dossier: DossierId, version: string): { readonly used: number; readonly last: string | null } {
      const days = one('SELECT count(*) AS n, max(day) AS last FROM launch_day WHERE dossier_id = ? AND version = ?', dossier, version);
      const told = one('SELECT launches FROM launch_told WHERE dossier_id = ? AND version = ?', dossier, version);
      return { used: Math.max(Number(days?.['n'] ?? 0), Number(told?.['launches'] ?? 0)), last: (days?.['last'] as string | null) ?? null };
    },
    /** @returns whether the day was not counted yet */
    countLaunch: (dossier: DossierId, version: string, day: string): boolean =>
      run('INSERT INTO launch_day (dossier_id, version, day) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', dossier, version, day) > 0,
    /** @returns whether it is more than was known */
    tellLaunches: (dossier: DossierId, version: string, launches: number): boolean =>
      run(
        `INSERT INTO launch_told (dossier_id, version, launches) VALUES (?, ?, ?)
           ON CONFLICT DO UPDATE SET launches = excluded.launches WHERE excluded.launches > launches`,
        dossier,
        version,
        launches,
      ) > 0,
  };
}

type Row = Record<string, string | number | null>;

function toRegistration(row: Row): RegistrationRow {
  const text = (column: string) => (row[column] as string | null | undefined) ?? null;
  const number = (column: string) => (row[column] as number | null | undefined) ?? null;
  const [identification, installed] = [text('identification'), text('installed')];
  const [termsVersion, termsAt] = [text('terms_version'), number('terms_at')];
  return {
    id: String(row['id']),
    secretHash: text('secret_hash'),
    way: row['way'] as RegistrationRow['way'],
    dossier: text('dossier_id') as DossierId | null,
    user: text('user_id') as UserId | null,
    details: v.parse(Details, JSON.parse(String(row['details']))),
    installation: identification === null || installed === null ? null : { identification, since: installed },
    product: { code: String(row['product']), version: String(row['version']) },
    edition: row['edition'] as Edition,
    update: row['renewed'] === 1,
    terms: termsVersion === null || termsAt === null ? null : { version: termsVersion, at: termsAt },
    at: Number(row['at']),
    state: row['state'] as RegistrationRow['state'],
    answeredAt: number('answered_at'),
    reason: text('reason'),
    licence: String(row['licence']),
    clientCode: text('client_code'),
    issuedOn: text('issued_on'),
    until: text('until'),
    keyHash: text('key_hash'),
  };
}
