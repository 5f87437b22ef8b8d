/**
 * Backups by themselves (O2, R099): every night at each place, at once where one is missing or the keys were replaced, again an
 * hour after a failure. A place that fails stops no other. Those that have had their five days go only after a newer one was
 * verified; one that is late is told.
 */
import type { Clock, Log, Timers } from '@navette/kernel/ports';
import type { Metrics } from '../ports.ts';
import { isThere, keptBackups, removePast, type KeptBackup } from './backup-place.ts';
import { backupName, LATE_AFTER, lastDue, nextDue } from './nights.ts';
import path from 'node:path';

/** What became of one: verified, or why there is none. `code` is the system's word. */
export type MadeBackup = { readonly made: true } | { readonly made: false; readonly reason: string; readonly code?: string };

/** Makes a verified backup in a folder that is not there yet. */
export type MakeBackup = (to: string) => Promise<MadeBackup>;

export type NightlyParts = {
  readonly places: readonly string[];
  /** Time of day in Paris, `HH:MM`. */
  readonly at: string;
  readonly firm: string;
  /** The published list of keys, by its last act. */
  readonly keys: () => string;
  readonly make: MakeBackup;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly log: Log;
};

export type PlaceState = {
  /** When the last sound one was made; null for none. */
  readonly madeAt: number | null;
  readonly late: boolean;
  /** Why the last try failed; null when it did not. */
  readonly problem: string | null;
};

export type Nightly = {
  /** Of each place, in the order they were given. */
  state(): readonly PlaceState[];
  /** Looks now whether something is due; resolves when it is done. */
  look(): Promise<void>;
  /** No further backup begins. */
  close(): void;
};

/** Milliseconds between two looks, and after a failure. */
const LOOK = 5 * 60_000;
const AGAIN = 3600_000;

type Place = { readonly folder: string; newest: KeptBackup | null; problem: string | null; triedAt: number; told: boolean };

export function startNightly({ places, at, firm, keys, make, clock, timers, metrics, log }: NightlyParts): Nightly {
  const since = clock.now();
  const all = places.map((folder): Place => ({ folder, newest: newestOf(folder), problem: null, triedAt: -Infinity, told: false }));
  let cancel: () => void = () => undefined;
  let closed = false;
  let looking: Promise<void> | null = null;

  function newestOf(folder: string): KeptBackup | null {
    return keptBackups(folder, firm).findLast(({ sound }) => sound) ?? null;
  }

  /** Since the last sound one; since this start where there never was one. */
  const age = ({ newest }: Place): number => clock.now() - (newest?.madeAt ?? since);

  function isDue(place: Place): boolean {
    const now = clock.now();
    // A clock that was set back is no reason to wait.
    if (now - place.triedAt < AGAIN && now >= place.triedAt && place.problem !== null) return false;
    return place.newest === null || place.newest.madeAt < lastDue(now, at) || place.newest.keys !== keys();
  }

  async function backUp(place: Place): Promise<void> {
    const number = all.indexOf(place) + 1;
    place.triedAt = clock.now();
    const done = isThere(place.folder)
      ? await make(path.join(place.folder, backupName(clock.now()))).catch((): MadeBackup => ({ made: false, reason: 'broken' }))
      : { made: false as const, reason: 'place-missing' };
    place.problem = done.made ? null : done.reason;
    place.newest = newestOf(place.folder);
    metrics.count('backups', 1, done.made ? 'made' : 'failed');
    if (done.made) log('backup-made', { place: number, seconds: Math.round((clock.now() - place.triedAt) / 1000) });
    else log('backup-failed', { place: number, reason: done.reason, ...(done.code !== undefined && { code: done.code }) });
    const removed = isThere(place.folder) ? removePast(place.folder, firm, clock.now()) : 0;
    if (removed > 0) log('backups-removed', { place: number, count: removed });
  }

  function tellLate(): void {
    for (const [i, place] of all.entries()) {
      const late = age(place) > LATE_AFTER;
      if (late && !place.told) log('backup-late', { place: i + 1, hours: Math.floor(age(place) / 3600_000) });
      place.told = late;
    }
  }

  async function lookOnce(): Promise<void> {
    for (const place of all) if (!closed && isDue(place)) await backUp(place);
    tellLate();
  }

  function look(): Promise<void> {
    looking ??= lookOnce()
      .catch(() => log('backup-failed', { reason: 'broken' }))
      .finally(() => {
        looking = null;
        schedule();
      });
    return looking;
  }

  function schedule(): void {
    cancel();
    if (!closed) cancel = timers.after(Math.min(LOOK, nextDue(clock.now(), at) - clock.now()), () => void look());
  }

  const endGauge = metrics.gauge('backup_age_seconds', () => Math.max(...all.map(age)) / 1000);
  cancel = timers.after(0, () => void look());
  return {
    state: () => all.map((place) => ({ madeAt: place.newest?.madeAt ?? null, late: age(place) > LATE_AFTER, problem: place.problem })),
    look,
    close() {
      closed = true;
      cancel();
      endGauge();
    },
  };
}
