/** The invoices of a dossier as its documents say them, to be matched with entries (accounting formats, 5.3). */
import { useMemo } from 'preact/hooks';
import type { DocumentRow } from '@navette/device/model';
import { plainNumber, type KnownInvoice } from '@navette/domain/ledger/due-dates';
import type { DossierId } from '@navette/kernel/ids';
import { LONGEST } from '../documents/whole-list.ts';
import { useSurroundings } from '../surroundings.tsx';
import { NOTHING } from '../unknown-yet.ts';
import { useLive } from '../use-observable.ts';

export type Invoices = {
  readonly known: readonly KnownInvoice[];
  readonly rows: ReadonlyMap<string, DocumentRow>;
  /** Documents that bear this number. */
  ofNumber(reference: string): readonly DocumentRow[];
  /** Of this amount, within five days of this one. */
  ofAmount(cents: number, day: string | null): readonly DocumentRow[];
};

const CLOSE = 5 * 86_400_000;

/** @returns null until the documents are read */
export function useInvoices(dossier: DossierId | null): Invoices | null {
  const { doors } = useSurroundings();
  const page = useLive(
    () =>
      dossier === null
        ? NOTHING
        : doors.library.documents({ dossier, kind: ['purchase-invoices', 'sales-invoices', 'cash', 'miscellaneous'], limit: LONGEST }),
    [doors, dossier],
    null,
  );
  return useMemo(() => (page === null ? null : invoicesOf(page.rows)), [page]);
}

export function invoicesOf(rows: readonly DocumentRow[]): Invoices {
  const read = rows.filter(({ facts, withdrawn }) => facts !== null && !withdrawn);
  const byNumber = Map.groupBy(
    read.filter(({ facts }) => facts?.number !== undefined),
    ({ facts }) => plainNumber(facts?.number ?? ''),
  );
  return {
    known: read.flatMap(({ id, facts, kind }): KnownInvoice[] =>
      facts === null
        ? []
        : [
            {
              document: id,
              number: facts.number ?? '',
              date: facts.date ?? null,
              due: facts.due ?? null,
              total: facts.total ?? null,
              party: (kind === 'sales-invoices' ? facts.recipient : facts.issuer) ?? '',
            },
          ],
    ),
    rows: new Map(read.map((row) => [row.id, row])),
    ofNumber: (reference) => (plainNumber(reference) === '' ? [] : (byNumber.get(plainNumber(reference)) ?? [])),
    ofAmount: (cents, day) =>
      day === null || cents === 0
        ? []
        : read.filter(
            ({ facts }) =>
              facts?.total !== undefined &&
              facts.date !== undefined &&
              Math.abs(facts.total) === Math.abs(cents) &&
              Math.abs(Date.parse(facts.date) - Date.parse(day)) <= CLOSE,
          ),
  };
}
