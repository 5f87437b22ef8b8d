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

  const library: Library = {
    account: later((open) => open.library.account),
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
    draft: (name) => later((open) => open.library.draft(name)),
    saveDraft: act((open) => open.library.saveDraft),
    capture: act((open) => open.library.capture),
    deposit: act((open) => open.library.deposit),
    captureAndDeposit: act((open) => open.library.captureAndDeposit),
    discard: act((open) => open.library.discard),
    undoDeposit: act((open) => open.library.undoDeposit),
    addComment: act((open) => open.library.addComment),
    reclassify: act((open) => open.library.reclassify),
    takeIn: act((open) => open.library.takeIn),
    accept: act((open) => open.library.accept),
    refuse: act((open) => open.library.refuse),
    dismissRefused: act((open) => open.library.dismissRefused),
    dismissDeparture: act((open) => open.library.dismissDeparture),
    bytes: act((open) => open.library.bytes),
    roomLeft: act((open) => open.library.roomLeft),
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
      signIn: act((open) => open.session.signIn),
      signOut: act((open) => open.session.signOut),
      signInBy: async (origin, command, body) => (await doors()).session.signInBy(origin, command, body),
    },
    commands: { ask: async (command, body, at) => (await doors()).commands.ask(command, body, at) },
  };
}

/** The doors of one of our pages. */
export function pageDoors(): DeviceDoors {
  return lazyDoors(async () => (await import('./page-doors.ts')).openPageDoors());
}
