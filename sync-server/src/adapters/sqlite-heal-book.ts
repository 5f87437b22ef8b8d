/**
 * The heal book in a small SQLite file beside the log, and the checkpoint of the last verified backup, which `navette backup`
 * leaves in a file of its own while the server runs.
 *
 * Opened by the one process that serves the folder; a line is noted before its entry enters the log, so that an entry that
 * was handed back is never without it.
 */
import { readFileSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { UserId } from '@navette/kernel/ids';
import { RestoreAct } from '@navette/protocol/healing';
import { listHead } from '@navette/protocol/keys';
import { Checkpoint, checkpointText } from '@navette/protocol/replication';
import type { RoomName } from '@navette/rooms/room-names';
import * as v from 'valibot';
import { keyBook } from '../keys/key-book.ts';
import type { HealBook, HealedEntry, KeyRing, Keys } from '../ports.ts';

/** Each entry brings the tables from its index to the next; never edited once published. */
const STEPS: readonly string[] = [
  `CREATE TABLE restored (n INTEGER PRIMARY KEY, act TEXT NOT NULL) STRICT;
   CREATE TABLE healed (
     id TEXT PRIMARY KEY, room TEXT NOT NULL, epoch TEXT NOT NULL, cursor INTEGER NOT NULL, at INTEGER NOT NULL, proof TEXT NOT NULL,
     brought_by TEXT NOT NULL, healed_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;`,
  // Acts as they were signed first, where the key was stolen and they were signed again (K3).
  `CREATE TABLE signed_again (n INTEGER NOT NULL, act TEXT NOT NULL, at INTEGER NOT NULL) STRICT;`,
];

export type HealBookFiles = {
  readonly file: string;
  /** Where `navette backup` says how far the log is backed up; may be absent. */
  readonly backedUp: string;
  readonly keys: Keys;
};

/** @throws when the file was written by newer code, or cannot be read */
export function openHealBook({ file, backedUp, keys }: HealBookFiles): HealBook & { close(): void } {
  const database = openHealDatabase(file);
  const restores = restoresIn(database);
  const times = new Map(healedIn(database).map(({ id, at }) => [id, at]));
  const add = database.prepare(
    'INSERT OR IGNORE INTO healed (id, room, epoch, cursor, at, proof, brought_by, healed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const readBackedUp = lastBackup(backedUp, keys);
  return {
    restores: () => restores,
    async note(entries) {
      database.exec('BEGIN IMMEDIATE');
      try {
        for (const { id, room, epoch, cursor, at, proof, by, healedAt } of entries)
          add.run(id, room, epoch, cursor, at, proof, by, healedAt);
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
      for (const { id, at } of entries) if (!times.has(id)) times.set(id, at);
    },
    firstStored: (id) => times.get(id),
    backedUpTo: readBackedUp,
    close: () => database.close(),
  };
}

/** Opens the file for writing, made or brought up to date. */
export function openHealDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > STEPS.length) throw new Error('heal book written by newer code');
  for (const [index, step] of STEPS.entries())
    if (index >= version) database.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT;`);
  return database;
}

export function addRestore(database: DatabaseSync, act: RestoreAct): void {
  database.prepare('INSERT INTO restored (act) VALUES (?)').run(JSON.stringify(act));
}

/** Puts the same act under another signature in its place, and keeps the former one. */
export function signAgain(database: DatabaseSync, former: RestoreAct, again: RestoreAct, at: number): void {
  database.exec('BEGIN IMMEDIATE');
  const n = database.prepare("SELECT n FROM restored WHERE json_extract(act, '$.epoch') = ?").get(former.epoch)?.['n'];
  database.prepare('INSERT INTO signed_again (n, act, at) VALUES (?, ?, ?)').run(Number(n), JSON.stringify(former), at);
  database.prepare('UPDATE restored SET act = ? WHERE n = ?').run(JSON.stringify(again), Number(n));
  database.exec('COMMIT');
}

/** @throws for an act that cannot be read: the log's past is not guessed */
export function restoresIn(database: DatabaseSync): readonly RestoreAct[] {
  return database
    .prepare('SELECT act FROM restored ORDER BY n')
    .all()
    .map((row) => v.parse(RestoreAct, JSON.parse(String(row['act']))));
}

/** What was handed back, in the order of the epochs and cursors it was lost with. */
export function healedIn(database: DatabaseSync): readonly HealedEntry[] {
  return database
    .prepare('SELECT * FROM healed ORDER BY epoch, cursor')
    .all()
    .map((row) => ({
      id: String(row['id']),
      room: String(row['room']) as RoomName,
      epoch: String(row['epoch']),
      cursor: Number(row['cursor']),
      at: Number(row['at']),
      proof: String(row['proof']),
      by: String(row['brought_by']) as UserId,
      healedAt: Number(row['healed_at']),
    }));
}

/** Read again when the file or the keys change; one that is not signed by this firm, or by a key that was stolen since, counts for nothing. */
function lastBackup(file: string, keys: Keys): () => Checkpoint | null {
  let read = '';
  let last: Checkpoint | null = null;
  return () => {
    const ring = keys.now();
    const changed = `${statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0} ${listHead(ring.acts)}`;
    if (changed !== read) {
      last = readCheckpoint(file, ring);
      read = changed;
    }
    return last;
  };
}

function readCheckpoint(file: string, ring: KeyRing): Checkpoint | null {
  try {
    const parsed = v.safeParse(Checkpoint, JSON.parse(readFileSync(file, 'utf8')));
    if (!parsed.success) return null;
    const said = parsed.output;
    return keyBook(ring).said('log', checkpointText(said), said, said.at, said.cursor) ? said : null;
  } catch {
    return null;
  }
}
