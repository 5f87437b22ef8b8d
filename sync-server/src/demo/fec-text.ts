// The FEC of demonstration books: eighteen columns, tabulations, decimal comma, one line per entry line
// (LPF, article A. 47 A-1, VII-1). Knows the file's rules, not how the entries were made.

import { addDays, monthEnd } from './calendar-days.ts';
import { type Books, CLOSING_DAY } from './books.ts';
import { JOURNALS, accountLabel } from './chart-of-accounts.ts';
import type { LedgerEntry } from './ledger-entry.ts';

/** The eighteen columns in their legal order. */
export const FEC_COLUMNS = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'CompAuxNum',
  'CompAuxLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
  'Debit',
  'Credit',
  'EcritureLet',
  'DateLet',
  'ValidDate',
  'Montantdevise',
  'Idevise',
] as const;

const compact = (day: string): string => day.replaceAll('-', '');

function fecAmount(cents: number): string {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)},${digits.slice(-2)}`;
}

/** 0 to 'AAA', 1 to 'AAB'… */
function letterCode(index: number): string {
  return [676, 26, 1].map((weight) => String.fromCharCode(65 + (Math.floor(index / weight) % 26))).join('');
}

/** Lettering of each settled invoice: code and day, by settlement key. Only groups that sum to zero are lettered. */
function lettering(entries: readonly LedgerEntry[]): Map<string, { readonly code: string; readonly on: string }> {
  const groups = new Map<string, { sum: number; count: number; on: string }>();
  for (const each of entries) {
    for (const line of each.lines) {
      if (line.settles === undefined) continue;
      const group = groups.get(line.settles) ?? { sum: 0, count: 0, on: '' };
      groups.set(line.settles, { sum: group.sum + line.cents, count: group.count + 1, on: each.date });
    }
  }
  const settled = [...groups]
    .filter(([, group]) => group.sum === 0 && group.count > 1)
    .toSorted(([, a], [, b]) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return new Map(settled.map(([key, group], index) => [key, { code: letterCode(index), on: group.on }]));
}

/** The text of the file, header included, records ended by CR LF. Entry numbers run without a gap. */
export function fecText(books: Books): string {
  const letters = lettering(books.entries);
  const records: string[] = [FEC_COLUMNS.join('\t')];
  books.entries.forEach((each, index) => {
    const year = Number(each.date.slice(0, 4));
    const validated = addDays(monthEnd(year, Number(each.date.slice(5, 7))), CLOSING_DAY);
    for (const line of each.lines) {
      const letter = line.settles === undefined ? undefined : letters.get(line.settles);
      records.push(
        [
          each.journal,
          JOURNALS[each.journal],
          String(index + 1).padStart(6, '0'),
          compact(each.date),
          line.account,
          accountLabel(line.account),
          line.party?.auxiliary ?? '',
          line.party?.name ?? '',
          line.piece ?? each.piece,
          compact(line.pieceDate ?? each.pieceDate),
          line.label ?? each.label,
          fecAmount(Math.max(line.cents, 0)),
          fecAmount(Math.max(-line.cents, 0)),
          letter?.code ?? '',
          letter === undefined ? '' : compact(letter.on),
          compact(validated),
          '',
          '',
        ].join('\t'),
      );
    }
  });
  return `${records.join('\r\n')}\r\n`;
}
