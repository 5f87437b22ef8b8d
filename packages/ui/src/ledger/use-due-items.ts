/** What is open at a day on either side, matched with the invoices of the documents. */
import { useMemo } from 'preact/hooks';
import type { BookSettings, OpenBook } from '@navette/device/model';
import type { Side, Way } from '@navette/domain/ledger/open-items';
import type { OpenItemsView } from '@navette/domain/ledger/questions';
import { useAnswer } from './use-book.ts';
import type { Invoices } from './use-invoices.ts';

/** @param reference `AAAA-MM-JJ` */
export function useDueItems(
  book: OpenBook | null,
  side: Side,
  reference: string,
  way: Way | null,
  invoices: Invoices | null,
  settings: BookSettings,
): OpenItemsView | null {
  const ask = useMemo(
    () =>
      invoices === null
        ? null
        : {
            side,
            reference,
            ...(way === null ? {} : { way }),
            invoices: invoices.known,
            terms: { of: settings.terms, ...(settings.usualTerm === null ? {} : { usual: settings.usualTerm }) },
          },
    [side, reference, way, invoices, settings],
  );
  return useAnswer(book, 'open-items', ask, [ask]);
}
