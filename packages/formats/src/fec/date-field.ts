/** A date of a FEC, from its bytes to a day: AAAAMMJJ, checked against the calendar (accounting formats, 2.8). */

/** Days since 1970, at most what 16 bits hold: the year 2149. */
const LAST_DAY = 65_535;

const known = new Map<number, number>();
/** The dates of a line are mostly one date, and that of the line before. */
let lastFigures = -1;
let lastDay = 0;

/** @param ymd `20241231`; @returns days since 1970; 0 for what is no day after 1970 */
export function dayOfFigures(ymd: number): number {
  const met = known.get(ymd);
  if (met !== undefined) return met;
  const year = Math.trunc(ymd / 10_000);
  const month = Math.trunc(ymd / 100) % 100;
  const day = ymd % 100;
  const moment = Date.UTC(year, month - 1, day);
  const date = new Date(moment);
  const real = year >= 1970 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const days = real ? Math.round(moment / 86_400_000) : 0;
  const result = days > LAST_DAY ? 0 : days;
  if (known.size < 100_000) known.set(ymd, result);
  return result;
}

/** @returns the day of eight figures; 0 for anything else */
export function dayOfBytes(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 8) return 0;
  let figures = 0;
  for (let p = start; p < end; p++) {
    const digit = (bytes[p] as number) - 48;
    if (digit < 0 || digit > 9) return 0;
    figures = figures * 10 + digit;
  }
  if (figures === lastFigures) return lastDay;
  lastDay = dayOfFigures(figures);
  lastFigures = figures;
  return lastDay;
}

const OTHER_FORMS: readonly { readonly form: RegExp; readonly order: readonly [number, number, number] }[] = [
  { form: /^(\d{4})[-/.](\d{2})[-/.](\d{2})(?:[ T].*)?$/, order: [1, 2, 3] },
  { form: /^(\d{2})[-/.](\d{2})[-/.](\d{4})(?:[ T].*)?$/, order: [3, 2, 1] },
];

/** Dates that are read, with a word about it: `JJ/MM/AAAA`, `AAAA-MM-JJ`. @returns 0 for what is none of these */
export function dayOfOtherForm(text: string): number {
  for (const { form, order } of OTHER_FORMS) {
    const match = form.exec(text);
    if (!match) continue;
    const [year = 0, month = 0, day = 0] = order.map((group) => Number(match[group]));
    return dayOfFigures(year * 10_000 + month * 100 + day);
  }
  return 0;
}
