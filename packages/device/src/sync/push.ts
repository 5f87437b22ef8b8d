/**
 * Hands the outbox to the server, in order, in batches. What is acknowledged leaves the outbox in the same transaction
 * that says so; what is refused goes to the tray with its reason; nothing else is ever removed.
 */
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { PushAnswer, type PushRequest, type PushResult } from '@navette/protocol/replication';
import { FRAME_TYPE } from '@navette/protocol/version';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { Desk } from '../library.ts';
import { ask, readBytes, type Net, type NetProblem } from '../net.ts';
import type { Platform } from '../platform.ts';
import { mergeChanges } from '../store/merge-changes.ts';
import { captureAgain } from '../capture/capture-again.ts';
import type { RoomName } from '@navette/rooms/room-names';
import type { Acknowledged } from '../rooms/room-book.ts';
import type { Change, OutboxRow, RefusedRow, UpdateRow } from '../store/local-store.ts';
import { presentEpoch } from './epochs.ts';
import { POSITION, readPosition, scopeOfRoom } from './position.ts';

type Waiting = { readonly out: OutboxRow & { readonly counter: number }; readonly update: UpdateRow };

/** @returns whether anything was sent, or the problem that stopped it */
export async function pushOutbox(desk: Desk, net: Net, platform: Platform, epoch: string): Promise<Result<boolean, NetProblem>> {
  const present = presentEpoch((await readPosition(desk)).epochs);
  let sent = false;
  const spoken = new Set<RoomName>();
  const later = new Set<RoomName>();
  for (;;) {
    const batch = await nextBatch(desk, later);
    if (batch.length === 0) return ok(sent);
    const head: PushRequest = {
      device: desk.enrolment.device,
      epoch,
      updates: batch.map(({ out, update }) => ({ id: out.id, counter: out.counter, room: out.room, size: update.bytes.length })),
    };
    const body = encodeFrame(
      head,
      batch.map(({ update }) => update.bytes),
    );
    const answer = await ask(
      net,
      { method: 'POST', path: '/api/v1/push', headers: { 'content-type': FRAME_TYPE, accept: FRAME_TYPE }, body },
      'frame',
    );
    if (!answer.ok) return answer;
    const bytes = await readBytes(answer.value);
    if (!bytes) return refuse({ problem: 'server-down', said: null });
    const read = decodeFrame(PushAnswer, bytes);
    if (!read) return refuse({ problem: 'offline', said: null });
    // The log goes on under another epoch since it was heard: nothing was taken, and the pull learns why.
    if (read.head.epoch !== epoch) return ok(sent);
    const progress = await settle(desk, platform, batch, read.head.results, present, spoken, later);
    if (!progress) return refuse({ problem: 'server-error', said: null });
    sent = true;
  }
}

/** @param later rooms whose updates wait for another run */
async function nextBatch(desk: Desk, later: ReadonlySet<RoomName>): Promise<Waiting[]> {
  const batch: Waiting[] = [];
  let bytes = 0;
  const limit = DEFAULT_LIMITS.pushUpdates;
  const first = await desk.store.list('outbox', later.size > 0 ? {} : { limit });
  const waiting = first.filter((out) => !later.has(out.room)).slice(0, limit);
  const updates = await desk.store.list('updates', { index: 'id', anyOf: waiting.map((out) => out.id) });
  const byId = new Map(updates.map((row) => [row.id, row]));
  for (const out of waiting) {
    const update = byId.get(out.id);
    if (!update || out.counter === undefined) continue;
    bytes += update.bytes.length;
    if (batch.length > 0 && bytes > DEFAULT_LIMITS.pushBytes) break;
    batch.push({ out: { ...out, counter: out.counter }, update });
  }
  return batch;
}

