/**
 * How much and how often a tab may speak to the background (M1): 64 KiB a message, bytes apart, and 20 messages a second.
 *
 * Counts live in memory: a stopped worker starts them again, which gives a sender nothing it could not have by waiting.
 */
const LARGEST = 64 * 1024;
const DEEPEST = 8;
const A_SECOND = 1000;
const MOST_A_SECOND = 20;

/** Whether a message is small enough to be looked at; blobs count nothing here, their schema limits them. */
export function isSmallEnough(message: unknown): boolean {
  let left = LARGEST;
  const spend = (value: unknown, depth: number): void => {
    if (left < 0) return;
    if (depth > DEEPEST) left = -1;
    else if (typeof value === 'string') left -= value.length * 2;
    else if (value instanceof Blob || typeof value !== 'object' || value === null) left -= 8;
    else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) left -= value.byteLength;
    else {
      for (const [key, inner] of Object.entries(value)) {
        left -= key.length * 2;
        spend(inner, depth + 1);
        if (left < 0) return;
      }
    }
  };
  spend(message, 0);
  return left >= 0;
}

/** @returns whether this tab may speak once more now; `now` in milliseconds */
export function makeRateLimit(): (tab: number, now: number) => boolean {
  const seen = new Map<number, { start: number; count: number }>();
  return (tab, now) => {
    const window = seen.get(tab);
    if (window === undefined || now - window.start >= A_SECOND || now < window.start) {
      if (seen.size > 1000) seen.clear();
      seen.set(tab, { start: now, count: 1 });
      return true;
    }
    window.count += 1;
    return window.count <= MOST_A_SECOND;
  };
}
