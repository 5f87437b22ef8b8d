/**
 * The checks of a FEC as a report (accounting formats, 3): each finding with its level, how many lines it concerns and the
 * first of them. Only F1 keeps a file out, and is the reader's refusal; the rest is shown, kept, and taken « avec réserves ».
 */
import { accountBalances, startsWithOne, sumOf } from '@navette/domain/ledger/balances';
import type { Ledger } from '@navette/domain/ledger/ledger';
import { closingEntries, openingJournals } from '@navette/domain/ledger/opening';
import { fecFileName } from './fec-file-name.ts';
import type { FecFile, Rows } from './fec-file.ts';
import { isSiren } from '@navette/domain/identifiers';

export type Level = 'error' | 'warning' | 'information';
export type CheckCode =
  | 'F2'
  | 'F3'
  | 'F4'
  | 'F5'
  | 'F6'
  | 'F7'
  | 'F8'
  | 'F9'
  | 'F10'
  | 'F11'
  | 'F12'
  | 'F13'
  | 'F14'
  | 'F15'
  | 'form'
  | 'opening';

/** One thing that was found. `rows` are lines of the ledger, the first hundreds; `count` is whole. */
export type Finding = {
  readonly check: CheckCode;
  readonly level: Level;
  /** Which sentence says it. */
  readonly tag: FindingTag;
  readonly count: number;
  readonly rows: readonly number[];
  /** Names, accounts or texts the sentence needs. */
  readonly words?: readonly string[];
  /** Whole cents, where the finding is about an amount. */
  readonly cents?: number;
};

export type FindingTag =
  | 'totals-differ'
  | 'entry-unbalanced'
  | 'numbers-useless'
  | 'amount-unreadable'
  | 'date-unreadable'
  | 'field-count'
  | 'blank'
  | 'account-form'
  | 'account-class'
  | 'both-sides'
  | 'no-side'
  | 'number-gaps'
  | 'number-twice'
  | 'validated-before'
  | 'not-in-order'
  | 'outside-exercise'
  | 'file-name'
  | 'name-siren'
  | 'name-closing'
  | 'lettering-date'
  | 'lettering-sum'
  | 'no-third-party'
  | 'closing-entries'
  | 'suspense'
  | 'cash-negative'
  | 'result-not-appropriated'
  | 'dot-amounts'
  | 'other-date-form'
  | 'many-decimals'
  | 'semicolon'
  | 'column-order'
  | 'other-columns'
  | 'opening-class-6-7';

const FIRST = 200;

class Found {
  count = 0;
  readonly rows: number[] = [];
  add(row: number): void {
    if (this.count++ < FIRST) this.rows.push(row);
  }
}

