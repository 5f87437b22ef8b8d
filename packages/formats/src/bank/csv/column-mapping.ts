/**
 * Which column of a bank's CSV is what, proposed from the words of its header row, or from what stands in the columns where
 * there is no header. A proposal only: a person sees it with a preview, changes it, and the device keeps it for the bank.
 */
import { plainWords } from '../../classify.ts';
import { decimalMarkOf, readAmount, type DecimalMark } from '../../written-amount.ts';
import { dayOrderOf, isAmbiguousDay, readDay, type DayOrder } from '../../written-date.ts';
import { readTable, TABLE_SEPARATORS, type TableRow, type TableSeparator } from './read-table.ts';

/** Columns count from 0. Plain data: it may be stored and given back. */
export type ColumnMapping = {
  readonly separator: TableSeparator;
  readonly encoding: 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';
  /** Line of the header row, from 1; 0 where there is none. */
  readonly headerLine: number;
  readonly date: number;
  readonly valueDate?: number;
  /** Of several, the texts are joined. */
  readonly label: readonly number[];
  /** One signed column, or debit and credit. */
  readonly amount?: number;
  readonly debit?: number;
  readonly credit?: number;
  /** Whether the debit column writes its own minus. */
  readonly debitSigned: boolean;
  /** Column that says `D` or `C`, of an amount without sign. */
  readonly direction?: number;
  readonly balance?: number;
  readonly currency?: number;
  readonly reference?: number;
  readonly counterparty?: number;
  readonly account?: number;
  readonly dayOrder: DayOrder;
  readonly decimalMark: DecimalMark;
};

/** What of a proposal a person should look at, since the file does not settle it. */
export type MappingDoubt = 'day-order' | 'decimal-mark' | 'no-header';

export type MappingProposal = { readonly mapping: ColumnMapping; readonly doubts: readonly MappingDoubt[] };

type Role =
  | 'date'
  | 'valueDate'
  | 'label'
  | 'amount'
  | 'debit'
  | 'credit'
  | 'direction'
  | 'balance'
  | 'currency'
  | 'reference'
  | 'counterparty'
  | 'account'
  | 'other';

