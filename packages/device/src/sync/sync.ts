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
import { ask, type Net, type NetProblem } from '../net.ts';
import type { Platform } from '../platform.ts';
import { pullAll, readPosition } from './pull.ts';
import { pushOutbox } from './push.ts';
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
    await note(current.store, { ...before, running: true });
    const problem = await work(current, net(current), platform);
    const attempt = problem ? before.attempt + 1 : 0;
    const wait = problem && problem !== 'sign-in-needed' ? backoff(attempt, platform) : await untilNextUpload(current, platform);
    const nextTryAt = wait === null ? null : platform.clock.now() + wait;
    await note(current.store, { problem, attempt, running: false, nextTryAt, lastSyncAt: problem ? before.lastSyncAt : platform.clock.now() });
    if (wait !== null && !stopped) cancelNext = platform.timers.after(wait, () => void syncNow());
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

/** Push first, so that a withdrawn right finds unsent work handed in or refused before anything is forgotten. */
async function work(current: Desk, net: Net, platform: Platform): Promise<SyncProblem | null> {
  const position = await readPosition(current);
  const first = position.epoch === null ? await pullAll(current, net) : ok(position.epoch);
  if (!first.ok) return first.refusal.problem;
  const pushed = await pushOutbox(current, net, platform, first.value);
  if (!pushed.ok && stops(pushed.refusal)) return pushed.refusal.problem;
  const uploaded = await uploadWaiting(current, net, platform);
  const pulled = await pullAll(current, net);
  await markSafe(current);
  return [pushed, uploaded, pulled].find((outcome) => !outcome.ok)?.refusal?.problem ?? null;
}

function stops(problem: NetProblem): boolean {
  return problem.problem !== 'server-error';
}

/** A file with a valid receipt may be dropped when room is needed: the server gives it again. */
async function markSafe({ store }: Desk): Promise<void> {
  const received = new Set((await store.list('receipts')).filter((row) => row.valid).map((row) => row.hash));
  const waiting = new Set((await store.list('uploads')).map((row) => row.hash));
  const safe = (await store.list('blobs')).filter((row) => !row.safe && received.has(row.hash) && !waiting.has(row.hash));
  if (safe.length > 0) await store.commit({ merge: { blobs: safe.map((row) => ({ hash: row.hash, safe: true })) } });
}

async function untilNextUpload({ store }: Desk, platform: Platform): Promise<number | null> {
  const next = (await store.list('uploads')).map((row) => row.nextAt).toSorted((a, b) => a - b)[0];
  return next === undefined ? null : Math.max(1000, next - platform.clock.now());
}

async function bringBlob(current: Desk, net: Net, platform: Platform, dossier: DossierId, hash: BlobHash): Promise<Result<void, SyncProblem>> {
  if (await current.store.get('blobs', hash)) return ok(undefined);
  const answer = await ask(net, { method: 'GET', path: blobPath(dossier, hash), headers: { accept: 'application/octet-stream' } }, 'bytes');
  if (!answer.ok) return refuse(answer.refusal.problem);
  const bytes = await answer.value.bytes();
  if (bytesToHex(await platform.hasher.sha256(bytes)) !== hash) return refuse('server-error');
  await current.store.commit({ put: { blobs: [{ hash, bytes: new Blob([bytes], { type: 'application/octet-stream' }), size: bytes.length, usedAt: platform.clock.now(), safe: true }] } });
  return ok(undefined);
}
