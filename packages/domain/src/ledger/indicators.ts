/**
 * The headline figures, the SIG and the BFR of a set of account balances (R206, G14; accounting formats, 4).
 *
 * Every figure is whole cents, products and liabilities as positive numbers. Which accounts make a figure stands in
 * `COMPOSITION`, from which the sums and the screen's « Comment est-ce calculé ? » are both made.
 */
import { sumOf, type AccountBalance } from './balances.ts';

type Part = { readonly prefixes: readonly string[]; readonly except?: readonly string[] };
/** A figure is the sum of its parts, with this sign. */
export type Composition = Part & { readonly sign: 1 | -1 };

/** 4.1: each headline figure and what stands beside it. */
export const COMPOSITION = {
  revenue: { sign: -1, prefixes: ['70'] },
  rebatesGranted: { sign: 1, prefixes: ['709'] },
  expenses: { sign: 1, prefixes: ['6'] },
  operatingExpenses: { sign: 1, prefixes: ['60', '61', '62', '63', '64', '65'] },
  financialExpenses: { sign: 1, prefixes: ['66'] },
  exceptionalExpenses: { sign: 1, prefixes: ['67'] },
  allowances: { sign: 1, prefixes: ['68'] },
  profitSharingAndTax: { sign: 1, prefixes: ['69'] },
  products: { sign: -1, prefixes: ['7'] },
  result: { sign: -1, prefixes: ['6', '7'] },
  cash: { sign: 1, prefixes: ['51', '53', '54'] },
  securities: { sign: 1, prefixes: ['50'] },
  bankOverdrafts: { sign: -1, prefixes: ['519'] },
  internalTransfers: { sign: 1, prefixes: ['58'] },
  receivables: { sign: 1, prefixes: ['41'], except: ['419'] },
  customerAdvances: { sign: -1, prefixes: ['419'] },
  payables: { sign: -1, prefixes: ['40'], except: ['409'] },
  payablesForAssets: { sign: -1, prefixes: ['404', '405'] },
  invoicesNotReceived: { sign: -1, prefixes: ['408'] },
  supplierAdvances: { sign: 1, prefixes: ['409'] },
  vatPosition: { sign: -1, prefixes: ['445'] },
  stocks: { sign: 1, prefixes: ['3'] },
  workingCapital: {
    sign: 1,
    prefixes: ['3', '4'],
    except: ['404', '405', '4084', '45', '462', '464', '476', '477', '478', '481'],
  },
  /** Of the working capital, what is not of the operations. */
  workingCapitalOutside: { sign: 1, prefixes: ['444', '46', '47'], except: ['462', '464', '476', '477', '478'] },
  /** Headlines of other kinds of dossier. */
  receipts: { sign: -1, prefixes: ['7'] },
  associationProducts: { sign: -1, prefixes: ['70', '73', '74', '75'] },
  rents: { sign: -1, prefixes: ['70', '752'] },
  financialProducts: { sign: -1, prefixes: ['76'] },
} as const satisfies Record<string, Composition>;

export type IndicatorName = keyof typeof COMPOSITION;
export type Indicators = Readonly<Record<IndicatorName, number>>;

/** @returns every figure of `COMPOSITION`, in whole cents */
export function indicatorsOf(balances: readonly AccountBalance[]): Indicators {
  return Object.fromEntries(Object.entries(COMPOSITION).map(([name, composition]) => [name, figureOf(balances, composition)])) as Record<
    IndicatorName,
    number
  >;
}

export function figureOf(balances: readonly AccountBalance[], { sign, prefixes, except = [] }: Composition): number {
  const sum = sumOf(balances, prefixes, except);
  return sum === 0 ? 0 : sign * sum;
}

/** What a dossier is, for the figures shown first (4.1); proposed from the file, set by the firm. */
export const DOSSIER_KINDS = ['commercial', 'cash-basis', 'association', 'property', 'holding'] as const;
export type DossierKind = (typeof DOSSIER_KINDS)[number];

export const HEADLINES: Readonly<Record<DossierKind, readonly IndicatorName[]>> = {
  commercial: ['revenue', 'expenses', 'result', 'cash', 'receivables', 'payables'],
  'cash-basis': ['receipts', 'expenses', 'result', 'cash'],
  association: ['associationProducts', 'expenses', 'result', 'cash', 'receivables', 'payables'],
  property: ['rents', 'expenses', 'result', 'cash', 'receivables', 'payables'],
  holding: ['revenue', 'financialProducts', 'expenses', 'result', 'cash', 'payables'],
};

/** @param cashBasis whether the file has the columns of cash-basis accounts */
export function proposedKind(balances: readonly AccountBalance[], cashBasis: boolean): DossierKind {
  if (cashBasis) return 'cash-basis';
  const of = (...prefixes: string[]) => Math.abs(sumOf(balances, prefixes));
  const sales = of('70');
  if (of('752') > of('701', '702', '703', '704', '705', '706', '707', '708') && of('752') > 0) return 'property';
  if (balances.some(({ code }) => /^(?:86|87)/.test(code)) || of('756', '754') > sales) return 'association';
  if (of('26') > of('20', '21', '22', '23') && of('76') > sales) return 'holding';
  return 'commercial';
}

/** 4.3: each line adds to the one before. Every class 6 and 7 account is in exactly one. */
export type Sig = {
  readonly tradingMargin: number;
  readonly production: number;
  readonly consumption: number;
  readonly valueAdded: number;
  readonly grossOperatingSurplus: number;
  readonly operatingResult: number;
  readonly currentResult: number;
  readonly exceptionalResult: number;
  readonly netResult: number;
};

/** @param from2025 whether the exercise opened on or after 1 January 2025: 747 then leaves the EBE (4.2) */
export function sigOf(balances: readonly AccountBalance[], from2025 = false): Sig {
  const S = (prefixes: readonly string[], except: readonly string[] = []) => sumOf(balances, prefixes, except);
  const moved = from2025 ? ['747'] : [];
  const tradingMargin = -S(['707', '7097']) - S(['607', '6037', '6097']);
  const production = -S(['70', '71', '72'], ['707', '7097']);
  const consumption = S(['60', '61', '62'], ['607', '6037', '6097']);
  const valueAdded = tradingMargin + production - consumption;
  const grossOperatingSurplus = valueAdded - S(['73', '74'], moved) - S(['63', '64']);
  const operatingResult =
    grossOperatingSurplus -
    (from2025 ? S(['747']) : 0) -
    S(['75', '78', '79'], ['755', '786', '787', '796', '797']) -
    S(['65', '68'], ['655', '686', '687']);
  const currentResult = operatingResult - S(['655', '755']) - S(['76', '786', '796']) - S(['66', '686']);
  const exceptionalResult = -S(['77', '787', '797']) - S(['67', '687']);
  const netResult = currentResult + exceptionalResult - S(['69']);
  return plainZeros({
    tradingMargin,
    production,
    consumption,
    valueAdded,
    grossOperatingSurplus,
    operatingResult,
    currentResult,
    exceptionalResult,
    netResult,
  });
}

/** No figure is −0. */
function plainZeros<T extends Record<string, number>>(figures: T): T {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value === 0 ? 0 : value])) as T;
}
