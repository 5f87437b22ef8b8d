/** What falls due, by weeks or months: what comes in, what goes out, the tax and social dates, and the cash expected after each. */
import type { OpenItemView } from '@navette/domain/ledger/questions';
import type { Side } from '@navette/domain/ledger/open-items';
import type { TaxDate } from '@navette/domain/ledger/tax-calendar';

export type Step = 'week' | 'month';
export type ScheduledItem = OpenItemView & { readonly side: Side };

export type Stretch = {
  /** `late`: due before the reference; `later`: beyond the last stretch. */
  readonly kind: 'late' | 'stretch' | 'later';
  /** `AAAA-MM-JJ`, both included. */
  readonly from: string;
  readonly to: string;
  readonly in: number;
  readonly out: number;
  readonly items: readonly ScheduledItem[];
  readonly taxes: readonly TaxDate[];
  /** Cash once all of it is paid, cents; null where cash is unknown. */
  readonly expected: number | null;
};

const DAY = 86_400_000;
const HOW_MANY: Readonly<Record<Step, number>> = { week: 8, month: 6 };

const dayText = (moment: number) => new Date(moment).toISOString().slice(0, 10);

/** Monday of the week or first of the month of a day. */
function beginning(day: string, step: Step): string {
  if (step === 'month') return `${day.slice(0, 7)}-01`;
  const moment = Date.parse(day);
  return dayText(moment - ((new Date(moment).getUTCDay() + 6) % 7) * DAY);
}

function next(day: string, step: Step): string {
  const moment = new Date(day);
  return step === 'week' ? dayText(moment.getTime() + 7 * DAY) : dayText(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + 1, 1));
}

/** The day from which tax dates are no longer of the schedule: the end of its last stretch. */
export function endOfSchedule(reference: string, step: Step): string {
  let day = beginning(reference, step);
  for (let at = 0; at < HOW_MANY[step]; at++) day = next(day, step);
  return day;
}

/** @param reference today, or the closing of a finished exercise; @param cash what is there on that day, cents */
export function scheduleOf(
  items: readonly ScheduledItem[],
  taxes: readonly TaxDate[],
  reference: string,
  step: Step,
  cash: number | null,
): readonly Stretch[] {
  const end = endOfSchedule(reference, step);
  const stretches: Omit<Stretch, 'expected'>[] = [];
  const add = (kind: Stretch['kind'], from: string, before: string, always: boolean) => {
    const within = (day: string) => day >= from && day < before;
    const mine = items.filter(({ due }) => within(due)).toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : b.amount - a.amount));
    const sum = (side: Side) => mine.reduce((all, one) => all + (one.side === side ? one.amount : 0), 0);
    if (!always && mine.length === 0) return;
    const dates = kind === 'stretch' ? taxes.filter(({ day }) => within(day)) : [];
    stretches.push({
      kind,
      from,
      to: dayText(Date.parse(before) - DAY),
      in: sum('customers'),
      out: sum('suppliers'),
      items: mine,
      taxes: dates,
    });
  };
  add('late', '1970-01-01', reference, false);
  for (let day = beginning(reference, step); day < end; day = next(day, step))
    add('stretch', day < reference ? reference : day, next(day, step), true);
  add('later', end, '9999-12-31', false);
  let expected = cash;
  return stretches.map((one) => {
    if (expected !== null) expected += one.in - one.out;
    return { ...one, expected };
  });
}
