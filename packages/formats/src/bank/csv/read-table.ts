/**
 * Rows of cells of a text file that somebody's spreadsheet or bank wrote. Lenient, unlike `table-line.ts`: quoted cells may
 * hold line breaks, a quote that never closes is a letter like any other, and nothing is refused. Each row keeps the line on
 * which it begins.
 */
export type TableRow = { readonly line: number; readonly cells: readonly string[] };

export const TABLE_SEPARATORS = [';', '\t', ',', '|'] as const;
export type TableSeparator = (typeof TABLE_SEPARATORS)[number];

/** A quoted cell longer than this has lost its closing quote. */
const QUOTED = 4_000;
const CELLS = 200;
/** Rows read of one file: ten years of a busy account. */
export const TABLE_ROWS = 200_000;

/** @returns the first rows of {@link rowsOf} */
export function readTable(text: string, separator: TableSeparator, most = TABLE_ROWS): TableRow[] {
  const rows: TableRow[] = [];
  for (const row of rowsOf(text, separator)) {
    rows.push(row);
    if (rows.length >= most) break;
  }
  return rows;
}

/**
 * Row by row, so that a long file costs one row.
 * @returns empty rows left out; cells without the spaces around them, and `="0123"` as `0123`
 */
export function* rowsOf(text: string, separator: TableSeparator): Generator<TableRow> {
  let [at, line] = [text.codePointAt(0) === 0xfeff ? 1 : 0, 1];
  while (at < text.length) {
    const begun = line;
    const cells: string[] = [];
    for (;;) {
      const { cell, end, breaks } = cellAt(text, at, separator);
      line += breaks;
      if (cells.length < CELLS) cells.push(cell);
      at = end;
      if (text[at] !== separator) break;
      at++;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 2;
    else at++;
    line++;
    if (cells.some((cell) => cell !== '')) yield { line: begun, cells };
  }
}

/** One cell from where it begins; `end` is at its separator, its line break or the end of the text. */
function cellAt(text: string, from: number, separator: TableSeparator): { cell: string; end: number; breaks: number } {
  let start = from;
  while (text[start] === ' ') start++;
  if (text[start] === '=' && text[start + 1] === '"') start++;
  if (text[start] === '"') {
    const closing = closingQuote(text, start);
    if (closing >= 0) {
      let end = closing + 1;
      while (text[end] === ' ') end++;
      if (end >= text.length || text[end] === separator || text[end] === '\r' || text[end] === '\n') {
        const raw = text.slice(start + 1, closing).replaceAll('""', '"');
        return { cell: raw.trim(), end, breaks: raw.match(/\r\n|\r|\n/g)?.length ?? 0 };
      }
    }
  }
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== '\r' && text[end] !== '\n') end++;
  return { cell: text.slice(from, end).trim(), end, breaks: 0 };
}

function closingQuote(text: string, open: number): number {
  const limit = Math.min(text.length, open + QUOTED);
  for (let i = open + 1; i < limit; i++) {
    if (text[i] !== '"') continue;
    if (text[i + 1] !== '"') return i;
    i++;
  }
  return -1;
}
