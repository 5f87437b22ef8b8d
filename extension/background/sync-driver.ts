/**
 * Makes the sync engine run when something may wait: at start, on an alarm, when the network returns, when a page asks.
 *
 * It decides when to try, never what: two contexts trying at once are kept apart by the engine's own locks.
 */
import type { Observable, SyncControl } from '@navette/device/model';
import { browser } from 'wxt/browser';
import { keepAliveWhile } from './keep-alive.ts';

const PERIODIC = 'sync';
const RETRY = 'sync-retry';
/** A floor, for when nothing else woke the background. */
const EVERY_MINUTES = 5;

export type SyncDriver = {
  /** Tries now, without making the caller wait. */
  wake(): void;
};

/** @param nextTryAt the soonest of all firms */
export function makeSyncDriver(sync: Pick<SyncControl, 'syncNow'>, nextTryAt: Observable<number | null>): SyncDriver {
  nextTryAt.subscribe(planRetry);
  return { wake: () => void keepAliveWhile(sync.syncNow()).catch(() => undefined) };
}

/** The engine's next try survives the background: an alarm wakes it. */
function planRetry(at: number | null): void {
  if (at === null) void browser.alarms.clear(RETRY);
  else void browser.alarms.create(RETRY, { when: Math.max(at, Date.now() + 30_000) });
}

/** Made only if absent: an alarm made again at each start would never ring. */
export async function ensureAlarm(): Promise<void> {
  if ((await browser.alarms.get(PERIODIC)) === undefined) await browser.alarms.create(PERIODIC, { periodInMinutes: EVERY_MINUTES });
}
