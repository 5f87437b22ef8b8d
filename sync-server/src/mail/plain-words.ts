/**
 * Words of people in a letter of the firm's (⑪): one short line, nothing that a mail program would make a link of, nothing that
 * turns the direction of reading.
 *
 * A name is never a reason to refuse a letter: what remains of it is shown, and a neutral word where nothing does.
 */

/** Characters of a name. */
const NAME = 60;

// oxlint-disable-next-line no-control-regex -- removing them is the point
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
const DOT = '[.\u3002\uff0e\uff61\u2024]';
/** An initial that runs into the name after it is a name, not an address. */
const INITIAL = new RegExp(`(?<![\\p{L}\\p{N}])(\\p{Lu})${DOT}(?=\\p{Lu}\\p{Ll})`, 'gu');
const LIKE_AN_ADDRESS = new RegExp(
  [
    String.raw`[\p{L}][\p{L}\p{N}+.-]{1,20}:\/\/\S*`,
    String.raw`(?:mailto|tel|sms|javascript|data):\S*`,
    String.raw`\S*[@\uff20]\S*`,
    String.raw`(?:[\p{L}\p{N}_-]+${DOT})+(?:\p{L}{2,}|\p{N}+)(?::\d+)?(?:[\/?#]\S*)?`,
    String.raw`\S*\/\/\S*`,
  ].join('|'),
  'giu',
);

/**
 * @param raw what a person typed
 * @param otherwise the neutral word, where nothing of it remains
 */
export function plainName(raw: string, otherwise: string): string {
  return plainLine(raw, NAME) || otherwise;
}

/** A sentence of a person: as a name, and longer. */
export function plainLine(raw: string, longest: number): string {
  const line = raw
    .normalize('NFC')
    // A control character parts words: joined they could make an address.
    .replace(UNSAFE, ' ')
    .replace(INITIAL, '$1. ')
    .replace(LIKE_AN_ADDRESS, ' ')
    // No-break spaces are meant.
    .replace(/[^\S\u00a0\u202f]+/gu, ' ')
    .trim();
  const letters = [...line];
  return letters.length <= longest
    ? line
    : `${letters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}
