/** What the firm asks for: the list as screens see it, and the acts on it. */
import { requestState } from '@navette/domain/request-state';
import type { DocumentState } from '@navette/domain/document-state';
import { yearInParis } from '@navette/kernel/dates';
import type { DossierId } from '@navette/kernel/ids';
import { ok, refuse } from '@navette/kernel/result';
import type { NoneToGive } from '@navette/rooms/document-records';
import type { DocumentRequest, RequestClosed } from '@navette/rooms/records';
import type { Library, RequestView } from '../model.ts';
import type { LocalStore, RequestRow } from '../store/local-store.ts';
import type { ActDesk } from './act-desk.ts';
import { person } from '../fold/document-view.ts';
import { oneDocument } from './document-list.ts';

/** @param dossier null for all of them; the next due first, those without a day last */
export async function requestsOf(store: LocalStore, dossier: DossierId | null): Promise<RequestView[]> {
  const rows = await store.list('requests', dossier ? { index: 'dossier', from: dossier, to: dossier } : {});
  const views = await Promise.all(rows.map((row) => requestView(store, row)));
  return views.flatMap((view) => view ?? []).toSorted((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1));
}

async function requestView(store: LocalStore, row: RequestRow): Promise<RequestView | null> {
  const { id, dossier, box, record, closed = null, none = null } = row;
  // Only the client's answer has come.
  if (!record || !box) return null;
  const given = await store.list('documents', { index: 'answers', from: id, to: id });
  const views = await Promise.all(given.map((document) => oneDocument(store, document.id)));
  const answers = views.flatMap((view) => (view && !view.withdrawn ? view : []));
  const states: DocumentState[] = answers.map(({ state }) => state);
  const { title, detail, due, kind, list, every, movement } = record;
  return {
    id,
    dossier,
    box,
    title,
    kind,
    ...(detail === undefined ? {} : { detail }),
    ...(due === undefined ? {} : { due }),
    ...(list === undefined ? {} : { list }),
    ...(every === undefined ? {} : { every }),
    ...(movement === undefined ? {} : { movement }),
    by: person(row.author ?? null),
    askedAt: row.at ?? 0,
    state: requestState({ closedByFirm: closed !== null, none: none !== null, answers: states }),
    none: none && { at: none.at, by: person(none.by), why: none.why },
    closed: closed && { at: closed.at, by: person(closed.by), with: closed.with },
    answeredBy: answers.map((view) => view.id),
  };
}

/** The acts of both sides on requests; who may is asked of the room they are written in. */
export function requestActs({ store, platform, newId, write, mayWrite }: ActDesk): Pick<Library, 'ask' | 'closeRequest' | 'answerNone'> {
  return {
    async ask({ dossier, box, ...asked }) {
      const id = newId<string>();
      const room = { kind: 'processing', dossier, year: yearInParis(platform.clock.now()), box } as const;
      if (!(await mayWrite(room))) return refuse({ tag: 'not-allowed' });
      const record: DocumentRequest = { v: 1, ...asked };
      const done = await write([{ room, what: 'other', document: null, mutate: (map) => void map.set(`request/${id}`, record) }]);
      return done.ok ? ok(id) : done;
    },

    async closeRequest(id, closed) {
      const row = await store.get('requests', id);
      const room = row && roomOf(row, 'processing');
      if (!room || !(await mayWrite(room))) return refuse({ tag: 'not-allowed' });
      const record: RequestClosed = closed === false ? null : { v: 1, ...(closed.with === null ? {} : { by: closed.with }) };
      return write([{ room, what: 'decision', document: null, mutate: (map) => void map.set(`request/${id}/closed`, record) }]);
    },

    async answerNone(id, answer) {
      const row = await store.get('requests', id);
      const room = row && roomOf(row, 'deposits');
      if (!room || !(await mayWrite(room))) return refuse({ tag: 'not-allowed' });
      const why = answer?.why.trim().slice(0, 500);
      const record: NoneToGive = answer === null ? null : { v: 1, ...(why ? { why } : {}) };
      return write([{ room, what: 'other', document: null, mutate: (map) => void map.set(`answer/${id}`, record) }]);
    },
  };
}

/** Both sides speak of a request in rooms of the year in which it was asked. */
function roomOf({ dossier, box, at }: RequestRow, kind: 'deposits' | 'processing') {
  return box === undefined || at === undefined ? null : ({ kind, dossier, year: yearInParis(at), box } as const);
}
