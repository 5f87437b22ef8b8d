/**
 * Brings what changed after this device's cursor, in every room the person may read, page by page. Entries, rows and the
 * new cursor are one transaction: killed anywhere, the device asks again from where it stood.
 */
import * as v from 'valibot';
import { cutBytes, decodeFrame } from '@navette/protocol/framing';
import { checkpointText, PullAnswer, type PullRequest } from '@navette/protocol/replication';
import { FRAME_TYPE } from '@navette/protocol/version';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { parseRoom, scopeOf } from '@navette/rooms/room-names';
import type { Desk } from '../library.ts';
import { ask, jsonBody, readBytes, type Net, type NetProblem } from '../net.ts';
import type { Change } from '../store/local-store.ts';
import type { ReceivedEntry } from '../rooms/room-book.ts';
import { forgetScopes } from './forget.ts';
import { makeProofCheck, type ProofCheck } from './proofs.ts';

/** Where this device stands in the server's log. */
export const Position = v.object({
  epoch: v.nullable(v.string()),
  cursor: v.number(),
  rights: v.nullable(v.string()),
  scopes: v.array(v.string()),
  backfill: v.array(v.object({ scope: v.string(), after: v.number() })),
});
export type Position = v.InferOutput<typeof Position>;

const KEY = 'position';
const START: Position = { epoch: null, cursor: 0, rights: null, scopes: [], backfill: [] };
const ASKED_AT_ONCE = 200;

export async function readPosition(desk: Desk): Promise<Position> {
  const parsed = v.safeParse(Position, (await desk.store.get('meta', KEY))?.value);
  return parsed.success ? parsed.output : START;
}

/** @returns the epoch of the log once everything is here, or the problem that stopped it */
export async function pullAll(desk: Desk, net: Net): Promise<Result<string, NetProblem>> {
  const check = await makeProofCheck(desk.enrolment);
  for (;;) {
    const position = await readPosition(desk);
    const request: PullRequest = {
      device: desk.enrolment.device,
      epoch: position.epoch,
      cursor: position.cursor,
      rights: position.rights,
      backfill: position.backfill.slice(0, ASKED_AT_ONCE),
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
    const trusted = await trust(frame.head, position, desk, check);
    if (!trusted.ok) return trusted;
    const entries = frame.head.entries.map((head, i) => ({ head, bytes: pieces[i] ?? new Uint8Array() }));
    const next = nextPosition(position, frame.head);
    await take(desk, entries, position, next, check);
    if (!frame.head.more && next.backfill.length === 0) return ok(frame.head.epoch);
  }
}

/** The answer is of the pinned key, and of no earlier moment than one already seen (N1, K4). */
async function trust(answer: PullAnswer, position: Position, desk: Desk, check: ProofCheck): Promise<Result<void, NetProblem>> {
  const { checkpoint } = answer;
  const signed =
    checkpoint.firm === desk.enrolment.firm.id &&
    checkpoint.epoch === answer.epoch &&
    (await check.signed(checkpointText(checkpoint), checkpoint.signature, checkpoint.keyId));
  if (!signed) return refuse({ problem: 'other-server', said: null });
  const wentBack = position.epoch === answer.epoch && checkpoint.cursor < position.cursor;
  return wentBack ? refuse({ problem: 'other-server', said: null }) : ok(undefined);
}

function nextPosition(position: Position, answer: PullAnswer): Position {
  // Another epoch: the log was restored. Everything is asked again; what is here already counts once, by its id.
  const scopes = answer.rights?.scopes ?? position.scopes;
  const restarted = position.epoch !== null && position.epoch !== answer.epoch;
  const firstContact = position.epoch === null;
  const gained =
    answer.rights && !firstContact && !restarted ? answer.rights.scopes.filter((scope) => !position.scopes.includes(scope)) : [];
  const asked = new Map(answer.backfilled.map((one) => [one.scope, one]));
  const backfill = position.backfill.flatMap((one) => {
    const came = asked.get(one.scope);
    return came?.done ? [] : [{ scope: one.scope, after: came?.after ?? one.after }];
  });
  for (const scope of gained) if (!backfill.some((one) => one.scope === scope)) backfill.push({ scope, after: 0 });
  return {
    epoch: answer.epoch,
    cursor: answer.cursor,
    rights: answer.rights?.digest ?? position.rights,
    scopes,
    backfill: backfill.filter((one) => scopes.includes(one.scope)),
  };
}

/** What a lost right opened goes first: killed before the new position is stored, the device finds the same loss again. */
async function take(desk: Desk, entries: readonly ReceivedEntry[], position: Position, next: Position, check: ProofCheck): Promise<void> {
  // A restored log may lack rooms that are here; nothing is forgotten on its word.
  const restored = position.epoch !== null && position.epoch !== next.epoch;
  const lost = restored || position.rights === next.rights ? [] : position.scopes.filter((scope) => !next.scopes.includes(scope));
  if (lost.length > 0) await forgetScopes(desk, lost, next.scopes);
  const beside: Change = { put: { meta: [{ key: KEY, value: withScopesOf(next, entries) }] } };
  await desk.book.receive(entries, beside, (receipt) => check.receipt(receipt));
}

/** A scope that appeared since the rights were told is read from its beginning by the cursor itself. */
function withScopesOf(position: Position, entries: readonly ReceivedEntry[]): Position {
  const scopes = new Set(position.scopes);
  for (const { head } of entries) {
    const room = parseRoom(head.room);
    if (room) scopes.add(scopeOf(room));
  }
  return { ...position, scopes: [...scopes] };
}
