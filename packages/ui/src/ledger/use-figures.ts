/** The figures of an exercise and those of the one before over the same months, with both ledgers once they are open. */
import type { ExerciseView, OpenBook } from '@navette/device/model';
import type { Figures } from '@navette/domain/ledger/questions';
import { exerciseBefore, sameMonths, type Comparison } from './exercises.ts';
import { openBook, useAnswer, useBook, type BookState } from './use-book.ts';

export type FiguresInSight = {
  readonly exercise: ExerciseView;
  readonly now: Figures | null;
  readonly state: BookState;
  readonly book: OpenBook | null;
  /** The exercise before, where there is one. */
  readonly before: ExerciseView | null;
  readonly was: Figures | null;
  readonly comparison: Comparison | null;
  readonly olderBook: OpenBook | null;
};

export function useFigures(exercise: ExerciseView, shown: readonly ExerciseView[]): FiguresInSight {
  const before = exerciseBefore(exercise, shown);
  const comparison = before === null ? null : sameMonths(exercise, before);
  const state = useBook(exercise);
  const olderState = useBook(before);
  const [book, olderBook] = [openBook(state), openBook(olderState)];
  const asked = useAnswer(book, 'figures', exercise.summary === null ? {} : null);
  const until = comparison?.until;
  const whole = before !== null && until === undefined && before.summary !== null;
  const older = useAnswer(olderBook, 'figures', before === null || whole ? null : until === undefined ? {} : { until });
  return {
    exercise,
    now: exercise.summary ?? asked,
    state,
    book,
    before,
    was: whole ? before.summary : older,
    comparison,
    olderBook,
  };
}
