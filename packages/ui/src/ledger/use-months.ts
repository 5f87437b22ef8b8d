/** A figure by months, of this exercise and of the one before. */
import { useEffect, useState } from 'preact/hooks';
import type { OpenBook } from '@navette/device/model';
import type { MonthFigures } from '@navette/domain/ledger/periods';
import type { FigureName } from '@navette/texts/indicators-texts';
import { lastDayOf, monthsBetween, shiftMonth } from './exercises.ts';
import { partsOf } from './figure-place.ts';
import type { MonthValue } from './MonthBars.tsx';
import type { FiguresInSight } from './use-figures.ts';

type Known = Exclude<keyof MonthFigures, 'month'>;
const KNOWN: ReadonlySet<string> = new Set<Known>(['revenue', 'expenses', 'cash', 'receivables', 'payables']);

/** What stands at a moment, and does not add up over months. */
export function isStock(figure: FigureName): boolean {
  return partsOf(figure, true).prefixes.every((prefix) => /^[1-5]/.test(prefix));
}

/** @returns null until they are known */
export function useMonths(figure: FigureName, sight: FiguresInSight): readonly MonthValue[] | null {
  const { exercise, now, was } = sight;
  const months = monthsBetween(exercise.start, exercise.closing);
  const known = KNOWN.has(figure);
  const read = (of: typeof now) => new Map(of?.months.map((month) => [month.month, month[figure as Known]] as const));
  const asked = useSums(known ? null : figure, sight.book, now?.from2025 ?? false, months);
  const askedOlder = useSums(
    known ? null : figure,
    sight.olderBook,
    was?.from2025 ?? false,
    months.map((month) => shiftMonth(month, -12)),
  );
  const summary = sight.before?.summary ?? was;
  const [values, older] = known ? [read(now), read(summary)] : [asked, askedOlder];
  if (values === null) return null;
  const last = exercise.through.slice(0, 7);
  return months.map((month) => ({
    month,
    now: month > last ? null : (values.get(month) ?? 0),
    before: older?.get(shiftMonth(month, -12)) ?? null,
  }));
}

/** Of figures whose months no summary holds: one question a month. */
function useSums(figure: FigureName | null, book: OpenBook | null, from2025: boolean, months: readonly string[]) {
  const [sums, setSums] = useState<ReadonlyMap<string, number> | null>(null);
  useEffect(() => {
    setSums(null);
    if (figure === null || book === null) return;
    const { prefixes, except = [], sign } = partsOf(figure, from2025);
    const from = isStock(figure) ? {} : { leaveClosing: true };
    let left = false;
    const ask = async (month: string): Promise<readonly [string, number] | null> => {
      const lines = await book.ask('balance', {
        accounts: prefixes,
        except,
        until: lastDayOf(month),
        ...from,
        ...(isStock(figure) ? {} : { from: `${month}-01` }),
      });
      return lines.length === 0 ? null : [month, sign * lines.reduce((sum, { balance }) => sum + balance, 0)];
    };
    void Promise.all(months.map(ask)).then((all) => (left ? undefined : setSums(new Map(all.filter((one) => one !== null)))));
    return () => {
      left = true;
    };
  }, [figure, book, from2025, months.join()]);
  return sums;
}
