/** What stands at the head of each section of a packed ledger, and whether what stands there is one. */
import type { OddValue } from '@navette/domain/ledger/ledger';

type Pair = readonly [code: string, label: string];

export type LedgerHeader = {
  readonly kind: 'figures';
  readonly rows: number;
  readonly entries: number;
  readonly journals: readonly Pair[];
  readonly accounts: readonly Pair[];
  readonly thirdParties: readonly Pair[];
  readonly letterings: readonly string[];
  /** Rows whose amounts cannot be read. */
  readonly unread: readonly number[];
  readonly rest: readonly (readonly [row: number, debit: number, credit: number])[];
};

export type WordsHeader = {
  readonly kind: 'words';
  readonly rows: number;
  readonly others: readonly string[];
  readonly odd: readonly (readonly [row: number, column: string, text: string, fault: OddValue['fault']])[];
  readonly skipped: readonly (readonly [row: number, lines: number])[];
};

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isPairs = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'string');
const isWords = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');

/** Whether a header read from a file is that of the figures of a ledger. */
export function isLedgerHeader(header: Readonly<Record<string, unknown>>): header is LedgerHeader & Record<string, unknown> {
  const { kind, rows, entries, journals, accounts, thirdParties, letterings, unread, rest } = header;
  return (
    kind === 'figures' &&
    isCount(rows) &&
    isCount(entries) &&
    entries <= rows &&
    [journals, accounts, thirdParties].every(isPairs) &&
    isWords(letterings) &&
    Array.isArray(unread) &&
    unread.every(isCount) &&
    Array.isArray(rest) &&
    rest.every((one) => Array.isArray(one) && one.length === 3 && one.every((value) => typeof value === 'number'))
  );
}
