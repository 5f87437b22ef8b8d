/**
 * The device as our pages have it: the library on the store they share with the background, everything that touches the
 * network by messages. No token is within reach of a page (M2).
 */
import { commandDoors, type CommandCarrier } from '@navette/device/command-doors';
import { DEVICE_STORE } from '@navette/device/enrolment';
import { keepLive } from '@navette/device/live-rooms';
import { makeLibrary } from '@navette/device/library';
import type { DeviceDoors, Library, SessionControl, SyncControl } from '@navette/device/model';
import { loadSeldom } from '@navette/device/load-seldom';
import { browserPlatform } from '@navette/device/platform';
import { dexieStores } from '@navette/device/store/dexie';
// oxlint-disable-next-line import/default -- Vite gives the file's address as the default export
import booksWorkerUrl from '@navette/device/books-worker?worker&url';
// oxlint-disable-next-line import/default -- the same
import listsWorkerUrl from '@navette/device/lists-worker?worker&url';
import { workerLists } from '@navette/device/worker-lists';
import { ok, refuse } from '@navette/kernel/result';
import { makeWorker } from '@navette/ui/make-worker';
import { send } from '../messages/send.ts';
import { roomLeft } from './room-left.ts';

export function openPageDoors(): DeviceDoors {
  const openStore = dexieStores();
  const library = makeLibrary({
    platform: browserPlatform(loadSeldom),
    deviceStore: openStore(DEVICE_STORE),
    openStore,
    roomLeft,
    lists: workerLists(() => makeWorker(listsWorkerUrl, 'lists')),
    books: async () => (await import('@navette/device/worker-books')).workerBooks(() => makeWorker(booksWorkerUrl, 'books')),
  });
  const sync: SyncControl = {
    status: library.syncStatus,
    syncNow: async () => void (await send('sync-now', {})),
    bring: async (dossier, hash) =>
      ((await send('bring-blob', { dossier, hash })) as Awaited<ReturnType<SyncControl['bring']>> | undefined) ?? refuse('offline'),
    firmTray: async (answer) =>
      ((await send('firm-tray', answer ? { answer } : {})) as Awaited<ReturnType<SyncControl['firmTray']>> | undefined) ??
      refuse('offline'),
  };
  const { commands, signInBy } = commandDoors({
    send: async (name, body, at) =>
      ((await send('command', { name, body: body as Record<string, unknown>, at })) as
        | Awaited<ReturnType<CommandCarrier['send']>>
        | undefined) ?? refuse({ tag: 'unreachable' }),
    prove: async (origin, name, body) =>
      ((await send('sign-in-by', { origin, name, body: body as Record<string, unknown> })) as
        | Awaited<ReturnType<CommandCarrier['prove']>>
        | undefined) ?? refuse({ tag: 'unreachable' }),
  });
  const session: SessionControl = {
    signInBy,
    lookUp: async (origin) =>
      ((await send('look-up-server', { origin })) as Awaited<ReturnType<SessionControl['lookUp']>> | undefined) ??
      refuse({ tag: 'unreachable' }),
    trustKey: async (origin, keyId) =>
      ((await send('trust-key', { origin, keyId })) as Awaited<ReturnType<SessionControl['trustKey']>> | undefined) ??
      refuse({ tag: 'unreachable' }),
    signIn: async (origin, email, password) =>
      ((await send('sign-in', { origin, email, password })) as Awaited<ReturnType<SessionControl['signIn']>> | undefined) ??
      refuse({ tag: 'unreachable' }),
    switchTo: async (firm) => void ((await send('switch-firm', { firm })) ?? (await send('switch-firm', { firm }))),
    async signOut(choice, which) {
      const firm = which ?? (await library.desk())?.enrolment.storeName;
      if (firm === undefined) return ok(undefined);
      // A background stopped in between is woken by the second message; signing out of a firm twice is signing out once.
      const answer = (await send('sign-out', { choice, firm })) ?? (await send('sign-out', { choice, firm }));
      // Silence says nothing of what waits, and nothing of the session either.
      if (answer === undefined) throw new Error('the background does not answer');
      return answer as Awaited<ReturnType<SessionControl['signOut']>>;
    },
  };
  // A page on screen hears of the network before a sleeping background does.
  globalThis.addEventListener('online', () => void send('sync-now', {}));
  // The application follows the rooms in front of the person; the popup is gone before a socket would be of use.
  if (location.pathname === '/app.html') {
    keepLive({
      library,
      onNews: () => void send('sync-now', {}),
      ticket: async (room) => ((await send('live-ticket', { room })) as string | null | undefined) ?? null,
    });
  }
  return { library: telling(library), sync, session, commands };
}

/** After each act that leaves something to send, the background is told; the act itself never waits for it. */
function telling(library: Library): Library {
  const tell =
    <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const result = await act(...args);
      void send('sync-now', {});
      return result;
    };
  return {
    ...library,
    deposit: tell(library.deposit),
    captureAndDeposit: tell(library.captureAndDeposit),
    undoDeposit: tell(library.undoDeposit),
    addComment: tell(library.addComment),
    reclassify: tell(library.reclassify),
    takeIn: tell(library.takeIn),
    accept: tell(library.accept),
    refuse: tell(library.refuse),
    setFacts: tell(library.setFacts),
    noteExport: tell(library.noteExport),
    archive: {
      ...library.archive,
      publish: tell(library.archive.publish),
      place: tell(library.archive.place),
      bin: tell(library.archive.bin),
      retain: tell(library.archive.retain),
    },
    journal: {
      ...library.journal,
      save: tell(library.journal.save),
      validate: tell(library.journal.validate),
    },
  };
}
