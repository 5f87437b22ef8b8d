/**
 * POST /api/v1/pull and /api/v1/push: everything since a cursor, and everything that waits, in frames. GET /api/v1/keys: by
 * which keys that is signed.
 *
 * Rights are asked anew for each page and each update. A page never splits an entry; an answer to a push is given once
 * what it calls stored is durable. Both may be repeated without effect.
 */
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Limits } from '@navette/domain/limits';
import type { Membership } from '@navette/domain/membership';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import { cutBytes, decodeFrame } from '@navette/protocol/framing';
import { keptUpTo } from '@navette/protocol/healing';
import { KEYS_PATH, type KeyList } from '@navette/protocol/keys';
import {
  CHECKPOINT_PATH,
  PullRequest,
  PushRequest,
  type Checkpoint,
  type LogEntryHead,
  type PullAnswer,
  type PushAnswer,
  type PushResult,
} from '@navette/protocol/replication';
import { FRAME_TYPE, MEDIA_TYPE } from '@navette/protocol/version';
import { parseRoom, roomName, scopeOf, someRoomOf, type RoomName, type Scope } from '@navette/rooms/room-names';
import type { Budgets, Directory, HealBook, Keys, LogEntry, LogHead, Metrics, RedactionBook, RoomLog, Sessions } from '../ports.ts';
import type { Accept, Accepted, RoomWriter } from './accept.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { EntryProofs } from './entry-proofs.ts';
import { RoomUnreadable } from '../log/room-unreadable.ts';
import { openableRoom, rightIn } from './room-rights.ts';
import { servedEntries } from './served-entries.ts';
import { cutAfter, spokenOf, toldIn } from './told-redactions.ts';
import type { TraceBook } from '../trace/trace-book.ts';
import { tracePage } from '../trace/trace-pages.ts';
import { frameAnswer, json, mediaType, problem, readBody, tooMany, tooOld } from './wire.ts';

export type ReplicationParts = {
  readonly log: RoomLog;
  readonly accept: Accept;
  readonly directory: Directory;
  readonly sessions: Sessions;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly budgets: Budgets;
  readonly metrics: Metrics;
  readonly healing: HealBook;
  readonly redactions: RedactionBook;
  readonly proofs: EntryProofs;
  readonly checkpointAt: Checkpoints;
  readonly trace: Pick<TraceBook, 'note'>;
};

/** Bytes of entries in one page. */
const PAGE_BYTES = 1024 * 1024;
/** The head of a request: 500 updates, or 200 scopes. */
const HEAD_BYTES = 256 * 1024;

export function replicationRoutes(parts: ReplicationParts): Hono {
  const { directory, sessions, budgets, metrics, checkpointAt } = parts;

  /** Who asks, with a device of their own; or the answer to give. */
  async function asking(request: Request, device: number): Promise<{ user: UserId; device: DeviceNumber } | Response> {
    const session = await sessions.of(request.headers);
    if (!session) return problem(401, 'sign-in-needed');
    if (!directory.ownsDevice(session.user, device as DeviceNumber)) return problem(403, 'unknown-device');
    return sessions.speaksFor(session, device as DeviceNumber)
      ? { user: session.user, device: device as DeviceNumber }
      : problem(401, 'sign-in-needed');
  }

  const routes = new Hono();
  // Public halves and signatures: for whoever holds a receipt, signed in or not (K3).
  routes.get(KEYS_PATH, () => json(200, { firm: directory.firm().id, acts: [...parts.keys.now().acts] } satisfies KeyList));
  for (const path of ['/api/v1/pull', '/api/v1/push', CHECKPOINT_PATH])
    routes.use(path, async (c, next) => tooOld(c.req.raw) ?? (await next()));
  return routes
    .post('/api/v1/pull', async (c) => {
      // Nobody's bytes are read before it is known whose they are (N5).
      const session = await sessions.of(c.req.raw.headers);
      if (!session) return problem(401, 'sign-in-needed');
      const leave = budgets.enter('pulls', session.user);
      if (!leave) return tooMany(1000);
      try {
        const body = await readBody(c.req.raw, HEAD_BYTES);
        if (body === 'too-large') return problem(413, 'too-large', HEAD_BYTES);
        const request = body === 'malformed' ? undefined : readPull(mediaType(c.req.raw), body);
        if (!request) return problem(400, 'bad-request');
        const who = await asking(c.req.raw, request.device);
        if (who instanceof Response) return who;
        const wait = budgets.replication(who.user, who.device);
        if (wait > 0) return tooMany(wait);
        const { answer, entries } = await pull(parts, who.user, request);
        if (answer.more) budgets.promiseNext(who.user, who.device);
        tracePage(parts.trace, who.user, who.device, entries);
        metrics.count('pulls');
        metrics.count('bytes_sent', bytesOf(entries), 'replication');
        return await frameAnswer(
          c.req.raw,
          answer,
          entries.map((entry) => entry.bytes),
        );
      } finally {
        leave();
      }
    })
    .post('/api/v1/push', async (c) => {
      if (!(await sessions.of(c.req.raw.headers))) return problem(401, 'sign-in-needed');
      const body = await readBody(c.req.raw, parts.limits.pushBytes + HEAD_BYTES);
      if (body === 'too-large') return problem(413, 'too-large', parts.limits.pushBytes);
      const frame = body === 'malformed' || mediaType(c.req.raw) !== FRAME_TYPE ? undefined : decodeFrame(PushRequest, body);
      const pieces =
        frame &&
        cutBytes(
          frame.bytes,
          frame.head.updates.map((update) => update.size),
        );
      if (!frame || !pieces) return problem(400, 'bad-request');
      if (frame.head.updates.length > parts.limits.pushUpdates || frame.bytes.length > parts.limits.pushBytes)
        return problem(413, 'too-large', parts.limits.pushBytes);
      const who = await asking(c.req.raw, frame.head.device);
      if (who instanceof Response) return who;
      const wait = budgets.replication(who.user, who.device) || budgets.writes.take(who.user, pieces.length);
      if (wait > 0) return tooMany(wait);
      metrics.count('bytes_received', body.length, 'replication');
      const { epoch } = await parts.log.head();
      // Said to another log than this one: the device hears what became of it before it tells anything (R101).
      if (frame.head.epoch !== '' && frame.head.epoch !== epoch)
        return await frameAnswer(c.req.raw, { epoch, results: [] } satisfies PushAnswer, []);
      const results = await push(parts.accept, { ...who, by: 'push' }, frame.head, pieces);
      if (results === 'copied-device') return problem(409, 'copied-device');
      metrics.count('pushes');
      return await frameAnswer(c.req.raw, { epoch, results } satisfies PushAnswer, []);
    })
    .get(CHECKPOINT_PATH, async (c) => {
      if (!(await sessions.of(c.req.raw.headers))) return problem(401, 'sign-in-needed');
      return json(200, checkpointAt(await parts.log.head()));
    });
}

