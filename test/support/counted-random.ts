/** Chance for tests: looks random, and is the same at each run. */
import { createHash } from 'node:crypto';
import type { Random } from '@navette/kernel/ports';

/** Chance that repeats: bytes counted up from a hash. */
export function countedRandom(seed = 'navette'): Random {
  let n = 0;
  const block = () => createHash('sha512').update(`${seed}/${n++}`).digest();
  return { bytes: (count) => new Uint8Array(Buffer.concat(Array.from({ length: Math.ceil(count / 64) }, block))).slice(0, count) };
}
