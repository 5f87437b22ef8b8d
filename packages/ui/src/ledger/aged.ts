/** The same open items by how late they are, or by the age of their document: two counts that never bear one name (5.2). */
import { LATE, type Late } from '@navette/domain/ledger/due-dates';
import { dayNumber } from '@navette/domain/ledger/ledger';
import { AGES, ageOf, type Age } from '@navette/domain/ledger/open-items';
import type { OpenItemsView } from '@navette/domain/ledger/questions';

export type AgedRow = {
  readonly code: string;
  readonly label: string;
  /** Cents, in the order of the columns. */
  readonly buckets: readonly number[];
  readonly total: number;
};
export type AgedTable = {
  readonly columns: readonly (Late | Age)[];
  readonly buckets: readonly number[];
  readonly total: number;
  readonly rows: readonly AgedRow[];
};

export function agedTable(open: OpenItemsView, view: 'due' | 'document'): AgedTable {
  if (view === 'due')
    return {
      columns: LATE,
      buckets: LATE.map((late) => open.byDue.buckets[late]),
      total: open.byDue.total,
      rows: open.parties.map(({ code, label, buckets, total }) => ({ code, label, total, buckets: LATE.map((late) => buckets[late]) })),
    };
  const at = dayNumber(open.reference);
  const rows = new Map<string, { label: string; buckets: number[]; total: number }>();
  for (const { party, partyLabel, day, amount } of open.items) {
    let row = rows.get(party);
    if (row === undefined) rows.set(party, (row = { label: partyLabel, buckets: AGES.map(() => 0), total: 0 }));
    const bucket = AGES.indexOf(ageOf(at - dayNumber(day)));
    row.buckets[bucket] = (row.buckets[bucket] ?? 0) + amount;
    row.total += amount;
  }
  return {
    columns: AGES,
    buckets: AGES.map((age) => open.byDocument.buckets[age]),
    total: open.byDocument.total,
    rows: [...rows].map(([code, row]) => ({ code, ...row })).toSorted((a, b) => b.total - a.total),
  };
}
