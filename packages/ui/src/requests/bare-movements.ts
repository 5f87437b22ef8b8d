/** The movements of a statement that nothing here stands for: no document of the same amount near their date, and nobody asked yet. */
import type { DocumentRow, RequestAsked, RequestView } from '@navette/device/model';
import type { BankFile } from '@navette/formats/bank-statement';
import { decimalToCents } from '@navette/formats/decimal';
import { boxOfKind, type DocumentKind } from '@navette/domain/document-kinds';
import { documentsOfMovements } from '@navette/domain/movements-without-document';
import { cents, type Cents } from '@navette/kernel/cents';
import { isDay } from '../reading/facts.ts';

export type BareMovement = NonNullable<RequestAsked['movement']>;

export type BareMovements = {
  readonly bare: readonly BareMovement[];
  /** With a document. */
  readonly matched: number;
  /** Asked for already. */
  readonly asked: number;
  /** Without a date or an amount that could be read. */
  readonly unreadable: number;
};

/** Movements of the file as requests say them; null for one whose day or amount cannot be read. */
export function movementsOf({ statements }: BankFile): (BareMovement | null)[] {
  return statements.flatMap(({ account, currency, movements }) =>
    movements.map(({ booked, valued, amount, label }) => {
      const date = booked ?? valued;
      const value = amount === null ? null : decimalToCents(amount);
      if (date === null || !isDay(date) || value === null) return null;
      return {
        account: (account ?? '').slice(0, 40),
        date,
        amount: value,
        currency: (currency || 'EUR').slice(0, 3),
        label: label.trim().slice(0, 200),
      };
    }),
  );
}

/**
 * @param documents of the same company; those without date and total, bank papers and those withdrawn or refused stand for nothing
 * @param requests of the same company; one that was closed without a document still says that it was asked
 */
export function bareMovements(bank: BankFile, documents: readonly DocumentRow[], requests: readonly RequestView[]): BareMovements {
  const all = movementsOf(bank);
  const readable = all.filter((one) => one !== null);
  const papers = documents.flatMap(({ facts, withdrawn, state, binnedAt }) =>
    facts?.date !== undefined &&
    facts.total !== undefined &&
    facts.account === undefined &&
    !withdrawn &&
    state !== 'refused' &&
    binnedAt === null
      ? [{ date: facts.date, amount: cents(facts.total), currency: facts.currency ?? 'EUR' }]
      : [],
  );
  const found = new Map<BareMovement, boolean>();
  // Amounts of two currencies are never the same.
  for (const [currency, those] of Map.groupBy(readable, (one) => one.currency)) {
    const pairs = documentsOfMovements(
      those.map(({ date, amount }) => ({ date, amount: amount as Cents })),
      papers.filter((paper) => paper.currency === currency),
    );
    for (const [at, one] of those.entries()) found.set(one, pairs[at] !== null);
  }
  // Two like movements may both lack theirs: each request stands for one of them.
  const waiting = new Map<string, number>();
  for (const { movement } of requests) if (movement) waiting.set(keyOf(movement), (waiting.get(keyOf(movement)) ?? 0) + 1);
  const bare: BareMovement[] = [];
  let [matched, asked] = [0, 0];
  for (const one of readable) {
    const left = waiting.get(keyOf(one)) ?? 0;
    if (left > 0) {
      asked++;
      waiting.set(keyOf(one), left - 1);
    } else if (found.get(one)) matched++;
    else bare.push(one);
  }
  return { bare, matched, asked, unreadable: all.length - readable.length };
}

function keyOf({ account, date, amount, currency, label }: BareMovement): string {
  return JSON.stringify([account, date, amount, currency, label]);
}

/** What was paid was bought, what came in was sold: the client gives the paper under that kind, or changes it. */
export function kindOfMovement({ amount }: BareMovement): DocumentKind {
  return amount < 0 ? 'purchase-invoices' : 'sales-invoices';
}

export function requestOf(movement: BareMovement, title: string): Pick<RequestAsked, 'title' | 'kind' | 'box' | 'movement'> {
  const kind = kindOfMovement(movement);
  return { title: title.slice(0, 200), kind, box: boxOfKind(kind), movement };
}