/** @returns whether at least one update left the outbox, or waits for another run */
async function settle(
  desk: Desk,
  platform: Platform,
  batch: readonly Waiting[],
  results: readonly PushResult[],
  epoch: number,
  spoken: Set<RoomName>,
  later: Set<RoomName>,
): Promise<boolean> {
  const byId = new Map(results.map((result) => [result.id, result]));
  const stored: Acknowledged[] = [];
  const done: number[] = [];
  let progress = false;
  for (const { out } of batch) {
    const result = byId.get(out.id);
    if (result?.status === 'stored' || result?.status === 'known') {
      stored.push({ id: out.id, at: result.at, counter: out.counter, epoch });
      done.push(out.counter);
    } else if (result?.status === 'later') {
      later.add(out.room);
      progress = true;
    }
  }
  if (done.length > 0) {
    await desk.book.acknowledge(stored, mergeChanges([{ remove: { outbox: done } }, await rightsAgain(desk, batch, byId)]));
    progress = true;
  }
  for (const [room, refused] of troubled(batch, byId)) {
    // A room in trouble once in a run is said again; twice, and the server does not follow: that waits for another run.
    if (refused.length === 0 && spoken.has(room)) continue;
    spoken.add(room);
    const open = await desk.book.read(room);
    const changes = await Promise.all(
      refused.map(({ waiting: { out, update }, reason }) => toTray(desk, platform, out, update, reason, open.saidBy(update))),
    );
    await sayRoomAgain(
      desk,
      platform,
      room,
      refused.map(({ waiting }) => waiting.out.id),
      mergeChanges(changes),
    );
    progress = true;
  }
  return progress;
}

/**
 * What was stored long ago, its answer lost, may stand in a scope whose right went since and that nobody ever told us of:
 * the rights are told again with the next pull, and what is lost is found.
 */
async function rightsAgain(desk: Desk, batch: readonly Waiting[], results: ReadonlyMap<string, PushResult>): Promise<Change> {
  const rooms = batch.filter(({ out }) => results.get(out.id)?.status === 'known').map(({ out }) => out.room);
  if (rooms.length === 0) return {};
  const position = await readPosition(desk);
  const told = rooms.flatMap(scopeOfRoom).every((scope) => position.scopes.includes(scope));
  return told ? {} : { put: { meta: [{ key: POSITION, value: { ...position, rights: null } }] } };
}

/** Takes what was refused out of a room and says the rest of its unsent work again, under clocks the server can follow. */
export async function sayRoomAgain(
  desk: Desk,
  platform: Platform,
  room: RoomName,
  refused: readonly string[] = [],
  beside: Change = {},
): Promise<void> {
  const writer = { user: desk.enrolment.user.id, device: desk.enrolment.device };
  await desk.book.retire(writer, room, refused, beside, (out, update) => toTray(desk, platform, out, update, 'dangling-origin'));
}

type Refused = { readonly waiting: Waiting; readonly reason: string };

/** Rooms in which something was refused or could not be followed, with what was refused. */
function troubled(batch: readonly Waiting[], results: ReadonlyMap<string, PushResult>): Map<RoomName, Refused[]> {
  const rooms = new Map<RoomName, Refused[]>();
  for (const waiting of batch) {
    const result = results.get(waiting.out.id);
    if (result?.status !== 'refused' && result?.status !== 'gap') continue;
    const refused = rooms.get(waiting.out.room) ?? [];
    rooms.set(waiting.out.room, refused);
    if (result.status === 'refused') refused.push({ waiting, reason: result.reason });
  }
  return rooms;
}

/** A refused deposit is a capture again, with its bytes; every refused act stays readable with its reason (I4). */
async function toTray(
  desk: Desk,
  platform: Platform,
  out: OutboxRow,
  update: UpdateRow,
  reason: string,
  said: RefusedRow['said'] = [],
): Promise<Change> {
  const row: RefusedRow = {
    said,
    id: out.id,
    at: platform.clock.now(),
    what: out.what,
    document: out.document,
    reason,
    room: out.room,
    bytes: update.bytes,
  };
  const stored = out.what === 'deposit' && out.document ? await desk.store.get('documents', out.document) : undefined;
  const back = stored && captureAgain(stored);
  return { put: { refused: [row], ...(back ? { captures: [back] } : {}) }, ...(back ? { remove: { uploads: [back.id] } } : {}) };
}
