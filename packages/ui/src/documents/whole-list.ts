/** A question asked once, for acts on all it leaves: the answer that holds everything. */
import type { DeviceDoors, DocumentPage, DocumentQuery, Observable } from '@navette/device/model';

/** Rows that are given at once at most: to a table for a spreadsheet, to an act on several. */
export const LONGEST = 20_000;

export function wholeList(doors: DeviceDoors, query: Omit<DocumentQuery, 'limit'>, limit: number = LONGEST): Promise<DocumentPage> {
  return firstOf(doors.library.documents({ ...query, limit }), (page) => !page.partial && !page.searching);
}

/** The first value that will do. */
export function firstOf<T>(observable: Observable<T>, will: (value: T) => boolean = () => true): Promise<T> {
  return new Promise((resolve) => {
    let stop: (() => void) | null = null;
    let done = false;
    stop = observable.subscribe((value) => {
      if (done || !will(value)) return;
      done = true;
      resolve(value);
      stop?.();
    });
    if (done) stop();
  });
}
