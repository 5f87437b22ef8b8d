/**
 * What screens ask of a ledger, as plain messages: the same code answers in a worker of the page and in tests. Answers are plain
 * values, a page at a time; nothing is cached but the last selection of lines, of which a list asks one page after another.
 */
import { accountBalances } from './balances.ts';
import {
  agedByDueDate,
  dueItems,
  plainNumber,
  type AgedParty,
  type DueItem,
  type KnownInvoice,
  type Late,
  type Terms,
} from './due-dates.ts';
import { indicatorsOf, proposedKind, sigOf, type DossierKind, type Indicators, type Sig } from './indicators.ts';
import {
  balanceLines,
  entryLines,
  linePage,
  lineView,
  selectLines,
  type AccountLine,
  type BalanceAsked,
  type LineQuery,
  type LineView,
  type Selection,
} from './lines.ts';
import { dayNumber, dayText, type Ledger } from './ledger.ts';
import { agedByDocument, openItems, SIDES, type Aged, type Side, type Way } from './open-items.ts';
import { closingEntries, openingJournals } from './opening.ts';
import { daysOf, showsDso, turnoversOf, type Turnovers } from './payment-days.ts';
import { monthlyFigures, runningCash, spanOfDays, type MonthFigures } from './periods.ts';

/** The figures of an exercise, or of its first months. All cents. */
export type Figures = {
  readonly indicators: Indicators;
  readonly sig: Sig;
  /** An exercise opened from 2025 on: EBE, operating and exceptional result do not compare with those before (4.2). */
  readonly from2025: boolean;
  readonly months: readonly MonthFigures[];
  /** `AAAA-MM-JJ`; null when no line has a date. */
  readonly first: string | null;
  readonly last: string | null;
  /** Days from the first to the last. */
  readonly days: number;
  readonly turnovers: Turnovers;
  /** Days, to one decimal; null where they would mean nothing (4.4). */
  readonly dso: number | null;
  readonly dpo: number | null;
  /** Σ of what is owed by each customer who owes, and to each supplier who is owed. */
  readonly normalSide: { readonly receivables: number; readonly payables: number };
  readonly proposedKind: DossierKind;
  /** Entries that close the classes 6 and 7, left out of the figures (F14). */
  readonly closingLeftOut: number;
  readonly lines: number;
  readonly unread: number;
};

export type OpenItemView = {
  readonly row: number;
  readonly entry: number;
  readonly party: string;
  readonly partyLabel: string;
  readonly pieceRef: string;
  readonly label: string;
  /** `AAAA-MM-JJ`. */
  readonly day: string;
  readonly due: string;
  readonly source: DueItem['source'];
  /** Days after the due date; negative before it. */
  readonly late: number;
  readonly amount: number;
  readonly document: string | null;
};

export type OpenItemsView = {
  readonly way: Way;
  readonly items: readonly OpenItemView[];
  readonly byDue: { readonly buckets: Readonly<Record<Late, number>>; readonly total: number };
  readonly byDocument: Aged;
  readonly parties: readonly (Omit<AgedParty, 'party'> & { readonly code: string; readonly label: string })[];
  /** Documents that were matched, by row. */
  readonly reference: string;
};

export type Questions = {
  /** @param until `AAAA-MM-JJ`, included: for a comparison with an exercise that is not finished */
  readonly figures: { readonly ask: { readonly until?: string; readonly keepClosing?: boolean }; readonly answer: Figures };
  readonly cash: { readonly ask: object; readonly answer: readonly { readonly day: string; readonly cash: number }[] };
  readonly balance: {
    /** Days as `AAAA-MM-JJ`, both included. */
    readonly ask: Omit<BalanceAsked, 'from' | 'until'> & { readonly from?: string; readonly until?: string };
    readonly answer: readonly AccountLine[];
  };
  /** @param running for the lines of one account in their order: what stands after each */
  readonly lines: {
    readonly ask: { readonly query: LineQuery; readonly offset: number; readonly limit: number; readonly running?: boolean };
    readonly answer: { readonly total: number; readonly debit: number; readonly credit: number; readonly lines: readonly LineView[] };
  };
  readonly entry: { readonly ask: { readonly entry: number }; readonly answer: readonly LineView[] };
  /** Entries whose reference or amount are those of a document (5.3), best first. */
  readonly 'of-document': {
    readonly ask: { readonly number: string | null; readonly total: number | null };
    readonly answer: readonly LineView[];
  };
  readonly 'open-items': {
    readonly ask: {
      readonly side: Side;
      /** `AAAA-MM-JJ`: the closing of a finished exercise, else today. */
      readonly reference: string;
      readonly way?: Way;
      readonly invoices?: readonly KnownInvoice[];
      readonly terms?: Terms;
    };
    readonly answer: OpenItemsView;
  };
  readonly lists: {
    readonly ask: object;
    readonly answer: {
      readonly journals: Ledger['journals'];
      readonly accounts: Ledger['accounts'];
      readonly thirdParties: Ledger['thirdParties'];
      readonly months: readonly string[];
    };
  };
};