/** @param name of the file, for F10 and F11; @returns findings in the order of the checks; an empty list when there is nothing to say */
export function checkFec(file: FecFile, name: string): readonly Finding[] {
  const { ledger, seen, form } = file;
  const findings: Finding[] = [];
  const say = (check: CheckCode, level: Level, tag: FindingTag, found: Rows | Found | number, more: Partial<Finding> = {}) => {
    const [count, rows] =
      typeof found === 'number' ? [found, []] : [found.count, 'first' in found ? found.first.slice(0, FIRST) : found.rows];
    if (count > 0) findings.push({ check, level, tag, count, rows, ...more });
  };
  const balances = accountBalances(ledger);
  const difference = sumOf(balances, ['']);
  say('F2', 'error', 'totals-differ', difference === 0 ? 0 : 1, { cents: difference });
  sayEntries(ledger, difference === 0, say);

  say('F4', 'error', 'amount-unreadable', rowsOfOdd(ledger, 'unreadable', AMOUNT_COLUMNS));
  say('F4', 'error', 'date-unreadable', rowsOfOdd(ledger, 'unreadable', DATE_COLUMNS));
  say('F4', 'error', 'field-count', seen.badFieldCounts);

  for (const [column, rows] of Object.entries(seen.blank)) say('F5', 'warning', 'blank', rows, { words: [column] });

  sayAccounts(ledger, say);
  saySides(ledger, say);
  sayNumbers(ledger, say);
  sayOrder(ledger, say);
  sayExercise(ledger, name, say);
  sayLettering(ledger, say);

  const closing = closingEntries(ledger);
  const closingRows = new Found();
  for (let entry = 0; entry < closing.length; entry++) if (closing[entry]) closingRows.add(ledger.entryRow[entry] as number);
  say('F14', 'warning', 'closing-entries', closingRows);

  sayBalances(ledger, balances, say);

  say('form', 'warning', 'dot-amounts', seen.dots);
  say('form', 'warning', 'other-date-form', rowsOfOdd(ledger, 'form', DATE_COLUMNS));
  say('form', 'warning', 'many-decimals', rowsOfOdd(ledger, 'digits', AMOUNT_COLUMNS));
  if (form.separator === 'semicolon') say('form', 'warning', 'semicolon', 1);
  if (!form.header.standardOrder && form.header.missing.length === 0) say('form', 'warning', 'column-order', 1);
  say('form', 'information', 'other-columns', form.header.unknown.length, { words: form.header.unknown });
  const opening = openingJournals(ledger);
  const wrong = new Found();
  const result = Uint8Array.from(ledger.accounts, ({ code }) => (/^[67]/.test(code) ? 1 : 0));
  if (opening.includes(1))
    for (let row = 0; row < ledger.rows; row++)
      if (opening[ledger.journal[row] as number] && result[ledger.account[row] as number]) wrong.add(row);
  say('opening', 'warning', 'opening-class-6-7', wrong);
  return findings;
}

/** Whether staff take the file « avec réserves »: an error that does not keep it out (F2 to F4). */
export function hasReserves(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === 'error');
}

type Say = (check: CheckCode, level: Level, tag: FindingTag, found: Rows | Found | number, more?: Partial<Finding>) => void;

const AMOUNT_COLUMNS: ReadonlySet<string> = new Set(['Debit', 'Credit', 'Montant', 'Sens']);
const DATE_COLUMNS: ReadonlySet<string> = new Set(['EcritureDate', 'PieceDate', 'ValidDate', 'DateLet']);

function rowsOfOdd({ odd }: Ledger, fault: string, columns: ReadonlySet<string>): Found {
  const found = new Found();
  let last = -1;
  for (const one of odd) {
    if (one.fault !== fault || !columns.has(one.column) || one.row === last) continue;
    last = one.row;
    found.add(one.row);
  }
  return found;
}

function sayEntries(ledger: Ledger, totalsAgree: boolean, say: Say): void {
  const { rows, entries, entry, debit, credit, entryRow } = ledger;
  const sums = new Float64Array(entries);
  for (let row = 0; row < rows; row++) {
    const at = entry[row] as number;
    sums[at] = (sums[at] as number) + (debit[row] as number) - (credit[row] as number);
  }
  for (const [row, rest] of ledger.rest) {
    const at = entry[row] as number;
    sums[at] = (sums[at] as number) + (rest.debit - rest.credit) / 1e6;
  }
  const found = new Found();
  for (let at = 0; at < entries; at++) if (Math.abs(sums[at] as number) > 1e-6) found.add(entryRow[at] as number);
  if (found.count * 2 > entries && totalsAgree && constantNumbers(ledger)) say('F3', 'warning', 'numbers-useless', 1);
  else say('F3', 'error', 'entry-unbalanced', found);
}

/** Whether each journal has one number for all its entries, as one software writes it. */
function constantNumbers({ entries, entryRow, journal, number, journals }: Ledger): boolean {
  const first = Array.from<string | undefined>({ length: journals.length });
  for (let at = 0; at < entries; at++) {
    const id = journal[entryRow[at] as number] as number;
    const text = number.at(at);
    if (first[id] === undefined) first[id] = text;
    else if (first[id] !== text) return false;
  }
  return true;
}

