/**
 * QIF: lines that begin with a letter, records that end with `^`. It says neither account nor currency nor how it writes
 * dates: the order of day and month is decided on the whole file, French where nothing settles it.
 */
import { ok, refuse, type Result } from '@navette/kernel/result';
import { readDecimal, type Decimal } from '../decimal.ts';
import { decodeText } from '../text/decode-text.ts';
import type { BankFile, BankMovement, BankRefusal, BankStatement } from './bank-statement.ts';

const ACCOUNTS = new Map([
  ['bank', 'Bank'],
  ['cash', 'Cash'],
  ['ccard', 'CCard'],
  ['invst', 'Invst'],
  ['oth a', 'Oth A'],
  ['oth l', 'Oth L'],
]);

export function isQif(text: string): boolean {
  return /^\s*!(?:type|account|option)/i.test(text);
}

type Fields = Map<string, string[]>;

export function readQif(bytes: Uint8Array): Result<BankFile, BankRefusal> {
  const { text } = decodeText(bytes);
  const parts: { variant: string; records: Fields[] }[] = [];
  let part: (typeof parts)[number] | null = null;
  let fields: Fields = new Map();
  for (const raw of text.split(/\r?\n|\r/)) {
    const line = raw.trim();
    if (line === '') continue;
    if (line.startsWith('!')) {
      const type = /^!type:\s*(.+)$/i.exec(line)?.[1]?.trim().toLowerCase();
      const variant = type === undefined ? undefined : ACCOUNTS.get(type);
      part = variant === undefined ? null : { variant, records: [] };
      if (part) parts.push(part);
      fields = new Map();
    } else if (line.startsWith('^')) {
      if (part && fields.size > 0) part.records.push(fields);
      fields = new Map();
    } else {
      const key = line[0] ?? '';
      fields.set(key, [...(fields.get(key) ?? []), line.slice(1).trim()]);
    }
  }
  if (part && fields.size > 0) part.records.push(fields);
  if (parts.length === 0) return refuse({ tag: 'no-statement' });
  const order = dayOrder(parts.flatMap(({ records }) => records.flatMap((record) => record.get('D') ?? [])));
  return ok({ format: 'QIF', statements: parts.map(({ variant, records }) => statementOf(variant, records, order)), faults: [] });
}

function statementOf(variant: string, records: readonly Fields[], order: DayOrder): BankStatement {
  return {
    format: 'QIF',
    variant,
    account: null,
    bank: null,
    currency: null,
    opening: null,
    closing: null,
    balances: new Map(),
    movements: records.filter((record) => record.has('T') || record.has('U')).map((record) => movementOf(record, order)),
    details: 0,
  };
}

function movementOf(record: Fields, order: DayOrder): BankMovement {
  const first = (key: string) => record.get(key)?.[0] ?? '';
  const payee = first('P');
  return {
    booked: dayOf(first('D'), order),
    valued: null,
    amount: amountOf(first('T') || first('U')),
    label: [payee, first('M')].filter((text) => text !== '').join(' '),
    references: first('N') === '' ? [] : [first('N')],
    ...(payee === '' ? {} : { counterparty: payee }),
  };
}

/** `1,234.56` or `1 234,56`: the last of the two marks is the decimal one. */
function amountOf(text: string): Decimal | null {
  const plain = text.lastIndexOf(',') > text.lastIndexOf('.') ? text.replaceAll('.', '') : text.replaceAll(',', '');
  return readDecimal(plain)?.value ?? null;
}

type DayOrder = 'day-first' | 'month-first';

function dayOrder(dates: readonly string[]): DayOrder {
  const firsts = dates.map((text) => numbersOf(text));
  if (firsts.some(([first = 0]) => first > 12 && first <= 31)) return 'day-first';
  return firsts.some(([, second = 0]) => second > 12 && second <= 31) ? 'month-first' : 'day-first';
}

function numbersOf(text: string): number[] {
  return text.split(/[/.'\s-]+/).map(Number);
}

function dayOf(text: string, order: DayOrder): string | null {
  const numbers = numbersOf(text);
  const [a = 0, b = 0, c = 0] = numbers;
  if (numbers.length !== 3 || numbers.some((n) => !Number.isInteger(n))) return null;
  if (a > 999) return day(a, b, c);
  const year = c > 99 ? c : c > 60 ? 1900 + c : 2000 + c;
  return order === 'day-first' ? day(year, b, a) : day(year, a, b);
}

function day(year: number, month: number, date: number): string | null {
  if (month < 1 || month > 12 || date < 1 || date > 31) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}
