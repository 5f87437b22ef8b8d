/**
 * The room log in memory: the twin on which the fault harness and fast tests run. Same contract as the SQLite one.
 *
 * What it keeps (`MemoryLogDisk`) can be handed to a new log, as a disk outlives a process.
 */
import { bytesEqual, bytesToHex } from '@navette/kernel/bytes';
import type { BlobHash, DossierId } from '@navette/kernel/ids';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { parseRoom, scopeOf, type RoomName, type Scope } from '@navette/rooms/room-names';
import type { Holder } from '@navette/domain/boxes';
import type { Appended, KeptRedaction, LogEntry, NewEntry, ReceiptRow, RoomDigest, RoomLog, Segment } from '../ports.ts';
import { CHAIN_START, chainHash, innerHash } from './log-chain.ts';
import { makeQuarantine } from './quarantine.ts';
import { fitsAmong } from './segment-order.ts';

export type MemoryLogDisk = {
  epoch: string;
  entries: LogEntry[];
  receipts: ReceiptRow[];
  segments: Map<RoomName, readonly Segment[]>;
  digests: Map<RoomName, RoomDigest>;
  redactions: KeptRedaction[];
  /** Cursors of entries that cannot be read. */
  damaged: Set<number>;
};

export type MemoryRoomLogOptions = { readonly clock: Clock; readonly random: Random; readonly disk?: MemoryLogDisk; readonly report?: Log };

/** A log with nothing in it, under a new epoch. */
export function memoryLogDisk(random: Random): MemoryLogDisk {
  return {
    epoch: bytesToHex(random.bytes(16)),
    entries: [],
    receipts: [],
    segments: new Map(),
    digests: new Map(),
    redactions: [],
    damaged: new Set(),
  };
}

const isEmptyUpdate = (bytes: Uint8Array): boolean => bytes.length === 2 && bytes[0] === 0 && bytes[1] === 0;

