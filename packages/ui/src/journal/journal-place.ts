/**
 * Where one stands in the journal, in the page's hash: the view, what narrows it, the entry open beside it. Journals, accounts and
 * third parties are said by their position in the ledger, as in `figure-place.ts`, and words that are searched are not said at all.
 */
import type { Side } from '@navette/domain/ledger/open-items';
import type { DossierId } from '@navette/kernel/ids';
import { routeTo } from '../routes.ts';

export const JOURNAL_TABS = ['entries', 'ledger', 'balance'] as const;
export type JournalTab = (typeof JOURNAL_TABS)[number];
export const BALANCE_KINDS = ['general', 'customers', 'suppliers'] as const;
export type BalanceKind = 'general' | Side;
export const ORDERS = ['file', 'date', 'date-down', 'amount', 'amount-down'] as const;
export type JournalOrder = (typeof ORDERS)[number];

export type JournalPlace = {
  readonly tab: JournalTab;
  readonly exercise: string | null;
  /** `AAAA-MM`. */
  readonly month: string | null;
  readonly journal: number | null;
  readonly account: number | null;
  /** Of third parties, from one on. */
  readonly party: number | null;
  /** Lines that are not lettered. */
  readonly open: boolean;
  readonly order: JournalOrder;
  /** Which balance; in the ledger, of which side a third party is shown. */
  readonly kind: BalanceKind;
  readonly entry: number | null;
  /** The line from which the entry was opened. */
  readonly row: number | null;
};

export const START: JournalPlace = {
  tab: 'entries',
  exercise: null,
  month: null,
  journal: null,
  account: null,
  party: null,
  open: false,
  order: 'file',
  kind: 'general',
  entry: null,
  row: null,
};

const NUMBERS = ['journal', 'account', 'party', 'entry', 'row'] as const;

export function parseJournalPlace(hash: string): JournalPlace {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const asked = new URLSearchParams(query);
  const number = (name: (typeof NUMBERS)[number]) => (/^\d{1,9}$/.test(asked.get(name) ?? '') ? Number(asked.get(name)) : null);
  const exercise = asked.get('exercise') ?? '';
  const month = asked.get('month') ?? '';
  return {
    tab: JOURNAL_TABS.find((tab) => tab === path.split('/')[1]) ?? 'entries',
    exercise: /^[\w-]{1,64}$/.test(exercise) ? exercise : null,
    month: /^\d{4}-(?:0[1-9]|1[0-2])$/.test(month) ? month : null,
    journal: number('journal'),
    account: number('account'),
    party: number('party'),
    open: asked.get('open') === '1',
    order: ORDERS.find((order) => order === asked.get('order')) ?? 'file',
    kind: BALANCE_KINDS.find((kind) => kind === asked.get('kind')) ?? 'general',
    entry: number('entry'),
    row: number('row'),
  };
}

/** The hash of a place; reading it gives the place again. */
export function journalHash(place: JournalPlace, dossier: DossierId): string {
  const query = new URLSearchParams();
  if (place.exercise !== null) query.set('exercise', place.exercise);
  if (place.month !== null) query.set('month', place.month);
  for (const name of NUMBERS) {
    const value = place[name];
    if (value !== null) query.set(name, String(value));
  }
  if (place.open) query.set('open', '1');
  if (place.order !== 'file') query.set('order', place.order);
  if (place.kind !== 'general') query.set('kind', place.kind);
  return routeTo('journal', { query: query.toString(), dossier }).replace('#/journal', `#/journal/${place.tab}`);
}

/** Whether anything but the words narrows what is shown. */
export function isNarrowed({ month, journal, account, party, open }: JournalPlace): boolean {
  return month !== null || journal !== null || account !== null || party !== null || open;
}
