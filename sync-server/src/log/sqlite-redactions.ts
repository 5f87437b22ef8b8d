/**
 * Redactions in the SQLite log (K5): entries lose salt and bytes and keep their link, all copies of their room go, and the act stays.
 *
 * `redact` runs inside the writer's transaction, on a connection that overwrites what it frees (`secure_delete`). `wipe` runs outside
 * of any: older copies lie on free pages and in the write-ahead log until the file is made anew.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { KeptRedaction, LogRedaction } from '../ports.ts';
import { formSum, innerHash } from './log-chain.ts';

export type SqliteRedactions = {
  /** @param room its row @returns false when it was done before */
  redact(room: number, redaction: LogRedaction): boolean;
  /** @throws when something still reads an older state of the file */
  wipe(): void;
};

export function makeSqliteRedactions(database: DatabaseSync): SqliteRedactions {
  const sql = (text: string) => database.prepare(text);
  const known = sql('SELECT 1 AS one FROM redaction WHERE id = ?');
  const keep = sql('INSERT INTO redaction (id, act, wiped) VALUES (?, ?, 0)');
  const entryAt = sql('SELECT room, salt, bytes FROM entry WHERE cursor = ?');
  const erase = sql("UPDATE entry SET salt = x'', bytes = ?, size = ? WHERE cursor = ?");
  const note = sql('INSERT INTO redacted (cursor, inner_hash, sum) VALUES (?, ?, ?) ON CONFLICT (cursor) DO UPDATE SET sum = excluded.sum');
  const dropFile = sql('DELETE FROM blobs WHERE dossier = ? AND box = ? AND hash = ?');

  return {
    redact(room, { id, act, entries, file }) {
      if (known.get(id)) return false;
      for (const { cursor, bytes } of entries) {
        const row = entryAt.get(cursor);
        if (Number(row?.['room']) !== room) throw new Error('log: another room’s entry');
        // What is left of one that was redacted before is kept as it is.
        note.run(cursor, innerHash(blob(row?.['salt']), blob(row?.['bytes'])), formSum(bytes));
        erase.run(bytes, bytes.length, cursor);
      }
      if (file) dropFile.run(file.dossier, file.box, file.hash);
      keep.run(id, act);
      return true;
    },
    wipe() {
      carryOver(database);
      database.exec('VACUUM');
      database.exec('UPDATE redaction SET wiped = 1');
      carryOver(database);
    },
  };
}

/** What was erased from the log of this file, in order; none in one that no server has opened since there are redactions. */
export function redactionsIn(database: DatabaseSync): KeptRedaction[] {
  if (!hasRedactions(database)) return [];
  return database
    .prepare('SELECT id, act, wiped FROM redaction ORDER BY n')
    .all()
    .map((row) => ({ id: String(row['id']), act: String(row['act']), wiped: row['wiped'] === 1 }));
}

/** What is left of redacted entries. */
export type Remains = (cursor: number) => { readonly inner: string; readonly sum: string } | null;

export function remainsIn(database: DatabaseSync): Remains {
  // Prepared when needed: most logs never ask.
  let at: ReturnType<DatabaseSync['prepare']> | null = null;
  return (cursor) => {
    at ??= hasRedactions(database) ? database.prepare('SELECT inner_hash, sum FROM redacted WHERE cursor = ?') : null;
    const row = at?.get(cursor);
    return row ? { inner: String(row['inner_hash']), sum: String(row['sum']) } : null;
  };
}

function hasRedactions(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 AS one FROM sqlite_schema WHERE type = 'table' AND name = 'redaction'").get() !== undefined;
}

/** Everything in the database file, and the write-ahead log empty. */
function carryOver(database: DatabaseSync): void {
  if (Number(database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy']) !== 0)
    throw new Error('log: somebody still reads what was erased');
}

function blob(value: SQLOutputValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('log: a stored value is unreadable');
  return value;
}
