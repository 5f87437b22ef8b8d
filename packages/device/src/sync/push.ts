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
import { ask, type Net, type NetProblem } from '../net.ts';
import type { Capture } from '../model.ts';
import type { Platform } from '../platform.ts';
import type { Change, OutboxRow, RefusedRow, UpdateRow } from '../store/local-store.ts';

type Waiting = { readonly out: OutboxRow & { readonly counter: number }; readonly update: UpdateRow };

/** @returns whether anything was sent, or the problem that stopped it */
export async function pushOutbox(desk: Desk, net: Net, platform: Platform, epoch: string): Promise<Result<boolean, NetProblem>> {
  let sent = false;
  for (;;) {
    const batch = await nextBatch(desk);
    if (batch.length === 0) return ok(sent);
    const head: PushRequest = {
      device: desk.enrolment.device,
      epoch,
      updates: batch.map(({ out, update }) => ({ id: out.id, counter: out.counter, room: out.room, size: update.bytes.length })),
    };
    const body = encodeFrame(head, batch.map(({ update }) => update.bytes));
    const answer = await ask(net, { method: 'POST', path: '/api/v1/push', headers: { 'content-type': FRAME_TYPE, accept: FRAME_TYPE }, body }, 'frame');
    if (!answer.ok) return answer;
    const read = decodeFrame(PushAnswer, await answer.value.bytes());
    if (!read) return refuse({ problem: 'offline', said: null });
    const progress = await settle(desk, platform, batch, read.head.results);
    if (!progress) return refuse({ problem: 'server-error', said: null });
    sent = true;
  }
}

async function nextBatch(desk: Desk): Promise<Waiting[]> {
  const batch: Waiting[] = [];
  let bytes = 0;
  const waiting = await desk.store.list('outbox', { limit: DEFAULT_LIMITS.pushUpdates });
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

/** @returns whether at least one update left the outbox */
async function settle(desk: Desk, platform: Platform, batch: readonly Waiting[], results: readonly PushResult[]): Promise<boolean> {
  const byId = new Map(results.map((result) => [result.id, result]));
  const stored: { id: string; at: number }[] = [];
  const done: number[] = [];
  let progress = false;
  for (const { out } of batch) {
    const result = byId.get(out.id);
    if (result?.status === 'stored' || result?.status === 'known') {
      stored.push({ id: out.id, at: result.at });
      done.push(out.counter);
    }
  }
  if (done.length > 0) {
    await desk.book.acknowledge(stored, { remove: { outbox: done } });
    progress = true;
  }
  for (const waiting of batch) {
    const result = byId.get(waiting.out.id);
    if (result?.status === 'refused') {
      await toTray(desk, platform, waiting, result.reason);
      progress = true;
    } else if (result?.status === 'gap') {
      // The server lacks an earlier update under this client id: say it all again under fresh clocks.
      await desk.book.rewrite({ user: desk.enrolment.user.id, device: desk.enrolment.device }, waiting.out);
    }
  }
  return progress;
}

/** A refused deposit is a capture again, with its bytes; every refused act stays readable with its reason (I4). */
async function toTray(desk: Desk, platform: Platform, { out, update }: Waiting, reason: string): Promise<void> {
  const row: RefusedRow = { id: out.id, at: platform.clock.now(), what: out.what, document: out.document, reason, room: out.room, bytes: update.bytes };
  const beside: Change = { put: { refused: [row] }, remove: { outbox: [out.counter] } };
  await desk.book.remove(out.room, [out.id], out.what === 'deposit' && out.document ? await backToTray(desk, beside, out.document) : beside);
}

async function backToTray(desk: Desk, beside: Change, document: NonNullable<OutboxRow['document']>): Promise<Change> {
  const stored = await desk.store.get('documents', document);
  const deposit = stored?.base?.deposit;
  if (!deposit) return beside;
  const capture: Capture = { id: document, name: deposit.name, type: deposit.type, size: deposit.size, hash: deposit.hash, capturedAt: deposit.captured, way: 'pick', status: { tag: 'ready' }, ...(deposit.origin === undefined ? {} : { origin: deposit.origin }) };
  return { put: { ...beside.put, captures: [capture] }, remove: { ...beside.remove, uploads: [document] } };
}

