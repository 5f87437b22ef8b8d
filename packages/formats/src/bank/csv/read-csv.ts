/**
 * A bank's CSV as statements, by a mapping of its columns: one a currency and account. What cannot be read is kept without
 * its amount or its day, and named with its line; nothing is guessed row by row.
 */
import { cents } from '@navette/kernel/cents';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { isIban } from '@navette/domain/identifiers';
import { plainWords } from '../../classify.ts';
import { decimalToCents, type Decimal } from '../../decimal.ts';
import { decodeText } from '../../text/decode-text.ts';
import { readAmount } from '../../written-amount.ts';
import { readDay } from '../../written-date.ts';
import type { BankBalance, BankFault, BankFile, BankMovement, BankRefusal, BankStatement } from '../bank-statement.ts';
import { proposeMapping, type ColumnMapping, type MappingDoubt } from './column-mapping.ts';
import { readTable, rowsOf, TABLE_ROWS, type TableRow } from './read-table.ts';

/** Bytes of a CSV that are read: a statement of a hundred thousand movements. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Rows kept that are no movements: the account's data, and totals. */
const AROUND = 200;

/** Proposed columns for a file, its doubts, and its first rows as they would be read. */
export type CsvPreview = {
  readonly mapping: ColumnMapping;
  readonly doubts: readonly MappingDoubt[];
  /** Cells of the header row; empty without one. */
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[]; readonly movement: BankMovement | null }[];
};

/**
 * @param bytes of a file that may be a bank's CSV
 * @param chosen the mapping a person kept for this bank, in place of the proposed one
 * @returns what a person is shown before an import (7.6: always a preview); null when no mapping can be proposed
 */
export function previewCsv(bytes: Uint8Array, chosen?: ColumnMapping, most = 10): CsvPreview | null {
  const proposal = chosen ? { mapping: chosen, doubts: [] } : mappingOf(bytes);
  if (!proposal) return null;
  const { mapping } = proposal;
  const rows = readTable(textOf(bytes, mapping), mapping.separator, mapping.headerLine + most + 100);
  const header = rows.find(({ line }) => line === mapping.headerLine)?.cells ?? [];
  return {
    ...proposal,
    header,
    rows: rows
      .filter(({ line }) => line > mapping.headerLine)
      .slice(0, most)
      .map((row) => ({ line: row.line, cells: row.cells, movement: movementOf(row, mapping)?.movement ?? null })),
  };
}

/** @returns the proposed mapping of a file; null when it is no bank statement */
export function mappingOf(bytes: Uint8Array): { readonly mapping: ColumnMapping; readonly doubts: readonly MappingDoubt[] } | null {
  if (bytes.length > MOST_BYTES) return null;
  const { text, encoding } = decodeText(bytes);
  if (text.includes('\0')) return null;
  return proposeMapping(text, encoding === 'utf-16le' || encoding === 'utf-16be' || encoding === 'windows-1252' ? encoding : 'utf-8');
}

/**
 * Reads a bank's CSV (7.6).
 * @param chosen the mapping kept for the bank; without one, the proposed mapping
 * @returns statements with their movements in the file's order; `not-a-bank-file` where nothing is proposed or no row is a movement
 */
export function readCsvStatement(bytes: Uint8Array, chosen?: ColumnMapping): Result<BankFile, BankRefusal> {
  const proposal = chosen ? { mapping: chosen, doubts: [] as const } : mappingOf(bytes);
  if (!proposal) return refuse({ tag: 'not-a-bank-file' });
  const { mapping } = proposal;
  const faults: BankFault[] = [];
  const around: TableRow[] = [];
  const groups = new Map<string, { currency: string | null; account: string | null; movements: ReadRow[] }>();
  let last: ReadRow[] | null = null;
  let count = 0;
  let headed: string | null = null;
  for (const row of rowsOf(textOf(bytes, mapping), mapping.separator)) {
    if (++count > TABLE_ROWS) {
      faults.push({ line: row.line, problem: 'too-many-rows' });
      break;
    }
    if (row.line === mapping.headerLine) {
      headed = currencyOfHeader(row.cells, mapping);
      continue;
    }
    const read = row.line < mapping.headerLine ? null : movementOf(row, mapping);
    if (!read) {
      const more = last === null ? '' : continuation(row, mapping);
      const previous = last?.at(-1);
      if (more !== '' && last && previous)
        last[last.length - 1] = { ...previous, movement: { ...previous.movement, label: `${previous.movement.label} ${more}`.trim() } };
      else if (around.length < AROUND) around.push(row);
      continue;
    }
    for (const problem of read.problems) faults.push({ line: row.line, problem });
    const currency = currencyIn(row.cells[mapping.currency ?? -1] ?? '');
    const account = compact(row.cells[mapping.account ?? -1] ?? '');
    const key = `${account}\n${currency ?? ''}`;
    const group = groups.get(key) ?? { currency, account: account === '' ? null : account, movements: [] };
    groups.set(key, group);
    group.movements.push(read);
    last = group.movements;
  }
  if (groups.size === 0) return refuse({ tag: 'not-a-bank-file' });
  const said = aroundTable(around, mapping);
  const alone = groups.size === 1;
  const final = alone ? finalBalance([...groups.values()][0]?.movements ?? [], mapping) : null;
  const statements = [...groups.values()].map((group): BankStatement => {
    const running = balancesOf(group.movements);
    return {
      format: 'CSV',
      account: group.account ?? said.account,
      bank: null,
      currency: group.currency ?? said.currency ?? headed,
      opening: running?.opening ?? (alone ? said.opening : null),
      closing: running?.closing ?? final ?? (alone ? said.closing : null),
      balances: new Map(),
      movements: group.movements.map(({ movement }) => movement),
      details: 0,
    };
  });
  return ok({ format: 'CSV', statements, faults, mapping, doubts: proposal.doubts });
}