function sayAccounts({ rows, account, accounts }: Ledger, say: Say): void {
  const kinds = Uint8Array.from(accounts, ({ code }) => (!/^\d{3}/.test(code) ? 1 : !/^[1-7]/.test(code) ? 2 : 0));
  if (!kinds.some((kind) => kind > 0)) return;
  const [form, others] = [new Found(), new Found()];
  for (let row = 0; row < rows; row++) {
    const kind = kinds[account[row] as number];
    if (kind === 1) form.add(row);
    else if (kind === 2) others.add(row);
  }
  const codes = (kind: number) => accounts.flatMap(({ code }, id) => (kinds[id] === kind ? [code] : [])).slice(0, 20);
  say('F6', 'warning', 'account-form', form, { words: codes(1) });
  say('F6', 'warning', 'account-class', others, { words: codes(2) });
}

function saySides({ rows, debit, credit, unread }: Ledger, say: Say): void {
  const [both, none] = [new Found(), new Found()];
  for (let row = 0; row < rows; row++) {
    if (debit[row] !== 0) {
      if (credit[row] !== 0) both.add(row);
    } else if (credit[row] === 0 && !unread.has(row)) none.add(row);
  }
  say('F7', 'warning', 'both-sides', both);
  say('F7', 'warning', 'no-side', none);
}

/** F8: over the file when every number is one, else in each journal. */
function sayNumbers({ entries, entryRow, journal, journals, number }: Ledger, say: Say): void {
  const figures = new Float64Array(entries);
  let numeric = true;
  for (let at = 0; at < entries && numeric; at++) {
    const text = number.at(at);
    if (/^\d{1,15}$/.test(text)) figures[at] = Number(text);
    else numeric = false;
  }
  const gaps = { count: 0, rows: [] as number[] };
  const twice = new Found();
  const groups: number[][] = [];
  if (numeric) groups.push(Array.from({ length: entries }, (_, at) => at));
  else {
    // In each journal, by the figures that end the number: VE-0001, VE-0002.
    const byJournal = journals.map(() => [] as number[]);
    for (let at = 0; at < entries; at++) {
      const end = /(\d{1,15})\D*$/.exec(number.at(at));
      if (!end) continue;
      figures[at] = Number(end[1]);
      byJournal[journal[entryRow[at] as number] as number]?.push(at);
    }
    groups.push(...byJournal);
  }
  for (const group of groups) {
    const order = group.toSorted((a, b) => (figures[a] as number) - (figures[b] as number));
    for (let i = 1; i < order.length; i++) {
      const [before, here] = [order[i - 1] as number, order[i] as number];
      const step = (figures[here] as number) - (figures[before] as number);
      if (step === 0) twice.add(entryRow[here] as number);
      else if (step > 1) {
        gaps.count += step - 1;
        if (gaps.rows.length < FIRST) gaps.rows.push(entryRow[here] as number);
      }
    }
  }
  say('F8', 'warning', 'number-gaps', { count: gaps.count, first: gaps.rows });
  say('F8', 'warning', 'number-twice', twice);
}

function sayOrder({ rows, date, validDate, entry, number }: Ledger, say: Say): void {
  const [before, disorder] = [new Found(), new Found()];
  let last = 0;
  let lastEntry = -1;
  let lastNumber = -1;
  for (let row = 0; row < rows; row++) {
    const valid = validDate[row] as number;
    if (valid === 0) continue;
    if (valid < (date[row] as number)) before.add(row);
    const at = entry[row] as number;
    if (at === lastEntry && valid === last) continue;
    const figures = at === lastEntry ? lastNumber : numberOf(number.at(at));
    if (valid < last || (valid === last && figures < lastNumber)) disorder.add(row);
    last = valid;
    lastEntry = at;
    lastNumber = figures;
  }
  say('F9', 'warning', 'validated-before', before);
  say('F9', 'warning', 'not-in-order', disorder);
}

/** Of a number that is none, nothing is said about order. */
function numberOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.MAX_SAFE_INTEGER;
}

