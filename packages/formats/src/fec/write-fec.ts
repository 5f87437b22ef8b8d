/**
 * A ledger to a FEC (article A.47 A-1 LPF; accounting formats, 1): the eighteen columns in their order and what follows them in the
 * ledger, a comma before two decimals, dates AAAAMMJJ, records in the order of their validation.
 *
 * The output is exact: a label that begins like a formula stays as it is (F5). What the format has no room for (tabs, line ends, the
 * separator itself) becomes a space; letters an encoding does not have become their nearest, and are counted.
 */
import { dayText, type Ledger } from '@navette/domain/ledger/ledger';
import { standardColumns } from './fec-columns.ts';

export type FecOptions = {
  readonly encoding: 'utf-8' | 'iso-8859-15';
  readonly separator: 'tab' | 'pipe';
};

export type WrittenFec = {
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
  /** Letters that had no place in the encoding. */
  readonly replaced: number;
};

const RECORDS = 10_000;

/** @returns the file in pieces, header first; lines whose amounts cannot be read are left out, as they are of every total */
export function writeFec(ledger: Ledger, { encoding, separator }: FecOptions): WrittenFec {
  const mark = separator === 'tab' ? '\t' : '|';
  const others = [...ledger.others.keys()].filter((name) => !(NAMES as readonly string[]).includes(name));
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let replaced = 0;
  const put = (text: string) => {
    const written = encoding === 'utf-8' ? { bytes: new TextEncoder().encode(text), replaced: 0 } : latin9(text);
    replaced += written.replaced;
    pieces.push(written.bytes);
  };
  let block = `${[...NAMES, ...others].join(mark)}\r\n`;
  let records = 0;
  for (const row of inOrder(ledger)) {
    if (ledger.unread.has(row)) continue;
    block += `${fields(ledger, row, others)
      .map((field) => plain(field, mark))
      .join(mark)}\r\n`;
    if (++records % RECORDS === 0) {
      put(block);
      block = '';
    }
  }
  if (block !== '') put(block);
  return { pieces, replaced };
}

const NAMES = standardColumns('Debit/Credit');

/** By ValidDate, then in the order of the ledger: an entry keeps its lines together, the openings come first. */
function inOrder({ rows, validDate, entry, entryRow }: Ledger): Uint32Array {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const at = (row: number) => entryRow[entry[row] as number] as number;
  return order.sort((a, b) => (validDate[at(a)] as number) - (validDate[at(b)] as number) || at(a) - at(b) || a - b);
}

function fields(ledger: Ledger, row: number, others: readonly string[]): readonly string[] {
  const journal = ledger.journals[ledger.journal[row] as number];
  const account = ledger.accounts[ledger.account[row] as number];
  const third = ledger.thirdParties[ledger.thirdParty[row] as number];
  const other = (name: string) => ledger.others.get(name)?.at(row) ?? '';
  const rest = ledger.rest.get(row);
  return [
    journal?.code ?? '',
    journal?.label ?? '',
    ledger.number.at(ledger.entry[row] as number),
    figures(ledger.date[row] as number),
    account?.code ?? '',
    account?.label ?? '',
    third?.code ?? '',
    third?.label ?? '',
    ledger.pieceRef.at(row),
    figures(ledger.pieceDate[row] as number),
    ledger.label.at(row),
    amount(ledger.debit[row] as number, rest?.debit),
    amount(ledger.credit[row] as number, rest?.credit),
    ledger.letterings[ledger.lettering[row] as number] ?? '',
    figures(ledger.letteringDate[row] as number),
    figures(ledger.validDate[row] as number),
    other('Montantdevise'),
    other('Idevise'),
    ...others.map(other),
  ];
}

const figures = (day: number): string => (dayText(day) ?? '').replaceAll('-', '');

/** @param rest millionths of a cent, of an amount that was given with more than two decimals */
function amount(cents: number, rest = 0): string {
  const size = Math.abs(cents);
  const whole = `${Math.trunc(size / 100)},${String(size % 100).padStart(2, '0')}`;
  const more = rest === 0 ? '' : String(Math.abs(rest)).padStart(6, '0').replace(/0+$/, '');
  return `${cents < 0 || rest < 0 ? '-' : ''}${whole}${more}`;
}

function plain(field: string, mark: string): string {
  // oxlint-disable-next-line no-control-regex -- the format has no room for them
  return field.replaceAll(/[\u0000-\u001f]/g, ' ').replaceAll(mark, ' ');
}

/** What ISO 8859-15 has in place of eight signs of ISO 8859-1. */
const LATIN9: ReadonlyMap<string, number> = new Map([
  ['€', 0xa4],
  ['Š', 0xa6],
  ['š', 0xa8],
  ['Ž', 0xb4],
  ['ž', 0xb8],
  ['Œ', 0xbc],
  ['œ', 0xbd],
  ['Ÿ', 0xbe],
]);
const TAKEN: ReadonlySet<number> = new Set(LATIN9.values());
const NEAREST: ReadonlyMap<string, string> = new Map([
  ['’', "'"],
  ['‘', "'"],
  ['“', '"'],
  ['”', '"'],
  ['–', '-'],
  ['—', '-'],
  ['…', '...'],
  ['\u202f', '\u00a0'],
  ['\u2212', '-'],
]);
const MARKS = /\p{M}/gu;

function latin9(text: string): { readonly bytes: Uint8Array<ArrayBuffer>; readonly replaced: number } {
  const bytes: number[] = [];
  let replaced = 0;
  const put = (letter: string): boolean => {
    const special = LATIN9.get(letter);
    const code = special ?? letter.codePointAt(0) ?? 0;
    if (special === undefined && (code > 255 || TAKEN.has(code) || (code >= 0x80 && code < 0xa0))) return false;
    bytes.push(code);
    return true;
  };
  for (const letter of text) {
    if (put(letter)) continue;
    const near = NEAREST.get(letter) ?? letter.normalize('NFD').replaceAll(MARKS, '');
    if (near === letter || ![...near].every(put)) bytes.push(63);
    replaced++;
  }
  return { bytes: Uint8Array.from(bytes), replaced };
}

/**
 * The name of the file. The legal one is for the software that keeps the books: only when staff declare Navette to be it for that year.
 * @param closing `AAAA-MM-JJ`
 */
export function fecName(siren: string, closing: string, ofRecord: boolean): string {
  const name = `${siren}FEC${closing.replaceAll('-', '')}.txt`;
  return ofRecord ? name : `projet-${name}`;
}
