/**
 * Segments and digests against the entries they were made from: the same document, the same memory (invariant I3).
 *
 * A room at a time, in memory. Rooms whose entries do not make a document are said elsewhere (verify-log.ts).
 */
import { crc32 } from 'node:zlib';
import type { DatabaseSync } from 'node:sqlite';
import { parseRoom, type RoomName } from '@navette/rooms/room-names';
import { ROOT_OF } from '@navette/rooms/records';
import { isMalformed, readUpdate, type ReadUpdate } from '@navette/rooms/update-reader';
import { applyUpdate, Doc, equalSnapshots, snapshot } from 'yjs';
import { decodeDigest } from '../rooms/room-digest.ts';
import { emptyMemory, NO_LIMITS, remember, type RoomMemory } from '../rooms/room-memory.ts';
import type { Findings } from './findings.ts';
import { copiesOfRoom, entriesOfRoom, roomsWithCopies, type StoredCopies, type StoredEntry } from './stored-entries.ts';

export type CopiesFacts = { readonly rooms: number; readonly segments: number };

/** @param findings takes what is wrong */
export function verifyCopies(log: DatabaseSync, findings: Findings): CopiesFacts {
  let segments = 0;
  const rooms = roomsWithCopies(log);
  for (const room of rooms) {
    const copies = copiesOfRoom(log, room);
    segments += copies.segments.length;
    const problem = problemOf(log, room, copies);
    if (problem) findings.add({ tag: 'bad-copy', room, problem });
  }
  return { rooms: rooms.length, segments };
}

function problemOf(
  log: DatabaseSync,
  room: RoomName,
  { segments, digest }: StoredCopies,
): 'damaged' | 'order' | 'document' | 'digest' | null {
  if ([...segments, ...(digest ? [digest] : [])].some(({ bytes, sum }) => crc32(bytes) !== sum)) return 'damaged';
  let end = 0;
  for (const { from, to } of segments) {
    if (from !== end + 1) return 'order';
    end = to;
  }
  const all = [...entriesOfRoom(log, room)];
  if (end > (all.at(-1)?.seq ?? 0) || digest?.seq !== end) return 'order';
  const entries = readAll(all.filter(({ seq }) => seq <= end));
  // What does not read is named as such, and makes no document.
  if (!entries) return null;
  if (!sameMemory(decodeDigest(digest.bytes), entries, segments)) return 'digest';
  const bytes = (those: readonly { readonly bytes: Uint8Array }[]) => those.map((one) => one.bytes);
  return sameDocument(room, bytes(segments), bytes(entries.map(({ entry }) => entry))) ? null : 'document';
}

type ReadEntry = { readonly entry: StoredEntry; readonly update: ReadUpdate };

function readAll(entries: readonly StoredEntry[]): ReadEntry[] | null {
  const read: ReadEntry[] = [];
  for (const entry of entries) {
    const update = readUpdate(entry.bytes, NO_LIMITS);
    if (isMalformed(update)) return null;
    read.push({ entry, update });
  }
  return read;
}

/** What is said of the room, whatever the order in which it is said. */
function sameMemory(digest: RoomMemory | null, entries: readonly ReadEntry[], segments: StoredCopies['segments']): boolean {
  if (!digest) return false;
  const memory = emptyMemory();
  for (const { entry, update } of entries) {
    remember(memory, update, entry);
    memory.seq = entry.seq;
    memory.at = Math.max(memory.at, entry.at);
  }
  const kept = segments.map(({ to, tier, bytes }) => ({ to, tier, bytes: bytes.length }));
  return digest.collected <= memory.state.deletedClocks && said({ ...memory, segments: kept }) === said(digest);
}

function said({ state, owners, seq, at, segments }: RoomMemory): string {
  const inOrder = <T>(pairs: Iterable<readonly [number, T]>) => [...pairs].toSorted(([a], [b]) => a - b);
  const deletes = [...state.deletes()].toSorted((a, b) => a.client - b.client || a.clock - b.clock);
  const clocks = inOrder(state.clocks);
  const by = inOrder(owners).map(([client, { user, device, stock }]) => [client, user, device, stock]);
  return JSON.stringify([
    seq,
    at,
    clocks,
    deletes.map(({ client, clock, length }) => [client, clock, length]),
    by,
    segments.map(({ to, tier }) => [to, tier]),
  ]);
}

/** Compared as replicas are: same items, same deletions, same content (a collected segment has no contents of what was deleted). */
function sameDocument(room: RoomName, copies: readonly Uint8Array[], originals: readonly Uint8Array[]): boolean {
  const [a, b] = [documentOf(copies), documentOf(originals)];
  const kind = parseRoom(room)?.kind;
  const contents = ({ doc }: { doc: Doc }) => (kind ? JSON.stringify(inKeyOrder(doc.getMap(ROOT_OF[kind]).toJSON())) : '');
  const same = equalSnapshots(snapshot(a.doc), snapshot(b.doc)) && a.whole === b.whole && contents(a) === contents(b);
  a.doc.destroy();
  b.doc.destroy();
  return same;
}

function documentOf(updates: readonly Uint8Array[]): { readonly doc: Doc; readonly whole: boolean } {
  const doc = new Doc();
  for (const update of updates) applyUpdate(doc, update);
  return { doc, whole: doc.store.pendingStructs === null && doc.store.pendingDs === null };
}

function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, inKeyOrder(inner)]);
}