/** A pull has no bytes after its head: plain JSON is taken too. */
function readPull(type: string, body: Uint8Array): PullRequest | undefined {
  if (type === FRAME_TYPE) {
    const frame = decodeFrame(PullRequest, body);
    return frame?.bytes.length === 0 ? frame.head : undefined;
  }
  if (type !== MEDIA_TYPE && type !== 'application/json') return undefined;
  try {
    const parsed = v.safeParse(PullRequest, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

async function pull(
  { log, accept, directory, clock, healing, redactions, proofs, checkpointAt }: ReplicationParts,
  user: UserId,
  request: PullRequest,
) {
  const now = clock.now();
  const membership = directory.membership(user);
  const readable = (room: RoomName) => rightIn(room, membership, now) !== 'none';
  const head = await log.head();
  const sameEpoch = request.epoch === head.epoch;
  const restores = healing.restores();
  // Of an epoch this log comes from, what was there before the restore is here, under the same cursors.
  const common = sameEpoch ? head.cursor : keptUpTo(restores, request.epoch ?? '');
  const goesOn = sameEpoch || common > 0;
  const from = Math.min(request.cursor, common);
  const digest = rightsDigest(membership);
  const rights = request.rights === digest && goesOn ? null : { digest, scopes: await readableScopes(log, readable, now) };
  const asked = goesOn ? request.backfill : [];

  const page = await log.since(from, readable, asked.length > 0 ? PAGE_BYTES / 2 : PAGE_BYTES);
  const cut = cutAfter(toldIn(page.entries, redactions));
  const news = cut === null ? page : { ...page, entries: page.entries.filter(({ cursor }) => cursor <= cut), next: cut, more: true };
  let left = PAGE_BYTES - bytesOf(news.entries);
  const backfilled: PullAnswer['backfilled'] = [];
  // What the device was not given it must ask for again, from where it was.
  const leftOut = new Map(scopesOf(news.unreadable).map((scope) => [scope, from]));
  const old: LogEntry[] = [];
  for (const { scope, after } of asked) {
    // What lies beyond `from` is in the news already.
    const start = Math.min(after, from);
    if (left <= 0) {
      backfilled.push({ scope, after, done: false });
      continue;
    }
    // One that is forbidden, like one that is not, has nothing, and is not looked at (R14).
    const asRoom = someRoomOf(scope);
    if (!asRoom || !readable(roomName(asRoom))) {
      backfilled.push({ scope, after: news.next, done: true });
      continue;
    }
    const read = await log.scope(scope as Scope, start, from, left);
    const mine = read.entries.filter((entry) => readable(entry.room));
    old.push(...mine);
    left -= bytesOf(mine);
    // Of a room that may not be read, nothing is missing.
    const done = read.done || (read.unreadable.length > 0 && !read.unreadable.some(readable));
    if (!done && read.unreadable.length > 0) leftOut.set(scope as Scope, read.next);
    else backfilled.push({ scope, after: done ? news.next : read.next, done });
  }
  const more = news.more || backfilled.some(({ done }) => !done);
  for (const [scope, missing] of leftOut) {
    const same = backfilled.findIndex((one) => one.scope === scope);
    const come = same < 0 ? undefined : backfilled.splice(same, 1)[0];
    backfilled.push({ scope, after: come && !come.done ? Math.min(come.after, missing) : missing, done: false });
  }
  const fresh = [...old, ...news.entries];
  const told = toldIn(fresh, redactions);
  // Whoever comes for the first time holds nothing that would have to go.
  const again = request.epoch === null ? [] : await spokenOf(log, told, new Set(fresh.map(({ id }) => id)));
  const entries = await servedEntries([...again, ...fresh], user, accept, redactions, old.length === 0 && again.length === 0 && !news.more);
  const answer: PullAnswer = {
    epoch: head.epoch,
    cursor: news.next,
    more,
    rights,
    entries: entries.map((entry) => headOf(entry, head.epoch, healing, proofs)),
    backfilled,
    leftOut: [...leftOut.keys()],
    redactions: told.map(({ redaction }) => redaction),
    // As of now: the page may hold entries newer than the head it began with.
    checkpoint: checkpointAt(await log.head()),
    restored: request.epoch === null || sameEpoch ? [] : [...restores],
    backedUpTo: backedUpTo(healing, head),
  };
  return { answer, entries };
}

function scopesOf(names: readonly RoomName[]): Scope[] {
  return names.flatMap((name) => {
    const room = parseRoom(name);
    return room ? scopeOf(room) : [];
  });
}

async function readableScopes(log: RoomLog, readable: (room: RoomName) => boolean, now: number): Promise<Scope[]> {
  const scopes = new Set<Scope>();
  for (const name of await log.rooms()) {
    const room = readable(name) ? openableRoom(name, now) : undefined;
    if (room) scopes.add(scopeOf(room));
  }
  return [...scopes].toSorted();
}

/** Moves whenever what the person may read or write moves. */
export function rightsDigest(membership: Membership | null): string {
  const dossiers = [...(membership?.dossiers ?? [])]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, right]) => [id, canonicalRight(right)]);
  const text = JSON.stringify([membership?.user ?? null, membership?.firm ?? null, membership?.firmRole ?? null, dossiers]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 32);
}

