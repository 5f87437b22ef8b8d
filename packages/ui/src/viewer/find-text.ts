/**
 * Finding words in the text of a page as people type them: without accents or case, whatever kind of space or apostrophe was printed,
 * over the pieces a PDF cuts its lines into, and amounts with or without the space between thousands. Knows no PDF library and no screen.
 */

/** A piece of text as a page places it. */
export type TextItem = { readonly text: string; readonly endsLine: boolean };
/** A part of one item; its ends are positions in the item's own text. */
export type Segment = { readonly item: number; readonly from: number; readonly to: number };

/** Ligatures, apostrophes and dashes, by their numbers. */
const LETTERS: Readonly<Record<string, string>> = {
  '\u0153': 'oe',
  '\u00e6': 'ae',
  '\u00df': 'ss',
  '\u2019': "'",
  '\u2018': "'",
  '\u2010': '-',
  '\u2011': '-',
  '\u2013': '-',
  '\u2014': '-',
};
/** Printed nowhere: a soft hyphen, marks of direction, spaces of no width. */
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
/** The space between thousands. */
const THOUSANDS = /(?<=\d) (?=\d{3}(?!\d))/g;

function foldedCharacter(character: string): string {
  if (/\s/.test(character)) return ' ';
  if (UNSEEN.test(character)) return '';
  const plain = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return LETTERS[plain] ?? plain.replace(/\s/g, ' ');
}

/** Told of each folded piece, and of where it stands. */
type Told = (folded: string, item: number, from: number, to: number) => void;

function eachFolded(items: readonly TextItem[], tell: Told): void {
  let last = ' ';
  items.forEach(({ text, endsLine }, item) => {
    let from = 0;
    for (const character of text) {
      const folded = foldedCharacter(character);
      const to = from + character.length;
      if (folded !== '' && (folded !== ' ' || last !== ' ')) tell((last = folded), item, from, to);
      from = to;
    }
    if (endsLine && last !== ' ') tell((last = ' '), item, from, from);
  });
}

/** The text of a page as it is searched. */
export function foldedText(items: readonly TextItem[]): string {
  const parts: string[] = [];
  eachFolded(items, (folded) => parts.push(folded));
  return parts.join('').replace(THOUSANDS, '');
}

/** What somebody typed, as it is looked for; empty when there is nothing to look for. */
export function foldedQuery(typed: string): string {
  return foldedText([{ text: typed.trim(), endsLine: false }]).trim();
}

/** How often a folded query stands in a folded text, up to so many. */
export function countIn(text: string, query: string, most = Number.POSITIVE_INFINITY): number {
  let count = 0;
  if (query === '') return 0;
  for (let at = text.indexOf(query); at >= 0 && count < most; at = text.indexOf(query, at + query.length)) count++;
  return count;
}

/** Where a folded query stands in a page's items, in reading order; as many as `countIn` says of its folded text. */
export function placesIn(items: readonly TextItem[], query: string): readonly (readonly Segment[])[] {
  if (query === '') return [];
  const characters: { readonly unit: string; readonly item: number; readonly from: number; readonly to: number }[] = [];
  eachFolded(items, (folded, item, from, to) => {
    for (let at = 0; at < folded.length; at++) characters.push({ unit: folded.charAt(at), item, from, to });
  });
  const whole = characters.map(({ unit }) => unit).join('');
  const dropped = new Set([...whole.matchAll(THOUSANDS)].map(({ index }) => index));
  const kept = characters.filter((_, index) => !dropped.has(index));
  const text = kept.map(({ unit }) => unit).join('');
  const places: Segment[][] = [];
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
    const segments: Segment[] = [];
    for (const { item, from, to } of kept.slice(at, at + query.length)) {
      const last = segments.at(-1);
      if (last?.item === item) segments[segments.length - 1] = { item, from: last.from, to };
      else segments.push({ item, from, to });
    }
    places.push(segments.filter((segment) => segment.to > segment.from));
  }
  return places;
}
