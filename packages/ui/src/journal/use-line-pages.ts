/**
 * A long list of lines, a page at a time as it is scrolled: only what is in sight, and a little around, was ever asked for. What stood
 * there stays until its successor has come.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OpenBook } from '@navette/device/model';
import type { LineView } from '@navette/domain/ledger/lines';
import type { LineQuery } from './line-query.ts';

/** Lines of one page, and pages kept. */
const PAGE = 200;
const KEPT = 24;

export type LinePages = {
  /** Null until the first page has come. */
  readonly total: number | null;
  readonly debit: number;
  readonly credit: number;
  readonly lineAt: (index: number) => LineView | undefined;
};

type Held = {
  readonly of: string;
  readonly book: OpenBook;
  readonly total: number;
  readonly debit: number;
  readonly credit: number;
  readonly pages: ReadonlyMap<number, readonly LineView[]>;
};

const NONE: LinePages = { total: null, debit: 0, credit: 0, lineAt: () => undefined };

/** @param start rows in sight, `end` excluded */
export function useLinePages(book: OpenBook | null, query: LineQuery | null, running: boolean, start: number, end: number): LinePages {
  const [held, hold] = useState<Held | null>(null);
  const asked = useRef(new Set<string>());
  const of = JSON.stringify([query, running]);
  const latest = useRef({ of, book });
  latest.current = { of, book };
  const first = Math.floor(start / PAGE);
  const last = Math.max(first, Math.floor((end - 1) / PAGE));
  const known = held?.of === of && held.book === book ? held : null;
  useEffect(() => {
    if (book === null || query === null) return;
    const current = latest.current;
    for (let page = known === null ? 0 : first; page <= (known === null ? 0 : last); page++) {
      const name = `${page} ${of}`;
      if (known?.pages.has(page) || asked.current.has(name)) continue;
      asked.current.add(name);
      void book.ask('lines', { query, offset: page * PAGE, limit: PAGE, running }).then(({ lines, ...sums }) => {
        asked.current.delete(name);
        // Another question was asked meanwhile.
        if (latest.current.of !== current.of || latest.current.book !== current.book) return;
        hold((before) => {
          const same = before?.of === of && before.book === book;
          const pages = [...(same ? before.pages : []), [page, lines] as const];
          return { of, book, ...sums, pages: new Map(pages.slice(-KEPT)) };
        });
      });
    }
  }, [book, of, first, last, known]);
  if (query === null || held === null || held.book !== book) return NONE;
  return {
    total: held.total,
    debit: held.debit,
    credit: held.credit,
    lineAt: (index) => held.pages.get(Math.floor(index / PAGE))?.[index % PAGE],
  };
}
