/**
 * The room log in memory: the twin on which the fault harness and fast tests run. Same contract as the SQLite one.
 *
 * What it keeps (`MemoryLogDisk`) can be handed to a new log, as a disk outlives a process.
 */
import { bytesEqual, bytesToHex } from '@navette/kernel/bytes';
import type { BlobHash, DossierId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { parseRoom, scopeOf, type RoomName, type Scope } from '@navette/rooms/room-names';
import type { Box } from '@navette/domain/boxes';
import type { Appended, LogEntry, NewEntry, ReceiptRow, RoomLog } from '../ports.ts';
import { CHAIN_START, chainHash } from './log-chain.ts';

export type MemoryLogDisk = { epoch: string; entries: LogEntry[]; receipts: ReceiptRow[] };

export type MemoryRoomLogOptions = { readonly clock: Clock; readonly random: Random; readonly disk?: MemoryLogDisk };

/** A log with nothing in it, under a new epoch. */
export function memoryLogDisk(random: Random): MemoryLogDisk {
  return { epoch: bytesToHex(random.bytes(16)), entries: [], receipts: [] };
}

const isEmptyUpdate = (bytes: Uint8Array): boolean => bytes.length === 2 && bytes[0] === 0 && bytes[1] === 0;

/** @returns a log on `options.disk`, or on a new one */
export function memoryRoomLog({ clock, random, disk = memoryLogDisk(random) }: MemoryRoomLogOptions): RoomLog {
  const byId = new Map(disk.entries.map((entry) => [entry.id, entry]));
  const byCounter = new Map(
    disk.entries.filter((entry) => entry.counter !== null).map((entry) => [`${entry.device}/${entry.counter}`, entry]),
  );
  const byRoom = new Map<RoomName, LogEntry[]>();
  for (const entry of disk.entries) enlist(entry);
  let open = true;

  function enlist(entry: LogEntry): void {
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
      return isEmptyUpdate(next.bytes) || bytesEqual(same.bytes, next.bytes)
        ? { status: 'duplicate', at: same.at }
        : { status: 'counter-reused' };
    if (next.counter !== null && byCounter.has(`${next.device}/${next.counter}`)) return { status: 'counter-reused' };
    const last = byRoom.get(next.room)?.at(-1);
    const header = { ...next, cursor: disk.entries.length + 1, seq: (last?.seq ?? 0) + 1, at: Math.max(clock.now(), last?.at ?? 0) };
    const salt = random.bytes(16);
    const bytes = next.bytes.slice();
    const entry: LogEntry = { ...header, bytes, salt, hash: chainHash(disk.entries.at(-1)?.hash ?? CHAIN_START, header, salt, bytes) };
    disk.entries.push(entry);
    byId.set(entry.id, entry);
    if (entry.counter !== null) byCounter.set(`${entry.device}/${entry.counter}`, entry);
    enlist(entry);
    return { status: 'stored', entry };
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
      for (const { room } of entries) scopeOfName(room);
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
    async room(room, after) {
      must();
      return (byRoom.get(room) ?? []).slice(after);
    },
    async since(cursor, wanted, maxBytes) {
      must();
      const { entries, full } = page(
        disk.entries.slice(cursor).filter((entry) => wanted(entry.room)),
        maxBytes,
      );
      return { entries, next: full ? (entries.at(-1)?.cursor ?? cursor) : Math.max(cursor, disk.entries.length), more: full };
    },
    async scope(scope, after, until, maxBytes) {
      must();
      const { entries, full } = page(
        disk.entries.slice(after, until).filter((entry) => scopeOfName(entry.room) === scope),
        maxBytes,
      );
      return { entries, next: full ? (entries.at(-1)?.cursor ?? after) : Math.max(after, until), done: !full };
    },
    async rooms() {
      must();
      return [...byRoom.keys()];
    },
    async holds(dossier: DossierId, box: Box, hash: BlobHash) {
      must();
      return disk.receipts.find((row) => row.dossier === dossier && row.box === box && row.hash === hash) ?? null;
    },
    async boxesHolding(dossier, hash) {
      must();
      return disk.receipts.filter((row) => row.dossier === dossier && row.hash === hash).map((row) => row.box);
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
