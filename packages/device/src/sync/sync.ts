/**
 * The sync engine: pushes, pulls and uploads what waits, one engine at a time per person and device (I14), run by the one
 * context that holds the session. Killed anywhere, the next run goes on from what the store says.
 */
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { Desk, LibraryWithDesk } from '../library.ts';
import type { SyncControl, SyncProblem } from '../model.ts';
import { DEAD_NUMBER, SAY_AGAIN } from '../accounts/device-number.ts';
import { heeding, LONGEST_AWAY, type Net, type NetProblem } from '../net.ts';
import { StoreFailure, type KeyValueRow } from '../store/local-store.ts';
import type { Platform } from '../platform.ts';
import { makeBringBlob } from './bring-blob.ts';
import { tellExports } from './export-notes.ts';
import { mustLeave } from './departure.ts';
import { readPosition } from './position.ts';
import { hear, pullAll } from './pull.ts';
import { pushOutbox, sayRoomAgain } from './push.ts';
import { note, readNoted } from './status.ts';
import { backoff, uploadWaiting } from './upload.ts';
import { validationsIn } from './waiting-validations.ts';

/** With nobody at the other end, or nobody we should listen to, there is no leaving either. */
const NO_TALK: ReadonlySet<SyncProblem> = new Set([
  'offline',
  'server-down',
  'server-busy',
  'other-server',
  'copied-device',
  'client-too-old',
]);

export type SyncPorts = {
  readonly platform: Platform;
  readonly library: Pick<LibraryWithDesk, 'desk' | 'syncStatus'>;
  readonly net: (desk: Desk) => Net;
  /** The person has left the firm and nothing of theirs is here any more: ends the enrolment. Without it, it stays. */
  readonly depart?: (desk: Desk, departure: KeyValueRow) => Promise<void>;
  /** Called around each stretch of work, for keeping a worker alive only while it transfers. */
  readonly working?: (busy: boolean) => void;
};

export type SyncEngine = Omit<SyncControl, 'firmTray'> & {
  /** Something may have to be done: runs soon, once, however often it is called. */
  nudge(): void;
  /** Stops for good; work under way finishes its request. */
  stop(): void;
};

export function makeSyncEngine({ platform, library, net, depart, working }: SyncPorts): SyncEngine {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let cancelNext: () => void = () => undefined;
  /** Until when a server asked to be left alone, whoever wants to hurry. */
  let away = { store: '', until: 0 };
  const bringBlob = makeBringBlob(platform);

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
      // The run that was told so has set its timer.
      if (!current || stopped || awayFor(current) > 0) return;
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
      const line = heeding(net(current), platform.random, (wait) => {
        away = { store: current.store.name, until: platform.clock.now() + wait };
      });
      problem = await work(current, line, platform, before.problem);
      if (problem === null || !NO_TALK.has(problem)) {
        await tellExports(current, line);
        const signedOut = problem === 'sign-in-needed';
        const asks = signedOut || (await mustLeave(current));
        const left = asks ? await (await platform.seldom()).leave(current, line, platform, signedOut) : ok(null);
        if (!left.ok) problem ??= left.refusal.problem;
        else if (left.value?.empty && depart) return await depart(current, left.value.departure);
      }
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

  /** Milliseconds; a time further ahead than any server may ask for is one that a clock set back has left behind (D4). */
  function awayFor({ store }: Desk): number {
    const left = away.store === store.name ? away.until - platform.clock.now() : 0;
    return left > 2 * LONGEST_AWAY ? 0 : Math.max(0, left);
  }

  /** Milliseconds; null when only an act can help: signing in again wakes the engine itself. */
  async function nextWait(current: Desk, problem: SyncProblem | null, attempt: number): Promise<number | null> {
    if (problem === 'sign-in-needed') return null;
    if (problem) return Math.max(backoff(attempt, platform), awayFor(current));
    return untilNextUpload(current, platform).catch(() => backoff(1, platform));
  }

  return {
    syncNow,
    nudge: () => void syncNow().catch(() => undefined),
    status: library.syncStatus,
    async bring(dossier, hash) {
      const current = await library.desk();
      return current ? bringBlob(current, net(current), dossier, hash) : refuse('sign-in-needed' as const);
    },
    stop() {
      stopped = true;
      cancelNext();
    },
  };
}

/**
 * Push first, so that a withdrawn right finds unsent work handed in or refused before anything is forgotten. But a server
 * is heard before it is told: whose key it has, and whether its log goes on under another epoch. Then everything it has is
 * brought here first, and what it lost is given back to it.
 */
async function work(current: Desk, net: Net, platform: Platform, before: SyncProblem | null): Promise<SyncProblem | null> {
  const problem = await exchange(current, net, platform, before);
  // Restored, and heard of it only now; or handed back in part: once more, so that all of it is here and there.
  return problem === null && (await isHealing(current, net, platform)) ? exchange(current, net, platform, null) : problem;
}

async function isHealing(current: Desk, net: Net, platform: Platform): Promise<boolean> {
  const healed = await heal(current, net, platform);
  return healed.ok && healed.value;
}

/** @returns whether something was given back to a log that was restored; one that never was has lost nothing */
async function heal(current: Desk, net: Net, platform: Platform): Promise<Result<boolean, NetProblem>> {
  const position = await readPosition(current);
  return position.epochs.length < 2 ? ok(false) : (await platform.seldom()).healRestored(current, net, platform, position);
}

async function exchange(current: Desk, net: Net, platform: Platform, before: SyncProblem | null): Promise<SyncProblem | null> {
  const { epoch } = await readPosition(current);
  const said = epoch !== null && before !== 'other-server' && (await hasNews(current)) ? await hear(current, net) : ok(epoch);
  if (!said.ok) return said.refusal.problem;
  const first = epoch === null || epoch !== said.value || before === 'other-server' ? await pullAll(current, net, platform) : ok(epoch);
  if (!first.ok) return first.refusal.problem;
  const healed = await heal(current, net, platform);
  if (!healed.ok) {
    if (stops(healed.refusal)) return healed.refusal.problem;
    // Restored once more in between, perhaps: only a pull tells.
    const told = await pullAll(current, net, platform);
    return told.ok ? healed.refusal.problem : told.refusal.problem;
  }
  await sayAgain(current, platform);
  const pushed = await pushOutbox(current, net, platform, first.value);
  if (!pushed.ok && stops(pushed.refusal)) return pushed.refusal.problem;
  const decided = pushed.ok ? await validate(current, net, platform) : null;
  const uploaded = await uploadWaiting(current, net, platform);
  const pulled = await pullAll(current, net, platform);
  return [pushed, uploaded, pulled].find((outcome) => !outcome.ok)?.refusal?.problem ?? decided;
}

/** What waits to be validated is told after the drafts and before the pull, which brings what came of it. */
async function validate(current: Desk, net: Net, platform: Platform): Promise<SyncProblem | null> {
  const waits = (await validationsIn(current.store)).some(({ refused }) => refused === null);
  return waits ? (await platform.seldom()).tellValidations(current, net) : null;
}

async function hasNews({ store }: Desk): Promise<boolean> {
  const [outbox, uploads] = await Promise.all([store.list('outbox', { limit: 1 }), store.list('uploads', { limit: 1 })]);
  return outbox.length + uploads.length > 0;
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
