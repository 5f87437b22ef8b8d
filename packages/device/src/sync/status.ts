/** What sync says of itself: the engine's last word, kept in the store, joined with what waits there. */
import type { RestoreNotice, SyncProblem, SyncStatus } from '../model.ts';
import type { LocalStore } from '../store/local-store.ts';
import { validationsIn } from './waiting-validations.ts';

const KEY = 'sync';
/** Under which the notice of the last restore stands. */
export const RESTORED = 'restored';

/** The engine's last word; `attempt` counts failed runs in a row. */
export type Noted = Pick<SyncStatus, 'problem' | 'lastSyncAt' | 'nextTryAt'> & { readonly attempt: number; readonly running: boolean };

const QUIET: Noted = { problem: null, lastSyncAt: null, nextTryAt: null, attempt: 0, running: false };

export const SIGNED_OUT: SyncStatus = {
  state: 'sign-in-needed',
  problem: 'sign-in-needed',
  lastSyncAt: null,
  nextTryAt: null,
  waiting: 0,
  refused: 0,
};

export async function readNoted(store: LocalStore): Promise<Noted> {
  const value = (await store.get('meta', KEY))?.value;
  return typeof value === 'object' && value !== null ? { ...QUIET, ...(value as Partial<Noted>) } : QUIET;
}

export async function note(store: LocalStore, noted: Noted): Promise<void> {
  await store.commit({ put: { meta: [{ key: KEY, value: noted }] } });
}

/** The same for every context of the device, whichever runs the engine. */
export async function readStatus(store: LocalStore): Promise<SyncStatus> {
  const [noted, outbox, uploads, refused, validations, restored] = await Promise.all([
    readNoted(store),
    store.list('outbox'),
    store.list('uploads'),
    store.list('refused'),
    validationsIn(store),
    store.get('meta', RESTORED),
  ]);
  const waiting = new Set([...uploads.map((row) => row.document as string), ...outbox.map((row) => row.document ?? row.id)]).size;
  const { problem, lastSyncAt, nextTryAt } = noted;
  return {
    state: (problem && STATE_OF[problem]) ?? (noted.running ? 'syncing' : 'idle'),
    problem,
    lastSyncAt,
    nextTryAt,
    waiting: waiting + validations.filter(({ done, refused }) => done === null && refused === null).length,
    refused: refused.length,
    ...(restored && { restored: restored.value as RestoreNotice }),
  };
}

/** Problems that have a state of their own; the others are told beside an engine that goes on trying. */
const STATE_OF: { readonly [P in SyncProblem]?: SyncStatus['state'] } = {
  'sign-in-needed': 'sign-in-needed',
  offline: 'offline',
  'server-down': 'offline',
  'other-server': 'stopped',
  'copied-device': 'stopped',
  'client-too-old': 'stopped',
};