export type QuestionName = keyof Questions;
export type Question = { readonly [N in QuestionName]: { readonly what: N } & Questions[N]['ask'] }[QuestionName];
export type Answer<N extends QuestionName> = Questions[N]['answer'];

const ANSWERS: { readonly [N in QuestionName]: (ledger: Ledger, ask: Questions[N]['ask']) => Answer<N> } = {
  figures: figuresOf,
  cash: (ledger) => runningCash(ledger).map(({ day, cash }) => ({ day: dayText(day) ?? '', cash })),
  balance: (ledger, { from, until, ...ask }) =>
    balanceLines(
      ledger,
      { ...ask, from: from === undefined ? 0 : dayNumber(from), until: until === undefined ? 0 : dayNumber(until) },
      openingJournals(ledger),
    ),
  lines(ledger, { query, offset, limit, running = false }) {
    const selection = selectionOf(ledger, query);
    return {
      total: selection.rows.length,
      debit: selection.debit,
      credit: selection.credit,
      lines: linePage(ledger, selection, offset, Math.min(limit, 5_000), running),
    };
  },
  entry: (ledger, { entry }) => entryLines(ledger, entry),
  'of-document': linesOfDocument,
  'open-items': openItemsView,
  lists: (ledger) => ({
    journals: ledger.journals,
    accounts: ledger.accounts,
    thirdParties: ledger.thirdParties.slice(1),
    months: monthlyFigures(ledger).map(({ month }) => month),
  }),
};

/** A list that is scrolled asks for the same lines again and again; a ledger never changes. */
const selections = new WeakMap<Ledger, { readonly of: string; readonly selection: Selection }>();

function selectionOf(ledger: Ledger, query: LineQuery): Selection {
  const of = JSON.stringify(query);
  const known = selections.get(ledger);
  if (known?.of === of) return known.selection;
  const selection = selectLines(ledger, query);
  selections.set(ledger, { of, selection });
  return selection;
}

/** @returns the answer to one question */
export function answer<N extends QuestionName>(ledger: Ledger, what: N, ask: Questions[N]['ask']): Answer<N> {
  return ANSWERS[what](ledger, ask);
}

function figuresOf(whole: Ledger, { until, keepClosing = false }: Questions['figures']['ask']): Figures {
  const last = until === undefined ? 0 : dayNumber(until);
  const ledger = last === 0 ? whole : before(whole, last);
  const closing = keepClosing ? null : closingEntries(ledger);
  const closingLeftOut = closing === null ? 0 : closing.reduce((sum, one) => sum + one, 0);
  const { entry } = ledger;
  const keep = closing === null || closingLeftOut === 0 ? null : (row: number) => !closing[entry[row] as number];
  const balances = accountBalances(ledger, keep);
  const indicators = indicatorsOf(balances);
  const [firstDay, lastDay] = spanOfDays(ledger);
  const days = lastDay === 0 ? 0 : lastDay - firstDay + 1;
  const turnovers = turnoversOf(ledger);
  const from2025 = firstDay >= FIRST_OF_2025;
  const payables = indicators.payables - indicators.payablesForAssets;
  return {
    indicators,
    sig: sigOf(balances, from2025),
    from2025,
    months: monthlyFigures(ledger),
    first: dayText(firstDay),
    last: dayText(lastDay),
    days,
    turnovers,
    dso: showsDso(turnovers.salesWithTax, indicators.revenue, days) ? daysOf(indicators.receivables, turnovers.salesWithTax, days) : null,
    dpo: days >= 60 ? daysOf(payables, turnovers.purchasesWithTax, days) : null,
    normalSide: { receivables: normalSide(ledger, 'customers', lastDay), payables: normalSide(ledger, 'suppliers', lastDay) },
    proposedKind: proposedKind(balances, whole.others.has('DateRglt') || whole.others.has('ModeRglt')),
    closingLeftOut,
    lines: ledger.rows,
    unread: ledger.unread.size,
  };
}

