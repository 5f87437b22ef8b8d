/** Where records end in the bytes of a flat file, and what those bytes are at first sight. */

const LF = 10;
const CR = 13;
const SPACE = 32;

export function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/**
 * Past one line end: CR and LF, LF, CR, or several CR and an LF, as some software writes it.
 * @param p where it begins
 */
export function afterLineEnd(bytes: Uint8Array, p: number, end: number): number {
  if (bytes[p] === LF) return p + 1;
  let q = p + 1;
  while (q < end && bytes[q] === CR) q++;
  return q < end && bytes[q] === LF ? q + 1 : p + 1;
}

/** Past the last line end that is whole: one that ends on CR may go on in the next piece. */
export function endOfRecords(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === CR) end--;
  if (end === bytes.length) return Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1;
  return Math.max(bytes.lastIndexOf(LF, end - 1), bytes.lastIndexOf(CR, end - 1)) + 1;
}

export function isUtf16(bytes: Uint8Array): boolean {
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return marked || (bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0) || (bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0);
}

export function blankBetween(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end; p++) if (bytes[p] !== SPACE) return false;
  return true;
}
