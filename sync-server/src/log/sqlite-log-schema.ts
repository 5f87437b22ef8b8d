/**
 * The tables of the room log in SQLite, and how a file of an earlier form becomes one of today's.
 *
 * A step is never edited once published. Whoever opens the file brings it up to date before anybody else reads it.
 */
import type { DatabaseSync } from 'node:sqlite';
import { bytesToHex } from '@navette/kernel/bytes';
import type { Random } from '@navette/kernel/ports';

/** Each entry brings the tables from its index to the next. */
const STEPS: readonly string[] = [
  `CREATE TABLE epoch (name TEXT NOT NULL) STRICT;
   CREATE TABLE room (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
   CREATE TABLE entry (
     cursor INTEGER PRIMARY KEY, room INTEGER NOT NULL REFERENCES room (id), seq INTEGER NOT NULL, scope TEXT NOT NULL, id TEXT NOT NULL UNIQUE,
     author TEXT NOT NULL, device INTEGER NOT NULL, counter INTEGER, at INTEGER NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL,
     salt BLOB NOT NULL, bytes BLOB NOT NULL, UNIQUE (room, seq)
   ) STRICT;
   CREATE UNIQUE INDEX entry_counter ON entry (device, counter) WHERE counter IS NOT NULL;
   CREATE INDEX entry_scope ON entry (scope, cursor);
   CREATE TABLE blobs (
     dossier TEXT NOT NULL, box TEXT NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL, uploader TEXT NOT NULL, at INTEGER NOT NULL,
     PRIMARY KEY (dossier, box, hash)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX blobs_hash ON blobs (dossier, hash);`,
  // The scope of an entry is its room's: said once there, and no longer paid for with each entry. Segments and digests are
  // copies made from the entries; `sum` tells a damaged one, which is thrown away and made again.
  `DROP INDEX entry_scope;
   ALTER TABLE entry DROP COLUMN scope;
   CREATE INDEX room_scope ON room (scope);
   CREATE TABLE segment (
     id INTEGER PRIMARY KEY, room INTEGER NOT NULL REFERENCES room (id), first INTEGER NOT NULL, last INTEGER NOT NULL, tier INTEGER NOT NULL,
     sum INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE (room, first)
   ) STRICT;
   CREATE TABLE digest (room INTEGER PRIMARY KEY REFERENCES room (id), seq INTEGER NOT NULL, sum INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;`,
  // Of a redacted entry, whose salt is empty: what is left of what it was, and the SHA-256 of the form that stands in its place.
  `CREATE TABLE redaction (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, act TEXT NOT NULL, wiped INTEGER NOT NULL) STRICT;
   CREATE TABLE redacted (cursor INTEGER PRIMARY KEY, inner_hash TEXT NOT NULL, sum TEXT NOT NULL) STRICT;`,
];

/**
 * Opens the file for writing, makes or migrates its tables, closes it.
 * @returns the name of the log's epoch
 * @throws when the file was written by newer code, or is no log
 */
export function prepareLogFile(open: () => DatabaseSync, random: Random): string {
  const database = open();
  try {
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (version > STEPS.length) throw new Error('room log written by newer code');
    for (const [index, step] of STEPS.entries()) {
      if (index < version) continue;
      database.exec('BEGIN IMMEDIATE');
      database.exec(`${step} PRAGMA user_version = ${index + 1};`);
      if (index === 0) database.prepare('INSERT INTO epoch (name) VALUES (?)').run(bytesToHex(random.bytes(16)));
      database.exec('COMMIT');
    }
    return String(database.prepare('SELECT name FROM epoch').get()?.['name']);
  } finally {
    database.close();
  }
}
