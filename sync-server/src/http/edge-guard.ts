/**
 * What no handler ever sees: request targets that two readers could read differently (N7).
 *
 * Works on the raw target of the request line, before any normalising. Rights never depend on it: each handler checks
 * its own.
 */

const CROOKED = /\\|\/\/|%2f|%5c|%00|%25/i;
const DOTS = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;
const PLAIN = /^\/[\x21-\x7e]*$/;

/**
 * @param target as in the request line: path and query
 * @returns whether the path is one that is read one way only
 */
export function isStraightPath(target: string): boolean {
  const path = target.split(/[?#]/, 1)[0] ?? '';
  return target.length <= 2048 && PLAIN.test(path) && !CROOKED.test(path) && !DOTS.test(path);
}
