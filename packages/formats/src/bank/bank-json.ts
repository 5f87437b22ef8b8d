/** Statements as `navette inspect` prints them: names and shapes of the field list that other programs compare with. */
import { decimalToNumber } from '../decimal.ts';
import { decodeText } from '../text/decode-text.ts';
import { bankBalances, bankSums, type BankFault, type BankFile, type BankRefusal, type BankStatement } from './bank-statement.ts';
import { countMt940 } from './read-mt940.ts';

/** @param bytes of the file, of which MT940 is only counted */
export function bankJson(file: BankFile, bytes: Uint8Array): unknown[] {
  if (file.format === 'MT940') {
    const { records, messages, opening, closing } = countMt940(bytes);
    return [{ kind: 'MT940', records_61: records, statements: messages, opening, closing }];
  }
  // The field list only counts the lines of a CSV: what is read of it stands in `statements_read`.
  if (file.format === 'CSV') return otherTextJson(bytes);
  return readStatementsJson(file);
}

/** Every statement as it was read, also those of the formats that the field list only counts (MT940, CSV). */
export function readStatementsJson(file: BankFile): unknown[] {
  const statements: unknown[] = file.statements.map(statementJson);
  return file.faults.length === 0 ? statements : [...statements, { errors: file.faults.map(faultText) }];
}

export function bankRefusalJson(refusal: Extract<BankRefusal, { tag: 'no-statement' }>): unknown[] {
  const { code, message, root } = refusal;
  return root === undefined
    ? [{ error: 'no statement', ...(code === undefined ? {} : { code }), ...(message === undefined ? {} : { message }) }]
    : [{ error: 'no Stmt/Rpt/Ntfctn', root }];
}

/** Text that is no bank format of ours: how many lines it has. */
export function otherTextJson(bytes: Uint8Array): unknown[] {
  const lines = decodeText(bytes)
    .text.split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '');
  return [{ kind: 'other text', lines: lines.length }];
}

function statementJson(statement: BankStatement): Record<string, unknown> {
  const { format, variant, account, currency, opening, closing, movements } = statement;
  const sums = bankSums(movements);
  const dated = format !== 'QIF';
  const balanced = bankBalances(statement);
  return {
    kind: variant === undefined || format === 'OFX' ? format : `${format} ${variant}`,
    account,
    currency,
    transactions: movements.length,
    unreadable_amounts: sums.unreadable,
    total_credit: sums.credit / 100,
    total_debit: sums.debit / 100,
    net: sums.net / 100,
    // QIF does not say how it writes dates.
    first_date: dated ? sums.first : null,
    last_date: dated ? sums.last : null,
    opening_balance: opening && decimalToNumber(opening.amount),
    closing_balance: closing && decimalToNumber(closing.amount),
    ...(balanced === undefined ? {} : { opening_plus_net_equals_closing: balanced }),
    ...own(statement),
  };
}

/** What only one format has. */
function own({ format, bank, id, balances, opening, details, movements }: BankStatement): Record<string, unknown> {
  switch (format) {
    case 'OFX': {
      const ids = movements.flatMap(({ bankId }) => bankId ?? []);
      return { bank, duplicate_fitids: ids.length - new Set(ids).size };
    }
    case 'CAMT':
      return {
        balances: Object.fromEntries([...balances].map(([code, amount]) => [code, decimalToNumber(amount)])),
        ...(id === undefined ? {} : { id }),
      };
    case 'CFONB120':
      return { opening_date: opening?.date ?? null, detail_records: details };
    default:
      return {};
  }
}

const FAULTS: Readonly<Record<BankFault['problem'], string>> = {
  'movement-outside': '04 outside a statement',
  'detail-outside': '05 without 04',
  'closing-outside': '07 without 01',
  'closing-missing': '01 without 07',
  'short-record': 'short record',
  'bad-date': 'bad date',
  'bad-amount': 'bad amount',
  'unknown-record': 'unknown record',
  'too-many-rows': 'rows from here on are not read',
};

/** Names the columns of a CSV and the doubts about them, for whoever overrides them. */
export function csvMappingJson({ mapping, doubts }: BankFile): Record<string, unknown> {
  return mapping === undefined ? {} : { mapping, mapping_doubts: doubts ?? [] };
}

function faultText({ line, problem }: BankFault): string {
  return `line ${line}: ${FAULTS[problem]}`;
}
