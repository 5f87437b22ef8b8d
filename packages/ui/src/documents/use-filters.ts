/** The filters of this page, kept in its hash: each choice is a step one can go back from, typing is not. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DocumentId } from '@navette/kernel/ids';
import { routeTo } from '../routes.ts';
import { readFilters, writeFilters, type Filters } from './filters.ts';

/** Written into the address this long after the last key, ms. */
const QUIET = 300;

const inAddress = (): string => location.hash.split('?').slice(1).join('?');
const filtersHere = (): boolean => /^#\/?documents(?:[/?]|$)/.test(location.hash);

export type ChangeFilters = (next: Filters, how?: 'step' | 'typing') => void;

/** @returns the filters, how to change them, and where a document is opened among them */
export function useFilters(): readonly [Filters, ChangeFilters, (document: DocumentId | null) => string] {
  const [filters, setFilters] = useState(() => readFilters(inAddress()));
  const written = useRef(inAddress());
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    const follow = () => {
      const said = inAddress();
      if (!filtersHere() || said === written.current) return;
      clearTimeout(waiting.current);
      written.current = said;
      setFilters(readFilters(said));
    };
    addEventListener('hashchange', follow);
    follow();
    return () => {
      removeEventListener('hashchange', follow);
      clearTimeout(waiting.current);
    };
  }, []);
  const change: ChangeFilters = (next, how = 'step') => {
    setFilters(next);
    clearTimeout(waiting.current);
    const write = () => {
      const query = writeFilters(next);
      const path = location.hash.split('?')[0] || '#/documents';
      const hash = query === '' ? path : `${path}?${query}`;
      if (hash === location.hash) return;
      written.current = query;
      if (how === 'step') location.assign(hash);
      else history.replaceState(history.state, '', hash);
    };
    if (how === 'step') write();
    else waiting.current = setTimeout(write, QUIET);
  };
  const placeOf = (document: DocumentId | null): string =>
    routeTo('documents', { ...(document === null ? {} : { document }), query: writeFilters(filters) });
  return [filters, change, placeOf];
}
