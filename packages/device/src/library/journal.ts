/**
 * The journal on this device: drafts written offline as versions that lose nothing, and the wish to validate them, which waits here
 * until the server has decided (R151, R153).
 */
import { REVISION, MOST_REPLACED, type DraftRevision } from '@navette/rooms/draft-records';
import type { DossierId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { Room } from '@navette/rooms/room-names';
import type { JournalLibrary } from '../journal-model.ts';
import type { ActRefusal } from '../model.ts';
import type { Platform } from '../platform.ts';
import { StoreFailure, type Change, type LocalStore } from '../store/local-store.ts';
import { readValidation, VALIDATION, type WaitingValidation } from '../sync/validations.ts';
import { makeActDesk, type ActDesk } from './act-desk.ts';
import { readAccount, type Desk, type Following } from './desk.ts';
import { atDesk } from './intake-library.ts';
import { journalView, readJournal, yearsOf } from './journal-views.ts';

export function makeJournal(platform: Platform, { desk, follow }: Pick<Following, 'desk' | 'follow'>): JournalLibrary {
  const act = <A extends unknown[], R>(run: (at: ActDesk, ...args: A) => Promise<R>) =>
    atDesk(desk, (current: Desk, ...args: A) => run(makeActDesk(current, platform), ...args));
  return {
    view: (dossier, year) =>
      follow(async (store, current) => {
        const [rows, right] = await Promise.all([readJournal(store, dossier), current ? rightIn(current, dossier) : null]);
        return journalView(rows, year, right);
      }),
    years: (dossier) => follow(async (store) => yearsOf(await readJournal(store, dossier))),
    save: act(save),
    askValidation: act(askValidation),
    dropValidation: act(async (at, draft) => {
      const waiting = await readValidation(at.store, draft);
      return waiting?.done === null ? noted(at.store, { remove: { meta: [VALIDATION + draft] } }) : ok(undefined);
    }),
  };
}

async function rightIn(current: Desk, dossier: DossierId) {
  return (await readAccount(current)).dossiers.find(({ id }) => id === dossier)?.right ?? null;
}

async function save(
  at: ActDesk,
  { dossier, year, draft, entry, replaces, withdrawn = false }: Parameters<JournalLibrary['save']>[0],
): Promise<Result<{ draft: string; revision: string }, ActRefusal>> {
  const right = await rightIn(at.desk, dossier);
  const room: Room = { kind: 'journal', dossier, year, side: right?.side === 'staff' ? 'firm' : 'client' };
  if (right === null || !(await at.mayWrite(room))) return refuse({ tag: 'not-allowed' });
  const id = draft ?? at.newId<string>();
  if (await isValidated(at.store, dossier, id)) return refuse({ tag: 'too-late' });
  const revision = at.newId<string>();
  const record: DraftRevision = {
    v: 1,
    entry,
    ...(withdrawn ? { withdrawn: true as const } : {}),
    replaces: replaces.slice(0, MOST_REPLACED),
  };
  const waiting = await readValidation(at.store, id);
  const done = await at.write(
    [{ room, what: 'other', document: null, mutate: (map) => void map.set(`${id}/${REVISION}${revision}`, record) }],
    waiting?.done === null ? { remove: { meta: [VALIDATION + id] } } : {},
  );
  return done.ok ? ok({ draft: id, revision }) : done;
}

async function askValidation(at: ActDesk, dossier: DossierId, year: number, draft: string): Promise<Result<void, ActRefusal>> {
  const right = await rightIn(at.desk, dossier);
  if (right?.side !== 'staff') return refuse({ tag: 'not-allowed' });
  const view = journalView(await readJournal(at.store, dossier), year, right).entries.find(({ id }) => id === draft);
  if (!view) return refuse({ tag: 'unknown-document' });
  if (view.validated || view.standing.length !== 1 || view.state === 'withdrawn') return refuse({ tag: 'too-late' });
  const value: WaitingValidation = {
    asked: { id: at.newId(), dossier, year, draft, of: view.standing.map(({ id }) => id), entry: view.entry },
    at: at.platform.clock.now(),
    done: null,
    refused: null,
  };
  return noted(at.store, { put: { meta: [{ key: VALIDATION + draft, value }] } });
}

async function isValidated(store: LocalStore, dossier: DossierId, draft: string): Promise<boolean> {
  const known = await store.list('entries', { index: 'dossier', from: dossier, to: dossier });
  return known.some((row) => row.draft === draft) || (await readValidation(store, draft))?.done != null;
}

async function noted(store: LocalStore, change: Change): Promise<Result<void, ActRefusal>> {
  try {
    await store.commit(change);
    return ok(undefined);
  } catch (error) {
    if (error instanceof StoreFailure) return refuse({ tag: error.tag });
    throw error;
  }
}
