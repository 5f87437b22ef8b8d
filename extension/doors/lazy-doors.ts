/**
 * Doors that open a moment after the page has drawn its frame: the store and its libraries weigh more than the screens,
 * and nobody should wait for them to see a window.
 *
 * Everything asked before they are there is kept and passed on in order.
 */
import type { DeviceDoors, Library, Observable } from '@navette/device/model';

export function lazyDoors(load: () => Promise<DeviceDoors>): DeviceDoors {
  let loading: Promise<DeviceDoors> | undefined;
  const doors = (): Promise<DeviceDoors> => (loading ??= load());
  const later = <T>(pick: (doors: DeviceDoors) => Observable<T>): Observable<T> => ({
    subscribe(listener) {
      let stop: (() => void) | undefined;
      let over = false;
      void doors().then((open) => {
        if (!over) stop = pick(open).subscribe(listener);
      });
      return () => {
        over = true;
        stop?.();
      };
    },
  });
  const act =
    <A extends unknown[], R>(pick: (doors: DeviceDoors) => (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> =>
      pick(await doors())(...args);

  /** The same for several acts of one part, by their names. */
  const acts = <T, K extends keyof T>(pick: (doors: DeviceDoors) => T, names: readonly K[]): Pick<T, K> =>
    Object.fromEntries(
      names.map((name) => [name, async (...args: unknown[]) => (pick(await doors())[name] as (...all: unknown[]) => unknown)(...args)]),
    ) as unknown as Pick<T, K>;
  const library: Library = {
    account: later((open) => open.library.account),
    firms: later((open) => open.library.firms),
    tray: later((open) => open.library.tray),
    refused: later((open) => open.library.refused),
    departures: later((open) => open.library.departures),
    lastChoice: later((open) => open.library.lastChoice),
    documents: (query) => later((open) => open.library.documents(query)),
    document: (id) => later((open) => open.library.document(id)),
    comments: (document) => later((open) => open.library.comments(document)),
    requests: (dossier) => later((open) => open.library.requests(dossier)),
    ledgers: (dossier) => later((open) => open.library.ledgers(dossier)),
    access: (dossier) => later((open) => open.library.access(dossier)),
    followUp: later((open) => open.library.followUp),
    migrationPast: (dossier) => later((open) => open.library.migrationPast(dossier)),
    sendings: (dossier) => later((open) => open.library.sendings(dossier)),
    published: (key) => later((open) => open.library.published(key)),
    draft: (name) => later((open) => open.library.draft(name)),
    lessons: later((open) => open.library.lessons),
    archive: {
      view: (dossier) => later((open) => open.library.archive.view(dossier)),
      search: (dossier, text) => later((open) => open.library.archive.search(dossier, text)),
      offline: (dossier) => later((open) => open.library.archive.offline(dossier)),
      pinned: later((open) => open.library.archive.pinned),
      rules: later((open) => open.library.archive.rules),
      ...acts((open) => open.library.archive, ['publish', 'place', 'bin', 'retain', 'pin', 'bundle', 'saveRules']),
    },
    books: {
      exercises: (dossier) => later((open) => open.library.books.exercises(dossier)),
      settings: (dossier) => later((open) => open.library.books.settings(dossier)),
      ...acts((open) => open.library.books, ['open', 'keep', 'publish', 'setFinal', 'putInForce', 'changes', 'saveSettings', 'source']),
      read(file, progress) {
        const reading = doors().then((open) => open.library.books.read(file, progress));
        return { result: reading.then(({ result }) => result), cancel: () => void reading.then(({ cancel }) => cancel()) };
      },
    },
    journal: {
      view: (dossier, year) => later((open) => open.library.journal.view(dossier, year)),
      ...acts((open) => open.library.journal, ['save', 'validate']),
    },
    ...acts(
      (open) => open.library,
      [
        'saveDraft',
        'capture',
        'deposit',
        'captureAndDeposit',
        'alike',
        'keepWords',
        'learn',
        'discard',
        'undoDeposit',
        'addComment',
        'reclassify',
        'takeIn',
        'accept',
        'refuse',
        'setFacts',
        'turn',
        'book',
        'bin',
        'retain',
        'move',
        'ask',
        'closeRequest',
        'answerNone',
        'dismissRefused',
        'noteExport',
        'dismissDeparture',
        'bytes',
        'roomLeft',
        'diagnostics',
      ],
    ),
  };
  return {
    library,
    sync: {
      status: later((open) => open.sync.status),
      syncNow: act((open) => open.sync.syncNow),
      bring: act((open) => open.sync.bring),
      firmTray: act((open) => open.sync.firmTray),
    },
    session: {
      lookUp: act((open) => open.session.lookUp),
      trustKey: act((open) => open.session.trustKey),
      signIn: act((open) => open.session.signIn),
      signOut: act((open) => open.session.signOut),
      switchTo: act((open) => open.session.switchTo),
      signInBy: async (origin, command, body) => (await doors()).session.signInBy(origin, command, body),
    },
    commands: { ask: async (command, body, at) => (await doors()).commands.ask(command, body, at) },
  };
}

/** The doors of one of our pages. */
export function pageDoors(): DeviceDoors {
  return lazyDoors(async () => (await import('./page-doors.ts')).openPageDoors());
}
