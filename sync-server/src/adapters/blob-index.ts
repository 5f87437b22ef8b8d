/**
 * The index beside the files of a folder: uploads under way, files there are, and how many bytes each dossier holds.
 *
 * Sums are kept by the database as rows come and go, never by walking files (B5). A file that several boxes or people of one
 * dossier brought counts once for it, and once for the firm however many dossiers hold it.
 */
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { Box } from '@navette/domain/boxes';
import type { BlobHash, DossierId, UserId } from '@navette/kernel/ids';
import type { UploadState } from '../ports.ts';

/** Each entry brings the index to the next version; never edited once published. */
const STEPS: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS upload (
     id TEXT PRIMARY KEY, user TEXT NOT NULL, dossier TEXT NOT NULL, box TEXT NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL,
     offset INTEGER NOT NULL, created_at INTEGER NOT NULL, touched_at INTEGER NOT NULL, done INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE IF NOT EXISTS file (hash TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  // In `usage`, the dossier without a name is the whole firm.
  `CREATE TABLE held (dossier TEXT NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (dossier, hash)) STRICT, WITHOUT ROWID;
   CREATE INDEX held_hash ON held (hash);
   CREATE TABLE usage (dossier TEXT PRIMARY KEY, bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   INSERT INTO usage (dossier, bytes) VALUES ('', 0);
   CREATE INDEX upload_open ON upload (dossier) WHERE done = 0;
   CREATE INDEX upload_owner ON upload (user) WHERE done = 0;
   CREATE TRIGGER file_came AFTER INSERT ON file BEGIN UPDATE usage SET bytes = bytes + NEW.size WHERE dossier = ''; END;
   CREATE TRIGGER file_went AFTER DELETE ON file BEGIN UPDATE usage SET bytes = bytes - OLD.size WHERE dossier = ''; END;
   CREATE TRIGGER held_came AFTER INSERT ON held BEGIN
     INSERT INTO usage (dossier, bytes) VALUES (NEW.dossier, NEW.size) ON CONFLICT (dossier) DO UPDATE SET bytes = bytes + NEW.size;
   END;
   CREATE TRIGGER held_went AFTER DELETE ON held BEGIN UPDATE usage SET bytes = bytes - OLD.size WHERE dossier = OLD.dossier; END;
   UPDATE usage SET bytes = (SELECT coalesce(sum(size), 0) FROM file) WHERE dossier = '';
   INSERT OR IGNORE INTO held (dossier, hash, size) SELECT dossier, hash, size FROM upload WHERE done = 1;`,
];

export type UploadRow = { readonly state: UploadState; readonly done: boolean };

/** Opens the index, or makes it. @throws when it cannot be read, or was written by newer code */
export function openBlobIndex(file: string) {
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  migrate(database);
  const sql = (text: string) => database.prepare(text);
  const statements = {
    find: sql('SELECT * FROM upload WHERE id = ?'),
    add: sql(
      'INSERT INTO upload (id, user, dossier, box, hash, size, offset, created_at, touched_at, done) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, 0)',
    ),
    move: sql('UPDATE upload SET offset = ?, touched_at = ? WHERE id = ?'),
    drop: sql('DELETE FROM upload WHERE id = ?'),
    expired: sql('SELECT id FROM upload WHERE touched_at < ?'),
    begun: sql('SELECT count(*) AS n FROM upload WHERE user = ? AND done = 0'),
    incoming: sql('SELECT id FROM upload WHERE done = 0'),
    addFile: sql('INSERT INTO file (hash, size) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING'),
    fileSize: sql('SELECT size FROM file WHERE hash = ?'),
    dropFile: sql('DELETE FROM file WHERE hash = ?'),
    uploadsOf: sql('SELECT id FROM upload WHERE hash = ?'),
    dropHeld: sql('DELETE FROM held WHERE hash = ?'),
    done: sql('UPDATE upload SET done = 1 WHERE id = ?'),
    hold: sql('INSERT OR IGNORE INTO held (dossier, hash, size) VALUES (?, ?, ?)'),
    used: sql(`SELECT coalesce((SELECT bytes FROM usage WHERE dossier = ''), 0) +
      coalesce((SELECT sum(offset) FROM upload WHERE done = 0), 0) AS bytes`),
    usedBy: sql(`SELECT coalesce((SELECT bytes FROM usage WHERE dossier = ?1), 0) +
      coalesce((SELECT sum(offset) FROM upload WHERE dossier = ?1 AND done = 0), 0) AS bytes`),
  };
  const number = (row: Record<string, SQLOutputValue> | undefined, name: string): number => Number(row?.[name] ?? 0);

  return {
    find(id: string): UploadRow | null {
      const row = statements.find.get(id);
      return row ? { state: stateOf(row), done: row['done'] === 1 } : null;
    },
    add({ id, user, dossier, box, hash, size, createdAt }: Omit<UploadState, 'offset'>, now: number): void {
      statements.add.run(id, user, dossier, box, hash, size, createdAt, now);
    },
    move: (id: string, offset: number, now: number) => void statements.move.run(offset, now, id),
    drop: (id: string) => void statements.drop.run(id),
    expired: (before: number) => statements.expired.all(before).map((row) => String(row['id'])),
    begun: (user: UserId) => number(statements.begun.get(user), 'n'),
    incoming: () => statements.incoming.all().map((row) => String(row['id'])),
    addFile: (hash: BlobHash, size: number) => void statements.addFile.run(hash, size),
    /** What a file's size was when it was verified; null for one that is not here. */
    fileSize(hash: BlobHash): number | null {
      const row = statements.fileSize.get(hash);
      return row ? number(row, 'size') : null;
    },
    dropFile: (hash: BlobHash) => void statements.dropFile.run(hash),
    /** Whatever is known of a file goes. @returns its uploads, under way or ended */
    forget(hash: BlobHash): string[] {
      const uploads = statements.uploadsOf.all(hash).map((row) => String(row['id']));
      database.exec('BEGIN IMMEDIATE');
      for (const id of uploads) statements.drop.run(id);
      statements.dropHeld.run(hash);
      statements.dropFile.run(hash);
      database.exec('COMMIT');
      return uploads;
    },
    /** The upload has ended: its file counts for its dossier. One commit. */
    end({ id, dossier, hash, size }: UploadState): void {
      database.exec('BEGIN IMMEDIATE');
      statements.addFile.run(hash, size);
      statements.hold.run(dossier, hash, size);
      statements.done.run(id);
      database.exec('COMMIT');
    },
    /** Bytes of all files and of what has come of uploads under way. */
    used: () => number(statements.used.get(), 'bytes'),
    /** The same of one dossier. */
    usedBy: (dossier: DossierId) => number(statements.usedBy.get(dossier), 'bytes'),
    close: () => database.close(),
  };
}

function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > STEPS.length) throw new Error('blob index written by newer code');
  for (const [index, step] of STEPS.entries()) {
    if (index < version) continue;
    database.exec('BEGIN IMMEDIATE');
    database.exec(`${step} PRAGMA user_version = ${index + 1};`);
    database.exec('COMMIT');
  }
}

function stateOf(found: Record<string, SQLOutputValue>): UploadState {
  return {
    id: String(found['id']),
    user: String(found['user']) as UserId,
    dossier: String(found['dossier']) as DossierId,
    box: String(found['box']) as Box,
    hash: String(found['hash']) as BlobHash,
    size: Number(found['size']),
    offset: Number(found['offset']),
    createdAt: Number(found['created_at']),
  };
}
