/**
 * The journal on this device: drafts written offline as versions that lose nothing, and the wish to validate them, which waits here
 * until the server has decided (R151, R153).
 */
import { MOST_REPLACED, REVISION } from '@navette/domain/drafts/limits';
import type { DraftRevision } from '@navette/rooms/draft-records';
import type { DossierId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { Room } from '@navette/rooms/room-names';
import type { JournalLibrary } from '../journal-model.ts';
import type { AccountView, ActRefusal } from '../model.ts';
import type { LocalStore } from '../store/local-store.ts';
import type { WaitingValidation } from '../sync/waiting-validations.ts';
import type { ActDesk } from './act-desk.ts';
import type { Desk, Following } from './desk.ts';
import { journalView, readJournal } from './journal-views.ts';

/**
 * What the journal is made with, handed over by the library that loads it: it brings only what is its own, so that the first file of
 * the application stays in one piece.
 */
export type JournalTools = Pick<Following, 'follow'> & {
  /** The acts' desk of the person signed in; null while nobody is. */
  desk(): Promise<ActDesk | null>;
  account(desk: Pick<Desk, 'enrolment' | 'store'>): Promise<AccountView>;
  waiting(store: LocalStore): Promise<WaitingValidation[]>;
  /** Before a draft's id, of the row that says its validation is asked for. */
  readonly key: string;
};

export function makeJournal(tools: JournalTools): JournalLibrary {
  const act =
    <A extends unknown[], R>(run: (tools: JournalTools, at: ActDesk, ...args: A) => Promise<R>) =>
    async (...args: A) => {
      const at = await tools.desk();
      return at ? run(tools, at, ...args) : refuse({ tag: 'not-allowed' as const });
    };
  return {
    view: (dossier, year) =>
      tools.follow(async (store, current) => {
        const [rows, right] = await Promise.all([
          readJournal(store, dossier, tools.waiting),
          current ? rightIn(tools, current, dossier) : null,
        ]);
        return journalView(rows, year, right);
      }),
    save: act(save),
    validate: act(validate),
  };
}

async function rightIn(tools: JournalTools, current: Pick<Desk, 'enrolment' | 'store'>, dossier: DossierId) {
  return (await tools.account(current)).dossiers.find(({ id }) => id === dossier)?.right ?? null;
}

async function save(
  tools: JournalTools,
  at: ActDesk,
  { dossier, year, draft, entry, replaces, withdrawn = false }: Parameters<JournalLibrary['save']>[0],
): Promise<Result<{ draft: string; revision: string }, ActRefusal>> {
  const right = await rightIn(tools, at.desk, dossier);
  const room: Room = { kind: 'journal', dossier, year, side: right?.side === 'staff' ? 'firm' : 'client' };
  if (right === null || !(await at.mayWrite(room))) return refuse({ tag: 'not-allowed' });
  const id = draft ?? at.newId<string>();
  const waiting = (await tools.waiting(at.store)).find(({ asked }) => asked.draft === id);
  if (await isValidated(at.store, dossier, id, waiting)) return refuse({ tag: 'too-late' });
  const revision = at.newId<string>();
  const record: DraftRevision = {
    v: 1,
    entry,
    ...(withdrawn ? { withdrawn: true as const } : {}),
    replaces: replaces.slice(0, MOST_REPLACED),
  };
  const done = await at.write(
    [{ room, what: 'other', document: null, mutate: (map) => void map.set(`${id}/${REVISION}${revision}`, record) }],
    waiting?.done === null ? { remove: { meta: [tools.key + id] } } : {},
  );
  return done.ok ? ok({ draft: id, revision }) : done;
}

async function validate(
  tools: JournalTools,
  at: ActDesk,
  { dossier, year, draft, wanted }: Parameters<JournalLibrary['validate']>[0],
): Promise<Result<void, ActRefusal>> {
  const right = await rightIn(tools, at.desk, dossier);
  if (right?.side !== 'staff') return refuse({ tag: 'not-allowed' });
  const rows = await readJournal(at.store, dossier, tools.waiting);
  const view = journalView(rows, year, right).entries.find(({ id }) => id === draft);
  if (!view) return refuse({ tag: 'unknown-document' });
  if (view.validated) return refuse({ tag: 'too-late' });
  const key = tools.key + draft;
  if (!wanted) return at.write([], { remove: { meta: [key] } });
  if (view.standing.length !== 1 || view.state === 'withdrawn') return refuse({ tag: 'too-late' });
  const value: WaitingValidation = {
    asked: { id: at.newId(), dossier, year, draft, of: view.standing.map(({ id }) => id), entry: view.entry },
    at: at.platform.clock.now(),
    done: null,
    refused: null,
  };
  return at.write([], { put: { meta: [{ key, value }] } });
}

async function isValidated(store: LocalStore, dossier: DossierId, draft: string, waiting: WaitingValidation | undefined): Promise<boolean> {
  const known = await store.list('entries', { index: 'dossier', from: dossier, to: dossier });
  return known.some((row) => row.draft === draft) || (waiting !== undefined && waiting.done !== null);
}