function sayExercise({ rows, date }: Ledger, name: string, say: Say): void {
  const named = fecFileName(name);
  if (!named?.valid) return say('F11', 'warning', 'file-name', 1, { words: [name] });
  if (!isSiren(named.siren)) say('F11', 'warning', 'name-siren', 1, { words: [named.siren] });
  const [year = 0, month = 0, day = 0] = named.closing.split('-').map(Number);
  const closing = Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
  const start = Math.round(Date.UTC(year - 1, month - 1, day) / 86_400_000) + 1;
  const outside = new Found();
  let last = 0;
  for (let row = 0; row < rows; row++) {
    const at = date[row] as number;
    if (at === 0) continue;
    if (at > last) last = at;
    if (at < start || at > closing) outside.add(row);
  }
  say('F10', 'warning', 'outside-exercise', outside, { words: [named.closing] });
  if (last === 0) return;
  const lastDay = new Date(last * 86_400_000);
  const endOfMonth = Math.round(Date.UTC(lastDay.getUTCFullYear(), lastDay.getUTCMonth() + 1, 0) / 86_400_000);
  if (endOfMonth !== closing) say('F11', 'warning', 'name-closing', 1, { words: [named.closing] });
}

function sayLettering(ledger: Ledger, say: Say): void {
  const { rows, account, thirdParty, lettering, letteringDate, debit, credit, accounts } = ledger;
  const dates = new Found();
  const sums = new Map<number, { sum: number; row: number }>();
  const thirds = ledger.thirdParties.length;
  const letters = ledger.letterings.length;
  const needs = Uint8Array.from(accounts, ({ code }) => (startsWithOne(code, ['411', '401']) ? 1 : 0));
  const without = new Found();
  let withOne = false;
  for (let row = 0; row < rows; row++) {
    const letter = lettering[row] as number;
    if (letter > 0 !== (letteringDate[row] as number) > 0) dates.add(row);
    const third = thirdParty[row] as number;
    if (needs[account[row] as number]) {
      if (third === 0) without.add(row);
      else withOne = true;
    }
    if (letter === 0) continue;
    const key = ((account[row] as number) * thirds + third) * letters + letter;
    const amount = (debit[row] as number) - (credit[row] as number);
    const group = sums.get(key);
    if (group) group.sum += amount;
    else sums.set(key, { sum: amount, row });
  }
  say('F12', 'information', 'lettering-date', dates);
  const off = new Found();
  for (const { sum, row } of sums.values()) if (sum !== 0) off.add(row);
  say('F12', 'information', 'lettering-sum', off);
  if (withOne) say('F13', 'information', 'no-third-party', without);
}

function sayBalances(ledger: Ledger, balances: ReturnType<typeof accountBalances>, say: Say): void {
  const waiting = balances.filter(
    ({ code, debit, credit }) => startsWithOne(code, ['471', '472', '473', '474', '475', '58']) && debit !== credit,
  );
  say('F15', 'information', 'suspense', waiting.length, { words: waiting.map(({ code }) => code).slice(0, 20) });
  const negative = cashNegative(ledger);
  say('F15', 'information', 'cash-negative', negative);
  const result = balances.filter(({ code, debit, credit }) => code.startsWith('12') && debit !== credit);
  say('F15', 'information', 'result-not-appropriated', result.length, { words: result.map(({ code }) => code).slice(0, 20) });
}

/** The first line of each day after which there is less than nothing in the till (53). */
function cashNegative({ rows, account, accounts, date, debit, credit }: Ledger): Found {
  const till = Uint8Array.from(accounts, ({ code }) => (code.startsWith('53') ? 1 : 0));
  const found = new Found();
  if (!till.includes(1)) return found;
  const days = new Map<number, { sum: number; row: number }>();
  for (let row = 0; row < rows; row++) {
    if (!till[account[row] as number] || date[row] === 0) continue;
    const amount = (debit[row] as number) - (credit[row] as number);
    const day = days.get(date[row] as number);
    if (day) day.sum += amount;
    else days.set(date[row] as number, { sum: amount, row });
  }
  let held = 0;
  for (const [, { sum, row }] of [...days].toSorted(([a], [b]) => a - b)) {
    held += sum;
    if (held < 0) found.add(row);
  }
  return found;
}
