/**
 * The reading side of the room log in PostgreSQL: a few connections of its own, which see what is committed.
 *
 * As in SQLite each entry is checked once against the one before it, and a room with an entry that is not as it was written
 * is refused from then on. Damage that the database itself reports names the room it was met in where one was asked for.
 */
import { crc32 } from 'node:zlib';
import type { Pool, QueryResultRow } from 'pg';
import type { BlobHash, DossierId } from '@navette/kernel/ids';
import type { Holder } from '@navette/domain/boxes';
import type { RoomName, Scope } from '@navette/rooms/room-names';
import type { KeptRedaction, LogEntry, ReceiptRow, RoomDigest, Segment } from '../ports.ts';
import { CHAIN_START, entryHash, formSum } from './log-chain.ts';
import type { Quarantine } from './quarantine.ts';
import { addStretch, type SoundSpans } from './sound-spans.ts';

type EntryRow = LogEntry & { readonly before: string | null };
type Place = { readonly cursor: number; readonly room: RoomName; readonly size: number };
type Filling = { readonly entries: LogEntry[]; readonly left: Set<RoomName>; bytes: number; reached: number };
type Page = { readonly entries: readonly LogEntry[]; readonly next: number; readonly full: boolean; readonly left: ReadonlySet<RoomName> };

/** Places looked at in one question, and rows looked over in one page of `since` before the caller is given a turn. */
const PLACES = 5_000;
const SCANNED_PER_PAGE = 50_000;
const ENTRY = `SELECT e.cursor, r.name AS room, e.seq, e.id, e.author, e.device, e.counter, e.at, e.hash, e.salt, e.bytes, p.hash AS before
  FROM entry e JOIN room r ON r.id = e.room LEFT JOIN entry p ON p.cursor = e.cursor - 1`;
const PLACE = 'SELECT e.cursor, r.name AS room, e.size FROM entry e JOIN room r ON r.id = e.room';

