/** Open items as a table for a spreadsheet, as those of France read it: `;` between cells, a comma in amounts, UTF-8 with its mark. */
import type { OpenItemView } from '@navette/domain/ledger/questions';
import type { TaxDate } from '@navette/domain/ledger/tax-calendar';
import type { DueDatesTexts } from '@navette/texts/due-dates-texts';
import { amountCell, csvCell } from '../documents/export-list.ts';

/** @param nameOf the name of a document; @param taxes dates without an amount, after the items */
export function dueTable(
  t: DueDatesTexts,
  items: readonly OpenItemView[],
  nameOf: (document: string) => string,
  taxes: readonly TaxDate[] = [],
): string {
  const rows = [
    t.csv.head.map(csvCell),
    ...items.map((item) => [
      csvCell(item.due),
      csvCell(t.csv.sources[item.source]),
      String(Math.max(0, item.late)),
      csvCell(item.party),
      csvCell(item.partyLabel),
      csvCell(item.pieceRef),
      csvCell(item.label),
      csvCell(item.day),
      amountCell(item.amount),
      csvCell(item.document === null ? '' : nameOf(item.document)),
    ]),
    ...taxes.map(({ day, tax }) => [csvCell(day), csvCell(t.csv.taxHead), '', '', csvCell(t.taxes[tax]), '', '', '', '', '']),
  ];
  return `\ufeff${rows.map((cells) => cells.join(';')).join('\r\n')}\r\n`;
}
