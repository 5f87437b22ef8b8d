/**
 * The rooms of accounts, put together: identity, migration, accesses, registration, sendings. Each gives its routes and
 * keeps its own tables; what they share comes in here and nowhere else.
 */
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import type { KeyPurpose } from '@navette/protocol/keys';
import { Hono } from 'hono';
import { openAccess } from './access/access-services.ts';
import type { AccessRooms } from './access/publish-access.ts';
import type { Auth } from './accounts/auth.ts';
import type { AccountRooms } from './accounts/account-room.ts';
import type { MailedCodes } from './accounts/mailed-codes.ts';
import type { DirectoryActs } from './accounts/directory.ts';
import type { Factors } from './accounts/factors.ts';
import type { Identity } from './accounts/identity.ts';
import type { Attempts } from './http/attempts.ts';
import type { CommandRouteParts } from './http/command-routes.ts';
import type { Origins } from './http/origins.ts';
import { outboxPage } from './mail/outbox-page.ts';
import type { PostOffice } from './mail/post-office.ts';
import { openMigration, type Migration } from './migration/open-migration.ts';
import type { CompanyRegister, Directory, Keys, Signer } from './ports.ts';
import { openEntries, type Entries } from './entries/open-entries.ts';
import { openRegistration } from './registration/registration.ts';
import type { Licences } from './registration/licences.ts';
import type { ServerWriter } from './rooms/server-writer.ts';
import { openSendings } from './sendings/open-sendings.ts';

export type AccountParts = CommandRouteParts & {
  readonly database: DatabaseSync;
  readonly auth: Auth;
  /** The door of every way in (`accounts/ways-in.ts`). */
  readonly factors: Factors;
  readonly identity: Identity;
  readonly directory: Directory & DirectoryActs;
  /** `ensure` makes the key of a purpose that not every firm has. */
  readonly keys: Keys & { ensure(purpose: KeyPurpose): Signer };
  readonly attempts: Attempts;
  readonly origins: Origins;
  /** Writes the rooms that only the server writes. */
  readonly writer: ServerWriter;
  readonly accounts: AccountRooms;
  readonly post: PostOffice;
  /** Folder of the letters that had no relay to leave by; null where there is one. */
  readonly outbox: string | null;
  readonly codes: MailedCodes;
  readonly licences: Licences;
  readonly register: CompanyRegister;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

export type AccountServices = {
  /** Under their full paths. */
  readonly routes: Hono;
  /** Where each dossier's people, rights and decisions are published. */
  readonly access: AccessRooms;
  readonly migration: Migration;
  /** The books. */
  readonly entries: Pick<Entries, 'healed'>;
  close(): Promise<void>;
};

/** Milliseconds an act waits for what it changed to be published. */
const PUBLISHING = 2000;

export async function openAccountServices(parts: AccountParts): Promise<AccountServices> {
  const { directory, factors, identity, sessions, outbox } = parts;
  // Whoever acts asks for news at once: what the act changed stands in the rooms by then, unless a whole firm is being published.
  const published = async (): Promise<void> => {
    const patience = new AbortController();
    const pause = setTimeout(PUBLISHING, undefined, { ref: false, signal: patience.signal }).catch(() => undefined);
    await Promise.race([Promise.all([access.rooms.settled(), parts.accounts.settled()]), pause]);
    patience.abort();
  };
  const migration = openMigration(parts, published);
  const access = openAccess({
    ...parts,
    hasSecondFactor: (user) => factors.has(user),
    decisions: migration.decisions.records,
    reminders: migration.reminders.remindersOf,
  });
  for (const told of [migration, migration.decisions]) told.onChange((dossiers) => dossiers.forEach(access.rooms.changed));
  const entries = openEntries(parts);
  const routes = new Hono()
    .route('/', identity.routes)
    .route('/', migration.routes)
    .route('/', access.routes)
    .route('/', openSendings(parts))
    .route('/', openRegistration(parts))
    .route('/', entries.routes)
    .route('/', outboxPage({ folder: outbox, sessions, directory }));
  return {
    routes,
    access: access.rooms,
    migration,
    entries,
    async close() {
      await access.close();
      await identity.close();
    },
  };
}
