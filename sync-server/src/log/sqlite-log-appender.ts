/**
 * Puts entries into the log's tables inside the writer's transaction: numbers them, chains them, and keeps what is known of
 * rooms and of the head from one commit to the next.
 *
 * A call that cannot be stored leaves nothing; ids and counters used before are told. Knows no commit: after one that failed
 * it must `forget`.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { bytesEqual } from '@navette/kernel/bytes';
import { parseRoom, scopeOf, type RoomName } from '@navette/rooms/room-names';
import { CHAIN_START, linkHash } from './log-chain.ts';
import { failureOf, NUMBERS, SALT_BYTES, STATUS, type AppendAnswer, type AppendWork, type Failure } from './log-writer-messages.ts';
import { writerStatements } from './sqlite-log-statements.ts';

/** What the writer knows of a room without asking; as `entry` and the next flush of `room` will have it. */
export type RoomState = { readonly id: number; readonly name: RoomName; seq: number; at: number; moved: boolean };

export type LogHeadRow = { readonly cursor: number; readonly hash: string };

export type LogAppender = {
  readonly head: LogHeadRow;
  /** Bytes of contents appended since it was asked. */
  takeSize(): number;
  append(work: AppendWork): AppendAnswer;
  knownRoom(name: RoomName): RoomState | null;
  /** Brings the rows of the rooms that moved up to date: once a commit, at its end. */
  flushRooms(): void;
  /** The transaction is gone: the head is read again. @throws when it cannot be read */
  forget(): void;
};

const ROOMS_KNOWN = 20_000;