/** @returns a log on `options.disk`, or on a new one */
export function memoryRoomLog({ clock, random, disk = memoryLogDisk(random), report = () => {} }: MemoryRoomLogOptions): RoomLog {
  const byId = new Map<string, LogEntry>();
  const byCounter = new Map<string, LogEntry>();
  const byRoom = new Map<RoomName, LogEntry[]>();
  index();
  const quarantine = makeQuarantine(report);
  let open = true;

  function index(): void {
    byRoom.clear();
    for (const entry of disk.entries) enlist(entry);
  }

  function enlist(entry: LogEntry): void {
    byId.set(entry.id, entry);
    if (entry.counter !== null) byCounter.set(`${entry.device}/${entry.counter}`, entry);
    const entries = byRoom.get(entry.room);
    if (entries) entries.push(entry);
    else byRoom.set(entry.room, [entry]);
  }

  function must(): void {
    if (!open) throw new Error('log: closed');
  }

  function appendOne(next: NewEntry): Appended {
    const same = byId.get(next.id);
    if (same)
      return same.inner !== undefined || isEmptyUpdate(next.bytes) || bytesEqual(same.bytes, next.bytes)
        ? { status: 'duplicate', at: same.at }
        : { status: 'counter-reused' };
    if (next.counter !== null && byCounter.has(`${next.device}/${next.counter}`)) return { status: 'counter-reused' };
    const last = byRoom.get(next.room)?.at(-1);
    const header = { ...next, cursor: disk.entries.length + 1, seq: (last?.seq ?? 0) + 1, at: Math.max(clock.now(), last?.at ?? 0) };
    const salt = random.bytes(16);
    const bytes = next.bytes.slice();
    const entry: LogEntry = { ...header, bytes, salt, hash: chainHash(disk.entries.at(-1)?.hash ?? CHAIN_START, header, salt, bytes) };
    disk.entries.push(entry);
    enlist(entry);
    return { status: 'stored', entry };
  }

  function isSound(entry: LogEntry): boolean {
    return !disk.damaged.has(entry.cursor);
  }

  /** Whether an entry may be read; the rooms of those that may not are noted in `left`. */
  function mayGo(entry: LogEntry, left: Set<RoomName>): boolean {
    if (!quarantine.has(entry.room) && isSound(entry)) return true;
    quarantine.add(entry.room);
    left.add(entry.room);
    return false;
  }

  function page(candidates: Iterable<LogEntry>, maxBytes: number): { entries: LogEntry[]; full: boolean } {
    const entries: LogEntry[] = [];
    let bytes = 0;
    for (const entry of candidates) {
      if (entries.length > 0 && bytes + entry.bytes.length > maxBytes) return { entries, full: true };
      entries.push(entry);
      bytes += entry.bytes.length;
    }
    return { entries, full: false };
  }

  return {
    async head() {
      must();
      return { epoch: disk.epoch, cursor: disk.entries.length, hash: disk.entries.at(-1)?.hash ?? CHAIN_START };
    },
    async append(entries, receipts = []) {
      must();
      // All or nothing: a name no room can have stops the call before its first entry.
      for (const { room } of entries) {
        scopeOfName(room);
        quarantine.mustBeSound(room);
      }
      const results: Appended[] = [];
      let reused = false;
      for (const entry of entries) {
        const appended: Appended = reused ? { status: 'counter-reused' } : appendOne(entry);
        reused ||= appended.status === 'counter-reused';
        results.push(appended);
      }
      if (!reused) {
        for (const row of receipts) {
          if (!disk.receipts.some((known) => known.dossier === row.dossier && known.box === row.box && known.hash === row.hash))
            disk.receipts.push(row);
        }
      }
      return results;
    },
    async room(room, after, until = Infinity) {
      must();
      quarantine.mustBeSound(room);
      const entries = (byRoom.get(room) ?? []).slice(after, Math.max(after, until));
      return entries.every(isSound) ? entries : quarantine.refuse(room);
    },
    async known(ids) {
      must();
      return new Map(ids.flatMap((id) => byId.get(id) ?? []).map((entry) => [entry.id, entry.at]));
    },
    async segments(room) {
      must();
      quarantine.mustBeSound(room);
      return disk.segments.get(room) ?? [];
    },
    async digest(room) {
      must();
      quarantine.mustBeSound(room);
      return disk.digests.get(room) ?? null;
    },
    async compact(room, segment, digest) {
      must();
      quarantine.mustBeSound(room);
      const others = disk.segments.get(room) ?? [];
      if (!fitsAmong(others, byRoom.get(room)?.length ?? 0, segment, digest)) return false;
      const kept = others.filter((other) => other.to < segment.from || other.from > segment.to);
      disk.segments.set(
        room,
        [...kept, { ...segment, bytes: segment.bytes.slice() }].toSorted((a, b) => a.from - b.from),
      );
      disk.digests.set(room, { seq: digest.seq, bytes: digest.bytes.slice() });
      return true;
    },
    async since(cursor, wanted, maxBytes) {
      must();
      const left = new Set<RoomName>();
      const { entries, full } = page(
        disk.entries.slice(cursor).filter((entry) => wanted(entry.room) && mayGo(entry, left)),
        maxBytes,
      );
      const next = full ? (entries.at(-1)?.cursor ?? cursor) : Math.max(cursor, disk.entries.length);
      return { entries, next, more: full, unreadable: [...left] };
    },
    async scope(scope, after, until, maxBytes) {
      must();
      const left = new Set([...byRoom.keys()].filter((room) => scopeOfName(room) === scope && quarantine.has(room)));
      if (left.size > 0) return { entries: [], next: after, done: false, unreadable: [...left] };
      const mine = disk.entries.slice(after, until).filter((entry) => scopeOfName(entry.room) === scope);
      const stop = mine.findIndex((entry) => !isSound(entry));
      const { entries, full } = page(stop < 0 ? mine : mine.slice(0, stop), maxBytes);
      const damaged = full ? undefined : mine[stop];
      if (damaged) quarantine.add(damaged.room);
      const done = !full && !damaged;
      return {
        entries,
        next: done ? Math.max(after, until) : (entries.at(-1)?.cursor ?? after),
        done,
        unreadable: damaged ? [damaged.room] : [],
      };
    },
    async rooms() {
      must();
      return [...byRoom.keys()];
    },
    async holds(dossier: DossierId, box: Holder, hash: BlobHash) {
      must();
      return disk.receipts.find((row) => row.dossier === dossier && row.box === box && row.hash === hash) ?? null;
    },
    async boxesHolding(dossier, hash) {
      must();
      return disk.receipts.filter((row) => row.dossier === dossier && row.hash === hash).map((row) => row.box);
    },
    async anyHolds(hash) {
      must();
      return disk.receipts.some((row) => row.hash === hash);
    },
    async redact({ id, room, act, entries, file }) {
      must();
      quarantine.mustBeSound(room);
      if (disk.redactions.some((kept) => kept.id === id)) return;
      const forms = new Map(entries.map(({ cursor, bytes }) => [cursor, bytes.slice()]));
      // Replaced, never changed: an entry that was read stays what it was.
      const redacted = (entry: LogEntry): LogEntry => {
        const bytes = forms.get(entry.cursor);
        return bytes ? { ...entry, bytes, salt: new Uint8Array(), inner: entry.inner ?? innerHash(entry.salt, entry.bytes) } : entry;
      };
      for (const { cursor } of entries) if (disk.entries[cursor - 1]?.room !== room) throw new Error('log: another room’s entry');
      disk.entries = disk.entries.map(redacted);
      index();
      disk.segments.delete(room);
      disk.digests.delete(room);
      if (file)
        disk.receipts = disk.receipts.filter((row) => row.dossier !== file.dossier || row.box !== file.box || row.hash !== file.hash);
      disk.redactions = [...disk.redactions, { id, act, wiped: false }];
    },
    async redactions() {
      must();
      return disk.redactions;
    },
    async wipe() {
      must();
      disk.redactions = disk.redactions.map((kept) => ({ ...kept, wiped: true }));
    },
    async close() {
      open = false;
    },
  };
}

/** @throws for a name no room can have: it never enters the log */
export function scopeOfName(name: RoomName): Scope {
  const room = parseRoom(name);
  if (!room) throw new Error('log: not a room name');
  return scopeOf(room);
}