const FIRST_OF_2025 = dayNumber('2025-01-01');

/** The lines up to a day, as a ledger; lines without a date are in no period. */
function before(ledger: Ledger, last: number): Ledger {
  const zero = (column: Ledger['debit']) => {
    const copy = column.slice();
    for (let row = 0; row < ledger.rows; row++) if (ledger.date[row] === 0 || (ledger.date[row] as number) > last) copy[row] = 0;
    return copy;
  };
  const date = ledger.date.slice();
  for (let row = 0; row < ledger.rows; row++) if ((date[row] as number) > last) date[row] = 0;
  return { ...ledger, debit: zero(ledger.debit), credit: zero(ledger.credit), date };
}

function normalSide(ledger: Ledger, side: Side, reference: number): number {
  return openItems(ledger, { side, reference }).balances.reduce((sum, one) => sum + Math.max(0, one), 0);
}

function openItemsView(ledger: Ledger, { side, reference, way, invoices = [], terms = {} }: Questions['open-items']['ask']): OpenItemsView {
  const at = dayNumber(reference);
  const open = openItems(ledger, { side, reference: at, asOf: true, ...(way ? { way } : {}) });
  const due = dueItems(ledger, open, invoices, terms);
  const { buckets, total, parties } = agedByDueDate(due, at);
  return {
    way: open.way,
    reference,
    byDue: { buckets, total },
    byDocument: agedByDocument(open.items, at),
    parties: parties.map(({ party, ...rest }) => ({
      ...rest,
      code: open.parties[party]?.code ?? '',
      label: open.parties[party]?.label ?? '',
    })),
    items: due
      .map(
        (item): OpenItemView => ({
          row: item.row,
          entry: ledger.entry[item.row] as number,
          party: open.parties[item.party]?.code ?? '',
          partyLabel: open.parties[item.party]?.label ?? '',
          pieceRef: ledger.pieceRef.at(item.row),
          label: ledger.label.at(item.row),
          day: dayText(item.day) ?? '',
          due: dayText(item.due) ?? '',
          source: item.source,
          late: at - item.due,
          amount: item.amount,
          document: item.document,
        }),
      )
      .toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.row - b.row)),
  };
}

/** The third-party lines whose reference is the document's number; else those of its amount. */
function linesOfDocument(ledger: Ledger, { number, total }: Questions['of-document']['ask']): readonly LineView[] {
  const parties = [...SIDES.customers.prefixes, ...SIDES.suppliers.prefixes];
  const inSet = Uint8Array.from(ledger.accounts, ({ code }) => (parties.some((prefix) => code.startsWith(prefix)) ? 1 : 0));
  const wanted = number === null ? '' : plainNumber(number);
  const [byNumber, byAmount]: [number[], number[]] = [[], []];
  let last = '';
  let same = false;
  for (let row = 0; row < ledger.rows; row++) {
    if (!inSet[ledger.account[row] as number]) continue;
    const amount = Math.abs((ledger.debit[row] as number) - (ledger.credit[row] as number));
    if (wanted !== '') {
      const ref = ledger.pieceRef.at(row);
      if (ref !== last) [last, same] = [ref, plainNumber(ref) === wanted];
      if (same) byNumber.push(row);
    }
    if (total !== null && amount === Math.abs(total)) byAmount.push(row);
  }
  const rows = byNumber.length > 0 ? byNumber.toSorted((a, b) => Number(byAmount.includes(b)) - Number(byAmount.includes(a))) : byAmount;
  return rows.slice(0, 20).map((row) => lineView(ledger, row));
}
