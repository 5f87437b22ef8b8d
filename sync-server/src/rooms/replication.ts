/**
 * POST /api/v1/pull and /api/v1/push: everything since a cursor, and everything that waits, in frames.
 *
 * Rights are asked anew for each page and each update. A page never splits an entry; an answer to a push is given once
 * what it calls stored is durable. Both may be repeated without effect.
 */
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Limits } from '@navette/domain/limits';
import type { Membership } from '@navette/domain/membership';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import { cutBytes, decodeFrame } from '@navette/protocol/framing';
import {
  checkpointText,
  PullRequest,
  PushRequest,
  type Checkpoint,
  type LogEntryHead,
  type PullAnswer,
  type PushAnswer,
  type PushResult,
} from '@navette/protocol/replication';
import { FRAME_TYPE, MEDIA_TYPE } from '@navette/protocol/version';
import { scopeOf, type RoomName, type Scope } from '@navette/rooms/room-names';
import type { Directory, LogEntry, LogHead, RoomLog, Sessions, Signer } from '../ports.ts';
import type { Accept, Accepted, RoomWriter } from './accept.ts';
import { openableRoom, rightIn } from './room-rights.ts';
import { frameAnswer, mediaType, problem, readBody } from './wire.ts';

export type ReplicationParts = {
  readonly log: RoomLog;
  readonly accept: Accept;
  readonly directory: Directory;
  readonly sessions: Sessions;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly limits: Limits;
};

/** Bytes of entries in one page. */
const PAGE_BYTES = 1024 * 1024;
/** The head of a request: 500 updates, or 200 scopes. */
const HEAD_BYTES = 256 * 1024;

export function replicationRoutes(parts: ReplicationParts): Hono {
  const { directory, sessions } = parts;
  const checkpointAt = makeCheckpoints(parts);

  /** Who asks, with a device of their own; or the answer to give. */
  async function asking(request: Request, device: number): Promise<{ user: UserId; device: DeviceNumber } | Response> {
    const session = await sessions.of(request.headers);
    if (!session) return problem(401, 'sign-in-needed');
    return directory.ownsDevice(session.user, device as DeviceNumber)
      ? { user: session.user, device: device as DeviceNumber }
      : problem(403, 'unknown-device');
  }

  return new Hono()
    .post('/api/v1/pull', async (c) => {
      // Nobody's bytes are read before it is known whose they are (N5).
      if (!(await sessions.of(c.req.raw.headers))) return problem(401, 'sign-in-needed');
      const body = await readBody(c.req.raw, HEAD_BYTES);
      if (body === 'too-large') return problem(413, 'too-large', HEAD_BYTES);
      const request = body === 'malformed' ? undefined : readPull(mediaType(c.req.raw), body);
      if (!request) return problem(400, 'bad-request');
      const who = await asking(c.req.raw, request.device);
      if (who instanceof Response) return who;
      const { answer, entries } = await pull(parts, checkpointAt, who.user, request);
      return await frameAnswer(
        c.req.raw,
        answer,
        entries.map((entry) => entry.bytes),
      );
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
      const results = await push(parts.accept, { ...who, by: 'push' }, frame.head, pieces);
      if (results === 'copied-device') return problem(409, 'copied-device');
      const { epoch } = await parts.log.head();
      return await frameAnswer(c.req.raw, { epoch, results } satisfies PushAnswer, []);
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
  { log, directory, clock }: ReplicationParts,
  checkpointAt: (head: LogHead) => Checkpoint,
  user: UserId,
  request: PullRequest,
) {
  const now = clock.now();
  const membership = directory.membership(user);
  const readable = (room: RoomName) => rightIn(room, membership, now) !== 'none';
  const head = await log.head();
  const sameEpoch = request.epoch === head.epoch;
  const from = sameEpoch ? Math.min(request.cursor, head.cursor) : 0;
  const digest = rightsDigest(membership);
  const rights = request.rights === digest && sameEpoch ? null : { digest, scopes: await readableScopes(log, readable, now) };
  const asked = sameEpoch ? request.backfill : [];

  const news = await log.since(from, readable, asked.length > 0 ? PAGE_BYTES / 2 : PAGE_BYTES);
  let left = PAGE_BYTES - bytesOf(news.entries);
  const backfilled: PullAnswer['backfilled'] = [];
  const old: LogEntry[] = [];
  for (const { scope, after } of asked) {
    // What lies beyond `from` is in the news already.
    const start = Math.min(after, from);
    if (left <= 0) {
      backfilled.push({ scope, after, done: false });
      continue;
    }
    const page = await log.scope(scope as Scope, start, from, left);
    const mine = page.entries.filter((entry) => readable(entry.room));
    old.push(...mine);
    left -= bytesOf(mine);
    backfilled.push({ scope, after: page.done ? news.next : page.next, done: page.done });
  }
  const entries = [...old, ...news.entries];
  const answer: PullAnswer = {
    epoch: head.epoch,
    cursor: news.next,
    more: news.more || backfilled.some(({ done }) => !done),
    rights,
    entries: entries.map(headOf),
    backfilled,
    // As of now: the page may hold entries newer than the head it began with.
    checkpoint: checkpointAt(await log.head()),
  };
  return { answer, entries };
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
    const answers = await accept.write(
      room,
      writer,
      run.map(({ id, counter }, i) => ({ id, counter, bytes: pieces[start + i] ?? new Uint8Array() })),
    );
    for (const [i, answer] of answers.entries()) {
      const result = resultOf(run[i]?.id ?? '', answer);
      if (result === 'copied-device') return result;
      results.push(result);
    }
    start = end;
  }
  return results;
}

function resultOf(id: string, answer: Accepted): PushResult | 'copied-device' {
  switch (answer.status) {
    case 'copied-device':
      return 'copied-device';
    case 'gap':
      return { id, status: 'gap' };
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

function headOf({ cursor, room, seq, id, author, device, at, bytes }: LogEntry): LogEntryHead {
  return { cursor, room, seq, id, author, device, at, size: bytes.length };
}

/** Signed statements of where the log stands (K4); one position is signed once. */
function makeCheckpoints({ directory, signer, clock }: ReplicationParts): (head: LogHead) => Checkpoint {
  let last: Checkpoint | undefined;
  return ({ epoch, cursor, hash }) => {
    if (last?.epoch === epoch && last.cursor === cursor) return last;
    const facts = { firm: directory.firm().id, epoch, cursor, head: hash, at: clock.now(), keyId: signer.keyId };
    last = { ...facts, signature: bytesToBase64Url(signer.sign(checkpointText(facts))) };
    return last;
  };
}
