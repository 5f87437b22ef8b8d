/** The journal, loaded when somebody first looks at entries: the first opening of the application does not carry it. */
import type { JournalLibrary } from '../journal-model.ts';
import type { Platform } from '../platform.ts';
import { VALIDATION, validationsIn } from '../sync/waiting-validations.ts';
import { makeActDesk } from './act-desk.ts';
import { readAccount, type Following } from './desk.ts';
import type { JournalTools } from './journal.ts';
import { followLoaded } from './load-then.ts';

export function laterJournal(platform: Platform, { desk, follow }: Pick<Following, 'desk' | 'follow'>): JournalLibrary {
  const tools: JournalTools = {
    follow,
    key: VALIDATION,
    waiting: validationsIn,
    account: readAccount,
    async desk() {
      const current = await desk();
      return current && makeActDesk(current, platform);
    },
  };
  let loading: Promise<JournalLibrary> | null = null;
  const load = (): Promise<JournalLibrary> => (loading ??= import('./journal.ts').then(({ makeJournal }) => makeJournal(tools)));
  return {
    view: (dossier, year) => followLoaded(load, (journal) => journal.view(dossier, year)),
    save: async (asked) => (await load()).save(asked),
    validate: async (asked) => (await load()).validate(asked),
  };
}
