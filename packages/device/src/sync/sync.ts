/**
 * The sync engine: pushes, pulls and uploads what waits, one engine at a time per person and device (I14), run by the one
 * context that holds the session. Killed anywhere, the next run goes on from what the store says.
 */
import { blobPath } from '@navette/protocol/uploads';
import { bytesToHex } from '@navette/kernel/bytes';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { BlobHash, DossierId } from '@navette/kernel/ids';
import type { Desk, LibraryWithDesk } from '../library.ts';
import type { SyncControl, SyncProblem } from '../model.ts';
import { commitBytes } from '../capture/keep-bytes.ts';
import { DEAD_NUMBER, SAY_AGAIN } from '../accounts/session.ts';
import { ask, readBytes, type Net, type NetProblem } from '../net.ts';
import { StoreFailure } from '../store/local-store.ts';
import type { Platform } from '../platform.ts';
import { pullAll, readPosition } from './pull.ts';
import { pushOutbox, sayRoomAgain } from './push.ts';
import { note, readNoted } from './status.ts';
import { backoff, uploadWaiting } from './upload.ts';

export type SyncPorts = {
  readonly platform: Platform;
  readonly library: Pick<LibraryWithDesk, 'desk' | 'syncStatus'>;
  readonly net: (desk: Desk) => Net;
  /** Called around each stretch of work, for keeping a worker alive only while it transfers. */
  readonly working?: (busy: boolean) => void;
};

export type SyncEngine = SyncControl & {
  /** Something may have to be done: runs soon, once, however often it is called. */
  nudge(): void;
  /** Stops for good; work under way finishes its request. */
  stop(): void;
};

export function makeSyncEngine({ platform, library, net, working }: SyncPorts): SyncEngine {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let cancelNext: () => void = () => undefined;

  function syncNow(): Promise<void> {
    if (running) {
      again = true;
      return running;
    }
    running = loop().finally(() => (running = null));
    return running;
  }

  async function loop(): Promise<void> {
    do {
      again = false;
      const current = await library.desk();
      if (!current || stopped) return;
      cancelNext();
      working?.(true);
      try {
        await platform.locks.hold(`${current.store.name}/sync`, () => oneRun(current));
      } finally {
        working?.(false);
      }
    } while (again && !stopped);
  }

  async function oneRun(current: Desk): Promise<void> {
    const before = await readNoted(current.store);
    let problem: SyncProblem | null = null;
    let bug: unknown = null;
    try {
      await note(current.store, { ...before, running: true });
      problem = await work(current, net(current), platform, before.problem);
    } catch (error) {
      // Whatever happened, the queue says so and is tried again: a run never ends in silence.
      problem = error instanceof StoreFailure && error.tag === 'store-full' ? 'device-full' : 'device-error';
      if (!(error instanceof StoreFailure)) bug = error;
    }
    if (problem === 'copied-device')
      await current.store.commit({ put: { meta: [{ key: DEAD_NUMBER, value: true }] } }).catch(() => undefined);
    const attempt = problem ? before.attempt + 1 : 0;
    const wait = await nextWait(current, problem, attempt);
    const nextTryAt = wait === null ? null : platform.clock.now() + wait;
    await note(current.store, {
      problem,
      attempt,
      running: false,
      nextTryAt,
      lastSyncAt: problem ? before.lastSyncAt : platform.clock.now(),
    }).catch(() => undefined);
    if (wait !== null && !stopped) cancelNext = platform.timers.after(wait, () => void syncNow().catch(() => undefined));
    if (bug) throw bug;
  }

  /** Milliseconds; null when only an act can help: signing in again wakes the engine itself. */
  async function nextWait(current: Desk, problem: SyncProblem | null, attempt: number): Promise<number | null> {
    if (problem === 'sign-in-needed') return null;
    return problem ? backoff(attempt, platform) : untilNextUpload(current, platform).catch(() => backoff(1, platform));
  }

  return {
    syncNow,
    nudge: () => void syncNow().catch(() => undefined),
    status: library.syncStatus,
    async bring(dossier, hash) {
      const current = await library.desk();
      return current ? bringBlob(current, net(current), platform, dossier, hash) : refuse('sign-in-needed' as const);
    },
    stop() {
      stopped = true;
      cancelNext();
    },
  };
}

/**
 * Push first, so that a withdrawn right finds unsent work handed in or refused before anything is forgotten. Not to a
 * server that has not proved itself: at first contact, and after another key was met, it is heard before it is told.
 */
async function work(current: Desk, net: Net, platform: Platform, before: SyncProblem | null): Promise<SyncProblem | null> {
  const position = await readPosition(current);
  const first = position.epoch === null || before === 'other-server' ? await pullAll(current, net) : ok(position.epoch);
  if (!first.ok) return first.refusal.problem;
  await sayAgain(current, platform);
  const pushed = await pushOutbox(current, net, platform, first.value);
  if (!pushed.ok && stops(pushed.refusal)) return pushed.refusal.problem;
  const uploaded = await uploadWaiting(current, net, platform);
  const pulled = await pullAll(current, net);
  return [pushed, uploaded, pulled].find((outcome) => !outcome.ok)?.refusal?.problem ?? null;
}

/** This device has a new number: what it wrote under the former one and never sent is said again under this one (D6). */
async function sayAgain(current: Desk, platform: Platform): Promise<void> {
  if (!(await current.store.get('meta', SAY_AGAIN))) return;
  for (const room of new Set((await current.store.list('outbox')).map((out) => out.room))) await sayRoomAgain(current, platform, room);
  await current.store.commit({ remove: { meta: [SAY_AGAIN] } });
}

function stops(problem: NetProblem): boolean {
  return problem.problem !== 'server-error';
}

async function untilNextUpload({ store }: Desk, platform: Platform): Promise<number | null> {
  const next = (await store.list('uploads')).map((row) => row.nextAt).toSorted((a, b) => a - b)[0];
  return next === undefined ? null : Math.max(1000, next - platform.clock.now());
}

async function bringBlob(
  current: Desk,
  net: Net,
  platform: Platform,
  dossier: DossierId,
  hash: BlobHash,
): Promise<Result<void, SyncProblem>> {
  if (await current.store.get('blobs', hash)) return ok(undefined);
  const answer = await ask(net, { method: 'GET', path: blobPath(dossier, hash), headers: { accept: 'application/octet-stream' } }, 'bytes');
  if (!answer.ok) return refuse(answer.refusal.problem);
  const bytes = await readBytes(answer.value);
  if (!bytes) return refuse('server-down');
  if (bytesToHex(await platform.hasher.sha256(bytes)) !== hash) return refuse('server-error');
  const blob = { hash, bytes: new Blob([bytes], { type: 'application/octet-stream' }), size: bytes.length, usedAt: platform.clock.now() };
  const kept = await commitBytes(current.store, bytes.length, () => current.store.commit({ put: { blobs: [blob] } }));
  return kept.ok ? kept : refuse(kept.refusal.tag === 'store-full' ? 'device-full' : 'device-error');
}
