/**
 * The writing side of the room log in PostgreSQL: many calls, one transaction, one answer each.
 *
 * One server writes, held to it by a lock of its own connection; so cursor, seq and the hash chain are made here, and only
 * what may have come before (ids, counters, rooms) is asked of the database. A transaction that was rolled back passes; one
 * whose end is not known closes the log to writing, for what the disk holds then is re-read, never guessed.
 */
import { crc32 } from 'node:zlib';
import type { Client } from 'pg';
import { bytesEqual } from '@navette/kernel/bytes';
import type { RoomName } from '@navette/rooms/room-names';
import type { Appended, LogEntry, LogRedaction, NewEntry, ReceiptRow, RoomDigest, Segment } from '../ports.ts';
import { CHAIN_START, chainHash, formSum, innerHash } from './log-chain.ts';
import { SALT_BYTES, type AppendCall } from './log-writer-messages.ts';
import { scopeOfName } from './memory-room-log.ts';
import { fitsAmong } from './segment-order.ts';

export type PostgresLogWriter = {
  head(): { readonly cursor: number; readonly hash: string };
  /** One transaction for all calls, in order. @param salts `SALT_BYTES` for each entry */
  append(calls: readonly AppendCall[], salts: Uint8Array): Promise<readonly (readonly Appended[])[]>;
  compact(room: RoomName, segment: Segment, digest: RoomDigest): Promise<boolean>;
  dropCopies(room: RoomName): Promise<void>;
  redact(redaction: LogRedaction): Promise<void>;
  /** Not within a transaction; @throws when it could not be done, and the log goes on */
  wipe(): Promise<void>;
};

type RoomState = { readonly id: number; readonly seq: number; readonly at: number };
type Head = { readonly cursor: number; readonly hash: string };
type Used = { readonly at: number; readonly bytes: Uint8Array; readonly redacted: boolean };

const ROOMS_KNOWN = 20_000;

/**
 * @param client the connection that holds the log's lock
 * @param onLost told when a transaction ended in a way nobody knows
 */
