/**
 * A day as people and banks write it: figures in one of three orders, or a month by its name in French, English, Spanish,
 * German or Dutch. Pure text to 'AAAA-MM-JJ'; a day that is in no calendar is none.
 */
export type DayOrder = 'day-first' | 'month-first';

const MONTHS: readonly RegExp[] = [
  /^(?:jan|ene)/,
  /^(?:f[eé]v|feb)/,
  /^(?:mar[^i]|mar$|m[aä]r|mrt|maart)/,
  /^(?:avr|apr|abr)/,
  /^(?:mai|may|mei)/,
  /^(?:juin|jun)/,
  /^(?:juil|jul)/,
  /^(?:ao[uû]t|aug|ago)/,
  /^(?:sep)/,
  /^(?:oct|okt)/,
  /^(?:nov)/,
  /^(?:d[eé]c|dez|dic)/,
];

const FIGURES = /^(\d{1,4})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{2,4})(?:[ T].{0,24})?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const DAY_MONTH = /^(?:\p{L}{2,9}\.?,? )?(\d{1,2})(?:er|st|nd|rd|th|º|\.)?[ -](?:de )?(\p{L}{3,10})\.?,?[ -](?:de )?(\d{4}|\d{2})$/u;
const MONTH_DAY = /^(\p{L}{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/u;

/**
 * @param order which of two figures is the day, where the year stands last (accounting formats, 7.4 and 7.6)
 * @returns 'AAAA-MM-JJ'; null for what is no day of the calendar. Two-digit years: above 60 → 19xx (7.3)
 */
export function readDay(text: string, order: DayOrder = 'day-first'): string | null {
  const plain = text
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ')
    .trim()
    .toLowerCase();
  if (plain.length > 40) return null;
  const compact = COMPACT.exec(plain);
  if (compact) return day(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const figures = FIGURES.exec(plain);
  if (figures) {
    const [, a = '', b = '', c = ''] = figures;
    if (a.length === 4) return c.length <= 2 ? day(Number(a), Number(b), Number(c)) : null;
    if (a.length > 2 || c.length === 3) return null;
    return order === 'day-first' ? day(fullYear(c), Number(b), Number(a)) : day(fullYear(c), Number(a), Number(b));
  }
  const dayMonth = DAY_MONTH.exec(plain);
  if (dayMonth) return day(fullYear(dayMonth[3] ?? ''), monthNamed(dayMonth[2] ?? ''), Number(dayMonth[1]));
  const monthDay = MONTH_DAY.exec(plain);
  return monthDay ? day(Number(monthDay[3]), monthNamed(monthDay[1] ?? ''), Number(monthDay[2])) : null;
}

/**
 * The order of day and month, decided on all the days of a file: a first figure above 12 settles it (7.4).
 * @returns undefined where nothing settles it: French order, and a person is asked
 */
export function dayOrderOf(texts: Iterable<string>): DayOrder | undefined {
  let monthFirst = false;
  for (const text of texts) {
    const [, a = '', b = ''] = FIGURES.exec(text.trim()) ?? [];
    if (a.length === 4 || a === '') continue;
    if (Number(a) > 12) return 'day-first';
    if (Number(b) > 12) monthFirst = true;
  }
  return monthFirst ? 'month-first' : undefined;
}

/** Whether day and month could change places: figures, the year not first. */
export function isAmbiguousDay(text: string): boolean {
  const [, a = '', b = ''] = FIGURES.exec(text.trim()) ?? [];
  return a !== '' && a.length <= 2 && Number(a) <= 12 && Number(b) <= 12 && a !== b;
}

function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year > 60 ? 1900 + year : 2000 + year;
}

/** 1 to 12; 0 for no month. */
function monthNamed(name: string): number {
  return MONTHS.findIndex((pattern) => pattern.test(name)) + 1;
}

function day(year: number, month: number, date: number): string | null {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  if (year < 1900 || year > 2199 || date < 1 || date > length) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}
