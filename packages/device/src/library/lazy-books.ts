/** The books, loaded when somebody looks at them: they weigh more than the rest of the library. */
import type { Books } from '../ledger-model.ts';
import { refuse, type Result } from '@navette/kernel/result';
import type { Platform } from '../platform.ts';
import { commitBytes, readBlob } from '../capture/keep-bytes.ts';
import type { ActRefusal } from '../model.ts';
import { StoreFailure } from '../store/local-store.ts';
import { makeActDesk } from './act-desk.ts';
import type { BookPorts, BookTools } from './books.ts';
import type { Following } from './desk.ts';
import { atDesk } from './intake-library.ts';
import { followLoaded, laterReading } from './load-then.ts';

export function lazyBooks(platform: Platform, following: Pick<Following, 'desk' | 'follow'>, ports: BookPorts): Books {
  const tools: BookTools = {
    act: (run) => atDesk(following.desk, (current, ...args) => run(makeActDesk(current, platform), ...args)),
    readBlob,
    async keepBytes(store, size, commit) {
      let done: Result<void, ActRefusal> = refuse({ tag: 'store-unavailable' });
      const kept = await commitBytes(store, size, async () => {
        done = await commit();
        // Thrown again, so that room is made.
        if (!done.ok && done.refusal.tag === 'store-full') throw new StoreFailure('store-full');
      });
      return kept.ok ? done : kept;
    },
  };
  let made: Promise<Books> | undefined;
  const books = (): Promise<Books> => (made ??= import('./books.ts').then(({ makeBooks }) => makeBooks(platform, following, ports, tools)));
  const act =
    <A extends unknown[], R>(pick: (of: Books) => (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> =>
      pick(await books())(...args);
  return {
    exercises: (dossier) => followLoaded(books, (of) => of.exercises(dossier)),
    settings: (dossier) => followLoaded(books, (of) => of.settings(dossier)),
    read: (file, progress) => laterReading(books().then((of) => of.read(file, progress))),
    open: act((of) => of.open),
    keep: act((of) => of.keep),
    publish: act((of) => of.publish),
    setFinal: act((of) => of.setFinal),
    putInForce: act((of) => of.putInForce),
    changes: act((of) => of.changes),
    saveSettings: act((of) => of.saveSettings),
    source: act((of) => of.source),
  };
}
