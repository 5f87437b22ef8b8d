/**
 * The lines of all rows as one string, searched in one go: a call a row costs more than looking through its hundred letters. Made
 * again when rows have changed and somebody searches.
 */
import type { Listed } from './list-rules.ts';

export class PackedLines {
  readonly #lines: readonly string[];
  readonly #text: string;
  /** Where each line begins, and the end of the last. */
  readonly #starts: Uint32Array;

  /** Rows are numbered as they are given. */
  constructor(rows: readonly Listed[]) {
    this.#lines = rows.map(({ line }) => line);
    this.#text = this.#lines.join('\n');
    this.#starts = new Uint32Array(rows.length + 1);
    let at = 0;
    for (const [slot, line] of this.#lines.entries()) {
      this.#starts[slot] = at;
      at += line.length + 1;
    }
    this.#starts[rows.length] = at;
    for (const [slot, row] of rows.entries()) row.slot = slot;
  }

  /** @returns 1 for each row whose line has all the pieces (`search-words.ts`), by its number */
  having(pieces: readonly string[]): Uint8Array {
    const marks = new Uint8Array(this.#lines.length);
    const [rarest = '', ...others] = pieces.toSorted((a, b) => b.length - a.length);
    // The blank before a word is everywhere: its letters are looked for, and then what stands before them.
    const leading = rarest.startsWith(' ') ? 1 : 0;
    const letters = rarest.slice(leading);
    let slot = 0;
    for (let at = this.#text.indexOf(letters); at >= 0;) {
      if (leading === 1 && this.#text.charCodeAt(at - 1) !== BLANK) {
        at = this.#text.indexOf(letters, at + 1);
        continue;
      }
      while ((this.#starts[slot + 1] ?? Infinity) <= at) slot++;
      const line = this.#lines[slot] ?? '';
      let all = 1;
      for (const other of others) if (!line.includes(other)) all = 0;
      marks[slot] = all;
      at = this.#text.indexOf(letters, this.#starts[slot + 1]);
    }
    return marks;
  }
}

const BLANK = 32;
