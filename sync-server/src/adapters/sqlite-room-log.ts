/**
 * The room log in one SQLite file: WAL, `synchronous = FULL`, one writer, one commit for all that a turn brings.
 *
 * An answer of `append` means that its commit is on the disk. A call whose entries cannot be stored leaves nothing; a
 * failure of the disk itself (anything but "full") closes the log to writing: what was said stored is re-read, never guessed.
 */
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { bytesEqual, bytesToHex } from '@navette/kernel/bytes';
import type { BlobHash, DeviceNumber, DossierId, UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import type { RoomName } from '@navette/rooms/room-names';
import type { Box } from '@navette/domain/boxes';
import type { Appended, LogEntry, NewEntry, ReceiptRow, RoomLog } from '../ports.ts';
import { CHAIN_START, chainHash } from './log-chain.ts';
import { scopeOfName } from './memory-room-log.ts';

/** Each entry brings the tables from its index to the next; never edited once published. */
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
];

/** Rows looked over in one page of `since` before the caller is given a turn. */
const SCANNED_PER_PAGE = 50_000;
const ENTRY = `SELECT e.cursor, r.name AS room, e.seq, e.id, e.author, e.device, e.counter, e.at, e.hash, e.salt, e.bytes FROM entry e JOIN room r ON r.id = e.room`;

export type SqliteRoomLogOptions = { readonly file: string; readonly clock: Clock; readonly random: Random };

type Waiting = {
  readonly entries: readonly NewEntry[];
  readonly receipts: readonly ReceiptRow[];
  readonly resolve: (appended: readonly Appended[]) => void;
  readonly reject: (error: unknown) => void;
};
type Row = Record<string, SQLOutputValue>;

/**
 * Opens the log, or makes it with a new epoch.
 * @throws when the file was written by newer code, or cannot be read
 */
