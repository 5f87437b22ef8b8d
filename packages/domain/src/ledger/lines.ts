/**
 * Lists of a ledger as people read them: lines of an account or of all, entries, the balance, the accounts and third parties that
 * make a figure (R207, R214). A list is a selection of rows; only the page on screen becomes objects.
 */
import { startsWithOne } from './balances.ts';
import { dayText, fileLine, type Ledger } from './ledger.ts';
import { closingEntries } from './opening.ts';

/** One line, ready to show. */
export type LineView = {
  readonly row: number;
  /** In the file. */
  readonly line: number;
  readonly entry: number;
  readonly journal: string;
  readonly number: string;
  /** `AAAA-MM-JJ`; null where there is none that can be read. */
  readonly date: string | null;
  readonly account: string;
  readonly accountLabel: string;
  readonly thirdParty: string;
  readonly thirdPartyLabel: string;
  readonly pieceRef: string;
  readonly pieceDate: string | null;
  readonly label: string;
  readonly debit: number;
  readonly credit: number;
  readonly lettering: string;
  /** Its amounts cannot be read: it counts for nothing. */
  readonly unread: boolean;
  /** Of a list of one account: what stands there after this line, in cents. */
  readonly running?: number;
};

export function lineView(ledger: Ledger, row: number): LineView {
  const entry = ledger.entry[row] as number;
  const account = ledger.accounts[ledger.account[row] as number];
  const third = ledger.thirdParties[ledger.thirdParty[row] as number];
  return {
    row,
    line: fileLine(ledger, row),
    entry,
    journal: ledger.journals[ledger.journal[row] as number]?.code ?? '',
    number: ledger.number.at(entry),
    date: dayText(ledger.date[row] as number),
    account: account?.code ?? '',
    accountLabel: account?.label ?? '',
    thirdParty: third?.code ?? '',
    thirdPartyLabel: third?.label ?? '',
    pieceRef: ledger.pieceRef.at(row),
    pieceDate: dayText(ledger.pieceDate[row] as number),
    label: ledger.label.at(row),
    debit: ledger.debit[row] as number,
    credit: ledger.credit[row] as number,
    lettering: ledger.letterings[ledger.lettering[row] as number] ?? '',
    unread: ledger.unread.has(row),
  };
}

export type LineQuery = {
  /** Accounts that start with one of these; all without it. */
  readonly accounts?: readonly string[];
  readonly except?: readonly string[];
  /** CompAuxNum; `''` for lines without one. */
  readonly thirdParty?: string;
  readonly journal?: string;
  /** As `thirdParty`, and lines without one in the entries of that third party: the expense of a supplier (R214). */
  readonly entryParty?: string;
  /** Without the entries that close the classes 6 and 7, as figures are (F14). */
  readonly leaveClosing?: boolean;
  /** `AAAA-MM`. */
  readonly month?: string;
  /** Days since 1970, both included. */
  readonly from?: number;
  readonly until?: number;
  /** Words that all stand in the label, the reference, the number, the account, the third party or the amount; without accents. */
  readonly text?: string;
  /** Lines that are not lettered. */
  readonly open?: boolean;
  readonly order?: 'file' | 'date' | 'amount';
  readonly descending?: boolean;
};

export type Selection = { readonly rows: Uint32Array; readonly debit: number; readonly credit: number };

const MARKS = /\p{M}/gu;
/** Without accents and case: how words are compared. */
export function plainText(text: string): string {
  return text.normalize('NFD').replaceAll(MARKS, '').toLowerCase();
}

