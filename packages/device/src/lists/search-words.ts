/**
 * How lists are searched by words: what is said of a document as one normalised line, and what a person typed as pieces to look
 * for in it. Pure.
 *
 * Letters lose case and accents, everything that is neither letter nor digit parts words. A word typed is found at the beginning
 * of a word; one of three digits or more anywhere, for numbers are remembered by their end; what stands between quotes is found
 * as whole words in that order. All pieces must be found. Measured in the design: a plain scan of such lines is fastest.
 */
import type { DocumentRow } from '../document-model.ts';

/** Lower case without accents, everything else than letters and digits as one blank: "Facturé n° F-12" is "facture n f 12". */
export function plain(text: string): string {
  const lower = ASCII.test(text) ? text.toLowerCase() : unaccented(text);
  return lower.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

// oxlint-disable-next-line no-control-regex -- what needs no decomposition is most of it
const ASCII = /^[\x00-\x7f]*$/;

function unaccented(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll('\u0153', 'oe')
    .replaceAll('\u00e6', 'ae')
    .replaceAll('\u00df', 'ss');
}

/** Fields as one line to search in: a blank before and behind each word, no phrase over two fields. */
export function lineOf(fields: readonly (string | undefined | null)[]): string {
  let line = '';
  for (const field of fields) {
    if (!field) continue;
    const words = plain(field);
    if (words !== '') line += ` ${words} |`;
  }
  return line;
}

/** What a document is found by, without the words of its file. */
export function documentLine(row: DocumentRow, comments: readonly string[] = []): string {
  const { facts } = row;
  return lineOf([
    row.name,
    facts?.issuer,
    facts?.number,
    facts?.recipient,
    facts?.issuerId,
    facts?.recipientId,
    facts?.account,
    facts?.total === undefined ? null : euros(facts.total),
    row.comment,
    row.origin,
    row.reason,
    row.booked?.entry,
    ...comments,
  ]);
}

/** `5548,56`, as a person types it. */
function euros(cents: number): string {
  const whole = Math.abs(cents);
  return `${Math.floor(whole / 100)},${String(whole % 100).padStart(2, '0')}`;
}

/** Pieces of what was typed, each to be found as it is in a line of `lineOf`. */
export function searchPieces(typed: string): readonly string[] {
  const pieces: string[] = [];
  for (const [, phrase, word] of typed.matchAll(/["\u00ab\u201c]([^"\u00bb\u201d]*)["\u00bb\u201d]|(\S+)/gu)) {
    const words = plain(phrase ?? word ?? '');
    if (words === '') continue;
    pieces.push(phrase !== undefined ? ` ${words} ` : /^\d{3,}$/.test(words) ? words : ` ${words}`);
  }
  return [...new Set(pieces)];
}

export function hasAll(line: string, pieces: readonly string[]): boolean {
  for (const piece of pieces) if (!line.includes(piece)) return false;
  return true;
}

/** The same as `includes` in a long text: blanks are everywhere, so the letters behind one are looked for first. */
export function hasPiece(text: string, piece: string): boolean {
  if (!piece.startsWith(' ')) return text.includes(piece);
  const letters = piece.slice(1);
  for (let at = text.indexOf(letters, 1); at > 0; at = text.indexOf(letters, at + 1)) if (text.charCodeAt(at - 1) === BLANK) return true;
  return false;
}

const BLANK = 32;