export function openSqliteRoomLog({ file, clock, random }: SqliteRoomLogOptions): RoomLog {
  const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  migrate(database, random);
  const epoch = String(database.prepare('SELECT name FROM epoch').get()?.['name']);
  const statements = prepare(database);
  let head = readHead();
  let waiting: Waiting[] = [];
  let failed: Error | null = null;
  let closed = false;
  const roomNames = new Map<number, RoomName>();

  function readHead(): { cursor: number; hash: string } {
    const row = statements.head.get();
    return row ? { cursor: Number(row['cursor']), hash: String(row['hash']) } : { cursor: 0, hash: CHAIN_START };
  }

  function must(): void {
    if (closed) throw new Error('log: closed');
  }

  function appendOne(next: NewEntry): Appended {
    const same = statements.byId.get(next.id);
    if (same)
      return isEmptyUpdate(next.bytes) || bytesEqual(blob(same['bytes']), next.bytes)
        ? { status: 'duplicate', at: Number(same['at']) }
        : { status: 'counter-reused' };
    if (next.counter !== null && statements.byCounter.get(next.device, next.counter)) return { status: 'counter-reused' };
    const scope = scopeOfName(next.room);
    const room = statements.roomByName.get(next.room);
    const roomId = room ? Number(room['id']) : Number(statements.addRoom.run(next.room, scope).lastInsertRowid);
    const header = {
      ...next,
      cursor: head.cursor + 1,
      seq: (room ? Number(room['seq']) : 0) + 1,
      at: Math.max(clock.now(), room ? Number(room['at']) : 0),
    };
    const salt = random.bytes(16);
    const hash = chainHash(head.hash, header, salt, next.bytes);
    const { cursor, seq, at } = header;
    statements.add.run(
      cursor,
      roomId,
      seq,
      scope,
      next.id,
      next.author,
      next.device,
      next.counter,
      at,
      hash,
      next.bytes.length,
      salt,
      next.bytes,
    );
    statements.moveRoom.run(seq, at, roomId);
    head = { cursor, hash };
    return { status: 'stored', entry: { ...header, salt, hash } };
  }

  /** One call inside the shared transaction: all of it, or (after a reused counter) what came before it. */
  function appendCall(call: Waiting): readonly Appended[] {
    const before = head;
    database.exec('SAVEPOINT call');
    try {
      const results: Appended[] = [];
      let reused = false;
      for (const entry of call.entries) {
        const appended: Appended = reused ? { status: 'counter-reused' } : appendOne(entry);
        reused ||= appended.status === 'counter-reused';
        results.push(appended);
      }
      if (!reused) for (const row of call.receipts) statements.addBlob.run(row.dossier, row.box, row.hash, row.size, row.uploader, row.at);
      database.exec('RELEASE call');
      return results;
    } catch (error) {
      head = before;
      if (database.isTransaction) database.exec('ROLLBACK TO call; RELEASE call');
      throw error;
    }
  }

  function commitWaiting(): void {
    const calls = waiting;
    waiting = [];
    const answers: (() => void)[] = [];
    try {
      if (failed) throw failed;
      database.exec('BEGIN IMMEDIATE');
      for (const call of calls) {
        try {
          const appended = appendCall(call);
          answers.push(() => call.resolve(appended));
        } catch (error) {
          // The whole transaction is gone (disk full, for one): nobody of this turn is stored.
          if (!database.isTransaction) throw error;
          answers.push(() => call.reject(error));
        }
      }
      database.exec('COMMIT');
    } catch (error) {
      recover(error);
      for (const call of calls) call.reject(error);
      return;
    }
    for (const answer of answers) answer();
  }

  function recover(error: unknown): void {
    try {
      if (database.isTransaction) database.exec('ROLLBACK');
      head = readHead();
    } catch (worse) {
      failed = new Error('log: the disk failed; reopen the log', { cause: worse });
    }
    if (!isFull(error)) failed ??= new Error('log: a commit failed; reopen the log', { cause: error });
  }

  function nameOf(id: number): RoomName {
    const known = roomNames.get(id);
    if (known !== undefined) return known;
    const name = String(statements.roomById.get(id)?.['name']) as RoomName;
    roomNames.set(id, name);
    return name;
  }

  return {
    async head() {
      must();
      return { epoch, ...head };
    },
    append(entries, receipts = []) {
      if (closed) return Promise.reject(new Error('log: closed'));
      return new Promise((resolve, reject) => {
        waiting.push({ entries, receipts, resolve, reject });
        if (waiting.length === 1) setImmediate(commitWaiting);
      });
    },
    async room(room, after) {
      must();
      return statements.ofRoom.all(room, after).map(entryOf);
    },
    async since(cursor, wanted, maxBytes) {
      must();
      const lets = new Map<number, boolean>();
      const entries: LogEntry[] = [];
      let [next, bytes, scanned] = [cursor, 0, 0];
      for (const row of statements.after.iterate(cursor)) {
        const room = Number(row['room']);
        const takes = lets.get(room) ?? wanted(nameOf(room));
        lets.set(room, takes);
        if (++scanned > SCANNED_PER_PAGE) return { entries, next, more: true };
        if (takes) {
          const size = Number(row['size']);
          if (entries.length > 0 && bytes + size > maxBytes) return { entries, next, more: true };
          entries.push(entryOf(must1(statements.byCursor.get(Number(row['cursor'])))));
          bytes += size;
        }
        next = Number(row['cursor']);
      }
      return { entries, next, more: false };
    },
    async scope(scope, after, until, maxBytes) {
      must();
      const entries: LogEntry[] = [];
      let bytes = 0;
      for (const row of statements.ofScope.iterate(scope, after, until)) {
        const entry = entryOf(row);
        if (entries.length > 0 && bytes + entry.bytes.length > maxBytes)
          return { entries, next: entries.at(-1)?.cursor ?? after, done: false };
        entries.push(entry);
        bytes += entry.bytes.length;
      }
      return { entries, next: Math.max(after, until), done: true };
    },
    async rooms() {
      must();
      return statements.rooms.all().map((row) => String(row['name']) as RoomName);
    },
    async holds(dossier, box, hash) {
      must();
      const row = statements.holds.get(dossier, box, hash);
      return row
        ? { dossier, box, hash, size: Number(row['size']), uploader: String(row['uploader']) as UserId, at: Number(row['at']) }
        : null;
    },
    async boxesHolding(dossier: DossierId, hash: BlobHash) {
      must();
      return statements.boxes.all(dossier, hash).map((row) => String(row['box']) as Box);
    },
    async close() {
      if (closed) return;
      if (waiting.length > 0) commitWaiting();
      closed = true;
      database.close();
    },
  };
}

