/**
 * The engines of a device whose person belongs to several firms: one for each, over its own store and server (R208). All of
 * them run when one is asked to: what waits for a firm that is not on screen leaves all the same, and a server that fails or
 * hangs stops no other.
 */
import { refuse } from '@navette/kernel/result';
import type { Desk, LibraryWithDesk } from '../library.ts';
import { deskName } from '../library/desk.ts';
import { makeSyncEngine, type SyncEngine, type SyncPorts } from './sync.ts';

export type SyncAllPorts = Omit<SyncPorts, 'library'> & { readonly library: Pick<LibraryWithDesk, 'desk' | 'desks' | 'syncStatus'> };

/** @returns an engine as screens know it: what it says of itself and what it brings is of the current firm */
export function makeSyncEngines({ library, ...ports }: SyncAllPorts): SyncEngine {
  const engines = new Map<string, SyncEngine>();

  function engineOf(desk: Desk): SyncEngine {
    const name = deskName(desk.enrolment);
    const known = engines.get(name);
    if (known) return known;
    const still = async (): Promise<Desk | null> => (await library.desks()).find(({ enrolment }) => deskName(enrolment) === name) ?? null;
    const made = makeSyncEngine({ ...ports, library: { desk: still, syncStatus: library.syncStatus } });
    engines.set(name, made);
    return made;
  }

  async function syncNow(): Promise<void> {
    const desks = await library.desks();
    const names = new Set(desks.map(({ enrolment }) => deskName(enrolment)));
    for (const [name, engine] of engines) {
      if (names.has(name)) continue;
      engine.stop();
      engines.delete(name);
    }
    const ended = await Promise.allSettled(desks.map((desk) => engineOf(desk).syncNow()));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  }

  return {
    syncNow,
    nudge: () => void syncNow().catch(() => undefined),
    status: library.syncStatus,
    async bring(dossier, hash) {
      const current = await library.desk();
      return current ? engineOf(current).bring(dossier, hash) : refuse('sign-in-needed' as const);
    },
    stop() {
      for (const engine of engines.values()) engine.stop();
    },
  };
}
