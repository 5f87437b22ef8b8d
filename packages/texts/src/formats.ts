/**
 * How amounts, sizes, dates and counts are written, in French and in English.
 *
 * Pure: the moment "now" and the zone come from the caller. French sets a narrow no-break space (U+202F) between thousands
 * and before units, a no-break space (U+00A0) inside "14 mars", a real minus (U+2212).
 */
import type { Cents } from '@navette/kernel/cents';

export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const NARROW = '\u202f';
export const NO_BREAK = '\u00a0';
const MINUS = '\u2212';
const ZONE = 'Europe/Paris';
const KILO = 1024;
const LOCALE: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

export type Formats = {
  /** `1 234,56` of integer cents: no unit, two decimals, so that commas fall under one another. */
  amount(cents: Cents): string;
  /** `1 234,56 €`. */
  money(cents: Cents): string;
  /** `1 235 €`: headline figures only. */
  wholeMoney(cents: Cents): string;
  /** `+4,7 %`; null when there is nothing to compare with. */
  change(now: Cents, before: Cents): string | null;
  count(n: number): string;
  /** `100 %` of a whole number. */
  percent(n: number): string;
  /** `552 100 554` of nine digits. */
  siren(siren: string): string;
  /** `212 ko`, `1,8 Mo`: 1,024 to the step, as Windows shows them, so that a limit of 100 MiB reads 100. */
  fileSize(bytes: number): string;
  /** `14 mars 2026` of 'YYYY-MM-DD' or a moment. */
  day(at: string | number): string;
  /** `Vendredi 20 novembre 2026`. */
  longDay(at: number): string;
  /** `14 nov.` in the current year, `14 nov. 2025` otherwise. */
  shortDay(at: string | number, now: number): string;
  /** `14 novembre`: a due date within reach. */
  dueDay(at: string): string;
  /** `octobre 2026` of 'YYYY-MM'. */
  month(month: string): string;
  /** `octobre` of 'YYYY-MM'. */
  monthName(month: string): string;
  /** `oct.` of 'YYYY-MM': under a chart. */
  shortMonth(month: string): string;
  /** `14:32`. */
  time(at: number): string;
  /** `14:32` today, `hier`, `14 nov.`, `14 nov. 2025`: what stands in a list. */
  when(at: number, now: number): string;
  /** `14:32` today, `hier à 14:32`, `14 nov. à 14:32`. */
  whenWithTime(at: number, now: number): string;
};

/** French counts zero as one; English does not. */
export function plural(language: Language, n: number, one: string, many: string): string {
  const single = language === 'fr' ? Math.abs(n) < 2 : Math.abs(n) === 1;
  return single ? one : many;
}

function dayOf(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE).toPlainDate().toString();
}

/** Whole days from a moment to a day: 0 today, negative once past. */
export function daysUntil(day: string, now: number): number {
  const today = Temporal.PlainDate.from(dayOf(now));
  return today.until(Temporal.PlainDate.from(day), { largestUnit: 'day' }).days;
}

const made = new Map<Language, Formats>();

/** The formats of a language, made once. */
export function formats(language: Language): Formats {
  const known = made.get(language) ?? makeFormats(language);
  made.set(language, known);
  return known;
}