/** Without a header, some banks end with a row that has a day and an amount and no words: the balance. It leaves the movements. */
function finalBalance(rows: ReadRow[], { headerLine }: ColumnMapping): BankBalance | null {
  const last = rows.at(-1)?.movement;
  const worded = rows.slice(0, -1).every(({ movement }) => movement.label !== '');
  if (headerLine !== 0 || rows.length < 2 || !last?.amount || last.label !== '' || !worded) return null;
  rows.pop();
  return { amount: last.amount, ...(last.booked === null ? {} : { date: last.booked }) };
}

function textOf(bytes: Uint8Array, { encoding }: ColumnMapping): string {
  const { text, encoding: found } = decodeText(bytes);
  if (found === encoding || found === 'utf-8-bom' || found === 'ascii') return text;
  return new TextDecoder(encoding).decode(bytes);
}

type ReadRow = {
  readonly movement: BankMovement;
  readonly balance: Decimal | null;
  readonly problems: readonly BankFault['problem'][];
};

/** @returns null for a row that is no movement: it has neither a day nor an amount, or says a balance */
function movementOf({ cells }: TableRow, mapping: ColumnMapping): ReadRow | null {
  const cell = (column: number | undefined): string => (column === undefined ? '' : (cells[column] ?? ''));
  const booked = readDay(cell(mapping.date), mapping.dayOrder);
  const money = [mapping.amount, mapping.debit, mapping.credit].map(cell).filter((text) => text !== '');
  if (money.length === 0 || (booked === null && cell(mapping.date) === '')) return null;
  const amount = amountOf(cell, mapping);
  // Words where a day should stand and no amount: a second header, a line of totals.
  if (booked === null && amount === null) return null;
  if (booked === null && !/\d/.test(cell(mapping.date))) return null;
  const label = mapping.label
    .map(cell)
    .filter((text, i, all) => text !== '' && all.indexOf(text) === i)
    .join(' ')
    .replaceAll(/\s+/g, ' ');
  const counterparty = cell(mapping.counterparty);
  const reference = cell(mapping.reference);
  const problems: BankFault['problem'][] = [];
  if (booked === null) problems.push('bad-date');
  if (amount === null) problems.push('bad-amount');
  return {
    movement: {
      booked,
      valued: mapping.valueDate === undefined ? null : readDay(cell(mapping.valueDate), mapping.dayOrder),
      amount,
      label: label === '' ? counterparty : label,
      ...(counterparty === '' ? {} : { counterparty }),
      references: reference === '' ? [] : [reference],
    },
    balance: mapping.balance === undefined ? null : balanceOf(cell(mapping.balance), mapping),
    problems,
  };
}

function balanceOf(text: string, { decimalMark }: ColumnMapping): Decimal | null {
  return readAmount(text, decimalMark) ?? readAmount(text, decimalMark === ',' ? '.' : ',');
}

/** A currency that the head of the amounts names: `Montant (EUR)`, `Débit euros`. */
function currencyOfHeader(cells: readonly string[], { amount, debit }: ColumnMapping): string | null {
  const found = /\b(EUR|USD|GBP|CHF|XPF)\b|\beuros?\b|€/i.exec(cells[amount ?? debit ?? -1] ?? '');
  return found ? (found[1]?.toUpperCase() ?? 'EUR') : null;
}

function amountOf(cell: (column: number | undefined) => string, mapping: ColumnMapping): Decimal | null {
  const mark = mapping.decimalMark;
  if (mapping.amount !== undefined) {
    const amount = readAmount(cell(mapping.amount), mark);
    if (amount === null || mapping.direction === undefined) return amount;
    const side = plainWords(cell(mapping.direction)).trim();
    if (/^(?:d|dr|db|dbit|debit|-)$/.test(side)) return negated(unsigned(amount));
    return /^(?:c|cr|crdt|credit|\+)$/.test(side) ? unsigned(amount) : amount;
  }
  const [debitText, creditText] = [cell(mapping.debit), cell(mapping.credit)];
  const debit = debitText === '' ? null : readAmount(debitText, mark);
  const credit = creditText === '' ? null : readAmount(creditText, mark);
  if ((debit === null && debitText !== '') || (credit === null && creditText !== '')) return null;
  const out = debit === null ? null : mapping.debitSigned ? debit : negated(debit);
  // Some banks fill the empty one of the two with zero.
  if (out === null || isZero(out)) return credit ?? out;
  if (credit === null || isZero(credit)) return out;
  const [a, b] = [decimalToCents(out), decimalToCents(credit)];
  return a === null || b === null ? null : centsToDecimal(a + b);
}