function canonicalRight(right: Membership['dossiers'] extends ReadonlyMap<unknown, infer R> ? R : never): unknown {
  if (right.side === 'staff') return ['staff'];
  return ['client', right.deposit.toSorted(), right.read.toSorted(), right.archive.toSorted(), right.accounts, right.admin];
}

/** Runs of one room go as one call; runs go one after the other, so that counters enter in the device's order (D6). */
async function push(
  accept: Accept,
  writer: RoomWriter,
  head: PushRequest,
  pieces: readonly Uint8Array[],
): Promise<PushResult[] | 'copied-device'> {
  const results: PushResult[] = [];
  for (let start = 0; start < head.updates.length;) {
    const room = head.updates[start]?.room ?? '';
    let end = start;
    while (end < head.updates.length && head.updates[end]?.room === room) end++;
    const run = head.updates.slice(start, end);
    const answers = await accept
      .write(
        room,
        writer,
        run.map(({ id, counter }, i) => ({ id, counter, bytes: pieces[start + i] ?? new Uint8Array() })),
      )
      .catch(laterIfUnreadable);
    if (answers === 'later') {
      for (const { id } of run) results.push({ id, status: 'later' });
      start = end;
      continue;
    }
    for (const [i, answer] of answers.entries()) {
      const result = resultOf(run[i]?.id ?? '', answer);
      if (result === 'copied-device') return result;
      results.push(result);
    }
    start = end;
  }
  return results;
}

/** A room in quarantine harms no other: what is meant for it waits on the device (I12). */
function laterIfUnreadable(error: unknown): 'later' {
  if (error instanceof RoomUnreadable) return 'later';
  throw error;
}

function resultOf(id: string, answer: Accepted): PushResult | 'copied-device' {
  switch (answer.status) {
    case 'copied-device':
      return 'copied-device';
    case 'gap':
    case 'later':
      return { id, status: answer.status };
    case 'refused':
      return { id, status: 'refused', reason: answer.reason };
    case 'stored':
    case 'known':
      return { id, status: answer.status, at: answer.at };
  }
}

function bytesOf(entries: readonly LogEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
}

function headOf(entry: LogEntry, epoch: string, healing: HealBook, proofs: EntryProofs): LogEntryHead {
  const { cursor, room, seq, id, author, device, counter, bytes } = entry;
  const at = healing.firstStored(id) ?? entry.at;
  const proof = proofs.of({ epoch, cursor, room, id, author, device, counter, at }, bytes);
  return { cursor, room, seq, id, author, device, counter, at, size: bytes.length, proof };
}

/** Only a backup of this log, or of one it comes from. */
function backedUpTo(healing: HealBook, { epoch, cursor }: LogHead): Checkpoint | null {
  const last = healing.backedUpTo();
  if (!last) return null;
  return last.epoch === epoch ? (last.cursor <= cursor ? last : null) : keptUpTo(healing.restores(), last.epoch) > 0 ? last : null;
}
