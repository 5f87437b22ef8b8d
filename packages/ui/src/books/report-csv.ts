/** The report of a file's checks, for a spreadsheet: BOM, semicolons, and no cell that begins like a formula (F5). */
import type { ReadBook } from '@navette/device/model';
import { booksTexts } from '@navette/texts/books-texts';
import { findingSentence, levelWord } from '@navette/texts/fec-texts';
import type { Language } from '@navette/texts/formats';
import { csvCell } from '../documents/export-list.ts';

export function reportCsv({ findings, lineOf }: Pick<ReadBook, 'findings' | 'lineOf'>, language: Language): string {
  const head = booksTexts(language).reportHead;
  const lines = findings.map((finding) => [
    finding.check,
    levelWord(language, finding.level),
    findingSentence(language, finding),
    String(finding.count),
    finding.rows.map((row) => lineOf.get(row) ?? row + 2).join(' '),
  ]);
  return `\ufeff${[head, ...lines].map((cells) => cells.map(csvCell).join(';')).join('\r\n')}\r\n`;
}
