/**
 * The accounting year an entry belongs to, named by the year in which it closes, as the rooms of its journal are. One whose days nobody
 * has said is the calendar year.
 */
import { isDay } from './day.ts';

export type Exercise = {
  readonly year: number;
  /** First and last day, 'AAAA-MM-JJ'. */
  readonly from: string;
  readonly to: string;
};

/** The longest there are: a first or a last one may be longer than twelve months (accounting-formats F10). */
const MOST_MONTHS = 24;

/** @returns what was said of the exercise that closes in `year`; the calendar year where nothing was */
export function exerciseOf(year: number, said: readonly Exercise[] = []): Exercise {
  return said.find((one) => one.year === year) ?? { year, from: `${year}-01-01`, to: `${year}-12-31` };
}

/** The exercise that a day falls in; the calendar year where it falls in none that was said. */
export function exerciseOn(day: string, said: readonly Exercise[] = []): Exercise {
  return said.find(({ from, to }) => day >= from && day <= to) ?? exerciseOf(Number(day.slice(0, 4)), said);
}

/** Whether these days can be an exercise: two days of the calendar in order, closing in its year, two years apart at most. */
export function isExercise({ year, from, to }: Exercise): boolean {
  if (!isDay(from) || !isDay(to) || from > to || Number(to.slice(0, 4)) !== year) return false;
  return monthOf(to) - monthOf(from) < MOST_MONTHS;
}

/** Whether two exercises share a day. */
export function overlap(one: Exercise, other: Exercise): boolean {
  return one.from <= other.to && other.from <= one.to;
}

function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}
