/** What a place among the figures asks of a ledger: which accounts, over which days, and with which sign they are shown. */
import type { Questions } from '@navette/domain/ledger/questions';
import { dayNumber } from '@navette/domain/ledger/ledger';
import type { Composition } from '@navette/domain/ledger/indicators';
import type { FigureName } from '@navette/texts/indicators-texts';
import { lastDayOf, shiftMonth } from './exercises.ts';
import { partsOf, type FigurePlace } from './figure-place.ts';
import type { Lists } from './use-lists.ts';
import { isStock } from './use-months.ts';

type BalanceAsk = Questions['balance']['ask'];
type LineQuery = Questions['lines']['ask']['query'];

export type Days = { readonly from?: string; readonly until?: string };

/** Of a stock, what had come about by the end of the month; of a flow, the month alone. */
export function daysAt(figure: FigureName | null, month: string | null): Days {
  if (month === null) return {};
  return figure !== null && isStock(figure) ? { until: lastDayOf(month) } : { from: `${month}-01`, until: lastDayOf(month) };
}

/** The same days a year before; `until` where the older exercise is stopped at the same month. */
export function daysBefore(figure: FigureName | null, month: string | null, until: string | undefined): Days {
  return month === null ? (until === undefined ? {} : { until }) : daysAt(figure, shiftMonth(month, -12));
}

export function signOf(figure: FigureName | null, from2025: boolean): 1 | -1 {
  return figure === null ? 1 : partsOf(figure, from2025).sign;
}

const EVERYTHING: Composition = { sign: 1, prefixes: [''] };

/** @param within the account whose third parties are asked for */
export function balanceAsk(
  place: Pick<FigurePlace, 'figure' | 'by'>,
  days: Days,
  from2025: boolean,
  within: { readonly accounts: readonly string[]; readonly except: readonly string[] } | null,
): BalanceAsk {
  const parts = place.figure === null ? EVERYTHING : partsOf(place.figure, from2025);
  const accounts = within?.accounts ?? parts.prefixes;
  return {
    accounts,
    except: within?.except ?? parts.except ?? [],
    by: within !== null || place.by === 'party' ? 'entry-party' : 'account',
    leaveClosing: place.figure !== null && !isStock(place.figure),
    ...days,
  };
}

export function lineQuery(place: FigurePlace, lists: Lists, from2025: boolean): LineQuery {
  const parts = place.figure === null ? EVERYTHING : partsOf(place.figure, from2025);
  const narrowed = place.account === null ? { accounts: parts.prefixes, except: parts.except ?? [] } : lists.only(place.account);
  const { from, until } = daysAt(place.figure, place.month);
  return {
    ...narrowed,
    ...(place.party === null ? {} : { entryParty: lists.parties[place.party]?.code ?? '?' }),
    ...(from === undefined ? {} : { from: dayNumber(from) }),
    ...(until === undefined ? {} : { until: dayNumber(until) }),
    leaveClosing: place.figure !== null && !isStock(place.figure),
    order: 'date',
  };
}
