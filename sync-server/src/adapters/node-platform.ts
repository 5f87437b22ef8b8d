/**
 * The platform ports of the server, as Node gives them: time, chance, and a log of JSON lines.
 *
 * Knows no domain word. The log takes event codes and ids only (O1): whoever calls it decides what is an id.
 */
import { randomBytes } from 'node:crypto';
import type { Clock, Log, Random } from '@navette/kernel/ports';

export const systemClock: Clock = { now: () => Date.now() };

export const systemRandom: Random = { bytes: (count) => new Uint8Array(randomBytes(count)) };

/**
 * One JSON object a line: time, event, facts.
 * @param write where a line goes; the server gives stderr
 */
export function jsonLog(write: (line: string) => void, clock: Clock = systemClock): Log {
  return (event, facts = {}) => write(`${JSON.stringify({ at: new Date(clock.now()).toISOString(), event, ...facts })}\n`);
}
