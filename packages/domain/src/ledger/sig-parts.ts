/**
 * Which accounts make each line of the SIG, whole: what « Comment est-ce calculé ? » says and what a click on the line leads to.
 * The sums are those of `sigOf`, line by line.
 */
import type { Composition, Sig } from './indicators.ts';

export type SigName = keyof Sig;

const GROSS = ['60', '61', '62', '63', '64', '70', '71', '72', '73', '74'] as const;

const PARTS: Readonly<Record<SigName, Composition>> = {
  tradingMargin: { sign: -1, prefixes: ['707', '7097', '607', '6037', '6097'] },
  production: { sign: -1, prefixes: ['70', '71', '72'], except: ['707', '7097'] },
  consumption: { sign: 1, prefixes: ['60', '61', '62'], except: ['607', '6037', '6097'] },
  valueAdded: { sign: -1, prefixes: ['60', '61', '62', '70', '71', '72'] },
  grossOperatingSurplus: { sign: -1, prefixes: GROSS },
  operatingResult: {
    sign: -1,
    prefixes: [...GROSS, '65', '68', '75', '78', '79'],
    except: ['655', '686', '687', '755', '786', '787', '796', '797'],
  },
  currentResult: { sign: -1, prefixes: [...GROSS, '65', '66', '68', '75', '76', '78', '79'], except: ['687', '787', '797'] },
  exceptionalResult: { sign: -1, prefixes: ['67', '687', '77', '787', '797'] },
  netResult: { sign: -1, prefixes: ['6', '7'] },
};

export const SIG_NAMES = Object.keys(PARTS) as readonly SigName[];

/** Lines that do not compare across the change of the plan of accounts in 2025 (4.2). */
export const CHANGED_IN_2025: ReadonlySet<SigName> = new Set(['grossOperatingSurplus', 'operatingResult', 'exceptionalResult']);

/** @param from2025 whether the exercise opened on or after 1 January 2025: 747 is then out of the EBE */
export function sigParts(name: SigName, from2025: boolean): Composition {
  const parts = PARTS[name];
  return name === 'grossOperatingSurplus' && from2025 ? { ...parts, except: ['747'] } : parts;
}
