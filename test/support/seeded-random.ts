/** Chance that repeats for the same seed (mulberry32), for tests that draw their plan. */
export type Draw = {
  /** From 0 up to, never reaching, 1. */
  next(): number;
  /** A whole number below `count`. */
  below(count: number): number;
  chance(share: number): boolean;
  one<T>(of: readonly T[]): T;
};

export function seededRandom(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    chance: (share) => next() < share,
    one(of) {
      const found = of[below(of.length)];
      if (found === undefined) throw new Error('nothing to draw from');
      return found;
    },
  };
}