/** @returns the rows that answer, in order, with their sums in cents */
export function selectLines(ledger: Ledger, query: LineQuery): Selection {
  const { rows, account, accounts, thirdParty, thirdParties, journal, journals, date, lettering, debit, credit } = ledger;
  const wanted = query.accounts;
  const except = query.except ?? [];
  const inAccounts =
    wanted === undefined
      ? null
      : Uint8Array.from(accounts, ({ code }) => (startsWithOne(code, wanted) && !startsWithOne(code, except) ? 1 : 0));
  const third = query.thirdParty === undefined ? -1 : thirdParties.findIndex(({ code }) => code === query.thirdParty);
  const inJournal = query.journal === undefined ? -1 : journals.findIndex(({ code }) => code === query.journal);
  const entryThird = query.entryParty === undefined ? -1 : thirdParties.findIndex(({ code }) => code === query.entryParty);
  const ofEntry = entryThird < 0 ? null : partyOfEntries(ledger);
  const closing = query.leaveClosing === true ? closingEntries(ledger) : null;
  const { entry } = ledger;
  const [from, until] = daysOf(query);
  const matches = query.text === undefined || query.text.trim() === '' ? null : textMatcher(ledger, query.text);
  if (
    (query.entryParty !== undefined && entryThird < 0) ||
    (query.thirdParty !== undefined && third < 0) ||
    (query.journal !== undefined && inJournal < 0)
  )
    return { rows: new Uint32Array(0), debit: 0, credit: 0 };
  const found = new Uint32Array(rows);
  let count = 0;
  let [debits, credits] = [0, 0];
  for (let row = 0; row < rows; row++) {
    if (inAccounts !== null && !inAccounts[account[row] as number]) continue;
    if (third >= 0 && thirdParty[row] !== third) continue;
    if (ofEntry !== null && (thirdParty[row] || ofEntry[entry[row] as number]) !== entryThird) continue;
    if (closing?.[entry[row] as number]) continue;
    if (inJournal >= 0 && journal[row] !== inJournal) continue;
    if (from > 0 && (date[row] as number) < from) continue;
    if (until > 0 && ((date[row] as number) > until || date[row] === 0)) continue;
    if (query.open === true && lettering[row] !== 0) continue;
    if (matches !== null && !matches(row)) continue;
    found[count++] = row;
    debits += debit[row] as number;
    credits += credit[row] as number;
  }
  const selected = found.slice(0, count);
  sort(ledger, selected, query);
  return { rows: selected, debit: debits, credit: credits };
}

function daysOf({ month, from = 0, until = 0 }: LineQuery): readonly [number, number] {
  if (month === undefined) return [from, until];
  const [year = 0, at = 1] = month.split('-').map(Number);
  const day = (moment: number) => Math.round(moment / 86_400_000);
  return [Math.max(from, day(Date.UTC(year, at - 1, 1))), Math.min(until || 65_535, day(Date.UTC(year, at, 0)))];
}

function sort(ledger: Ledger, rows: Uint32Array, { order = 'file', descending = false }: LineQuery): void {
  const amount = (row: number) => Math.abs((ledger.debit[row] as number) - (ledger.credit[row] as number));
  const sign = descending ? -1 : 1;
  if (order === 'date') rows.sort((a, b) => sign * ((ledger.date[a] as number) - (ledger.date[b] as number)) || a - b);
  else if (order === 'amount') rows.sort((a, b) => sign * (amount(a) - amount(b)) || a - b);
  else if (descending) rows.reverse();
}

