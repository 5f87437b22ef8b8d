/**
 * Who belongs to the firm, with which right on which dossier: the `Directory` port on the identity database, and the
 * acts that change it.
 *
 * Every act commits before it answers, then tells the listeners: sockets close, account rooms are published again (R108).
 * Knows no room and no request.
 */
import type { DatabaseSync } from 'node:sqlite';
import { effectiveRight, type DossierRight, type Membership } from '@navette/domain/membership';
import { MIGRATION_STEPS, type MigrationStep } from '@navette/domain/migration';
import { makeId, type DeviceNumber, type DossierId, type FirmId, type UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { deviceNumber } from '@navette/rooms/client-ids';
import type { Directory, DossierRow, Person } from '../ports.ts';
import { afterTransaction, inTransaction } from './identity-database.ts';
import { parseRight, printRight } from './right-column.ts';

export type NewPerson = {
  readonly name: string;
  readonly email: string;
  /** From `passwordHash`. */
  readonly passwordHash: string;
  readonly title?: string;
  readonly firmRole?: 'admin' | 'staff';
  readonly migration?: MigrationStep;
};

export type DirectoryActs = {
  /** Every person, in the order of their arrival. */
  people(): readonly Person[];
  personByEmail(email: string): Person | null;
  nameFirm(name: string): void;
  /** Days without news after which a reminder of the migration is due. */
  remindAfter(days: number): void;
  /** @throws when the address is taken */
  addPerson(person: NewPerson): UserId;
  addDossier(dossier: { readonly name: string; readonly siren?: string }): DossierId;
  grant(user: UserId, dossier: DossierId, right: DossierRight): void;
  revoke(user: UserId, dossier: DossierId): void;
  /** The person leaves the firm: no right, no password, their name kept for what they wrote. Their sessions are the caller's to end. */
  remove(user: UserId): void;
  /** The dossiers the person has or once had. */
  dossiersEver(user: UserId): ReadonlySet<DossierId>;
  /** Keeps the hash of the token a device showed last: it proves the device once its session is over. */
  proveDevice(device: DeviceNumber, proof: string): void;
  /** Who showed this token with this device last; null when it was another. */
  provenOwner(device: DeviceNumber, proof: string): UserId | null;
  setMigration(user: UserId, step: MigrationStep): void;
  /** Name, address and password of somebody who proved the address. @throws when it is another person's */
  identify(user: UserId, identity: Pick<NewPerson, 'name' | 'email' | 'passwordHash'>): void;
  /** Several acts as one commit; whoever listens hears of them after it, and of nothing when `work` throws. It must not await. */
  together<T>(work: () => T): T;
  /** Something of this person was written beside the acts above: it counts from now on, for them and whoever shares a dossier. */
  tell(user: UserId): void;
  /** Whether the one-time set-up link still waits. */
  needsSetUp(): boolean;
  /** Keeps the hash of a new set-up link's token; an older link stops working. */
  offerSetUp(tokenHash: string): void;
  /** Uses the link up, names the firm and makes its first administrator, all in one commit. Null when the link is not good. */
  setUp(tokenHash: string, firmName: string, admin: NewPerson): UserId | null;
};

export type DirectoryOptions = {
  readonly database: DatabaseSync;
  readonly firm: FirmId;
  readonly demo: boolean;
  readonly clock: Clock;
  readonly random: Random;
  /** Whether a person has a second factor: what is secured stays closed without one (R197). */
  readonly hasSecondFactor?: (user: UserId) => boolean;
};

type Row = Record<string, unknown>;

export function makeDirectory({
  database,
  firm,
  demo,
  clock,
  random,
  hasSecondFactor = () => false,
}: DirectoryOptions): Directory & DirectoryActs {
  const listeners: ((user: UserId) => void)[] = [];
  const memberships = new Map<UserId, Membership>();
  const newId = <T extends string>() => makeId<T>(clock.now(), random.bytes(10));
  const all = (sql: string, ...values: (string | number | null)[]): Row[] => database.prepare(sql).all(...values);
  const one = (sql: string, ...values: (string | number | null)[]): Row | undefined => database.prepare(sql).get(...values);
  const run = (sql: string, ...values: (string | number | null)[]) => Number(database.prepare(sql).run(...values).changes);

  const untold = new Set<UserId>();
  const tellAll = (): void => {
    const told = [...untold];
    untold.clear();
    for (const user of told) memberships.delete(user);
    for (const user of told) for (const listener of listeners) listener(user);
  };
  /** Acts may be parts of one commit: nobody hears of what may still be undone. */
  const changed = (users: Iterable<UserId>): void => {
    for (const user of users) {
      memberships.delete(user);
      untold.add(user);
    }
    afterTransaction(database, tellAll);
  };
  const everyone = () => all('SELECT user_id FROM member').map((row) => row['user_id'] as UserId);
  const sharing = (dossier: DossierId) =>
    all('SELECT user_id FROM dossier_right WHERE dossier_id = ?', dossier).map((row) => row['user_id'] as UserId);

  const insertPerson = (person: NewPerson): UserId => {
    const id = newId<UserId>();
    const now = new Date(clock.now()).toISOString();
    const email = person.email.trim().toLowerCase();
    run(
      'INSERT INTO user (id, name, email, emailVerified, createdAt, updatedAt) VALUES (?, ?, ?, 1, ?, ?)',
      id,
      person.name,
      email,
      now,
      now,
    );
    run(
      "INSERT INTO account (id, accountId, providerId, userId, password, createdAt, updatedAt) VALUES (?, ?, 'credential', ?, ?, ?, ?)",
      newId(),
      id,
      id,
      person.passwordHash,
      now,
      now,
    );
    run(
      'INSERT INTO member (user_id, firm_role, title, migration, migration_since) VALUES (?, ?, ?, ?, ?)',
      id,
      person.firmRole ?? null,
      person.title ?? null,
      person.migration ?? 'finalised',
      clock.now(),
    );
    return id;
  };
  const putFirmName = (name: string) =>
    run('INSERT INTO firm (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name', firm, name);

  // A number is scrambled (`client-ids`): found again by going through the enrolments once.
  const devices = new Map<DeviceNumber, { readonly n: number; readonly user: UserId }>();
  for (const row of all('SELECT n, user_id FROM device')) {
    const n = Number(row['n']);
    devices.set(deviceNumber(n), { n, user: row['user_id'] as UserId });
  }

  const noteFormer = (where: string, ...values: string[]) =>
    run(
      `INSERT OR REPLACE INTO former_right (user_id, dossier_id, until) SELECT user_id, dossier_id, ? FROM dossier_right WHERE ${where}`,
      clock.now(),
      ...values,
    );

  const readMembership = (id: UserId): Membership | null => {
    const member = one('SELECT firm_role FROM member WHERE user_id = ? AND left_at IS NULL', id);
    if (!member) return null;
    const rights = all('SELECT dossier_id, "right" FROM dossier_right WHERE user_id = ?', id);
    return {
      user: id,
      firm,
      firmRole: (member['firm_role'] as 'admin' | 'staff' | null) ?? null,
      dossiers: new Map(
        rights.map((row) => [row['dossier_id'] as DossierId, effectiveRight(parseRight(row['right']), hasSecondFactor(id))]),
      ),
    };
  };

  return {
    firm: () => {
      const remindAfter = Number(one('SELECT value FROM firm_setting WHERE name = ?', REMIND_AFTER)?.['value']);
      const name = String(one('SELECT name FROM firm WHERE id = ?', firm)?.['name'] ?? '');
      return { id: firm, name, demo, ...(remindAfter > 0 ? { remindAfter } : {}) };
    },
    person(id) {
      const row = one(`${PERSON} WHERE user.id = ?`, id);
      return row ? toPerson(row) : null;
    },
    membership(id) {
      const known = memberships.get(id) ?? readMembership(id);
      if (known) memberships.set(id, known);
      return known;
    },
    dossiers: () => all('SELECT id, name, siren FROM dossier ORDER BY position').map(toDossier),
    members: (dossier) =>
      all(
        `${PERSON} JOIN dossier_right ON dossier_right.user_id = user.id WHERE dossier_right.dossier_id = ? ORDER BY user.rowid`,
        dossier,
      ).map((row) => ({
        person: toPerson(row),
        right: parseRight(
          one('SELECT "right" FROM dossier_right WHERE user_id = ? AND dossier_id = ?', String(row['id']), dossier)?.['right'],
        ),
      })),
    migration(id) {
      const step = one('SELECT migration FROM member WHERE user_id = ?', id)?.['migration'];
      return MIGRATION_STEPS.find((known) => known === step) ?? 'not-started';
    },
    onChange: (listener) => void listeners.push(listener),
    enrol(user, label) {
      const { lastInsertRowid } = database
        .prepare('INSERT INTO device (user_id, label, enrolled_at) VALUES (?, ?, ?)')
        .run(user, label, clock.now());
      const number = deviceNumber(Number(lastInsertRowid));
      devices.set(number, { n: Number(lastInsertRowid), user });
      return number;
    },
    ownsDevice: (user, device) => devices.get(device)?.user === user,
    deviceOwner: (device) => devices.get(device)?.user ?? null,

    people: () => all(`${PERSON} ORDER BY user.rowid`).map(toPerson),
    personByEmail(email) {
      const row = one(`${PERSON} WHERE user.email = ?`, email.trim().toLowerCase());
      return row ? toPerson(row) : null;
    },
    remindAfter(days) {
      run(
        'INSERT INTO firm_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        REMIND_AFTER,
        String(days),
      );
      changed(everyone());
    },
    nameFirm(name) {
      putFirmName(name);
      changed(everyone());
    },
    addPerson(person) {
      const id = inTransaction(database, () => insertPerson(person));
      changed([id]);
      return id;
    },
    addDossier({ name, siren }) {
      const id = newId<DossierId>();
      run('INSERT INTO dossier (id, name, siren, position) SELECT ?, ?, ?, count(*) FROM dossier', id, name, siren ?? null);
      return id;
    },
    grant(user, dossier, right) {
      run(
        'INSERT INTO dossier_right (user_id, dossier_id, "right") VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "right" = excluded."right"',
        user,
        dossier,
        printRight(right),
      );
      changed([user, ...sharing(dossier)]);
    },
    revoke(user, dossier) {
      inTransaction(database, () => {
        noteFormer('user_id = ? AND dossier_id = ?', user, dossier);
        run('DELETE FROM dossier_right WHERE user_id = ? AND dossier_id = ?', user, dossier);
      });
      changed([user, ...sharing(dossier)]);
    },
    remove(user) {
      const dossiers = all('SELECT dossier_id FROM dossier_right WHERE user_id = ?', user).map((row) => row['dossier_id'] as DossierId);
      inTransaction(database, () => {
        noteFormer('user_id = ?', user);
        run('DELETE FROM dossier_right WHERE user_id = ?', user);
        run('UPDATE member SET left_at = ?, firm_role = NULL WHERE user_id = ?', clock.now(), user);
        run('DELETE FROM account WHERE userId = ?', user);
      });
      changed([user, ...dossiers.flatMap(sharing)]);
    },
    dossiersEver: (user) =>
      new Set(
        all(
          'SELECT dossier_id FROM dossier_right WHERE user_id = ? UNION SELECT dossier_id FROM former_right WHERE user_id = ?',
          user,
          user,
        ).map((row) => row['dossier_id'] as DossierId),
      ),
    proveDevice: (device, proof) => void run('UPDATE device SET proof = ? WHERE n = ?', proof, devices.get(device)?.n ?? null),
    provenOwner(device, proof) {
      const known = devices.get(device);
      return known && one('SELECT n FROM device WHERE n = ? AND proof = ?', known.n, proof) ? known.user : null;
    },
    setMigration(user, step) {
      run('UPDATE member SET migration = ?, migration_since = ? WHERE user_id = ? AND migration <> ?', step, clock.now(), user, step);
      changed([user]);
    },
    identify(user, { name, email, passwordHash }) {
      const now = new Date(clock.now()).toISOString();
      inTransaction(database, () => {
        run(
          'UPDATE user SET name = ?, email = ?, emailVerified = 1, updatedAt = ? WHERE id = ?',
          name,
          email.trim().toLowerCase(),
          now,
          user,
        );
        run("UPDATE account SET password = ?, updatedAt = ? WHERE userId = ? AND providerId = 'credential'", passwordHash, now, user);
      });
      const dossiers = all('SELECT dossier_id FROM dossier_right WHERE user_id = ?', user).map((row) => row['dossier_id'] as DossierId);
      changed([user, ...dossiers.flatMap(sharing)]);
    },
    together: (work) => inTransaction(database, work),
    tell(user) {
      const dossiers = all('SELECT dossier_id FROM dossier_right WHERE user_id = ?', user).map((row) => row['dossier_id'] as DossierId);
      changed([user, ...dossiers.flatMap(sharing)]);
    },
    needsSetUp: () => one('SELECT done_at FROM set_up WHERE id = 1')?.['done_at'] == null && everyone().length === 0,
    offerSetUp: (hash) =>
      void run('INSERT INTO set_up (id, token_hash) VALUES (1, ?) ON CONFLICT DO UPDATE SET token_hash = excluded.token_hash', hash),
    setUp(hash, firmName, admin) {
      const id = inTransaction(database, () => {
        const used = run(
          'UPDATE set_up SET done_at = ?, token_hash = NULL WHERE id = 1 AND done_at IS NULL AND token_hash = ?',
          clock.now(),
          hash,
        );
        if (used !== 1) return null;
        putFirmName(firmName);
        return insertPerson({ ...admin, firmRole: 'admin' });
      });
      if (id) changed([id]);
      return id;
    },
  };
}

const REMIND_AFTER = 'migration-remind-after';

const PERSON = 'SELECT user.id, user.name, user.email, member.title FROM user JOIN member ON member.user_id = user.id';

function toPerson(row: Row): Person {
  const title = row['title'];
  return {
    id: row['id'] as UserId,
    name: String(row['name']),
    email: String(row['email']),
    ...(typeof title === 'string' ? { title } : {}),
  };
}

function toDossier(row: Row): DossierRow {
  const siren = row['siren'];
  return { id: row['id'] as DossierId, name: String(row['name']), ...(typeof siren === 'string' ? { siren } : {}) };
}
