/** Which fiscal years a person may look at, what each compares with, and until when. Days are `AAAA-MM-JJ`, months `AAAA-MM`. */
import type { AccountView, ExerciseView } from '@navette/device/model';

/** In force, and published unless the person is of the firm; the newest first. */
export function shownExercises(all: readonly ExerciseView[], side: AccountView['side']): readonly ExerciseView[] {
  return all
    .filter(({ inForce, published }) => inForce && (published || side === 'staff'))
    .toSorted((a, b) => (a.closing < b.closing ? 1 : a.closing > b.closing ? -1 : 0));
}

/** The one asked for, else the newest that is published, else the newest. */
export function chosenExercise(shown: readonly ExerciseView[], asked: string | null): ExerciseView | null {
  return shown.find(({ id }) => id === asked) ?? shown.find(({ published }) => published) ?? shown[0] ?? null;
}

/** The exercise before it: the newest that was closed when it opened. */
export function exerciseBefore(exercise: ExerciseView, shown: readonly ExerciseView[]): ExerciseView | null {
  return shown.find(({ closing }) => closing < exercise.start) ?? null;
}

/** Months from one day to another, both counted. */
export function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7) && months.length < 36; month = shiftMonth(month, 1)) months.push(month);
  return months;
}

export function shiftMonth(month: string, by: number): string {
  const [year = 0, at = 1] = month.split('-').map(Number);
  const index = year * 12 + at - 1 + by;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

export function lastDayOf(month: string): string {
  const [year = 0, at = 1] = month.split('-').map(Number);
  return `${month}-${String(new Date(Date.UTC(year, at, 0)).getUTCDate()).padStart(2, '0')}`;
}

export type Comparison = {
  /** Of the older exercise, the last day that counts; absent when it counts whole. */
  readonly until?: string;
  /** Months both cover; null for whole exercises. */
  readonly months: number | null;
  /** Months of the older one, where it is shorter than what it is compared with. */
  readonly shorter: number | null;
};

/** N − 1 over the same number of months, where N is not finished (4.5). */
export function sameMonths(exercise: ExerciseView, before: ExerciseView): Comparison {
  const covered = monthsBetween(exercise.start, exercise.through).length;
  const whole = monthsBetween(exercise.start, exercise.closing).length;
  const old = monthsBetween(before.start, before.closing);
  const finished = covered >= whole;
  const wanted = finished ? whole : covered;
  const shorter = old.length < wanted ? old.length : null;
  if (finished || old.length <= covered) return { months: finished ? null : covered, shorter };
  return { months: covered, shorter, until: lastDayOf(old[covered - 1] ?? before.closing.slice(0, 7)) };
}

/** What is said of an exercise in a few letters: its year, or both. */
export function yearsOf({ start, closing }: Pick<ExerciseView, 'start' | 'closing'>): string {
  const [from, to] = [start.slice(0, 4), closing.slice(0, 4)];
  return from === to ? to : `${from}-${to}`;
}
