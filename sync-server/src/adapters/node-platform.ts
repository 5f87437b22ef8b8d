/**
 * The platform ports of the server, as Node gives them: time, chance, and a log of JSON lines.
 *
 * Knows no domain word. The log takes event codes and ids only (O1): whoever calls it decides what is an id.
 */
import { randomBytes } from 'node:crypto';
import type { Clock, Log, Random, Timers } from '@navette/kernel/ports';

export const systemClock: Clock = { now: () => Date.now() };

/** A timer that waits keeps no process alive. */
export const systemTimers: Timers = {
  after(delay, task) {
    const timer = setTimeout(task, delay);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Asking the system costs microseconds, whatever the count: small requests are served from a store of bytes, each given once. */
const STORE = 4096;
let store = new Uint8Array();
let given = 0;

export const systemRandom: Random = {
  bytes(count) {
    if (count > STORE / 8) return new Uint8Array(randomBytes(count));
    if (given + count > store.length) {
      store = new Uint8Array(randomBytes(STORE));
      given = 0;
    }
    const bytes = store.slice(given, given + count);
    store.fill(0, given, (given += count));
    return bytes;
  },
};

/**
 * One JSON object a line: time, event, facts.
 * @param write where a line goes; the server gives stderr
 */
export function jsonLog(write: (line: string) => void, clock: Clock = systemClock): Log {
  return (event, facts = {}) => write(`${JSON.stringify({ at: new Date(clock.now()).toISOString(), event, ...facts })}\n`);
}
