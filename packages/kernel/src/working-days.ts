/**
 * Working days in metropolitan France: Monday to Friday, the eleven public holidays left out (R078; Code du travail, L3133-1).
 *
 * Days are 'YYYY-MM-DD' text; nothing here asks what day it is.
 */

/** The eleven public holidays of metropolitan France in a year, in order. */
export function frenchHolidays(year: number): readonly string[] {
  const easter = easterSunday(year);
  const after = (days: number) => easter.add({ days }).toString();
  return [
    `${year}-01-01`,
    after(1), // Easter Monday
    `${year}-05-01`,
    `${year}-05-08`,
    after(39), // Ascension
    after(50), // Whit Monday
    `${year}-07-14`,
    `${year}-08-15`,
    `${year}-11-01`,
    `${year}-11-11`,
    `${year}-12-25`,
  ].toSorted();
}

export function isWorkingDay(day: string): boolean {
  const date = Temporal.PlainDate.from(day);
  return date.dayOfWeek <= 5 && !frenchHolidays(date.year).includes(day);
}

/** The day that many working days after `day`: what is promised "sous 5 jours ouvrés" is due that day at the latest. */
export function addWorkingDays(day: string, count: number): string {
  let date = Temporal.PlainDate.from(day);
  for (let left = count; left > 0;) {
    date = date.add({ days: 1 });
    if (isWorkingDay(date.toString())) left -= 1;
  }
  return date.toString();
}

/** Gregorian Easter (Meeus, Jones and Butcher). */
function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(n / 31), day: (n % 31) + 1 });
}
