/**
 * Brings what changed after this device's cursor, in every room the person may read, page by page. Entries, rows and the
 * new cursor are one transaction: killed anywhere, the device asks again from where it stood.
 */
import { cutBytes, decodeFrame } from '@navette/protocol/framing';
import type { Redaction } from '@navette/protocol/redaction';
import type { RoomName } from '@navette/rooms/room-names';
import { Checkpoint, CHECKPOINT_PATH, PullAnswer, type PullRequest } from '@navette/protocol/replication';
import { FRAME_TYPE, MEDIA_TYPE } from '@navette/protocol/version';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { Desk } from '../library.ts';
import { ask, jsonBody, readBytes, readJson, type Net, type NetProblem } from '../net.ts';
import type { Platform } from '../platform.ts';
import type { Change } from '../store/local-store.ts';
import type { ReceivedEntry } from '../rooms/room-book.ts';
import { livedThrough } from './epochs.ts';
import { areOurs, isOurs, isOurWord, wasOurs } from './firm-word.ts';
import { noteLost } from './departure.ts';
import { POSITION, readPosition, restoredBy, scopeOfRoom, scopesOnlyHere, type Position } from './position.ts';
import { heedKeys } from './firm-keys.ts';
import type { ProofCheck } from './proofs.ts';
import { sayRoomAgain } from './push.ts';

const ASKED_AT_ONCE = 200;

/**
 * Hears who answers and in which epoch, before anything is told (N1, R101).
 * @returns the epoch of the server's log, on the word of the pinned key or of one it vouches for
 */
export async function hear(desk: Desk, net: Net): Promise<Result<string, NetProblem>> {
  const answer = await ask(net, { method: 'GET', path: CHECKPOINT_PATH, headers: { accept: MEDIA_TYPE } }, 'json');
  if (!answer.ok) return answer;
  const said = await readJson(answer.value, Checkpoint);
  if (!said) return refuse({ problem: 'offline', said: null });
  const position = await readPosition(desk);
  // A log that went back in time is not the one that has what was acknowledged: it is told nothing either.
  const wentBack = position.epoch === said.epoch && said.cursor < position.cursor;
  const heeded = await heedKeys(desk, net, position, said);
  if (!heeded.ok) return heeded;
  return !wentBack && (await isOurs(said, desk, heeded.value.check)) ? ok(said.epoch) : refuse({ problem: 'other-server', said: null });
}

/** @returns the epoch of the log once everything is here, or the problem that stopped it */
export async function pullAll(desk: Desk, net: Net, platform: Platform): Promise<Result<string, NetProblem>> {
  for (;;) {
    const before = await readPosition(desk);
    const request: PullRequest = {
      device: desk.enrolment.device,
      epoch: before.epoch,
      cursor: before.cursor,
      rights: before.rights,
      backfill: before.backfill.slice(0, ASKED_AT_ONCE),
    };
    const json = jsonBody(request);
    const answer = await ask(
      net,
      { method: 'POST', path: '/api/v1/pull', ...json, headers: { ...json.headers, accept: FRAME_TYPE } },
      'frame',
    );
    if (!answer.ok) return answer;
    const bytes = await readBytes(answer.value);
    if (!bytes) return refuse({ problem: 'server-down', said: null });
    const frame = decodeFrame(PullAnswer, bytes);
    const pieces =
      frame &&
      cutBytes(
        frame.bytes,
        frame.head.entries.map((entry) => entry.size),
      );
    if (!frame || !pieces) return refuse({ problem: 'offline', said: null });
    const heeded = await heedKeys(desk, net, before, frame.head.checkpoint);
    if (!heeded.ok) return heeded;
    const { check, position } = heeded.value;
    const trusted = await trust(frame.head, position, desk, check);
    if (!trusted.ok) return trusted;
    const entries = frame.head.entries.map((head, i) => ({ head, bytes: pieces[i] ?? new Uint8Array() }));
    const next = nextPosition(position, frame.head);
    await sayApart(desk, platform, entries, frame.head.redactions);
    await take(desk, entries, frame.head.redactions, position, next, check);
    // What the server cannot read now is asked for at the next sync.
    if (!frame.head.more && next.backfill.every(({ scope }) => frame.head.leftOut.includes(scope))) return ok(frame.head.epoch);
  }
}

/**
 * Unsent work of a device that went back in time stands under clocks which the server has otherwise, and has erased: it is said under
 * others first, or it would go with them (D6, I13).
 */
async function sayApart(
  desk: Desk,
  platform: Platform,
  entries: readonly ReceivedEntry[],
  redactions: readonly Redaction[],
): Promise<void> {
  if (redactions.length === 0) return;
  const { redactedForm } = await platform.seldom();
  const known = new Set(entries.map(({ head }) => head.id));
  for (const room of new Set(redactions.map((one) => one.room as RoomName))) {
    const erased = redactedForm(redactions.filter((one) => one.room === room).flatMap(({ ranges }) => ranges));
    const waiting = new Set((await desk.store.list('outbox', { index: 'room', from: room, to: room })).map(({ id }) => id));
    const rows = await desk.store.list('updates', { index: 'id', anyOf: [...waiting] });
    if (rows.some((row) => !known.has(row.id) && erased(row.bytes) !== row.bytes)) await sayRoomAgain(desk, platform, room);
  }
}

