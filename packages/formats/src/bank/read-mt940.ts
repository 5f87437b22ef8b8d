/** SWIFT MT940: `:60F:` opening, `:61:` movements with their `:86:`, `:62F:` closing; one message a statement. */
import { ok, refuse, type Result } from '@navette/kernel/result';
import { readDecimal, type Decimal } from '../decimal.ts';
import { decodeText } from '../text/decode-text.ts';
import type { BankBalance, BankFile, BankMovement, BankRefusal, BankStatement } from './bank-statement.ts';

export function isMt940(text: string): boolean {
  return /^:20:/m.test(text.slice(0, 4096)) && /^:6[01]/m.test(text);
}

type Building = {
  account: string | null;
  currency: string | null;
  opening: BankBalance | null;
  closing: BankBalance | null;
  movements: BankMovement[];
};

export function readMt940(bytes: Uint8Array): Result<BankFile, BankRefusal> {
  const statements: Building[] = [];
  let open: Building | null = null;
  for (const { tag, text } of fieldsIn(decodeText(bytes).text)) {
    if (tag === '20') statements.push((open = { account: null, currency: null, opening: null, closing: null, movements: [] }));
    if (!open) continue;
    if (tag === '25') open.account = text.trim();
    else if (/^60[FM]$/.test(tag)) {
      open.opening ??= balanceOf(text);
      open.currency ??= /^[CD]\d{6}([A-Z]{3})/.exec(text)?.[1] ?? null;
    } else if (/^62[FM]$/.test(tag)) open.closing = balanceOf(text);
    else if (tag === '61') open.movements.push(movementOf(text));
    else if (tag === '86') {
      const last = open.movements.pop();
      if (last) open.movements.push({ ...last, label: labelOf(text), ...counterpartyIn(text) });
    }
  }
  if (statements.length === 0) return refuse({ tag: 'no-statement' });
  return ok({ format: 'MT940', statements: statements.map(statementOf), faults: [] });
}

/** What a program without a reader of this format counts. */
export type Mt940Count = {
  readonly records: number;
  readonly messages: number;
  readonly opening: readonly string[];
  readonly closing: readonly string[];
};

export function countMt940(bytes: Uint8Array): Mt940Count {
  const lines = decodeText(bytes).text.split(/\r?\n/);
  const after = (mark: RegExp) => lines.flatMap((line) => (mark.test(line) ? [line.replace(mark, '')] : []));
  return {
    records: after(/^:61:/).length,
    messages: after(/^:20:/).length,
    opening: after(/^:60[FM]:/),
    closing: after(/^:62[FM]:/),
  };
}

function* fieldsIn(text: string): Generator<{ readonly tag: string; readonly text: string }> {
  let tag: string | null = null;
  let kept: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const field = /^:(\d{2}[A-Z]?):(.*)$/.exec(line);
    const ends = field !== null || line.trim() === '-' || line.startsWith('-}') || line.startsWith('{');
    if (ends && tag !== null) {
      yield { tag, text: kept.join('\n') };
      tag = null;
    }
    if (field) {
      tag = field[1] ?? '';
      kept = [field[2] ?? ''];
    } else if (tag !== null) kept.push(line);
  }
  if (tag !== null) yield { tag, text: kept.join('\n') };
}

function statementOf({ account, currency, opening, closing, movements }: Building): BankStatement {
  return { format: 'MT940', account, bank: null, currency, opening, closing, balances: new Map(), movements, details: 0 };
}

function balanceOf(text: string): BankBalance | null {
  const match = /^([CD])(\d{6})[A-Z]{3}([\d,]+)/.exec(text);
  const amount = match && amountOf(match[3] ?? '', match[1] === 'D');
  const date = dayOf(match?.[2]);
  return amount && { amount, ...(date === null ? {} : { date }) };
}

/** Value date, booking day, mark, amount, type, reference, `//` and the bank's own. */
function movementOf(text: string): BankMovement {
  const match = /^(\d{6})(\d{4})?(R?[CD])[A-Z]?([\d]+,?\d*)([NFS][A-Z0-9]{3})?([^\n/]*)(?:\/\/([^\n]*))?/.exec(text);
  if (!match) return { booked: null, valued: null, amount: null, label: text.trim(), references: [] };
  const [, valued = '', booked, mark = '', amount = '', , reference = '', bankId] = match;
  const value = dayOf(valued);
  return {
    booked: booked === undefined || value === null ? value : bookedIn(value, booked),
    valued: value,
    // A reversal of a credit goes out, one of a debit comes in.
    amount: amountOf(amount, mark === 'D' || mark === 'RC'),
    label: '',
    references: reference.trim() === '' || reference.trim() === 'NONREF' ? [] : [reference.trim()],
    ...(bankId === undefined || bankId.trim() === '' ? {} : { bankId: bankId.trim() }),
  };
}

/** The booking day has no year: the nearest to the value date. */
function bookedIn(value: string, monthDay: string): string {
  const year = Number(value.slice(0, 4));
  const [month, valueMonth] = [Number(monthDay.slice(0, 2)), Number(value.slice(5, 7))];
  const shift = month - valueMonth > 6 ? -1 : valueMonth - month > 6 ? 1 : 0;
  return `${year + shift}-${monthDay.slice(0, 2)}-${monthDay.slice(2)}`;
}

function amountOf(text: string, negative: boolean): Decimal | null {
  const read = readDecimal(text.replace(/,$/, ''));
  return read && ((negative && /[1-9]/.test(read.value) ? `-${read.value}` : read.value) as Decimal);
}

function dayOf(text: string | undefined): string | null {
  const match = /^(\d{2})(\d{2})(\d{2})$/.exec(text ?? '');
  return match && `20${match[1]}-${match[2]}-${match[3]}`;
}

/** Structured text (`?20…`) without its marks. */
function labelOf(text: string): string {
  const plain = text.replaceAll('\n', '');
  const parts = [...plain.matchAll(/\?(2\d|6[0-3])([^?]*)/g)].map((match) => match[2] ?? '');
  return (parts.length > 0 ? parts.join('') : text.replaceAll('\n', ' ')).trim();
}

function counterpartyIn(text: string): { readonly counterparty?: string } {
  const names = [...text.replaceAll('\n', '').matchAll(/\?3[23]([^?]*)/g)].map((match) => (match[1] ?? '').trim());
  const name = names.join(' ').trim();
  return name === '' ? {} : { counterparty: name };
}
