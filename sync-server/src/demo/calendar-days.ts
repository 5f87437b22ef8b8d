// Calendar arithmetic on ISO days ('YYYY-MM-DD') for the demonstration data.
// Knows no clock and no time zone: a day is a string in, a string out.

/** A calendar day, 'YYYY-MM-DD'. */
export type IsoDay = string;

const DAY_MS = 86_400_000;
const MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
] as const;

function toEpoch(day: IsoDay): number {
  const epoch = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(epoch)) {
    throw new RangeError(`not a calendar day: ${day}`);
  }
  return epoch;
}

/** The day `count` days later (earlier when negative). Throws RangeError on what is not a day. */
export function addDays(day: IsoDay, count: number): IsoDay {
  return new Date(toEpoch(day) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: IsoDay, to: IsoDay): number {
  return Math.round((toEpoch(to) - toEpoch(from)) / DAY_MS);
}

/** Day of the week, 1 (Monday) to 7 (Sunday). */
export function weekday(day: IsoDay): number {
  return new Date(toEpoch(day)).getUTCDay() || 7;
}

/** The same day, or the Monday after it when it falls on a weekend. */
export function workingDay(day: IsoDay): IsoDay {
  return addDays(day, { 6: 2, 7: 1 }[weekday(day)] ?? 0);
}

/** The day numbered `dayOfMonth` (capped to the month's length) of a month 1-12. */
export function dayOf(year: number, month: number, dayOfMonth: number): IsoDay {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${year}-${two(month)}-${two(Math.min(dayOfMonth, length))}`;
}

/** Last day of a month 1-12. */
export function monthEnd(year: number, month: number): IsoDay {
  return dayOf(year, month, 31);
}

/** '14 octobre 2026', '1er mai 2026'. */
export function frenchDay(day: IsoDay): string {
  const number = Number(day.slice(8));
  return `${number === 1 ? '1er' : number} ${frenchMonth(day)}`;
}

/** 'octobre 2026'. */
export function frenchMonth(day: IsoDay): string {
  return `${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`;
}

/** '14/10/2026'. */
export function slashedDay(day: IsoDay): string {
  return `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}
