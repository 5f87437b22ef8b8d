/** What a place in the journal, and the words searched there, ask of a ledger. */
import type { Questions } from '@navette/domain/ledger/questions';
import { SIDES } from '@navette/domain/ledger/open-items';
import { lastDayOf, shiftMonth } from '../ledger/exercises.ts';
import type { Lists } from '../ledger/use-lists.ts';
import type { BalanceKind, JournalPlace } from './journal-place.ts';

export type LineQuery = Questions['lines']['ask']['query'];
export type BalanceAsk = Questions['balance']['ask'];

/** `1 234,56` is one word, as a person copies it from a screen. */
export function searchedText(text: string): string {
  return text.trim().replaceAll(/\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?=[.,]\d{1,2}(?!\d))/g, (whole) => whole.replaceAll(/\D/g, ''));
}

function accountsOf(place: JournalPlace, lists: Lists): Pick<LineQuery, 'accounts' | 'except'> {
  if (place.account !== null) return lists.only(place.account);
  if (place.tab !== 'ledger' || place.kind === 'general') return {};
  const { prefixes, except } = SIDES[place.kind];
  return { accounts: prefixes, except };
}

/** @returns null where the general ledger has no account to show yet */
export function lineQuery(place: JournalPlace, text: string, lists: Lists): LineQuery | null {
  if (place.tab === 'ledger' && place.account === null && place.party === null) return null;
  const words = searchedText(text);
  const [order, down] = place.order.split('-') as ['file' | 'date' | 'amount', 'down' | undefined];
  const journal = place.journal === null ? undefined : lists.journals[place.journal]?.code;
  return {
    ...accountsOf(place, lists),
    // A position that is none selects nothing, rather than everything.
    ...(place.party === null ? {} : { thirdParty: lists.parties[place.party]?.code ?? '?' }),
    ...(journal === undefined ? {} : { journal }),
    ...(place.month === null ? {} : { month: place.month }),
    ...(words === '' ? {} : { text: words }),
    ...(place.open ? { open: true } : {}),
    order: order === 'file' && place.tab === 'ledger' ? 'date' : order,
    ...(down === undefined ? {} : { descending: true }),
  };
}

/** Whether what stands after each line means anything: a whole account in the order of its days. */
export function hasRunning(place: JournalPlace, text: string): boolean {
  return place.tab === 'ledger' && place.journal === null && !place.open && text.trim() === '' && ['file', 'date'].includes(place.order);
}

/** What stood on the account before the month that is shown; null where everything is shown. */
export function carriedAsk(place: JournalPlace, lists: Lists): BalanceAsk | null {
  if (place.tab !== 'ledger' || place.month === null || (place.account === null && place.party === null)) return null;
  return {
    ...accountsOf(place, lists),
    by: place.party === null ? 'account' : 'third-party',
    until: lastDayOf(shiftMonth(place.month, -1)),
  };
}

/** Everything that stands on the accounts of one balance, at the end of a month or of the exercise. */
export function balanceAsk(kind: BalanceKind, month: string | null): BalanceAsk {
  return {
    ...(kind === 'general' ? {} : { accounts: SIDES[kind].prefixes, except: SIDES[kind].except }),
    by: kind === 'general' ? 'account' : 'third-party',
    ...(month === null ? {} : { until: lastDayOf(month) }),
  };
}
