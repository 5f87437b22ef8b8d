// A tiny pseudo-random generator for the demonstration data.
// It knows neither the clock nor Math.random: the same seed always gives the same series,
// which is what keeps the demonstration files byte-identical from one run to the next.

/** A deterministic series of choices. */
export interface SeededRandom {
  /** A number in [0, 1). */
  next(): number;
  /** An integer between both bounds, bounds included. */
  between(low: number, high: number): number;
  /** One item of a non-empty list. */
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** Opens the series named by `seed` (FNV-1a to a state, then mulberry32). */
export function seededRandom(seed: string): SeededRandom {
  let state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) {
    state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
  }
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: <T>(items: readonly [T, ...T[]]): T => items[Math.floor(next() * items.length)] ?? items[0],
  };
}
