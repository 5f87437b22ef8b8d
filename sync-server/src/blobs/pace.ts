/**
 * The pace of a transfer: what moves is given time, what trickles is cut (N5).
 *
 * After a first allowance every byte buys time, so that a slow line passes and a line held open on purpose does not. What
 * came before the cut is its receiver's to keep.
 */
import type { ServerLimits } from '../server-limits.ts';

export type TransferLimits = Pick<ServerLimits, 'slowest-transfer' | 'transfer-patience' | 'open-uploads'>;

/** No timer is ever set under these. */
export const NO_TRANSFER_LIMITS: TransferLimits = { 'slowest-transfer': 0, 'transfer-patience': 0, 'open-uploads': Infinity };

export class TooSlow extends Error {}

/** Milliseconds a transfer may have taken once this many bytes moved. */
function allowance(limits: TransferLimits, bytes: number): number {
  return (limits['transfer-patience'] + bytes / limits['slowest-transfer']) * 1000;
}

/** @throws TooSlow in the place of the piece that did not come in time */
export async function* atPace(
  bytes: AsyncIterable<Uint8Array>,
  limits: TransferLimits,
  now: () => number = () => performance.now(),
): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  const start = limits['slowest-transfer'] > 0 ? now() : 0;
  let moved = 0;
  let ended = false;
  try {
    for (;;) {
      const next =
        limits['slowest-transfer'] > 0 ? await inTime(iterator.next(), start + allowance(limits, moved) - now()) : await iterator.next();
      if (next.done) {
        ended = true;
        return;
      }
      moved += next.value.length;
      yield next.value;
    }
  } finally {
    // Not awaited: a source that stands still does not answer this either.
    if (!ended) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

async function inTime<T>(next: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow('a transfer stands still')), Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([next, late]);
  } finally {
    clearTimeout(timer);
    next.catch(() => undefined);
  }
}

/**
 * Watches a reader: each piece it takes buys time; one that stands still is given up.
 * @param cut called once when it stands still
 */
export function watchReader(limits: TransferLimits, cut: () => void): { took(bytes: number): void; end(): void } {
  if (limits['slowest-transfer'] === 0) return { took: () => undefined, end: () => undefined };
  const start = performance.now();
  let moved = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(cut, Math.max(0, start + allowance(limits, moved) - performance.now()));
    timer.unref();
  };
  wait();
  return {
    took(bytes) {
      moved += bytes;
      wait();
    },
    end: () => clearTimeout(timer),
  };
}
