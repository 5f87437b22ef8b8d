/** A value beside its label, after it in the same cell, to its right, or under it: the three places people write it. */
import type { TextCell, TextLine } from './text-layout.ts';

export type Found<T> = { readonly value: T; readonly words: string; readonly line: number; readonly beside: boolean };

/** How a value is read from the beginning of a text; null where there is none. */
export type ReadValue<T> = (text: string, folded: string) => T | null;

const CELLS_RIGHT = 2;
const LINES_BELOW = 2;

/**
 * Every value a label stands at.
 * @param label on folded text; must not be global
 * @param read of what follows the label, then of the cells beside and under it
 */
export function valuesAt<T>(lines: readonly TextLine[], label: RegExp, read: ReadValue<T>): Found<T>[] {
  const found: Found<T>[] = [];
  for (const [index, line] of lines.entries()) {
    for (const [column, cell] of line.cells.entries()) {
      const match = label.exec(cell.folded);
      if (!match) continue;
      const from = match.index + match[0].length;
      const value = valueAround(lines, index, column, cell, from, read);
      if (value) found.push({ ...value, line: index });
    }
  }
  return found;
}

function valueAround<T>(
  lines: readonly TextLine[],
  index: number,
  column: number,
  cell: TextCell,
  from: number,
  read: ReadValue<T>,
): Omit<Found<T>, 'line'> | null {
  const after = read(cell.text.slice(from), cell.folded.slice(from));
  if (after !== null) return { value: after, words: cell.text, beside: true };
  const line = lines[index];
  // A colon or a dash alone may stand between them.
  for (const right of line?.cells.slice(column + 1, column + 1 + CELLS_RIGHT) ?? []) {
    const value = read(right.text, right.folded);
    if (value !== null) return { value, words: `${cell.text} ${right.text}`, beside: true };
    if (/[\p{L}\d]/u.test(right.text)) break;
  }
  // What follows the label in its own cell is its value, even where we cannot read it.
  if (/[a-z0-9]{2}/.test(cell.folded.slice(from))) return null;
  for (const below of lines.slice(index + 1, index + 1 + LINES_BELOW)) {
    if (!line || below.page !== line.page || line.y - below.y > 40) break;
    const under = below.cells.find((one) => Math.min(one.end, cell.end) - Math.max(one.x, cell.x) > 0);
    const value = under ? read(under.text, under.folded) : null;
    if (value !== null) return { value, words: `${cell.text} ${under?.text ?? ''}`, beside: false };
    if (under) break;
  }
  return null;
}