function makeFormats(language: Language): Formats {
  const locale = LOCALE[language];
  const french = language === 'fr';
  const gap = french ? NARROW : NO_BREAK;
  const two = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const one = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const upToOne = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const date = (options: Intl.DateTimeFormatOptions, zone: string) => new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  const spelled: Record<'day' | 'shortYear' | 'short' | 'due', Intl.DateTimeFormatOptions> = {
    day: { day: 'numeric', month: 'long', year: 'numeric' },
    shortYear: { day: 'numeric', month: 'short', year: 'numeric' },
    short: { day: 'numeric', month: 'short' },
    due: { day: 'numeric', month: 'long' },
  };
  const inUtc = Object.fromEntries(Object.entries(spelled).map(([name, options]) => [name, date(options, 'UTC')])) as Record<
    keyof typeof spelled,
    Intl.DateTimeFormat
  >;
  const longDate = date({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, ZONE);
  const monthYear = date({ month: 'long', year: 'numeric' }, 'UTC');
  const monthOnly = date({ month: 'long' }, 'UTC');
  const monthShort = date({ month: 'short' }, 'UTC');
  const clock = date({ hour: '2-digit', minute: '2-digit', hour12: false }, ZONE);

  /** Intl gives U+202F or U+00A0 between thousands according to its data, and a hyphen as minus: settled here. */
  const settle = (text: string) =>
    text
      .replace(/[\u00a0\u202f ]/g, gap)
      .replace(/^-/, MINUS)
      .replace(/^[-\u2212](?=0(?:[.,]0+)?$)/, '');
  /** No break between a day and its month; the first of a month is `1er` in French. */
  const glue = (text: string) =>
    (french ? text.replace(/(?<!\d)1(?= \p{L})/u, '1er') : text).replace(/(\der|\d) (?=\p{L})/gu, `$1${NO_BREAK}`);
  const middle = (day: string) => Date.parse(`${day}T12:00:00Z`);
  const onDay = (form: keyof typeof spelled, at: string | number) =>
    glue(inUtc[form].format(middle(typeof at === 'string' ? at : dayOf(at))));

  const time = (at: number) => clock.format(at);
  const shortDay = (at: string | number, now: number) => {
    const day = typeof at === 'string' ? at : dayOf(at);
    return onDay(day.slice(0, 4) === dayOf(now).slice(0, 4) ? 'short' : 'shortYear', day);
  };
  const yesterday = french ? 'hier' : 'yesterday';
  const when = (at: number, now: number) => {
    const back = -daysUntil(dayOf(at), now);
    if (back === 0) return time(at);
    return back === 1 ? yesterday : shortDay(at, now);
  };

  return {
    amount: (cents) => settle(two.format(cents / 100)),
    money: (cents) =>
      french ? `${settle(two.format(cents / 100))}${NARROW}€` : `€${settle(two.format(cents / 100))}`.replace(`€${MINUS}`, `${MINUS}€`),
    wholeMoney: (cents) =>
      french ? `${settle(whole.format(cents / 100))}${NARROW}€` : `€${settle(whole.format(cents / 100))}`.replace(`€${MINUS}`, `${MINUS}€`),
    change: (now, before) => {
      if (before === 0) return null;
      const percent = ((now - before) / Math.abs(before)) * 100;
      return `${percent >= 0.05 ? '+' : ''}${settle(one.format(percent))}${french ? NARROW : ''}%`;
    },
    count: (n) => settle(whole.format(n)),
    percent: (n) => `${settle(whole.format(n))}${french ? NARROW : ''}%`,
    siren: (siren) => siren.replace(/(\d{3})(?=\d)/g, `$1${NARROW}`),
    fileSize: (bytes) => {
      if (bytes < KILO) return `${whole.format(bytes)}${gap}${french ? 'o' : 'B'}`;
      if (bytes < KILO * 999.5) return `${whole.format(bytes / KILO)}${gap}${french ? 'ko' : 'kB'}`;
      if (bytes < KILO ** 2 * 999.95) return `${settle(upToOne.format(bytes / KILO ** 2))}${gap}${french ? 'Mo' : 'MB'}`;
      return `${settle(upToOne.format(bytes / KILO ** 3))}${gap}${french ? 'Go' : 'GB'}`;
    },
    day: (at) => onDay('day', at),
    longDay: (at) => {
      const text = glue(longDate.format(at));
      return text.charAt(0).toUpperCase() + text.slice(1);
    },
    shortDay,
    dueDay: (at) => onDay('due', at),
    month: (month) => monthYear.format(middle(`${month}-15`)),
    monthName: (month) => monthOnly.format(middle(`${month}-15`)),
    shortMonth: (month) => monthShort.format(middle(`${month}-15`)),
    time,
    when,
    whenWithTime: (at, now) => (dayOf(at) === dayOf(now) ? time(at) : `${when(at, now)}${french ? ' à ' : ' at '}${time(at)}`),
  };
}