export async function makePostgresLogWriter(client: Client, onLost: (error: unknown) => void): Promise<PostgresLogWriter> {
  const rooms = new Map<RoomName, RoomState>();
  let head: Head = await readHead();
  const { rows } = await client.query<{ last: number | null }>('SELECT max(id) AS last FROM room');
  let lastRoom = rows[0]?.last ?? 0;

  async function readHead(): Promise<Head> {
    const found = await client.query<Head>('SELECT cursor, hash FROM entry ORDER BY cursor DESC LIMIT 1');
    return found.rows[0] ?? { cursor: 0, hash: CHAIN_START };
  }

  async function inTransaction<T>(work: () => Promise<T>): Promise<T> {
    let ended = false;
    try {
      await client.query('BEGIN');
      const result = await work();
      ended = true;
      await client.query('COMMIT');
      return result;
    } catch (error) {
      rooms.clear();
      // After COMMIT was said, and when not even ROLLBACK is answered, nobody knows what holds.
      await (ended ? Promise.reject(error) : client.query('ROLLBACK')).catch(() => onLost(error));
      throw error;
    }
  }

  async function recall(names: readonly RoomName[]): Promise<void> {
    if (rooms.size > ROOMS_KNOWN) rooms.clear();
    const unknown = [...new Set(names)].filter((name) => !rooms.has(name));
    if (unknown.length === 0) return;
    const found = await client.query<RoomState & { name: RoomName }>('SELECT id, name, seq, at FROM room WHERE name = ANY ($1)', [unknown]);
    for (const { id, name, seq, at } of found.rows) rooms.set(name, { id, seq, at });
  }

  async function usedBefore(entries: readonly NewEntry[]): Promise<{ byId: Map<string, Used>; counters: Set<string> }> {
    const ids = await client.query<Used & { id: string }>(
      'SELECT id, at, bytes, length(salt) = 0 AS redacted FROM entry WHERE id = ANY ($1)',
      [entries.map(({ id }) => id)],
    );
    const counted = entries.filter(({ counter }) => counter !== null);
    const counters =
      counted.length === 0
        ? []
        : (
            await client.query<{ device: number; counter: number }>(
              'SELECT e.device, e.counter FROM entry e JOIN unnest($1::bigint[], $2::bigint[]) AS u (device, counter) ON e.device = u.device AND e.counter = u.counter',
              [counted.map(({ device }) => device), counted.map(({ counter }) => counter)],
            )
          ).rows;
    return {
      byId: new Map(ids.rows.map(({ id, at, bytes, redacted }) => [id, { at, bytes, redacted }])),
      counters: new Set(counters.map(({ device, counter }) => `${device}/${counter}`)),
    };
  }

  return {
    head: () => head,
    append: (calls, salts) =>
      inTransaction(async () => {
        const all = calls.flatMap(({ entries }) => entries);
        await recall(all.map(({ room }) => room));
        const { byId, counters } = await usedBefore(all);
        const stored: LogEntry[] = [];
        const receipts: ReceiptRow[] = [];
        const moved = new Map<RoomName, RoomState>();
        let [reached, madeTo, n] = [head, lastRoom, 0];

        function appendOne(next: NewEntry, time: number, salt: Uint8Array): Appended {
          const same = byId.get(next.id);
          if (same)
            return same.redacted || isEmptyUpdate(next.bytes) || bytesEqual(same.bytes, next.bytes)
              ? { status: 'duplicate', at: same.at }
              : { status: 'counter-reused' };
          const place = `${next.device}/${next.counter}`;
          if (next.counter !== null && counters.has(place)) return { status: 'counter-reused' };
          const known = moved.get(next.room) ?? rooms.get(next.room);
          const room = known ?? { id: ++madeTo, seq: 0, at: 0 };
          const { room: name, id, author, device, counter, bytes } = next;
          const header = {
            room: name,
            id,
            author,
            device,
            counter,
            cursor: reached.cursor + 1,
            seq: room.seq + 1,
            at: Math.max(time, room.at),
          };
          const entry = { ...header, bytes, salt, hash: chainHash(reached.hash, header, salt, bytes) };
          reached = entry;
          moved.set(name, { id: room.id, seq: entry.seq, at: entry.at });
          byId.set(id, { at: entry.at, bytes, redacted: false });
          if (counter !== null) counters.add(place);
          stored.push(entry);
          return { status: 'stored', entry };
        }

        const answers = calls.map((call) => {
          let reused = false;
          const results = call.entries.map((entry): Appended => {
            const salt = salts.subarray(n * SALT_BYTES, ++n * SALT_BYTES);
            const appended: Appended = reused ? { status: 'counter-reused' } : appendOne(entry, call.at, salt);
            reused ||= appended.status === 'counter-reused';
            return appended;
          });
          if (!reused) receipts.push(...call.receipts);
          return results;
        });
        await store(client, stored, moved, receipts);
        return { answers, head: { cursor: reached.cursor, hash: reached.hash }, moved, madeTo };
      }).then((done) => {
        head = done.head;
        lastRoom = done.madeTo;
        for (const [name, state] of done.moved) rooms.set(name, state);
        return done.answers;
      }),
    compact: (name, segment, digest) =>
      inTransaction(async () => {
        await recall([name]);
        const room = rooms.get(name);
        if (!room) return false;
        const others = await client.query<{ from: number; to: number }>(
          'SELECT first AS "from", last AS "to" FROM segment WHERE room = $1',
          [room.id],
        );
        if (!fitsAmong(others.rows, room.seq, segment, digest)) return false;
        await client.query('DELETE FROM segment WHERE room = $1 AND first >= $2 AND last <= $3', [room.id, segment.from, segment.to]);
        await client.query('INSERT INTO segment (room, first, last, tier, sum, bytes) VALUES ($1, $2, $3, $4, $5, $6)', [
          room.id,
          segment.from,
          segment.to,
          segment.tier,
          crc32(segment.bytes),
          segment.bytes,
        ]);
        await client.query(
          'INSERT INTO digest (room, seq, sum, bytes) VALUES ($1, $2, $3, $4) ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, sum = excluded.sum, bytes = excluded.bytes',
          [room.id, digest.seq, crc32(digest.bytes), digest.bytes],
        );
        return true;
      }),
    dropCopies: (name) => inTransaction(() => dropCopies(client, name)),
    redact: (redaction) => inTransaction(() => redact(client, redaction)),
    async wipe() {
      // What was erased lies in rows that nobody sees any more, until the tables are written anew. The database's own log is its keeper's.
      for (const table of ['entry', 'segment', 'digest']) await client.query(`VACUUM (FULL) ${table}`);
      await client.query('UPDATE redaction SET wiped = true');
    },
  };
}

