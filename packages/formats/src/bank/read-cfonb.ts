/**
 * CFONB120, the French banks' "relevé de compte AFB": records of 120 characters, with or without line breaks, 01 (04 05*)* 07
 * per account and day. Files end records short, skip the opening or the closing one: what is there is read, the rest is said.
 */
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { Decimal } from '../decimal.ts';
import { decodeText } from '../text/decode-text.ts';
import type { BankFault, BankFile, BankMovement, BankRefusal, BankStatement } from './bank-statement.ts';

const LENGTH = 120;
const PLUS = '{ABCDEFGHI';
const MINUS = '}JKLMNOPQR';
const START = /^0[1457]\d{5}/;

export function isCfonb(text: string): boolean {
  const first =
    text
      .slice(0, 400)
      .split(/\r?\n/)
      .find((line) => line.trim() !== '') ?? '';
  return START.test(first) && first.length >= 90 && /^[A-Z]{3}\d/.test(first.slice(16));
}

export function isCfonb240(text: string): boolean {
  return /^3[149]0\d{5}/.test(text) && (text.split(/\r?\n/, 1)[0] ?? '').length > 200 - 80;
}

type Building = Omit<BankStatement, 'movements' | 'details' | 'closing'> & {
  movements: BankMovement[];
  details: number;
  closing: BankStatement['closing'];
};

export function readCfonb(bytes: Uint8Array): Result<BankFile, BankRefusal> {
  const { text } = decodeText(bytes);
  const statements: Building[] = [];
  const faults: BankFault[] = [];
  let open: Building | null = null;
  let movement: number | null = null;

  for (const { record, line } of recordsIn(text)) {
    const fault = (problem: BankFault['problem']) => void faults.push({ line, problem });
    const kind = record.slice(0, 2);
    if (kind === '01') {
      if (open) faults.push({ line, problem: 'closing-missing' });
      const date = dayOf(record.slice(34, 40));
      const amount = amountOf(record, fault);
      const account = [record.slice(2, 7), record.slice(11, 16), record.slice(21, 32)].map((part) => part.trim()).join('-');
      open = {
        format: 'CFONB120',
        account,
        bank: record.slice(2, 7).trim(),
        currency: record.slice(16, 19).trim(),
        opening: amount && { amount, ...(date === null ? {} : { date }) },
        closing: null,
        balances: new Map(),
        movements: [],
        details: 0,
      };
      statements.push(open);
      movement = null;
    } else if (kind === '04') {
      movement = null;
      if (!open) fault('movement-outside');
      else movement = open.movements.push(movementOf(record, fault)) - 1;
    } else if (kind === '05') {
      const before = movement === null ? undefined : open?.movements[movement];
      if (!open || !before || movement === null) fault('detail-outside');
      else {
        open.movements[movement] = detailed(before, record.slice(45, 48).trim(), record.slice(48, 118).trim());
        open.details++;
      }
    } else if (kind === '07') {
      if (!open) fault('closing-outside');
      else {
        const date = dayOf(record.slice(34, 40));
        const amount = amountOf(record, fault);
        open.closing = amount && { amount, ...(date === null ? {} : { date }) };
      }
      open = null;
      movement = null;
    } else fault('unknown-record');
  }
  if (open) faults.push({ line: text.split(/\r?\n/).length, problem: 'closing-missing' });
  return statements.length > 0 || faults.length > 0 ? ok({ format: 'CFONB120', statements, faults }) : refuse({ tag: 'no-statement' });
}

/** Lines, or pieces of 120 characters where there is no line break; the trailing spaces a program cut are put back. */
function* recordsIn(text: string): Generator<{ readonly record: string; readonly line: number }> {
  let line = 0;
  for (const written of text.split(/\r?\n|\r/)) {
    line++;
    if (written.trim() === '') continue;
    if (written.length < 2 * LENGTH - 20) yield { record: written.padEnd(LENGTH), line };
    else
      for (let from = 0; from < written.length; from += LENGTH) yield { record: written.slice(from, from + LENGTH).padEnd(LENGTH), line };
  }
}

function movementOf(record: string, fault: (problem: BankFault['problem']) => void): BankMovement {
  const booked = dayOf(record.slice(34, 40));
  if (booked === null) fault('bad-date');
  const number = record.slice(81, 88).trim();
  const reference = record.slice(104, 120).trim();
  return {
    booked,
    valued: dayOf(record.slice(42, 48)),
    amount: amountOf(record, fault),
    label: record.slice(48, 79).trim(),
    references: [reference, /^0*$/.test(number) ? '' : number].filter((one) => one !== ''),
  };
}

/** What a detail adds: remittance text to the label, names to the counterparty, references beside. */
function detailed(movement: BankMovement, qualifier: string, text: string): BankMovement {
  if (text === '') return movement;
  switch (qualifier) {
    case 'NPY':
    case 'NPO':
    case 'NBE':
    case 'NBU':
      return movement.counterparty === undefined ? { ...movement, counterparty: text } : movement;
    case 'RCN':
    case 'REF':
    case 'IPY':
    case 'IBE':
      return { ...movement, references: [...movement.references, text.slice(0, 35).trim()] };
    default:
      return { ...movement, label: `${movement.label} ${text}`.trim() };
  }
}

/** Thirteen digits and a character that holds the last one and the sign; decimals as the record says. */
function amountOf(record: string, fault: (problem: BankFault['problem']) => void): Decimal | null {
  const written = record.slice(90, 104);
  const last = written.at(-1) ?? '';
  const plus = PLUS.indexOf(last);
  const minus = MINUS.indexOf(last);
  const decimals = Number(record[19] ?? '');
  const digits = `${written.slice(0, -1).trim()}${plus >= 0 ? plus : minus}`;
  if (last === '' || (plus < 0 && minus < 0) || !/^\d{1,14}$/.test(digits) || !(decimals >= 0 && decimals <= 5)) {
    fault('bad-amount');
    return null;
  }
  const padded = digits.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals).replace(/^0+(?=\d)/, '');
  const part = decimals === 0 ? '' : `.${padded.slice(-decimals)}`;
  return `${minus >= 0 && /[1-9]/.test(digits) ? '-' : ''}${whole}${part}` as Decimal;
}

/** JJMMAA, years above 60 being of the last century. */
function dayOf(text: string): string | null {
  const match = /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!match) return null;
  const [, day, month, year] = match;
  return `${Number(year) > 60 ? '19' : '20'}${year}-${month}-${day}`;
}
