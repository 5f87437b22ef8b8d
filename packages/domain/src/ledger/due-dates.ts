/**
 * When what is open must be paid (accounting formats, 5.3). A FEC has no due date: it is that of the matched invoice, else the
 * term of the third party, else thirty days, and then « estimée ».
 */
import { dayNumber, type Ledger } from './ledger.ts';
import type { OpenItem, OpenItems } from './open-items.ts';

/** Term where nobody said one: thirty days after receipt (Code de commerce, L. 441-10). */
export const USUAL_TERM = 30;

/** How a third party pays: days, and whether the end of the month is added. */
export type PaymentTerm = { readonly days: number; readonly endOfMonth?: boolean };

/** An invoice of the documents, read on the device. */
export type KnownInvoice = {
  readonly document: string;
  readonly number: string;
  /** `AAAA-MM-JJ`; null where it was not read. */
  readonly date: string | null;
  readonly due: string | null;
  /** TTC, cents; null where it was not read. */
  readonly total: number | null;
  /** Names or codes of the other party. */
  readonly party: string;
};

export type DueItem = OpenItem & {
  /** Days since 1970. */
  readonly due: number;
  readonly source: 'invoice' | 'term' | 'estimated';
  /** The document it was matched with. */
  readonly document: string | null;
};

/** A reference as it is compared: without spaces, marks, case and leading zeros (5.3). */
export const plainNumber = (text: string): string =>
  text
    .toUpperCase()
    .replaceAll(/[\s\-/._]/g, '')
    .replace(/^0+/, '');
const CLOSE = 5;

/**
 * Which document each row is of: same reference as its number, else same amount within five days; never two items to one document.
 * @returns row → index in `invoices`
 */
export function matchInvoices(ledger: Ledger, rows: Iterable<number>, invoices: readonly KnownInvoice[]): ReadonlyMap<number, number> {
  const byNumber = Map.groupBy(
    invoices.map((invoice, index) => ({ invoice, index })),
    ({ invoice }) => plainNumber(invoice.number),
  );
  const byTotal = Map.groupBy(
    invoices.flatMap((invoice, index) => (invoice.total === null || invoice.date === null ? [] : [{ invoice, index }])),
    ({ invoice }) => Math.abs(invoice.total ?? 0),
  );
  const taken = new Set<number>();
  const matched = new Map<number, number>();
  const left: number[] = [];
  const amountOf = (row: number) => Math.abs((ledger.debit[row] as number) - (ledger.credit[row] as number));
  for (const row of rows) {
    const ref = plainNumber(ledger.pieceRef.at(row));
    const same = ref === '' ? [] : (byNumber.get(ref) ?? []).filter(({ index }) => !taken.has(index));
    // Of two invoices with one number, that of the same amount.
    const best = same.find(({ invoice }) => invoice.total === amountOf(row)) ?? (same.length === 1 ? same[0] : undefined);
    if (best) {
      taken.add(best.index);
      matched.set(row, best.index);
    } else left.push(row);
  }
  for (const row of left) {
    const day = (ledger.pieceDate[row] as number) || (ledger.date[row] as number);
    if (day === 0) continue;
    const near = (byTotal.get(amountOf(row)) ?? [])
      .filter(({ index }) => !taken.has(index))
      .map((one) => ({ ...one, off: Math.abs(dayNumber(one.invoice.date ?? '') - day) }))
      .filter(({ off }) => off <= CLOSE)
      .toSorted((a, b) => a.off - b.off);
    const [best, second] = near;
    if (!best || (second && second.off === best.off)) continue;
    taken.add(best.index);
    matched.set(row, best.index);
  }
  return matched;
}

export type Terms = { readonly usual?: PaymentTerm; readonly of?: ReadonlyMap<string, PaymentTerm> };

/** @returns each open item with its due date, the latest source that knows it */
export function dueItems(ledger: Ledger, open: OpenItems, invoices: readonly KnownInvoice[] = [], terms: Terms = {}): readonly DueItem[] {
  const matched = matchInvoices(
    ledger,
    open.items.map(({ row }) => row),
    invoices,
  );
  return open.items.map((item): DueItem => {
    const invoice = invoices[matched.get(item.row) ?? -1];
    const document = invoice?.document ?? null;
    if (invoice?.due) return { ...item, due: dayNumber(invoice.due), source: 'invoice', document };
    const term = terms.of?.get(open.parties[item.party]?.code ?? '');
    if (term) return { ...item, due: after(item.day, term), source: 'term', document };
    return { ...item, due: after(item.day, terms.usual ?? { days: USUAL_TERM }), source: 'estimated', document };
  });
}

function after(day: number, { days, endOfMonth = false }: PaymentTerm): number {
  const due = day + days;
  if (!endOfMonth) return due;
  const date = new Date(due * 86_400_000);
  return Math.round(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) / 86_400_000);
}

export const LATE = ['not-due', '1-30', '31-60', '61-90', '>90'] as const;
export type Late = (typeof LATE)[number];

/** @param days today − due date */
export function lateOf(days: number): Late {
  return days <= 0 ? 'not-due' : days <= 30 ? '1-30' : days <= 60 ? '31-60' : days <= 90 ? '61-90' : '>90';
}

export type AgedParty = { readonly party: number; readonly buckets: Readonly<Record<Late, number>>; readonly total: number };

/** Items by how late they are at `today`, over all and for each third party; the buckets sum to the balance of the accounts. */
export function agedByDueDate(
  items: readonly DueItem[],
  today: number,
): { readonly buckets: Readonly<Record<Late, number>>; readonly total: number; readonly parties: readonly AgedParty[] } {
  const none = (): Record<Late, number> => ({ 'not-due': 0, '1-30': 0, '31-60': 0, '61-90': 0, '>90': 0 });
  const buckets = none();
  const parties = new Map<number, { buckets: Record<Late, number>; total: number }>();
  let total = 0;
  for (const { party, amount, due } of items) {
    const late = lateOf(today - due);
    let of = parties.get(party);
    if (!of) parties.set(party, (of = { buckets: none(), total: 0 }));
    of.buckets[late] += amount;
    of.total += amount;
    buckets[late] += amount;
    total += amount;
  }
  return {
    buckets,
    total,
    parties: [...parties].map(([party, of]) => ({ party, ...of })).toSorted((a, b) => b.total - a.total),
  };
}
