/**
 * One line of a table as spreadsheets write it (CSV): cells, quoted or not. Pure; knows neither the file nor its columns.
 *
 * Strict on purpose: what a person did not mean (an open quote, a formula, bytes that are no text) is a fault of its line,
 * never a guess.
 */
export type LineFault = 'quotes' | 'not-text' | 'too-long';

const SEPARATORS = [';', '\t', ','] as const;
export type Separator = (typeof SEPARATORS)[number];

/** What parts the cells of a file, by its first line; the semicolon, where none stands there. */
export function separatorOf(head: string): Separator {
  return SEPARATORS.find((one) => head.includes(one)) ?? ';';
}

/**
 * @param longest characters of the line
 * @returns its cells, without the spaces around them; or what is wrong with it
 */
export function cutLine(line: string, separator: Separator, longest: number): readonly string[] | LineFault {
  if (line.length > longest) return 'too-long';
  // A replacement character is what is left of bytes in another encoding; controls are no text. The tab may separate.
  // oxlint-disable-next-line no-control-regex -- finding them is the point
  if (/[\u0000-\u0008\u000a-\u001f\u007f\ufffd]/.test(line)) return 'not-text';
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const sign = line.charAt(i);
    if (quoted && sign === '"' && line.charAt(i + 1) === '"') {
      cell += '"';
      i++;
    } else if (sign === '"' && (quoted || cell.trim() === '')) {
      quoted = !quoted;
      if (quoted) cell = '';
    } else if (sign === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  return quoted ? 'quotes' : [...cells, cell.trim()];
}

/** Whether a spreadsheet would compute a cell rather than show it (F5); also one that an export has made harmless. */
export function isFormula(cell: string): boolean {
  return /^'?[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell);
}
