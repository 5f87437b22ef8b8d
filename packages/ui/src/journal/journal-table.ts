/** Lines and balances as tables for a spreadsheet: words are never formulas, amounts are numbers as those of France read them. */
import type { AccountLine, LineView } from '@navette/domain/ledger/lines';
import type { JournalTexts } from '@navette/texts/journal-texts';
import { amountCell, csvCell } from '../documents/export-list.ts';

type Words = JournalTexts['csv'];

const row = (cells: readonly string[]) => cells.join(';');

/** The first line of the file, with the mark by which a spreadsheet knows the letters. */
export function linesHead(words: Words, running: boolean): string {
  return `\ufeff${row([...words.head, ...(running ? [words.running] : [])].map(csvCell))}\r\n`;
}

/** Some lines of the file: a long list is written a page at a time. */
export function linesPart(lines: readonly LineView[], running: boolean, carried = 0): string {
  return lines
    .map((line) => {
      const words = [
        line.journal,
        line.date ?? '',
        line.number,
        line.pieceRef,
        line.account,
        line.accountLabel,
        line.thirdParty,
        line.thirdPartyLabel,
        line.label,
        line.lettering,
      ];
      const amounts = [line.debit, line.credit, ...(running ? [carried + (line.running ?? 0)] : [])];
      return `${row([...words.map(csvCell), ...amounts.map(amountCell)])}\r\n`;
    })
    .join('');
}

export function balanceTable(words: Words, lines: readonly AccountLine[]): string {
  const cells = lines.map(({ code, label, opening, debit, credit, balance }) =>
    row([...[code, label].map(csvCell), ...[opening, debit, credit, balance].map(amountCell)]),
  );
  return `\ufeff${[row(words.balanceHead.map(csvCell)), ...cells].join('\r\n')}\r\n`;
}

/** A name that any file system takes. */
export function fileWord(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}-]+/gu, '_').slice(0, 40);
}
