/**
 * Brings the files of pinned parts to this device while the application is open, one at a time, the smallest first; and reads their
 * words, so that they are found by content. It draws nothing, and waits for the server when it does not answer.
 */
import { useEffect, useState } from 'preact/hooks';
import type { DossierId } from '@navette/kernel/ids';
import { useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useLive, useObservable } from '../use-observable.ts';
import { keepWordsOf } from './read-words.ts';

/** Room that is left free on the device, bytes. */
const SPARE = 200 * 1024 * 1024;
/** Files that could not come, for the life of this page: no file is asked for in a circle. */
const failed = new Set<string>();

export function OfflineKeeper() {
  const { doors } = useSurroundings();
  const pinned = useLive(() => doors.library.archive.pinned, [doors], []);
  return (
    <>
      {pinned.map((dossier) => (
        <Keep key={dossier} dossier={dossier} />
      ))}
    </>
  );
}

function Keep({ dossier }: { dossier: DossierId }) {
  const { doors, host } = useSurroundings();
  const { state, problem, lastSyncAt } = useObservable(doors.sync.status, QUIET);
  const offline = useLive(() => doors.library.archive.offline(dossier), [doors, dossier], null);
  const view = useLive(() => doors.library.archive.view(dossier), [doors, dossier], null);
  const [turn, setTurn] = useState(0);
  const reachable = (state === 'idle' || state === 'syncing') && problem === null;
  const next = offline?.missing.find(({ hash }) => !failed.has(hash));
  useEffect(() => {
    // The server has answered again: what failed before may come now.
    failed.clear();
    setTurn((before) => before + 1);
  }, [lastSyncAt]);
  useEffect(() => {
    if (!reachable || next === undefined || view === null) return;
    let over = false;
    void (async () => {
      const left = await doors.library.roomLeft();
      const fits = left === null || left - next.size > SPARE;
      const brought = fits ? await doors.sync.bring(dossier, next.hash) : null;
      if (brought?.ok !== true) failed.add(next.hash);
      else await keepWordsOf(doors.library, host, { hash: next.hash, type: view.files.find(({ hash }) => hash === next.hash)?.type ?? '' });
      if (!over) setTurn((before) => before + 1);
    })();
    return () => {
      over = true;
    };
  }, [reachable, next?.hash, turn, view === null, doors, host]);
  return null;
}
