/**
 * The identity database: better-auth's tables and ours, in one file and on one connection.
 *
 * Ours say who belongs to the firm, with which rights, on which devices. Migrations only go forward; a file written by
 * newer code is not opened (O4).
 */
import { DatabaseSync } from 'node:sqlite';
import { ACCESS_TABLES } from '../access/access-tables.ts';
import { ENTRY_TABLES } from '../entries/entry-tables.ts';
import { MIGRATION_TABLES } from '../migration/migration-tables.ts';
import { REMINDER_TABLES } from '../migration/reminder-tables.ts';
import { REGISTRATION_TABLES } from '../registration/registration-tables.ts';
import { REQUEST_TABLES } from '../requests/request-tables.ts';
import { SENDING_TABLES } from '../sendings/sending-tables.ts';
import { IDENTITY_TABLES } from './identity-tables.ts';

/** What accounts know beyond rights: how the firm calls a client company, by what it recognises its people, what it has to decide. */
const ACCOUNT_TABLES = `
  ALTER TABLE dossier ADD COLUMN client_code TEXT;
  CREATE UNIQUE INDEX dossier_client_code ON dossier (client_code) WHERE client_code IS NOT NULL;
  ALTER TABLE dossier ADD COLUMN newcomer_right TEXT;
  ALTER TABLE dossier ADD COLUMN administrator TEXT REFERENCES member (user_id);
  ALTER TABLE dossier ADD COLUMN administrator_since INTEGER;
  ALTER TABLE dossier ADD COLUMN administrator_confirmed INTEGER;
  ALTER TABLE member ADD COLUMN migration_since INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE dossier_right ADD COLUMN attached TEXT CHECK (attached IN ('automatic', 'manual', 'invited', 'firm'));
  CREATE TABLE dossier_reference (
    dossier_id TEXT NOT NULL REFERENCES dossier (id), kind TEXT NOT NULL CHECK (kind IN ('notification-email', 'invoice', 'serial')),
    value TEXT NOT NULL, PRIMARY KEY (kind, value, dossier_id)
  ) STRICT;
  CREATE TABLE migration_decision (
    id TEXT PRIMARY KEY, dossier_id TEXT REFERENCES dossier (id), kind TEXT NOT NULL, user_id TEXT NOT NULL REFERENCES member (user_id),
    facts TEXT NOT NULL, at INTEGER NOT NULL, decided_at INTEGER, decided_by TEXT, how TEXT
  ) STRICT;
  CREATE TABLE mailed_code (
    id_hash TEXT PRIMARY KEY, purpose TEXT NOT NULL, email TEXT NOT NULL, network TEXT NOT NULL, code_hash TEXT NOT NULL,
    at INTEGER NOT NULL, until INTEGER NOT NULL, tries INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX mailed_code_email ON mailed_code (email);
  CREATE INDEX mailed_code_network ON mailed_code (network);
  CREATE TABLE firm_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`;

/** Each entry brings the tables from its index to the next; never edited once published. */
const STEPS: readonly string[] = [
  `CREATE TABLE firm (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
   CREATE TABLE member (
     user_id TEXT PRIMARY KEY, firm_role TEXT CHECK (firm_role IN ('admin', 'staff')), title TEXT, migration TEXT NOT NULL
   ) STRICT;
   CREATE TABLE dossier (id TEXT PRIMARY KEY, name TEXT NOT NULL, siren TEXT, position INTEGER NOT NULL) STRICT;
   CREATE TABLE dossier_right (
     user_id TEXT NOT NULL REFERENCES member (user_id), dossier_id TEXT NOT NULL REFERENCES dossier (id), "right" TEXT NOT NULL,
     PRIMARY KEY (user_id, dossier_id)
   ) STRICT;
   CREATE TABLE device (
     n INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT NULL REFERENCES member (user_id), label TEXT NOT NULL, enrolled_at INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE set_up (id INTEGER PRIMARY KEY CHECK (id = 1), token_hash TEXT, done_at INTEGER) STRICT;`,
  // Leaving: who has left, which dossiers a person once had, by which token a device proves itself when its session is over,
  // the orders that were given, and the tray of what was handed in under them.
  `ALTER TABLE member ADD COLUMN left_at INTEGER;
   ALTER TABLE device ADD COLUMN proof TEXT;
   CREATE TABLE former_right (
     user_id TEXT NOT NULL REFERENCES member (user_id), dossier_id TEXT NOT NULL REFERENCES dossier (id), until INTEGER NOT NULL,
     PRIMARY KEY (user_id, dossier_id)
   ) STRICT;
   CREATE TABLE erase_order (
     nonce_hash TEXT PRIMARY KEY, device INTEGER NOT NULL, user_id TEXT NOT NULL REFERENCES member (user_id), scopes TEXT NOT NULL,
     at INTEGER NOT NULL, until INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE handed_in (
     n INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT NULL REFERENCES member (user_id), device INTEGER NOT NULL, id TEXT NOT NULL,
     dossier_id TEXT NOT NULL REFERENCES dossier (id), room TEXT NOT NULL, what TEXT NOT NULL, document TEXT, said TEXT NOT NULL,
     update_bytes BLOB NOT NULL, hash TEXT, size INTEGER NOT NULL, file_name TEXT, file_type TEXT, upload TEXT, arrived INTEGER NOT NULL,
     made INTEGER NOT NULL, at INTEGER NOT NULL, how TEXT CHECK (how IN ('deposited', 'filed')), answered_by TEXT, answered_at INTEGER,
     UNIQUE (user_id, id)
   ) STRICT;
   CREATE INDEX handed_in_waiting ON handed_in (dossier_id) WHERE how IS NULL;`,
  ACCOUNT_TABLES,
  IDENTITY_TABLES,
  MIGRATION_TABLES + REMINDER_TABLES,
  ACCESS_TABLES,
  REGISTRATION_TABLES,
  SENDING_TABLES,
  REQUEST_TABLES,
  ENTRY_TABLES,
];

/** @throws when the file was written by newer code */
export function openIdentityDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  migrate(database);
  return database;
}

function migrate(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA user_version').get();
  const version = Number(row?.['user_version'] ?? 0);
  if (version > STEPS.length) throw new Error('identity database written by newer code');
  for (const [index, step] of STEPS.entries()) {
    if (index >= version) inTransaction(database, () => database.exec(`${step} PRAGMA user_version = ${index + 1};`));
  }
}

const afterwards = new WeakMap<DatabaseSync, (() => void)[]>();

/** Runs `work`, which must not await, as one commit; undone when it throws. Inside another one it is a part of that one. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  if (database.isTransaction) return work();
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  } finally {
    const due = afterwards.get(database) ?? [];
    afterwards.delete(database);
    for (const act of due) act();
  }
}

/** Runs `act` once the transaction under way has ended, whichever way; at once where there is none. */
export function afterTransaction(database: DatabaseSync, act: () => void): void {
  if (!database.isTransaction) return act();
  afterwards.set(database, [...(afterwards.get(database) ?? []), act]);
}