export function makePostgresLogReads(pool: Pool, quarantine: Quarantine, spans: SoundSpans) {
  async function all<R extends QueryResultRow>(sql: string, values: readonly unknown[]): Promise<R[]> {
    return (await pool.query<R>(sql, [...values])).rows;
  }

  async function follows(row: EntryRow): Promise<boolean> {
    const before = row.cursor === 1 ? CHAIN_START : row.before;
    // Nothing to hold it against.
    if (before === null) return true;
    if (hashAfter(before, row) === row.hash) return true;
    // A wrong hash in one row must not condemn the next.
    const [found] = await all<EntryRow>(`${ENTRY} WHERE e.cursor = $1`, [row.cursor - 1]);
    const previous = found && (await whole(found));
    const again = previous && hashAfter(previous.cursor === 1 ? CHAIN_START : (previous.before ?? ''), previous);
    return again !== undefined && again !== null && hashAfter(again, row) === row.hash;
  }

  /** What is left of a redacted entry stands beside it. */
  async function whole(row: EntryRow): Promise<EntryRow | null> {
    if (row.salt.length > 0) return row;
    const [left] = await all<{ inner: string; sum: string }>('SELECT inner_hash AS "inner", sum FROM redacted WHERE cursor = $1', [
      row.cursor,
    ]);
    return left && left.sum === formSum(row.bytes) ? { ...row, inner: left.inner } : null;
  }

  async function check(found: EntryRow): Promise<LogEntry | null> {
    const row = await whole(found);
    if (!row || (!spans.has(row.room, row.seq) && !(await follows(row)))) return null;
    const { before: _, ...entry } = row;
    return { ...entry, salt: plain(entry.salt), bytes: plain(entry.bytes) };
  }

  /**
   * Takes the sound ones of these places into the page, in order, until `maxBytes`.
   * @param stop ends at the first that is not sound, instead of stepping over it
   * @returns whether the page ends here
   */
  async function take(places: readonly Place[], page: Filling, maxBytes: number, stop: boolean): Promise<boolean> {
    const { entries, left } = page;
    let bytes = page.bytes;
    const fitting: Place[] = [];
    for (const place of places) {
      if (entries.length + fitting.length > 0 && bytes + place.size > maxBytes) break;
      bytes += place.size;
      fitting.push(place);
    }
    const asked = fitting.map(({ cursor }) => cursor);
    const rows = new Map((await all<EntryRow>(`${ENTRY} WHERE e.cursor = ANY ($1)`, [asked])).map((row) => [row.cursor, row]));
    for (const place of fitting) {
      const row = quarantine.has(place.room) ? undefined : rows.get(place.cursor);
      const entry = row && (await check(row));
      if (entry) {
        spans.add(entry.room, entry.seq);
        entries.push(entry);
        page.bytes += entry.bytes.length;
      } else {
        quarantine.add(place.room);
        left.add(place.room);
        if (stop) return true;
      }
      page.reached = place.cursor;
    }
    return fitting.length < places.length;
  }

  return {
    /** @throws RoomUnreadable */
    async room(room: RoomName, after: number, until: number): Promise<LogEntry[]> {
      quarantine.mustBeSound(room);
      try {
        const entries: LogEntry[] = [];
        for (const row of await all<EntryRow>(`${ENTRY} WHERE r.name = $1 AND e.seq > $2 AND e.seq <= $3 ORDER BY e.seq`, [
          room,
          after,
          until,
        ]))
          entries.push((await check(row)) ?? quarantine.refuse(room));
        addStretch(spans, room, entries);
        return entries;
      } catch (error) {
        throw isDamage(error) ? quarantine.add(room) : error;
      }
    },
    async known(ids: readonly string[]): Promise<Map<string, number>> {
      return new Map(
        (await all<{ id: string; at: number }>('SELECT id, at FROM entry WHERE id = ANY ($1)', [ids])).map(({ id, at }) => [id, at]),
      );
    },
    /** Null when one of the copies is damaged. */
    async segments(room: RoomName): Promise<readonly Segment[] | null> {
      const rows = await all<Segment & { sum: number }>(
        'SELECT s.first AS "from", s.last AS "to", s.tier, s.sum, s.bytes FROM segment s JOIN room r ON r.id = s.room WHERE r.name = $1 ORDER BY s.first',
        [room],
      );
      if (rows.some(({ sum, bytes }) => crc32(bytes) !== sum)) return null;
      return rows.map(({ from, to, tier, bytes }) => ({ from, to, tier, bytes: plain(bytes) }));
    },
    /** `undefined` when it is damaged. */
    async digest(room: RoomName): Promise<RoomDigest | null | undefined> {
      const [row] = await all<RoomDigest & { sum: number }>(
        'SELECT d.seq, d.sum, d.bytes FROM digest d JOIN room r ON r.id = d.room WHERE r.name = $1',
        [room],
      );
      if (!row) return null;
      return crc32(row.bytes) === row.sum ? { seq: row.seq, bytes: plain(row.bytes) } : undefined;
    },
    async since(cursor: number, wanted: (room: RoomName) => boolean, maxBytes: number): Promise<Page> {
      const lets = new Map<RoomName, boolean>();
      const page: Filling = { entries: [], left: new Set(), bytes: 0, reached: cursor };
      const { entries, left } = page;
      for (let scanned = 0; scanned < SCANNED_PER_PAGE; scanned += PLACES) {
        const places = await all<Place>(`${PLACE} WHERE e.cursor > $1 ORDER BY e.cursor LIMIT ${PLACES}`, [page.reached]);
        for (const { room } of places) if (!lets.has(room)) lets.set(room, wanted(room));
        const full = await take(
          places.filter(({ room }) => lets.get(room)),
          page,
          maxBytes,
          false,
        );
        if (full) return { entries, next: page.reached, full, left };
        page.reached = places.at(-1)?.cursor ?? page.reached;
        if (places.length < PLACES) return { entries, next: page.reached, full, left };
      }
      return { entries, next: page.reached, full: true, left };
    },
    /** A scope with a room that cannot be read waits before the first entry that is missing, whole. */
    async scope(scope: Scope, after: number, until: number, maxBytes: number): Promise<Page> {
      const rooms = await all<{ name: RoomName }>('SELECT name FROM room WHERE scope = $1', [scope]);
      const refused = rooms.flatMap(({ name }) => (quarantine.has(name) ? name : []));
      if (refused.length > 0) return { entries: [], next: after, full: true, left: new Set(refused) };
      const page: Filling = { entries: [], left: new Set(), bytes: 0, reached: after };
      const { entries, left } = page;
      for (;;) {
        const places = await all<Place>(
          `${PLACE} WHERE r.scope = $1 AND e.cursor > $2 AND e.cursor <= $3 ORDER BY e.cursor LIMIT ${PLACES}`,
          [scope, page.reached, until],
        );
        if (await take(places, page, maxBytes, true)) return { entries, next: page.reached, full: true, left };
        if (places.length < PLACES) return { entries, next: Math.max(after, until), full: false, left };
      }
    },
    async rooms(): Promise<RoomName[]> {
      return (await all<{ name: RoomName }>('SELECT name FROM room ORDER BY id', [])).map(({ name }) => name);
    },
    async holds(dossier: DossierId, box: Holder, hash: BlobHash): Promise<ReceiptRow | null> {
      const [row] = await all<ReceiptRow>(
        'SELECT dossier, box, hash, size, uploader, at FROM blobs WHERE dossier = $1 AND box = $2 AND hash = $3',
        [dossier, box, hash],
      );
      return row ?? null;
    },
    async boxesHolding(dossier: DossierId, hash: BlobHash): Promise<Holder[]> {
      return (await all<{ box: Holder }>('SELECT box FROM blobs WHERE dossier = $1 AND hash = $2 ORDER BY box', [dossier, hash])).map(
        ({ box }) => box,
      );
    },
    async anyHolds(hash: BlobHash): Promise<boolean> {
      return (await all('SELECT 1 FROM blobs WHERE hash = $1 LIMIT 1', [hash])).length > 0;
    },
    redactions: (): Promise<KeptRedaction[]> => all<KeptRedaction>('SELECT id, act, wiped FROM redaction ORDER BY n', []),
  };
}

function hashAfter(before: string, entry: LogEntry): string | null {
  try {
    return entryHash(before, entry);
  } catch {
    return null;
  }
}

/** What the driver gives is a view on the page of its socket: copied, so that an entry that is kept keeps only itself. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** data_corrupted, index_corrupted. */
function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'XX001' || error.code === 'XX002');
}
