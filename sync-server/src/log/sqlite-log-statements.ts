/** What the writer of the room log asks of SQLite; the tables are those of sqlite-log-schema.ts. */
import type { DatabaseSync } from 'node:sqlite';

/** The statements of the writing side, prepared once. */
export function writerStatements(database: DatabaseSync) {
  const sql = (text: string) => database.prepare(text);
  return {
    savepoint: sql('SAVEPOINT call'),
    release: sql('RELEASE call'),
    head: sql('SELECT cursor, hash FROM entry ORDER BY cursor DESC LIMIT 1'),
    byId: sql('SELECT at, bytes, length(salt) AS salt FROM entry WHERE id = ?'),
    byCounter: sql('SELECT 1 AS one FROM entry WHERE device = ? AND counter = ?'),
    room: sql('SELECT id, seq, at FROM room WHERE name = ?'),
    addRoom: sql('INSERT INTO room (name, scope, seq, at) VALUES (?, ?, 0, 0)'),
    moveRoom: sql('UPDATE room SET seq = ?, at = ? WHERE id = ?'),
    add: sql(
      `INSERT INTO entry (cursor, room, seq, id, author, device, counter, at, hash, size, salt, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING ON CONFLICT (device, counter) WHERE counter IS NOT NULL DO NOTHING`,
    ),
    addBlob: sql('INSERT OR IGNORE INTO blobs (dossier, box, hash, size, uploader, at) VALUES (?, ?, ?, ?, ?, ?)'),
  };
}