/** The first that fits a header's words names its role (7.6); the order matters: `date de valeur` before `date`. */
const HEADERS: readonly (readonly [Role, RegExp])[] = [
  ['valueDate', /^(?:date (?:de (?:la )?|d')?valeur(?: \w+)?|dt valeur|value date|valutadatum|fecha valor|date ?val|val(?:eur)?)$/],
  [
    'date',
    /^(?:date|dates?|jour|date (?:d'|de |de l'|de la )?(?:operation(?: \w+)?|compta\w*|comptabilisation|ecriture|transaction|booking|mouvement)|date ?op|date compt|booking date|(?:transaction|posting|settlement|completed|operation) date(?: \w+)?|posted(?: on)?|fecha(?: (?:de )?operacion)?|buchungstag|datum)$/,
  ],
  ['balance', /^(?:solde|solde (?:apres|courant|progressif|comptable).*|balance|running balance|saldo|accountbalance)$/],
  ['direction', /^(?:d\/?c|c\/?d|sens|dr\/?cr|cr\/?dr|debit\/credit|credit\/debit|type d\/c)$/],
  ['currency', /^(?:devise|devise du compte|monnaie|currency|ccy|divisa|wahrung|code devise|payment currency)$/],
  ['debit', /^(?:montant )?(?:au )?(?:debits?|depenses?|retraits?|sorties?|paid out|withdrawals?|money out|cargo)(?: .*)?$/],
  ['credit', /^(?:montant )?(?:au )?(?:credits?|recettes?|versements?|entrees?|paid in|deposits?|money in|abono)(?: .*)?$/],
  [
    'amount',
    /^(?:montant|montants|somme|amount|importe|betrag|bedrag|valeur|total amount|montant (?:de l')?(?:operation|euros?|eur|net|ttc|en euros?)|montant operation|montant total(?: ttc)?|amount eur|(?:total )?amount(?: incl vat)?(?: \w{3})?|net amount)$/,
  ],
  [
    'counterparty',
    /^(?:tiers|beneficiaire|emetteur|contrepartie|nom (?:du |de la )?(?:tiers|contrepartie|beneficiaire)|partner name|payee|counterparty(?: name)?|name|merchant|nom)$/,
  ],
  [
    'reference',
    /^(?:ref\.?|references?|n[o°]? ?(?:d'|de )?(?:operation|piece|cheque|reference)|numero (?:d'|de )?(?:operation|piece|cheque|reference)|reference (?:operation|interne|bancaire)|transaction id|id|fitid|check ?num|cheque)$/,
  ],
  ['account', /^(?:account ?num|compte|numero de compte|n[o°] (?:de )?compte|iban|account(?: number| id)?|account iban)$/],
  [
    'label',
    /^(?:libelles?|libelle.*|label|intitule|description|details?|detail(?: de l'ecriture| operation)?|nature(?: (?:de l'|d')?operation)?|operations?|motif|communication|memo|narrative|payment reference|transaction description|concepto|verwendungszweck|informations? complementaires?|comment(?:aire)?)$/,
  ],
];
/** Columns of accounting exports: a journal or a ledger is no bank statement. */
const LEDGER =
  /^(?:journal(?:code|lib)?|codejournal|ecriture(?:num|date|lib|let)|compte(?:num|lib|general)|comp(?:te)?aux\w*|piece(?:ref|date)|n[o°]?comptegeneral)$/;

/** Rows looked at to find the header and to decide dates and amounts. */
const HEAD_ROWS = 60;
const SAMPLE_ROWS = 2_000;

/**
 * @param text of the file, decoded
 * @returns the likeliest mapping with what is doubtful about it; null when the table is no bank statement
 */
export function proposeMapping(text: string, encoding: ColumnMapping['encoding']): MappingProposal | null {
  for (const separator of separatorsOf(text)) {
    const rows = readTable(text, separator, SAMPLE_ROWS);
    const found = byHeader(rows, separator, encoding) ?? byContent(rows, separator, encoding);
    if (found) return found;
  }
  return null;
}

/** Those that occur in the first lines, the commonest first. */
function separatorsOf(text: string): TableSeparator[] {
  const head = text.slice(0, 8_000);
  const counts = TABLE_SEPARATORS.map((separator) => ({ separator, count: head.split(separator).length - 1 }));
  return counts
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => (a.separator === ';' ? -1 : b.separator === ';' ? 1 : b.count - a.count))
    .map(({ separator }) => separator);
}

/** Header words without what banks write around them: `Débit (EUROS)`, `dateOp`, `montant_operation`. */
export function headerWords(cell: string): string {
  const apart = cell.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_.:()[\]*"]/g, ' ');
  return plainWords(apart).trim();
}

function roleOf(cell: string): Role {
  const words = headerWords(cell);
  if (words === '' || words.length > 60) return 'other';
  return HEADERS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'other';
}

function byHeader(rows: readonly TableRow[], separator: TableSeparator, encoding: ColumnMapping['encoding']): MappingProposal | null {
  for (const [index, row] of rows.slice(0, HEAD_ROWS).entries()) {
    if (row.cells.filter((cell) => cell !== '').length < 3) continue;
    if (row.cells.some((cell) => LEDGER.test(headerWords(cell).replaceAll(' ', '')))) return null;
    const roles = row.cells.map(roleOf);
    const amount = amountColumn(row.cells, roles);
    const [debit, credit] = [roles.indexOf('debit'), roles.indexOf('credit')];
    const money = amount >= 0 || (debit >= 0 && credit >= 0);
    const dates = roles.includes('date') ? roles.indexOf('date') : roles.indexOf('valueDate');
    if (!money || dates < 0) continue;
    const below = rows.slice(index + 1);
    if (
      !below.some(({ cells }) => readDay(cells[dates] ?? '', 'day-first') !== null || readDay(cells[dates] ?? '', 'month-first') !== null)
    )
      continue;
    const at = (role: Role): number | undefined => (roles.includes(role) ? roles.indexOf(role) : undefined);
    const useAmount = amount >= 0 && !(debit >= 0 && credit >= 0);
    const valueDate = at('valueDate');
    return complete(
      below,
      {
        separator,
        encoding,
        headerLine: row.line,
        date: dates,
        ...(valueDate === undefined || valueDate === dates ? {} : { valueDate }),
        label: labelColumns(row.cells, roles),
        ...(useAmount ? { amount } : { debit, credit }),
        ...optional('direction', useAmount ? at('direction') : undefined),
        ...optional('balance', at('balance')),
        ...optional('currency', at('currency')),
        ...optional('reference', at('reference')),
        ...optional('counterparty', at('counterparty')),
        ...optional('account', at('account')),
      },
      [],
    );
  }
  return null;
}

function optional<K extends string>(key: K, value: number | undefined): { readonly [P in K]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: number });
}

/** Of two columns of amounts, the one in euros, then the first. */
function amountColumn(cells: readonly string[], roles: readonly Role[]): number {
  const euros = cells.findIndex((cell, i) => roles[i] === 'amount' && /eur/i.test(cell));
  if (euros >= 0) return euros;
  const first = roles.indexOf('amount');
  return first >= 0
    ? first
    : cells.findIndex((cell) => /^(?:montant|amount)\b/.test(headerWords(cell)) && !/devise|currency|franc/.test(headerWords(cell)));
}

/** The label, and beside it what details it; a category or a comment says nothing of the movement. */
function labelColumns(cells: readonly string[], roles: readonly Role[]): number[] {
  const labels = cells.flatMap((cell, i) => (roles[i] === 'label' ? [{ i, words: headerWords(cell) }] : []));
  return labels.filter(({ words }) => labels.length === 1 || !/^(?:comment|libelle simplifie|nature)/.test(words)).map(({ i }) => i);
}

/** Without a header: a column of days, one of amounts, one of words, on every row but those of the account. */
function byContent(rows: readonly TableRow[], separator: TableSeparator, encoding: ColumnMapping['encoding']): MappingProposal | null {
  const wide = rows.filter(({ cells }) => cells.length >= 3);
  const dated = wide.filter(({ cells }) => readDay(cells[0] ?? '') !== null || readDay(cells[0] ?? '', 'month-first') !== null);
  if (dated.length < 2 || dated.length < wide.length * 0.7 || wide.length < rows.length * 0.7) return null;
  const width = Math.max(...dated.map(({ cells }) => cells.length));
  const columns = Array.from({ length: width }, (_, i) => dated.map(({ cells }) => cells[i] ?? ''));
  const looks = (column: readonly string[], test: (cell: string) => boolean) => column.filter(test).length >= column.length * 0.8;
  // An amount of money shows its decimals or its sign: a number of an account shows neither.
  const isAmount = (cell: string) => /[.,]\d{2}\D*$|^[-+\u2212]/.test(cell) && (readAmount(cell, ',') ?? readAmount(cell, '.')) !== null;
  const amounts = columns.flatMap((column, i) => (i > 0 && looks(column, isAmount) ? [i] : []));
  const words = columns.flatMap((column, i) => (i > 0 && looks(column, (cell) => /\p{L}{2}/u.test(cell)) ? [i] : []));
  const [amount] = amounts;
  if (amount === undefined || words.length === 0 || amounts.length > 2) return null;
  const longest = words.toSorted((a, b) => lengthOf(columns[b] ?? []) - lengthOf(columns[a] ?? []))[0];
  const valueDate = columns.findIndex((column, i) => i > 0 && looks(column, (cell) => readDay(cell) !== null));
  return complete(
    dated,
    {
      separator,
      encoding,
      headerLine: 0,
      date: 0,
      ...(valueDate > 0 ? { valueDate } : {}),
      label: longest === undefined ? [] : [longest],
      amount,
      ...(amounts[1] === undefined ? {} : { balance: amounts[1] }),
    },
    ['no-header'],
  );
}

function lengthOf(column: readonly string[]): number {
  return column.reduce((sum, cell) => sum + cell.length, 0);
}

/** Decides what the whole file decides: the order of dates, the decimal mark, whether debits carry their own sign. */
function complete(
  rows: readonly TableRow[],
  columns: Omit<ColumnMapping, 'dayOrder' | 'decimalMark' | 'debitSigned'>,
  doubts: readonly MappingDoubt[],
): MappingProposal {
  const cellsOf = (column: number | undefined): string[] =>
    column === undefined ? [] : rows.flatMap(({ cells }) => (cells[column] === undefined || cells[column] === '' ? [] : [cells[column]]));
  const days = [...cellsOf(columns.date), ...cellsOf(columns.valueDate)];
  const order = dayOrderOf(days);
  // A balance may be written otherwise than the amounts beside it.
  const amounts = [columns.amount, columns.debit, columns.credit].flatMap(cellsOf);
  const mark = decimalMarkOf(amounts);
  const decimalMark = mark ?? (columns.separator === ',' ? '.' : ',');
  const debits = cellsOf(columns.debit).flatMap((cell) => readAmount(cell, decimalMark) ?? []);
  const negative = debits.filter((debit) => debit.startsWith('-')).length;
  return {
    mapping: { ...columns, dayOrder: order ?? 'day-first', decimalMark, debitSigned: negative * 2 > debits.length },
    doubts: [
      ...doubts,
      ...(order === undefined && days.some(isAmbiguousDay) ? (['day-order'] as const) : []),
      ...(mark === undefined && amounts.some((cell) => /[.,]/.test(cell)) ? (['decimal-mark'] as const) : []),
    ],
  };
}