/** The answer is of the firm's key of now, and of no earlier moment than one already seen (N1, K4). */
async function trust(answer: PullAnswer, position: Position, desk: Desk, check: ProofCheck): Promise<Result<void, NetProblem>> {
  const { checkpoint, backedUpTo } = answer;
  const signed = await Promise.all([
    isOurs(checkpoint, desk, check),
    backedUpTo === null || wasOurs(backedUpTo, desk, check),
    areOurs(answer.restored, desk, check),
    isOurWord(answer.redactions, desk, check),
  ]);
  if (checkpoint.epoch !== answer.epoch || signed.includes(false)) return refuse({ problem: 'other-server', said: null });
  const wentBack = position.epoch === answer.epoch && checkpoint.cursor < position.cursor;
  return wentBack ? refuse({ problem: 'other-server', said: null }) : ok(undefined);
}

function nextPosition(position: Position, answer: PullAnswer): Position {
  const firstContact = position.epoch === null;
  const restarted = !firstContact && position.epoch !== answer.epoch;
  // Another epoch: the log was restored, and lacks rooms until they are handed back. What it says is asked again then (D3).
  const told = answer.rights?.scopes ?? position.scopes;
  const scopes = restarted ? [...new Set([...position.scopes, ...told])] : told;
  const rights = answer.rights?.digest ?? position.rights;
  const gained = answer.rights && !firstContact ? answer.rights.scopes.filter((scope) => !position.scopes.includes(scope)) : [];
  const { epochs, unheard } = livedThrough(position.epochs, answer.epoch, answer.restored);
  const { backedUpTo } = answer;
  const asked = new Map(answer.backfilled.map((one) => [one.scope, one]));
  const backfill = position.backfill.flatMap((one) => {
    const came = asked.get(one.scope);
    return came?.done ? [] : [{ scope: one.scope, after: came?.after ?? one.after }];
  });
  const asks = (scope: string) => backfill.some((one) => one.scope === scope);
  for (const scope of gained) if (!asks(scope)) backfill.push({ scope, after: 0 });
  for (const scope of answer.leftOut) if (!asks(scope)) backfill.push({ scope, after: asked.get(scope)?.after ?? 0 });
  return {
    keys: position.keys,
    epoch: answer.epoch,
    cursor: answer.cursor,
    rights: scopes.length > told.length ? null : rights,
    scopes,
    backfill: backfill.filter((one) => scopes.includes(one.scope)),
    epochs,
    restored: restoredBy(unheard) ?? position.restored,
    // A backup of an earlier epoch holds of the present log what that epoch has in common with it.
    backedUpTo: backedUpTo
      ? Math.min(backedUpTo.cursor, epochs.find(({ name }) => name === backedUpTo.epoch)?.until ?? backedUpTo.cursor)
      : position.backedUpTo,
  };
}

/** A loss is noted in the commit that stores the new position: what the right opened is handed in and erased from there (`leave.ts`). */
async function take(
  desk: Desk,
  entries: readonly ReceivedEntry[],
  redactions: readonly Redaction[],
  position: Position,
  next: Position,
  check: ProofCheck,
): Promise<void> {
  const before = position.rights === next.rights ? [] : [...new Set([...position.scopes, ...(await heldScopes(desk))])];
  const gone = before.filter((scope) => !next.scopes.includes(scope));
  const kept = gone.length > 0 && next.epochs.length > 1 ? await scopesOnlyHere(desk.store, next.epochs) : new Set();
  const lost = gone.filter((scope) => !kept.has(scope));
  const leaving = position.rights === next.rights ? [] : [await noteLost(desk, lost, next.scopes)];
  // A loss that has to wait is told again at each pull, until what only this device holds is back there.
  const waits = gone.filter((scope) => kept.has(scope));
  const stands = { ...next, rights: waits.length > 0 ? null : next.rights, scopes: [...next.scopes, ...waits] };
  const beside: Change = { put: { meta: [{ key: POSITION, value: withScopesOf(stands, entries) }, ...leaving] } };
  await desk.book.receive(entries, beside, (receipt) => check.receipt(receipt, next.epochs), next.epochs, redactions);
}

/** Scopes of what the server has acknowledged here: one that this device itself began was never told to it. */
async function heldScopes({ store }: Desk): Promise<string[]> {
  const rows = (await store.list('updates')).filter((row) => row.acknowledged);
  return [...new Set(rows.map((row) => row.room))].flatMap(scopeOfRoom);
}

/** A scope that appeared since the rights were told is read from its beginning by the cursor itself. */
function withScopesOf(position: Position, entries: readonly ReceivedEntry[]): Position {
  const scopes = new Set(position.scopes);
  for (const { head } of entries) for (const scope of scopeOfRoom(head.room)) scopes.add(scope);
  return { ...position, scopes: [...scopes] };
}