async function dropCopies(client: Client, room: RoomName): Promise<void> {
  await client.query('DELETE FROM segment WHERE room = (SELECT id FROM room WHERE name = $1)', [room]);
  await client.query('DELETE FROM digest WHERE room = (SELECT id FROM room WHERE name = $1)', [room]);
}

async function redact(client: Client, { id, room, act, entries, file }: LogRedaction): Promise<void> {
  const kept = await client.query('INSERT INTO redaction (id, act, wiped) VALUES ($1, $2, false) ON CONFLICT (id) DO NOTHING', [id, act]);
  if (kept.rowCount === 0) return;
  for (const { cursor, bytes } of entries) {
    const found = await client.query<{ salt: Uint8Array; bytes: Uint8Array }>(
      'SELECT e.salt, e.bytes FROM entry e JOIN room r ON r.id = e.room WHERE e.cursor = $1 AND r.name = $2',
      [cursor, room],
    );
    const [was] = found.rows;
    if (!was) throw new Error('log: another room’s entry');
    // What is left of one that was redacted before is kept as it is.
    await client.query(
      'INSERT INTO redacted (cursor, inner_hash, sum) VALUES ($1, $2, $3) ON CONFLICT (cursor) DO UPDATE SET sum = excluded.sum',
      [cursor, innerHash(was.salt, was.bytes), formSum(bytes)],
    );
    await client.query("UPDATE entry SET salt = '', bytes = $2, size = $3 WHERE cursor = $1", [cursor, Buffer.from(bytes), bytes.length]);
  }
  await dropCopies(client, room);
  if (file) await client.query('DELETE FROM blobs WHERE dossier = $1 AND box = $2 AND hash = $3', [file.dossier, file.box, file.hash]);
}

async function store(
  client: Client,
  entries: readonly LogEntry[],
  moved: ReadonlyMap<RoomName, RoomState>,
  receipts: readonly ReceiptRow[],
): Promise<void> {
  const states = [...moved];
  if (states.length > 0) {
    await client.query(
      `INSERT INTO room (id, name, scope, seq, at) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
       ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, at = excluded.at WHERE room.name = excluded.name`,
      [
        states.map(([, { id }]) => id),
        states.map(([name]) => name),
        states.map(([name]) => scopeOfName(name)),
        states.map(([, { seq }]) => seq),
        states.map(([, { at }]) => at),
      ],
    );
    const idOf = (name: RoomName) => moved.get(name)?.id ?? null;
    await client.query(
      `INSERT INTO entry (cursor, room, seq, id, author, device, counter, at, hash, size, salt, bytes) SELECT * FROM unnest(
         $1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[], $10::bigint[], $11::bytea[], $12::bytea[])`,
      [
        entries.map(({ cursor }) => cursor),
        entries.map(({ room }) => idOf(room)),
        entries.map(({ seq }) => seq),
        entries.map(({ id }) => id),
        entries.map(({ author }) => author),
        entries.map(({ device }) => device),
        entries.map(({ counter }) => counter),
        entries.map(({ at }) => at),
        entries.map(({ hash }) => hash),
        entries.map(({ bytes }) => bytes.length),
        entries.map(({ salt }) => Buffer.from(salt)),
        entries.map(({ bytes }) => Buffer.from(bytes)),
      ],
    );
  }
  if (receipts.length > 0) {
    await client.query(
      `INSERT INTO blobs (dossier, box, hash, size, uploader, at)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[]) ON CONFLICT DO NOTHING`,
      [
        receipts.map(({ dossier }) => dossier),
        receipts.map(({ box }) => box),
        receipts.map(({ hash }) => hash),
        receipts.map(({ size }) => size),
        receipts.map(({ uploader }) => uploader),
        receipts.map(({ at }) => at),
      ],
    );
  }
}

const isEmptyUpdate = (bytes: Uint8Array): boolean => bytes.length === 2 && bytes[0] === 0 && bytes[1] === 0;
