/**
 * The ledger of an exercise, open as long as the screen stands. What is not on this device is brought first; a screen shows the
 * exercise's own summary meanwhile.
 */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Answer, QuestionName, Questions } from '@navette/domain/ledger/questions';
import type { ExerciseView, OpenBook, SyncProblem } from '@navette/device/model';
import { useSurroundings } from '../surroundings.tsx';

export type BookState =
  | { readonly state: 'none' }
  | { readonly state: 'opening' }
  | { readonly state: 'bringing' }
  | { readonly state: 'open'; readonly book: OpenBook }
  | {
      readonly state: 'failed';
      readonly problem: SyncProblem | 'not-here' | 'ledger-file-damaged' | 'ledger-gone';
      readonly again: () => void;
    };

/** @param exercise null for none */
export function useBook(exercise: ExerciseView | null): BookState {
  const { doors } = useSurroundings();
  const [state, setState] = useState<{ readonly of: string | null; readonly book: BookState }>({ of: null, book: { state: 'none' } });
  const [tries, setTries] = useState(0);
  const id = exercise?.id ?? null;
  useEffect(() => {
    if (exercise === null) return;
    let left = false;
    let open: OpenBook | null = null;
    const say = (book: BookState) => {
      if (!left) setState({ of: exercise.id, book });
    };
    const fail = (problem: Extract<BookState, { state: 'failed' }>['problem']) =>
      say({ state: 'failed', problem, again: () => setTries((n) => n + 1) });
    const attempt = async () => {
      say({ state: 'opening' });
      let opened = await doors.library.books.open(exercise);
      if (!opened.ok && opened.refusal.tag === 'not-here') {
        say({ state: 'bringing' });
        for (const hash of [exercise.files.figures, exercise.files.words]) {
          const brought = await doors.sync.bring(exercise.dossier, hash);
          if (left) return;
          if (!brought.ok) return fail(brought.refusal);
        }
        opened = await doors.library.books.open(exercise);
      }
      if (!opened.ok) return fail(opened.refusal.tag);
      open = opened.value;
      // Left while it was opening: nobody else will close it.
      if (left) return open.close();
      say({ state: 'open', book: watched(open, () => fail('ledger-gone')) });
    };
    void attempt();
    return () => {
      left = true;
      open?.close();
    };
  }, [doors, id, exercise?.files.figures, tries]);
  return id === null ? { state: 'none' } : state.of === id ? state.book : { state: 'opening' };
}

/** A ledger that stopped answering is said once, where it can be opened again; what waited for it waits for the next. */
function watched(book: OpenBook, gone: () => void): OpenBook {
  return {
    ...book,
    ask: (what, ask) =>
      book.ask(what, ask).catch(() => {
        gone();
        return new Promise<never>(() => undefined);
      }),
  };
}

export function openBook(state: BookState): OpenBook | null {
  return state.state === 'open' ? state.book : null;
}

/**
 * The answer to a question, asked again when it changes; null until it comes.
 * @param ask null for a question that is not asked
 * @param inputs what the question is made of, where it is too large to be written out at each drawing
 */
export function useAnswer<N extends QuestionName>(
  book: OpenBook | null,
  what: N,
  ask: Questions[N]['ask'] | null,
  inputs: readonly unknown[] = [JSON.stringify(ask)],
): Answer<N> | null {
  const key = useMemo(() => ({}), [book, what, ask === null, ...inputs]);
  const [held, hold] = useState<{ readonly of: object; readonly answer: Answer<N> } | null>(null);
  useEffect(() => {
    if (book === null || ask === null) return;
    let left = false;
    void book.ask(what, ask).then((answer) => (left ? undefined : hold({ of: key, answer })));
    return () => {
      left = true;
    };
  }, [key]);
  return held?.of === key ? held.answer : null;
}
