/**
 * Words of a page with their places, as lines and cells: what stands beside a label and what stands under it. Of plain text,
 * which has no places, each column of characters is one.
 */
export type TextItem = {
  readonly text: string;
  /** Points from the left and from the bottom, as PDF counts. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type TextCell = { readonly text: string; readonly folded: string; readonly x: number; readonly end: number };
export type TextLine = {
  readonly page: number;
  readonly y: number;
  readonly height: number;
  readonly cells: readonly TextCell[];
  readonly text: string;
  readonly folded: string;
};

/** Lines apart by more than this share of a letter's height are two. */
const SAME_LINE = 0.35;
const LINES = 1_500;

/** @returns the lines of all pages, from top to bottom, cells from left to right */
export function linesOf(pages: readonly (readonly TextItem[])[]): TextLine[] {
  return pages.flatMap((items, page) => linesOfPage(items, page)).slice(0, LINES);
}

function linesOfPage(items: readonly TextItem[], page: number): TextLine[] {
  const sorted = items.filter(({ text }) => text.trim() !== '').toSorted((a, b) => b.y - a.y || a.x - b.x);
  const groups: TextItem[][] = [];
  for (const item of sorted) {
    const last = groups.at(-1);
    const top = last?.[0];
    if (last && top && top.y - item.y <= Math.max(2, Math.min(top.height, item.height) * SAME_LINE)) last.push(item);
    else groups.push([item]);
  }
  return groups.map((group) =>
    lineOf(
      group.toSorted((a, b) => a.x - b.x),
      page,
    ),
  );
}

function lineOf(items: readonly TextItem[], page: number): TextLine {
  const cells: { text: string; x: number; end: number }[] = [];
  for (const { text, x, width, height } of items) {
    const last = cells.at(-1);
    const gap = last ? x - last.end : Infinity;
    if (last && gap <= Math.max(4, height * 0.7)) {
      last.text += gap > height * 0.15 && !last.text.endsWith(' ') ? ` ${text}` : text;
      last.end = Math.max(last.end, x + width);
    } else cells.push({ text, x, end: x + width });
  }
  return line(cells, items[0]?.y ?? 0, Math.max(...items.map(({ height }) => height)), page);
}

/** @param text lines by line breaks, cells by two spaces or a tab; the same shape as a page with places */
export function linesOfText(text: string): TextLine[] {
  return text
    .split(/\r\n|\r|\n/)
    .slice(0, LINES)
    .map((row, index) => {
      const cells = [...row.matchAll(/\S+(?: \S+)*/g)].map((match) => ({
        text: match[0],
        x: match.index * 5,
        end: (match.index + match[0].length) * 5,
      }));
      return line(cells, -index * 10, 10, 0);
    })
    .filter(({ cells }) => cells.length > 0);
}

function line(
  cells: readonly { readonly text: string; readonly x: number; readonly end: number }[],
  y: number,
  height: number,
  page: number,
): TextLine {
  const clean = cells.map(({ text, x, end }) => {
    const plain = text
      .normalize('NFC')
      .replaceAll(/[\s\u00a0\u202f\u2009]+/g, ' ')
      .trim();
    return { text: plain, folded: folded(plain), x, end };
  });
  const text = clean.map((cell) => cell.text).join(' | ');
  return { page, y, height, cells: clean, text, folded: folded(text) };
}

/** Lower case without accents, letter for letter: a place in it is the same place in the text. */
export function folded(text: string): string {
  let plain = '';
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] ?? '';
    const base = letter < '\u0080' ? letter.toLowerCase() : (letter.normalize('NFD')[0] ?? letter).toLowerCase();
    plain += base.length === 1 ? (FOLDED[base] ?? base) : letter;
  }
  return plain;
}

const FOLDED: Readonly<Record<string, string>> = { '’': "'", '‘': "'", '`': "'", '−': '-', '–': '-', '—': '-', º: '°' };
