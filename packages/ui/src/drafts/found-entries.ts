/** Which entries a list shows: by tab, and by words found in anything an entry says, without accents or case. Pure. */
import { totalsOf } from '@navette/domain/drafts/balance';
import type { EntryView } from '@navette/device/model';

export const ENTRY_TABS = ['all', 'drafts', 'validated'] as const;
export type EntryTab = (typeof ENTRY_TABS)[number];

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

/** The amount of an entry: the sum of its larger side. */
export function amountOf({ lines }: EntryView['entry']): number {
  const { debit, credit } = totalsOf(lines);
  return Math.max(debit, credit);
}

export function foundEntries(entries: readonly EntryView[], tab: EntryTab, text: string): readonly EntryView[] {
  const words = plain(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  return entries.filter((view) => {
    if (tab === 'drafts' && (view.validated !== null || view.state === 'withdrawn')) return false;
    if (tab === 'validated' && view.validated === null) return false;
    const said = words.length === 0 ? '' : saidBy(view);
    return words.every((word) => said.includes(word));
  });
}

function saidBy({ entry, validated }: EntryView): string {
  const amounts = entry.lines.flatMap(({ debit, credit }) => [debit, credit]).filter((amount) => amount !== 0);
  return plain(
    [
      entry.journal,
      entry.date,
      entry.date.split('-').toReversed().join('/'),
      entry.pieceRef,
      entry.label,
      validated === null ? '' : `n° ${validated.number}`,
      ...entry.lines.flatMap((line) => [line.account, line.accountLabel, line.auxiliary, line.auxiliaryLabel, line.label]),
      ...[...amounts, amountOf(entry)].map((amount) => `${Math.floor(amount / 100)},${String(amount % 100).padStart(2, '0')}`),
    ].join(' '),
  );
}