const isZero = (amount: Decimal): boolean => /^-?[0.]*$/.test(amount);
const unsigned = (amount: Decimal): Decimal => amount.replace('-', '') as Decimal;
const negated = (amount: Decimal): Decimal =>
  (isZero(amount) ? amount : amount.startsWith('-') ? amount.slice(1) : `-${amount}`) as Decimal;

function centsToDecimal(value: number): Decimal {
  const digits = String(Math.abs(value)).padStart(3, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}` as Decimal;
}

/** A row that only goes on with the label of the one above it: no day, no amount, words under the label. */
function continuation({ cells }: TableRow, mapping: ColumnMapping): string {
  const others = cells.filter((text, i) => text !== '' && !mapping.label.includes(i));
  return others.length > 0
    ? ''
    : mapping.label
        .map((column) => cells[column] ?? '')
        .filter((text) => text !== '')
        .join(' ');
}

/** Balances of the balance column, when each follows from the one before, forwards or backwards in time. */
function balancesOf(rows: readonly ReadRow[]): { readonly opening: BankBalance; readonly closing: BankBalance } | null {
  const figures = rows.map(({ movement, balance }) => ({
    amount: movement.amount === null ? null : decimalToCents(movement.amount),
    balance: balance === null ? null : decimalToCents(balance),
    day: movement.booked,
  }));
  const chains = (those: typeof figures) =>
    those.every(({ balance, amount }, i) => {
      const before = those[i - 1]?.balance;
      return balance !== null && amount !== null && (i === 0 || (before !== null && before !== undefined && before + amount === balance));
    });
  for (const those of [figures, figures.toReversed()]) {
    const [first, last] = [those[0], those.at(-1)];
    if (!chains(those) || typeof first?.balance !== 'number' || typeof first.amount !== 'number' || typeof last?.balance !== 'number')
      continue;
    return {
      opening: { amount: centsToDecimal(cents(first.balance - first.amount)) },
      closing: { amount: centsToDecimal(last.balance), ...(last.day === null ? {} : { date: last.day }) },
    };
  }
  return null;
}

/** What the lines above and below the table say: account, currency, balances. */
function aroundTable(rows: readonly TableRow[], mapping: ColumnMapping) {
  let account: string | null = null;
  let currency: string | null = null;
  let opening: BankBalance | null = null;
  let closing: BankBalance | null = null;
  for (const { cells } of rows) {
    const filled = cells.filter((text) => text !== '');
    const line = filled.join(' : ');
    const words = plainWords(line);
    const iban = compact(/\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{2,4}){4,8}\b/.exec(line)?.[0] ?? '');
    if (iban !== '' && isIban(iban)) account = iban;
    const number =
      /(?:numero|n[o°]) ?(?:de |du )?compte\D{0,8}([\dA-Z]{5,23})\b/i.exec(words)?.[1] ??
      /compte [^:]{0,60}n[o°]\s?:?\s?([\dA-Z]{5,23})\b/i.exec(words)?.[1];
    account ??= number?.toUpperCase() ?? null;
    currency ??=
      /\b(?:devise|compte tenu en|currency)\b\W{0,5}([a-z]{3,5})\b/
        .exec(words)?.[1]
        ?.replace(/^euros?$/, 'eur')
        .toUpperCase() ?? null;
    if (!/\bsolde\b|\bbalance\b/.test(words) || /franc/.test(words)) continue;
    const amount = filled.toReversed().flatMap((text) => balanceIn(text, mapping))[0];
    if (amount === undefined) continue;
    const found = /\d{1,2}\/\d{1,2}\/\d{2,4}/.exec(line)?.[0];
    const date = found === undefined ? null : readDay(found, mapping.dayOrder);
    const balance = { amount, ...(date === null ? {} : { date }) };
    if (/debut|precedent|ancien|initial|opening/.test(words)) opening ??= balance;
    else closing ??= balance;
  }
  return { account, currency, opening, closing };
}

/** The amount a text ends with. */
function balanceIn(text: string, { decimalMark }: ColumnMapping): Decimal[] {
  const words = /[-+\u2212(]?\s?(?:\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+|\d+)(?:[.,]\d{1,2})?\)?\s?(?:€|EUR|CR|DR)?$/i.exec(text.trim())?.[0];
  const amount = words === undefined ? null : readAmount(words, decimalMark);
  return amount === null ? [] : [amount];
}

function currencyIn(text: string): string | null {
  const code = /^[A-Za-z]{3}$/.exec(text.trim())?.[0]?.toUpperCase();
  return code ?? (/^(?:€|euros?)$/i.test(text.trim()) ? 'EUR' : null);
}

function compact(text: string): string {
  return text.replaceAll(/\s/g, '');
}
