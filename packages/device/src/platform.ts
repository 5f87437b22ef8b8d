/** The platform of a browser context behind the ports: real clock, timers, randomness and SHA-256. */
import type { Clock, Hasher, Random, Timers } from '@navette/kernel/ports';
import type { Locks } from './locks.ts';
import { webLocks } from './locks.ts';
import type { Seldom } from './sync/seldom.ts';

export type Platform = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly hasher: Hasher;
  readonly locks: Locks;
  /** Loads what is needed seldom; may fail as loading does, and is tried again. */
  seldom(): Promise<Seldom>;
};

/** @param seldom how this context loads `sync/seldom.ts` */
export function browserPlatform(seldom: Platform['seldom']): Platform {
  return {
    clock: { now: () => Date.now() },
    timers: {
      after(delay, task) {
        const handle = setTimeout(task, delay);
        return () => clearTimeout(handle);
      },
    },
    random: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) },
    hasher: { sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) },
    locks: webLocks(),
    seldom,
  };
}
