/** The columns of a FEC: article A.47 A-1 LPF, VII and VIII; their names in the order of the text. */

/** Columns 1 to 11 and 14 to 18; 12 and 13 are the amounts, in one of two ways. */
export const BEFORE_AMOUNTS = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'CompAuxNum',
  'CompAuxLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
] as const;
export const AFTER_AMOUNTS = ['EcritureLet', 'DateLet', 'ValidDate', 'Montantdevise', 'Idevise'] as const;
export const AMOUNTS = { 'Debit/Credit': ['Debit', 'Credit'], 'Montant/Sens': ['Montant', 'Sens'] } as const;
export type AmountForm = keyof typeof AMOUNTS;
/** Of cash-basis accounts, after the eighteen (VIII-5° and VIII-7°). */
export const CASH_BASIS = ['DateRglt', 'ModeRglt', 'NatOp', 'IdClient'] as const;

export type FecColumn =
  | (typeof BEFORE_AMOUNTS)[number]
  | (typeof AFTER_AMOUNTS)[number]
  | (typeof CASH_BASIS)[number]
  | 'Debit'
  | 'Credit'
  | 'Montant'
  | 'Sens';

/** The eighteen, with the amounts as the file has them. */
export function standardColumns(amounts: AmountForm): readonly FecColumn[] {
  return [...BEFORE_AMOUNTS, ...AMOUNTS[amounts], ...AFTER_AMOUNTS];
}

/** Without these nothing can be computed (1.3, F1); amounts apart. */
const INDISPENSABLE = ['EcritureNum', 'EcritureDate', 'CompteNum', 'CompteLib', 'EcritureLib'] as const;

const MARKS = /\p{M}/gu;
const plain = (name: string): string => name.normalize('NFD').replaceAll(MARKS, '').trim().toLowerCase();

const KNOWN: ReadonlyMap<string, FecColumn> = new Map(
  [...BEFORE_AMOUNTS, 'Debit', 'Credit', 'Montant', 'Sens', ...AFTER_AMOUNTS, ...CASH_BASIS].map(
    (name) => [plain(name), name as FecColumn] as const,
  ),
);
const ALIASES: ReadonlyMap<string, FecColumn> = new Map([
  ['compteauxnum', 'CompAuxNum'],
  ['compteauxlib', 'CompAuxLib'],
]);

export type FecHeader = {
  /** As written, trimmed; a trailing separator's empty name left out. */
  readonly names: readonly string[];
  /** Where each known column stands. */
  readonly at: ReadonlyMap<FecColumn, number>;
  readonly amounts: AmountForm;
  readonly trailingSeparator: boolean;
  readonly standardOrder: boolean;
  /** Of the eighteen. */
  readonly missing: readonly FecColumn[];
  /** Without them the file cannot be taken. */
  readonly indispensable: readonly FecColumn[];
  readonly unknown: readonly string[];
};

/** @param written names of the first record, split (2.4): found by name, without case, accents and spaces around */
export function readHeader(written: readonly string[]): FecHeader {
  const trailingSeparator = written.length > 1 && (written.at(-1) ?? '').trim() === '';
  const names = (trailingSeparator ? written.slice(0, -1) : written).map((name) => name.trim());
  const at = new Map<FecColumn, number>();
  const unknown: string[] = [];
  const order = names.map((name, index) => {
    const column = KNOWN.get(plain(name)) ?? ALIASES.get(plain(name));
    if (column === undefined || at.has(column)) unknown.push(name);
    else at.set(column, index);
    return column;
  });
  const amounts: AmountForm =
    at.has('Montant') && at.has('Sens') && !(at.has('Debit') && at.has('Credit')) ? 'Montant/Sens' : 'Debit/Credit';
  const standard = standardColumns(amounts);
  return {
    names,
    at,
    amounts,
    trailingSeparator,
    standardOrder: standard.every((column, index) => order[index] === column),
    missing: standard.filter((column) => !at.has(column)),
    indispensable: [...INDISPENSABLE, ...AMOUNTS[amounts]].filter((column) => !at.has(column)),
    unknown,
  };
}