function prepare(database: DatabaseSync) {
  const sql = (text: string) => database.prepare(text);
  return {
    head: sql('SELECT cursor, hash FROM entry ORDER BY cursor DESC LIMIT 1'),
    byId: sql('SELECT at, bytes FROM entry WHERE id = ?'),
    byCounter: sql('SELECT 1 AS one FROM entry WHERE device = ? AND counter = ?'),
    byCursor: sql(`${ENTRY} WHERE e.cursor = ?`),
    roomByName: sql('SELECT id, seq, at FROM room WHERE name = ?'),
    roomById: sql('SELECT name FROM room WHERE id = ?'),
    rooms: sql('SELECT name FROM room ORDER BY id'),
    addRoom: sql('INSERT INTO room (name, scope, seq, at) VALUES (?, ?, 0, 0)'),
    moveRoom: sql('UPDATE room SET seq = ?, at = ? WHERE id = ?'),
    add: sql(
      'INSERT INTO entry (cursor, room, seq, scope, id, author, device, counter, at, hash, size, salt, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    ofRoom: sql(`${ENTRY} WHERE r.name = ? AND e.seq > ? ORDER BY e.seq`),
    after: sql('SELECT cursor, room, size FROM entry WHERE cursor > ? ORDER BY cursor'),
    ofScope: sql(`${ENTRY} WHERE e.scope = ? AND e.cursor > ? AND e.cursor <= ? ORDER BY e.cursor`),
    addBlob: sql('INSERT OR IGNORE INTO blobs (dossier, box, hash, size, uploader, at) VALUES (?, ?, ?, ?, ?, ?)'),
    holds: sql('SELECT size, uploader, at FROM blobs WHERE dossier = ? AND box = ? AND hash = ?'),
    boxes: sql('SELECT box FROM blobs WHERE dossier = ? AND hash = ?'),
  };
}

function migrate(database: DatabaseSync, random: Random): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > STEPS.length) throw new Error('room log written by newer code');
  for (const [index, step] of STEPS.entries()) {
    if (index < version) continue;
    database.exec('BEGIN IMMEDIATE');
    database.exec(`${step} PRAGMA user_version = ${index + 1};`);
    if (index === 0) database.prepare('INSERT INTO epoch (name) VALUES (?)').run(bytesToHex(random.bytes(16)));
    database.exec('COMMIT');
  }
}

const isEmptyUpdate = (bytes: Uint8Array): boolean => bytes.length === 2 && bytes[0] === 0 && bytes[1] === 0;

/** SQLITE_FULL undoes the transaction and passes when there is room again. */
function isFull(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 13;
}

function must1(row: Row | undefined): Row {
  if (!row) throw new Error('log: an entry vanished while it was read');
  return row;
}

function blob(value: SQLOutputValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('log: a stored value is unreadable');
  return value;
}

function entryOf(row: Row): LogEntry {
  return {
    cursor: Number(row['cursor']),
    room: String(row['room']) as RoomName,
    seq: Number(row['seq']),
    id: String(row['id']),
    author: String(row['author']) as UserId | 'server',
    device: Number(row['device']) as DeviceNumber,
    counter: row['counter'] === null ? null : Number(row['counter']),
    at: Number(row['at']),
    hash: String(row['hash']),
    salt: blob(row['salt']),
    bytes: blob(row['bytes']),
  };
}
