/**
 * OFX 1 (SGML, leaf tags usually not closed, sometimes all on one line) and OFX 2 (XML), read by one tolerant walk over tags:
 * banks close what the standard leaves open and leave open what it closes.
 */
import { ok, refuse, type Result } from '@navette/kernel/result';
import { readDecimal } from '../decimal.ts';
import { decodeText } from '../text/decode-text.ts';
import type { BankBalance, BankFile, BankMovement, BankRefusal, BankStatement } from './bank-statement.ts';

type Statement = { fields: Map<string, string>; balance: Map<string, string>; movements: Map<string, string>[] };

const STATEMENTS = new Set(['STMTRS', 'CCSTMTRS']);
/** Frames whose leaves belong to the statement, and the ones whose do not. */
const BALANCE = 'LEDGERBAL';
const OTHER_BALANCES = new Set(['AVAILBAL', 'BALLIST']);
const MOVEMENT = 'STMTTRN';
/** Inside a movement, another account or party is named. */
const WITHIN_MOVEMENT = new Set(['BANKACCTTO', 'CCACCTTO', 'PAYEE', 'CURRENCY', 'ORIGCURRENCY']);

export function isOfx(text: string): boolean {
  return /<OFX[\s>]/i.test(text.slice(0, 4096)) || /^\s*OFXHEADER\s*:/i.test(text);
}

export function readOfx(bytes: Uint8Array): Result<BankFile, BankRefusal> {
  const { text } = decodeText(bytes);
  const statements: Statement[] = [];
  const frames: string[] = [];
  const status = new Map<string, string>();
  let statement: Statement | null = null;
  let movement: Map<string, string> | null = null;
  const inside = (name: string) => frames.includes(name);

  const leaf = (name: string, value: string): void => {
    if (movement) {
      if (!frames.some((frame) => WITHIN_MOVEMENT.has(frame))) movement.set(name, value);
      else if (name === 'NAME' && !movement.has('NAME')) movement.set(name, value);
    } else if (statement) {
      if (inside(BALANCE)) statement.balance.set(name, value);
      else if (!frames.some((frame) => OTHER_BALANCES.has(frame))) setOnce(statement.fields, name, value);
    } else if (inside('STATUS')) setOnce(status, name, value);
  };
  const open = (name: string): void => {
    if (STATEMENTS.has(name)) statements.push((statement = { fields: new Map(), balance: new Map(), movements: [] }));
    // One that was never closed ends where the next begins.
    if (name === MOVEMENT && statement) statement.movements.push((movement = new Map()));
    frames.push(name);
  };
  const close = (name: string): void => {
    const from = frames.lastIndexOf(name);
    if (from < 0) return;
    frames.length = from;
    if (name === MOVEMENT) movement = null;
    if (STATEMENTS.has(name)) statement = null;
  };

  for (const [, slash = '', tag = '', value = '', closing = ''] of text.matchAll(TAG)) {
    const name = tag.toUpperCase();
    if (slash !== '') close(name);
    // A leaf has a value, or closes at once: `<BANKID></BANKID>`.
    else if (value.trim() !== '' || closing.toUpperCase() === `</${name}>`) leaf(name, unescapeText(value.trim()));
    else open(name);
  }
  if (statements.length > 0) return ok({ format: 'OFX', statements: statements.map(statementOf), faults: [] });
  return refuse({ tag: 'no-statement', ...named('code', status.get('CODE')), ...named('message', status.get('MESSAGE')) });
}

/** A tag, what follows it up to the next one, and that one where it closes. */
const TAG = /<(\/?)([A-Za-z][\w.]{0,40})>([^<]{0,10000})(?=(<\/[A-Za-z][\w.]{0,40}>)?)/g;

function setOnce(map: Map<string, string>, name: string, value: string): void {
  if (!map.has(name)) map.set(name, value);
}

function named<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: string });
}

function statementOf({ fields, balance, movements }: Statement): BankStatement {
  return {
    format: 'OFX',
    account: fields.get('ACCTID') ?? null,
    bank: fields.get('BANKID') ?? null,
    currency: fields.get('CURDEF') ?? null,
    opening: null,
    closing: balanceOf(balance),
    balances: new Map(),
    movements: movements.map(movementOf),
    details: 0,
  };
}

function balanceOf(balance: ReadonlyMap<string, string>): BankBalance | null {
  const amount = readDecimal(balance.get('BALAMT') ?? '');
  const date = dayOf(balance.get('DTASOF'));
  return amount && { amount: amount.value, ...(date === null ? {} : { date }) };
}

function movementOf(fields: ReadonlyMap<string, string>): BankMovement {
  const [name, memo] = [fields.get('NAME') ?? '', fields.get('MEMO') ?? ''];
  const id = fields.get('FITID') ?? '';
  return {
    booked: dayOf(fields.get('DTPOSTED')),
    valued: dayOf(fields.get('DTUSER')),
    amount: readDecimal(fields.get('TRNAMT') ?? '')?.value ?? null,
    label: [name, memo].filter((part) => part !== '').join(' '),
    references: ['CHECKNUM', 'REFNUM'].flatMap((key) => fields.get(key) || []),
    ...(name === '' ? {} : { counterparty: name }),
    ...(id === '' ? {} : { bankId: id }),
  };
}

/** The first eight digits, whatever they say. */
function dayOf(text: string | undefined): string | null {
  const match = /^\s*(\d{4})(\d{2})(\d{2})/.exec(text ?? '');
  return match && `${match[1]}-${match[2]}-${match[3]}`;
}

function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&nbsp;', ' ').replaceAll('&amp;', '&');
}