export function makeLogAppender(database: DatabaseSync): LogAppender {
  const sql = writerStatements(database);
  const rooms = new Map<RoomName, RoomState>();
  const moved: RoomState[] = [];
  let head = readHead();
  let size = 0;

  function readHead(): { cursor: number; hash: string } {
    const row = sql.head.get();
    return row ? { cursor: Number(row['cursor']), hash: String(row['hash']) } : { cursor: 0, hash: CHAIN_START };
  }

  function knownRoom(name: RoomName): RoomState | null {
    const known = rooms.get(name);
    if (known) return known;
    const row = sql.room.get(name);
    if (!row) return null;
    const room = { id: Number(row['id']), name, seq: Number(row['seq']), at: Number(row['at']), moved: false };
    rooms.set(name, room);
    return room;
  }

  function newRoom(name: RoomName): RoomState {
    const parsed = parseRoom(name);
    if (!parsed) throw new Error('log: not a room name');
    const room = { id: Number(sql.addRoom.run(name, scopeOf(parsed)).lastInsertRowid), name, seq: 0, at: 0, moved: false };
    rooms.set(name, room);
    return room;
  }

  function append(work: AppendWork): AppendAnswer {
    const numbers = new Float64Array(work.numbers.length);
    const receipts = new Map(work.receipts);
    const hashes: string[] = [];
    let failed: Map<number, Failure> | null = null;
    let [n, at] = [0, 0];
    for (let call = 0; call * 2 < work.calls.length; call++) {
      const count = work.calls[call * 2] ?? 0;
      const time = work.calls[call * 2 + 1] ?? 0;
      const rows = receipts.get(call) ?? [];
      const undo = { head, hashes: hashes.length, rooms: [] as { room: RoomState; seq: number; at: number }[] };
      // A lone row is stored or not: nothing to undo but our own figures.
      const several = count + rows.length > 1 || !knownRoom(roomAt(work, n));
      let length = 0;
      for (let i = n; i < n + count; i++) length += SALT_BYTES + (work.numbers[i * NUMBERS + 1] ?? 0);
      try {
        if (several) sql.savepoint.run();
        let [reused, from] = [false, at];
        for (let i = n; i < n + count; i++) {
          const end = from + SALT_BYTES + (work.numbers[i * NUMBERS + 1] ?? 0);
          reused = !appendOne(work, i, from, end, time, numbers, hashes, undo.rooms, reused);
          from = end;
        }
        if (!reused) for (const row of rows) sql.addBlob.run(row.dossier, row.box, row.hash, row.size, row.uploader, row.at);
        if (several) sql.release.run();
      } catch (error) {
        head = undo.head;
        hashes.length = undo.hashes;
        for (const { room, ...before } of undo.rooms.toReversed()) Object.assign(room, before);
        // Without a transaction all of this commit is gone.
        if (!database.isTransaction) throw error;
        if (several) database.exec('ROLLBACK TO call; RELEASE call');
        // A room made in this call is not there any more.
        for (const { room } of undo.rooms) {
          if (room.seq > 0) continue;
          rooms.delete(room.name);
          if (moved.includes(room)) moved.splice(moved.indexOf(room), 1);
        }
        failed ??= new Map();
        failed.set(call, failureOf(error));
      }
      n += count;
      at += length;
    }
    return { numbers, hashes: hashes.join(''), failed };
  }

  /** @returns false when the counter was used before, here or earlier in the call */
  function appendOne(
    work: AppendWork,
    index: number,
    from: number,
    end: number,
    time: number,
    answer: Float64Array,
    hashes: string[],
    undo: { room: RoomState; seq: number; at: number }[],
    reused: boolean,
  ): boolean {
    const { numbers, texts, bytes } = work;
    const n = index * NUMBERS;
    answer[n] = STATUS['counter-reused'];
    if (reused) return false;
    const name = roomAt(work, index);
    const id = texts[index * 2] ?? '';
    const author = texts[index * 2 + 1] ?? '';
    const device = numbers[n + 2] ?? 0;
    const given = numbers[n + 3] ?? Number.NaN;
    const counter = Number.isNaN(given) ? null : given;
    const found = knownRoom(name);
    // Looked at before the room is made: what came before needs no room of its own.
    if (!found && isUsed(id, device, counter)) return answerUsed(id, bytes.subarray(from + SALT_BYTES, end), n, answer);
    const room = found ?? newRoom(name);
    undo.push({ room, seq: room.seq, at: room.at });
    const header = {
      cursor: head.cursor + 1,
      room: name,
      seq: room.seq + 1,
      id,
      author: author as 'server',
      device: device as never,
      counter,
      at: Math.max(time, room.at),
    };
    const hash = linkHash(head.hash, header, bytes.subarray(from, end));
    const content = bytes.subarray(from + SALT_BYTES, end);
    const { changes } = sql.add.run(
      header.cursor,
      room.id,
      header.seq,
      id,
      author,
      device,
      counter,
      header.at,
      hash,
      content.length,
      bytes.subarray(from, from + SALT_BYTES),
      content,
    );
    if (changes === 0) return answerUsed(id, content, n, answer);
    head = { cursor: header.cursor, hash };
    room.seq = header.seq;
    room.at = header.at;
    if (!room.moved) {
      room.moved = true;
      moved.push(room);
    }
    answer[n] = STATUS.stored;
    answer[n + 1] = header.cursor;
    answer[n + 2] = header.seq;
    answer[n + 3] = header.at;
    hashes.push(hash);
    size += content.length;
    return true;
  }

  function isUsed(id: string, device: number, counter: number | null): boolean {
    return sql.byId.get(id) !== undefined || (counter !== null && sql.byCounter.get(device, counter) !== undefined);
  }

  /** The entry could not be added because its id or its counter is there. */
  function answerUsed(id: string, content: Uint8Array, n: number, answer: Float64Array): boolean {
    const same = sql.byId.get(id);
    // Of one that was redacted nobody knows what it was.
    if (!same || !(same['salt'] === 0 || isEmptyUpdate(content) || bytesEqual(blob(same['bytes']), content))) {
      answer[n] = STATUS['counter-reused'];
      return false;
    }
    answer[n] = STATUS.duplicate;
    answer[n + 3] = Number(same['at']);
    return true;
  }

  function flushRooms(): void {
    for (const room of moved) {
      sql.moveRoom.run(room.seq, room.at, room.id);
      room.moved = false;
    }
    moved.length = 0;
    if (rooms.size > ROOMS_KNOWN) rooms.clear();
  }

  return {
    get head() {
      return head;
    },
    takeSize() {
      const taken = size;
      size = 0;
      return taken;
    },
    append,
    knownRoom,
    flushRooms,
    forget() {
      moved.length = 0;
      rooms.clear();
      head = readHead();
    },
  };
}

function roomAt({ rooms, numbers }: AppendWork, index: number): RoomName {
  return rooms[numbers[index * NUMBERS] ?? 0] ?? ('' as RoomName);
}

const isEmptyUpdate = (bytes: Uint8Array): boolean => bytes.length === 2 && bytes[0] === 0 && bytes[1] === 0;

function blob(value: SQLOutputValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('log: a stored value is unreadable');
  return value;
}
