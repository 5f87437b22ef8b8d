/**
 * File names are display text, never paths (threat F6, P6).
 *
 * What remains: NFC, no control or bidirectional-override characters, no path separators,
 * at most 120 characters with the extension kept.
 */
// oxlint-disable-next-line no-control-regex -- removing them is the point
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const LONGEST = 120;

/**
 * Words that came from outside, as plain text: NFC, no control or bidirectional-override character, single spaces. May be empty.
 */
export function plainText(raw: string): string {
  return raw.normalize('NFC').replace(/\s+/g, ' ').replace(UNSAFE, '').trim();
}

/**
 * @param raw a name as a page, a disk or a server gave it
 * @returns a name safe to show and to propose at download; never empty
 */
export function displayName(raw: string): string {
  const leaf =
    raw
      .normalize('NFC')
      .replace(UNSAFE, '')
      .split(/[\\/]/)
      .filter((part) => part !== '' && part !== '.' && part !== '..')
      .at(-1) ?? '';
  const name = leaf.replace(/\s+/g, ' ').trim();
  if (name === '') return 'document';
  if (name.length <= LONGEST) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  // By characters, not UTF-16 units: half a pair is no text.
  return `${[...name].slice(0, LONGEST - extension.length - 1).join('')}…${extension}`;
}
