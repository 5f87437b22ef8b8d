/**
 * The part of the library for a context without screens: take files, deposit them, follow what waits.
 *
 * It never touches the network. The whole library (`library.ts`) adds what screens show and do.
 */
import { DEFAULT_KIND, DOCUMENT_KINDS } from '@navette/domain/document-kinds';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { ok, refuse } from '@navette/kernel/result';
import { captureChange, commitBytes, prepareBytes } from '../capture/keep-bytes.ts';
import type { LastChoice, Library, Observable, SyncStatus } from '../model.ts';
import { readStatus, SIGNED_OUT } from '../sync/status.ts';
import { makeDeposits } from './deposits.ts';
import { followDesk, readAccount, type Desk, type Following, type LibraryPorts } from './desk.ts';
import { oneDocument } from './document-list.ts';
import { followUpOf } from './follow-up-view.ts';

export type IntakeLibrary = Pick<
  Library,
  'account' | 'tray' | 'refused' | 'followUp' | 'lastChoice' | 'document' | 'capture' | 'deposit' | 'captureAndDeposit'
> & {
  desk(): Promise<Desk | null>;
  /** What sync says of itself, for screens of any context. */
  readonly syncStatus: Observable<SyncStatus>;
};

const LAST_CHOICE = 'last-choice';

/** @param following the desk to work at, when the caller has it open already */
export function makeIntakeLibrary(ports: Omit<LibraryPorts, 'roomLeft'>, following: Following = followDesk(ports)): IntakeLibrary {
  const { platform, deviceStore } = ports;
  const { desk, follow } = following;

  const capture: Library['capture'] = async (file, about) => {
    const current = await desk();
    const store = current?.store ?? deviceStore;
    const account = current ? await readAccount(current) : null;
    const limit = Math.max(DEFAULT_LIMITS.fileBytes, ...(account?.dossiers.map((dossier) => dossier.fileLimit) ?? []));
    const prepared = await prepareBytes(platform, file, about, limit);
    if (!prepared.ok) return prepared;
    const saved = await commitBytes(store, file.size, () => store.commit(captureChange(prepared.value)));
    return saved.ok ? ok(prepared.value.capture) : saved;
  };

  return {
    desk,
    account: follow(async (_store, current) => (current ? readAccount(current) : null)),
    tray: follow(async (store, current) => {
      const captures = await store.list('captures');
      const given = current ? await Promise.all(captures.map((row) => store.get('documents', row.id))) : [];
      return captures.filter((_, i) => !given[i]?.base).toSorted((a, b) => b.capturedAt - a.capturedAt);
    }),
    syncStatus: follow((store, current) => (current ? readStatus(store) : Promise.resolve(SIGNED_OUT))),
    refused: follow((store) => store.list('refused')),
    followUp: follow(followUpOf),
    lastChoice: follow(async (store) => lastChoice((await store.get('meta', LAST_CHOICE))?.value)),
    document: (id) => follow((store) => oneDocument(store, id)),
    capture,
    deposit: atDesk(desk, (current, ...args) => makeDeposits(current, platform).deposit(...args)),
    captureAndDeposit: atDesk(desk, (current, ...args) => makeDeposits(current, platform).captureAndDeposit(...args)),
  };
}

/** Acts need a signed-in person; without one they are refused, never dropped. */
export function atDesk<A extends unknown[], R>(
  desk: Following['desk'],
  run: (current: Desk, ...args: A) => Promise<R>,
): (...args: A) => Promise<R | { readonly ok: false; readonly refusal: { readonly tag: 'not-allowed' } }> {
  return async (...args) => {
    const current = await desk();
    return current ? run(current, ...args) : refuse({ tag: 'not-allowed' as const });
  };
}

function lastChoice(value: unknown): LastChoice {
  const stored = (typeof value === 'object' && value !== null ? value : {}) as Partial<LastChoice>;
  const kind = DOCUMENT_KINDS.find((known) => known === stored.kind) ?? DEFAULT_KIND;
  return { dossier: stored.dossier ?? null, kind };
}
