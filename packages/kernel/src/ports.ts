/**
 * What pure code asks of its platform, in the few words it needs. Adapters give the real ones, tests give twins.
 *
 * A port's failure is a value of the port's own words; anything else that goes wrong throws, and is a bug.
 */

/** Milliseconds since 1970. */
export type Clock = { now(): number };

export type Timers = {
  /** Runs `task` once after `delay` milliseconds; the returned function cancels it. */
  after(delay: number, task: () => void): () => void;
};

export type Random = {
  /** Bytes nobody can guess. */
  bytes(count: number): Uint8Array;
};

export type Hasher = {
  /** SHA-256. */
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
};

/** Event codes and ids only: no name, amount, address or content ever reaches a log (O1). */
export type Log = (event: string, facts?: Readonly<Record<string, string | number | boolean>>) => void;
