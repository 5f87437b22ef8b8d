/** The journal, loaded when somebody first looks at entries: the first opening of the application does not carry it. */
import type { JournalLibrary } from '../journal-model.ts';
import type { Observable } from '../model.ts';
import type { Platform } from '../platform.ts';
import type { Following } from './desk.ts';

export function laterJournal(platform: Platform, following: Pick<Following, 'desk' | 'follow'>): JournalLibrary {
  let loading: Promise<JournalLibrary> | null = null;
  const load = (): Promise<JournalLibrary> => {
    loading ??= import('./journal.ts').then(({ makeJournal }) => makeJournal(platform, following));
    return loading;
  };
  /** Loaded before it is followed: a query may wait for nothing but its store. */
  const later = <T>(pick: (journal: JournalLibrary) => Observable<T>): Observable<T> => ({
    subscribe(listener) {
      let stop: () => void = () => undefined;
      let over = false;
      void load().then((journal) => {
        if (!over) stop = pick(journal).subscribe(listener);
      });
      return () => {
        over = true;
        stop();
      };
    },
  });
  return {
    view: (dossier, year) => later((journal) => journal.view(dossier, year)),
    years: (dossier) => later((journal) => journal.years(dossier)),
    save: async (asked) => (await load()).save(asked),
    askValidation: async (...asked) => (await load()).askValidation(...asked),
    dropValidation: async (draft) => (await load()).dropValidation(draft),
  };
}