/** Each word in any of a line's words, or its amount as it is written. */
function textMatcher(ledger: Ledger, text: string): (row: number) => boolean {
  const words = plainText(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const amounts = words.map((word) => {
    const value = Math.round(Number(word.replace(',', '.')) * 100);
    return /^\d+(?:[.,]\d{0,2})?$/.test(word) && Number.isSafeInteger(value) ? value : -1;
  });
  const ids = (list: readonly { code: string; label: string }[], word: string) =>
    Uint8Array.from(list, ({ code, label }) => (plainText(`${code} ${label}`).includes(word) ? 1 : 0));
  const inAccounts = words.map((word) => ids(ledger.accounts, word));
  const inThirds = words.map((word) => ids(ledger.thirdParties, word));
  let last = '';
  let lastPlain = '';
  return (row) => {
    const label = ledger.label.at(row);
    if (label !== last) [last, lastPlain] = [label, plainText(label)];
    return words.every((word, at) => {
      if (lastPlain.includes(word)) return true;
      if (inAccounts[at]?.[ledger.account[row] as number] || inThirds[at]?.[ledger.thirdParty[row] as number]) return true;
      const value = amounts[at] as number;
      if (value > 0 && (ledger.debit[row] === value || ledger.credit[row] === value)) return true;
      return plainText(ledger.pieceRef.at(row)).includes(word) || plainText(ledger.number.at(ledger.entry[row] as number)).includes(word);
    });
  };
}

/** One page of a selection. @param running whether what stands after each line is asked for: for a list of one account in its order */
export function linePage(ledger: Ledger, { rows }: Selection, offset: number, limit: number, running = false): readonly LineView[] {
  let sum = 0;
  if (running) for (let at = 0; at < Math.min(offset, rows.length); at++) sum += amountOf(ledger, rows[at] as number);
  return Array.from(rows.subarray(offset, offset + limit), (row) => {
    const view = lineView(ledger, row);
    if (!running) return view;
    sum += view.debit - view.credit;
    return { ...view, running: sum };
  });
}

function amountOf({ debit, credit }: Ledger, row: number): number {
  return (debit[row] as number) - (credit[row] as number);
}

/** The lines of one entry, in the order of the file. */
export function entryLines(ledger: Ledger, entry: number): readonly LineView[] {
  const lines: LineView[] = [];
  // The lines of an entry nearly always follow its first.
  for (let row = ledger.entryRow[entry] ?? ledger.rows; row < ledger.rows; row++)
    if (ledger.entry[row] === entry) lines.push(lineView(ledger, row));
  return lines;
}

export type AccountLine = {
  readonly code: string;
  readonly label: string;
  readonly lines: number;
  /** Of the opening journals, in cents. */
  readonly opening: number;
  readonly debit: number;
  readonly credit: number;
  readonly balance: number;
};

export type BalanceAsked = {
  readonly accounts?: readonly string[];
  readonly except?: readonly string[];
  /** `entry-party`: a line without a third party counts for the one of its entry, as the expense does for its supplier. */
  readonly by?: 'account' | 'third-party' | 'entry-party';
  /** Days since 1970, both included; what was opened counts only without `from`. */
  readonly from?: number;
  readonly until?: number;
  readonly leaveClosing?: boolean;
};

/** The third party of each entry, by position; 0 where it names none or several. */
export function partyOfEntries({ rows, entries, entry, thirdParty }: Ledger): Uint32Array {
  const of = new Uint32Array(entries);
  const several = new Uint8Array(entries);
  for (let row = 0; row < rows; row++) {
    const third = thirdParty[row] as number;
    if (third === 0) continue;
    const at = entry[row] as number;
    if (of[at] === 0) of[at] = third;
    else if (of[at] !== third) several[at] = 1;
  }
  for (let at = 0; at < entries; at++) if (several[at]) of[at] = 0;
  return of;
}

/** What stands on each account (balance générale), or on each third party of some accounts (balance auxiliaire). */
export function balanceLines(
  ledger: Ledger,
  { accounts: wanted = [''], except = [], by = 'account', from = 0, until = 0, leaveClosing = false }: BalanceAsked,
  opening: Uint8Array,
): readonly AccountLine[] {
  const { rows, account, accounts, thirdParty, thirdParties, journal, date, debit, credit } = ledger;
  const inSet = Uint8Array.from(accounts, ({ code }) => (startsWithOne(code, wanted) && !startsWithOne(code, except) ? 1 : 0));
  // A line without a third party stands under its account.
  const size = by === 'account' ? accounts.length : thirdParties.length + accounts.length;
  const sums = Array.from({ length: 4 }, () => new Float64Array(size)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [openings, debits, credits, counts] = sums;
  const ofEntry = by === 'entry-party' ? partyOfEntries(ledger) : null;
  const closing = leaveClosing ? closingEntries(ledger) : null;
  for (let row = 0; row < rows; row++) {
    const id = account[row] as number;
    if (!inSet[id] || (until > 0 && (date[row] as number) > until) || (date[row] as number) < from) continue;
    if (closing?.[ledger.entry[row] as number]) continue;
    const third = (thirdParty[row] as number) || (ofEntry?.[ledger.entry[row] as number] ?? 0);
    const at = by === 'account' ? id : third > 0 ? third : thirdParties.length + id;
    counts[at] = (counts[at] as number) + 1;
    if (opening[journal[row] as number]) openings[at] = (openings[at] as number) + (debit[row] as number) - (credit[row] as number);
    else {
      debits[at] = (debits[at] as number) + (debit[row] as number);
      credits[at] = (credits[at] as number) + (credit[row] as number);
    }
  }
  const lines: AccountLine[] = [];
  for (let at = 0; at < size; at++) {
    if (counts[at] === 0) continue;
    const named = by === 'account' ? accounts[at] : at < thirdParties.length ? thirdParties[at] : accounts[at - thirdParties.length];
    const [open, d, c] = [openings[at] as number, debits[at] as number, credits[at] as number];
    lines.push({
      code: named?.code ?? '',
      label: named?.label ?? '',
      lines: counts[at] as number,
      opening: open,
      debit: d,
      credit: c,
      balance: open + d - c,
    });
  }
  return lines.toSorted((a, b) => (a.code < b.code ? -1 : 1));
}
