/** What of a part of the library is asked for before the part is loaded. */
import type { ReadingBook } from '../ledger-model.ts';
import type { Observable } from '../model.ts';

/** Loaded before it is followed: a query may wait for nothing but its store. */
export function followLoaded<P, T>(load: () => Promise<P>, pick: (part: P) => Observable<T>): Observable<T> {
  return {
    subscribe(listener) {
      let stop: (() => void) | null = null;
      let over = false;
      void load().then((part) => {
        if (!over) stop = pick(part).subscribe(listener);
      });
      return () => {
        over = true;
        stop?.();
      };
    },
  };
}

/** A reading that begins a moment later, and may be stopped before it does. */
export function laterReading(starting: Promise<ReadingBook>): ReadingBook {
  return { result: starting.then(({ result }) => result), cancel: () => void starting.then(({ cancel }) => cancel()) };
}
