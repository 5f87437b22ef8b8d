/** The bytes of a document: here, to be brought, coming, or why they cannot come. */
import { useEffect, useState } from 'preact/hooks';
import type { DeviceDoors, DocumentRow, SyncProblem } from '@navette/device/model';
import { useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';

export type Bytes =
  | { readonly state: 'here'; readonly blob: Blob }
  | ({ readonly state: 'away' | 'coming' } & Bring)
  | ({ readonly state: 'failed'; readonly problem: SyncProblem } & Bring);
type Bring = { bring(doors: DeviceDoors): void };
type Held = {
  readonly hash: string;
  readonly blob: Blob | null;
  readonly state: 'here' | 'away' | 'coming' | 'failed';
  readonly problem: SyncProblem;
};

/** Problems that pass without anybody doing anything. */
const PASSING: ReadonlySet<SyncProblem> = new Set(['offline', 'server-down', 'server-error', 'server-busy', 'sign-in-needed']);

export function useBytes(row: Pick<DocumentRow, 'hash' | 'dossier' | 'erased'> & Partial<Pick<DocumentRow, 'verdict'>>): Bytes {
  const { doors } = useSurroundings();
  const { state, problem, lastSyncAt } = useObservable(doors.sync.status, QUIET);
  const reachable = (state === 'idle' || state === 'syncing') && problem === null;
  const [held, hold] = useState<Held>({ hash: '', blob: null, state: 'coming', problem: 'offline' });
  useEffect(() => {
    let shown = true;
    const start = async () => {
      // Nothing of a file in which a virus was found is opened here, not even the copy of who gave it (B6).
      if (row.verdict === 'infected') return hold({ hash: row.hash, blob: null, state: 'failed', problem: 'infected' });
      const blob = await doors.library.bytes(row.hash);
      if (!shown) return;
      if (blob !== null) hold({ hash: row.hash, blob, state: 'here', problem: 'offline' });
      else if (row.erased) hold({ hash: row.hash, blob, state: 'failed', problem: 'erased' });
      else await bring();
    };
    const bring = async () => {
      hold({ hash: row.hash, blob: null, state: 'coming', problem: 'offline' });
      const brought = await doors.sync.bring(row.dossier, row.hash);
      const blob = brought.ok ? await doors.library.bytes(row.hash) : null;
      if (!shown) return;
      hold({
        hash: row.hash,
        blob,
        state: blob === null ? (brought.ok ? 'away' : 'failed') : 'here',
        problem: brought.ok ? 'offline' : brought.refusal,
      });
    };
    void start();
    return () => {
      shown = false;
    };
  }, [doors, row.hash, row.dossier]);
  const bring = (from: DeviceDoors) => {
    hold((before) => ({ ...before, state: 'coming' }));
    void from.sync.bring(row.dossier, row.hash).then(async (brought) => {
      const blob = brought.ok ? await from.library.bytes(row.hash) : null;
      hold({
        hash: row.hash,
        blob,
        state: blob === null ? (brought.ok ? 'away' : 'failed') : 'here',
        problem: brought.ok ? 'offline' : brought.refusal,
      });
    });
  };
  // What could not come for want of a network comes by itself once the server has answered again.
  useEffect(() => {
    if (reachable && held.hash === row.hash && held.state === 'failed' && PASSING.has(held.problem)) bring(doors);
  }, [reachable, lastSyncAt]);
  if (held.hash !== row.hash) return { state: 'coming', bring };
  if (held.blob !== null) return { state: 'here', blob: held.blob };
  return held.state === 'failed'
    ? { state: 'failed', problem: held.problem, bring }
    : { state: held.state === 'coming' ? 'coming' : 'away', bring };
}
