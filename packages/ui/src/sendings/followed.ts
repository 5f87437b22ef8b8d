/**
 * Declarations and deposits as one list, the newest first, with its filters (R070, R072). Pure: rows in, rows out.
 *
 * Deposits come by pages, from the newest: what stands below the oldest one read so far is not known yet, and is left out.
 */
import type { DocumentPage, DocumentQuery, DocumentRow, SendingView } from '@navette/device/model';
import { DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import { DOCUMENT_STATES, type DocumentState } from '@navette/domain/document-state';
import { SENDING_KINDS, SENDING_STATES, type SendingKind, type SendingState } from '@navette/rooms/records';

export const TABS = ['all', 'declarations', 'deposits'] as const;
export type Tab = (typeof TABS)[number];

export type Followed =
  | { readonly what: 'declaration'; readonly id: string; readonly at: number; readonly view: SendingView }
  | { readonly what: 'deposit'; readonly id: string; readonly at: number; readonly row: DocumentRow };

/** A kind or a state of one of the two, as a filter's value holds it: `declaration/dsn`, `deposit/bank`. */
export type SendingFilters = {
  readonly tab: Tab;
  readonly text: string;
  readonly kind: string;
  /** A year, or of declarations a month too. */
  readonly period: string;
  readonly state: string;
};
export const NO_FILTERS: SendingFilters = { tab: 'all', text: '', kind: '', period: '', state: '' };

export type Chosen<S, D> = { readonly of: 'declaration'; readonly value: S } | { readonly of: 'deposit'; readonly value: D } | null;

function chosen<S extends string, D extends string>(text: string, ours: readonly S[], theirs: readonly D[]): Chosen<S, D> {
  const [of, value] = text.split('/');
  const sending = of === 'declaration' ? ours.find((one) => one === value) : undefined;
  const document = of === 'deposit' ? theirs.find((one) => one === value) : undefined;
  return sending ? { of: 'declaration', value: sending } : document ? { of: 'deposit', value: document } : null;
}
const chosenKind = ({ kind }: SendingFilters) => chosen<SendingKind, DocumentKind>(kind, SENDING_KINDS, DOCUMENT_KINDS);
const chosenState = ({ state }: SendingFilters) => chosen<SendingState, DocumentState>(state, SENDING_STATES, DOCUMENT_STATES);

export function stateOf({ sending }: SendingView): SendingState {
  return sending.states.at(-1)?.state ?? 'prepared';
}

/** What to ask of documents; null where the filters leave none. */
export function documentQuery(filters: SendingFilters, dossier: DocumentQuery['dossier'], limit: number): DocumentQuery | null {
  const [kind, state] = [chosenKind(filters), chosenState(filters)];
  if (filters.tab === 'declarations' || kind?.of === 'declaration' || state?.of === 'declaration' || filters.period.length > 4) return null;
  const text = filters.text.trim();
  return {
    dossier,
    limit,
    ...(text === '' ? {} : { text }),
    ...(kind ? { kind: kind.value } : {}),
    ...(state ? { state: state.value } : {}),
    ...(filters.period === '' ? {} : { year: Number(filters.period) }),
  };
}

/** Declarations that the filters leave. */
export function declarations(all: readonly SendingView[], filters: SendingFilters): readonly SendingView[] {
  const [kind, state] = [chosenKind(filters), chosenState(filters)];
  if (filters.tab === 'deposits' || kind?.of === 'deposit' || state?.of === 'deposit') return [];
  const text = filters.text.trim().toLocaleLowerCase('fr');
  return all.filter((view) => {
    const { title, recipient, product, reference = '', period } = view.sending;
    return (
      (kind === null || view.sending.kind === kind.value) &&
      (state === null || stateOf(view) === state.value) &&
      period.startsWith(filters.period) &&
      (text === '' || [title, recipient, product, reference].some((part) => part.toLocaleLowerCase('fr').includes(text)))
    );
  });
}

/** @returns the rows that are known to stand where they stand; there are `page.total + sendings.length` in all */
export function follow(sendings: readonly SendingView[], page: Pick<DocumentPage, 'rows' | 'total'>): readonly Followed[] {
  const deposits = page.rows.map((row): Followed => ({ what: 'deposit', id: row.id, at: row.capturedAt, row }));
  const last = page.rows.length < page.total ? (deposits.at(-1)?.at ?? Infinity) : -Infinity;
  const known = sendings
    .map((view): Followed => ({ what: 'declaration', id: view.id, at: view.sending.states.at(-1)?.at ?? 0, view }))
    .filter(({ at }) => at >= last);
  return [...deposits, ...known].toSorted((a, b) => b.at - a.at);
}

/** Periods to choose from: of declarations their own, months and years; of deposits the last years. */
export function periodsOf(all: readonly SendingView[], tab: Tab, thisYear: number): readonly string[] {
  const years = Array.from({ length: 6 }, (_, back) => String(thisYear + 1 - back));
  if (tab !== 'declarations') return years;
  const own = all.flatMap(({ sending }) => [sending.period, sending.period.slice(0, 4)]);
  return [...new Set(own)].toSorted((a, b) => (a < b ? 1 : -1));
}
