/**
 * A bank statement as its file says it, the same from every format: whose account, from which balance to which, and the
 * movements between. Amounts are signed: what comes in is positive.
 */
import { cents, type Cents } from '@navette/kernel/cents';
import { decimalToCents, type Decimal } from '../decimal.ts';
import type { ColumnMapping, MappingDoubt } from './csv/column-mapping.ts';

export type BankFormat = 'OFX' | 'CAMT' | 'CFONB120' | 'QIF' | 'MT940' | 'CSV';

export type BankMovement = {
  /** 'AAAA-MM-JJ' as written, an impossible one too; null where there is none or it cannot be decided. */
  readonly booked: string | null;
  readonly valued: string | null;
  /** Null when what stands there is no amount. */
  readonly amount: Decimal | null;
  readonly label: string;
  readonly counterparty?: string;
  readonly references: readonly string[];
  /** The bank's own id of the movement, with which a second import is recognised. */
  readonly bankId?: string;
};

export type BankBalance = { readonly amount: Decimal; readonly date?: string };

export type BankStatement = {
  readonly format: BankFormat;
  /** What the format calls this kind: `Stmt`, `Rpt`, `Bank`, `Cash`. */
  readonly variant?: string;
  readonly id?: string;
  /** IBAN, or bank-branch-account; null when the file says none; empty when it says an empty one. */
  readonly account: string | null;
  readonly bank: string | null;
  readonly currency: string | null;
  readonly opening: BankBalance | null;
  readonly closing: BankBalance | null;
  /** Of CAMT: every balance by its code. */
  readonly balances: ReadonlyMap<string, Decimal>;
  readonly movements: readonly BankMovement[];
  /** Of CFONB120: records that detail a movement. */
  readonly details: number;
};

/** Something of the file that could not be read, kept and said. */
export type BankFault = {
  readonly line: number;
  readonly problem:
    | 'movement-outside'
    | 'detail-outside'
    | 'closing-outside'
    | 'closing-missing'
    | 'short-record'
    | 'bad-date'
    | 'bad-amount'
    | 'unknown-record'
    /** The file goes on beyond what is read of it. */
    | 'too-many-rows';
};

export type BankFile = {
  readonly format: BankFormat;
  readonly statements: readonly BankStatement[];
  readonly faults: readonly BankFault[];
  /** Of CSV: by which columns it was read, and what of them a person should look at. */
  readonly mapping?: ColumnMapping;
  readonly doubts?: readonly MappingDoubt[];
};

export type BankRefusal =
  | { readonly tag: 'no-statement'; readonly code?: string; readonly message?: string; readonly root?: string }
  | { readonly tag: 'cfonb240' }
  | { readonly tag: 'not-a-bank-file' };

export type BankSums = {
  readonly credit: Cents;
  /** Positive. */
  readonly debit: Cents;
  readonly net: Cents;
  readonly unreadable: number;
  readonly first: string | null;
  readonly last: string | null;
};

/** What the movements add up to; those without a readable amount are counted. */
export function bankSums(movements: readonly BankMovement[]): BankSums {
  let [credit, debit, unreadable] = [0, 0, 0];
  const days: string[] = [];
  for (const { amount, booked, valued } of movements) {
    const value = amount === null ? null : decimalToCents(amount);
    if (value === null) unreadable++;
    else if (value >= 0) credit += value;
    else debit -= value;
    const day = booked ?? valued;
    if (day !== null) days.push(day);
  }
  days.sort();
  return {
    credit: cents(credit),
    debit: cents(debit),
    net: cents(credit - debit),
    unreadable,
    first: days[0] ?? null,
    last: days.at(-1) ?? null,
  };
}

/** Whether opening and movements give the closing balance; undefined when either is unknown. */
export function bankBalances({ opening, closing, movements }: BankStatement): boolean | undefined {
  const from = opening && decimalToCents(opening.amount);
  const to = closing && decimalToCents(closing.amount);
  return from === null || to === null ? undefined : from + bankSums(movements).net === to;
}
