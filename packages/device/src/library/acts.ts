/**
 * The acts of a person on documents: each one commit of update, rows, queue and bytes, or a refusal with nothing written.
 */
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { CommentId, DocumentId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { KIND_ACT, type Comment, type Decision, type Deposit, type KindAct } from '@navette/rooms/records';
import { standingActs } from '../fold/document-view.ts';
import type { ActRefusal, Capture, DocumentRow, Library } from '../model.ts';
import type { Platform } from '../platform.ts';
import { makeActDesk, ownRoom, roomOf } from './act-desk.ts';
import type { Desk } from './desk.ts';
import { documentActs, type DocumentActs } from './document-acts.ts';
import { requestActs } from './requests.ts';

export type Acts = Pick<
  Library,
  'undoDeposit' | 'addComment' | 'reclassify' | 'takeIn' | 'accept' | 'refuse' | 'ask' | 'closeRequest' | 'answerNone'
> &
  DocumentActs;

/** @returns the acts on documents at one desk; deposits are in `deposits.ts` */
export function makeActs(desk: Desk, platform: Platform): Acts {
  const { enrolment } = desk;
  const act = makeActDesk(desk, platform);
  const { store, newId, reach, write } = act;

  return {
    ...documentActs(act),
    ...requestActs(act),
    /**
     * A withdrawal is a record like another: clocks once written are never taken back, or a later write under the same
     * numbers would say something else. What the firm has not received, and this device holds, goes back to the tray
     * under a new id. Only who deposited takes back.
     */
    async undoDeposit(id) {
      const found = await reach(id, ownRoom);
      if (!found.ok) return found;
      const { row, room } = found.value;
      if (row.author !== enrolment.user.id) return refuse({ tag: 'not-allowed' });
      if (row.takenAt !== null || row.decidedAt !== null) return refuse({ tag: 'too-late' });
      const back = row.receivedAt === null && (await store.get('blobs', row.hash)) !== undefined;
      const capture: Capture = {
        id: newId<DocumentId>(),
        name: row.name,
        type: row.type,
        size: row.size,
        hash: row.hash,
        capturedAt: platform.clock.now(),
        way: 'pick',
        status: { tag: 'ready' },
        ...(row.origin === undefined ? {} : { origin: row.origin }),
      };
      const done = await write(
        [{ room, what: 'other', document: id, mutate: (map) => void map.set(`${id}/withdrawn`, { v: 1 }) }],
        back ? { put: { captures: [capture] }, remove: { uploads: [id] } } : {},
      );
      return done.ok ? ok(back ? ('back-in-tray' as const) : ('withdrawn' as const)) : done;
    },

    async addComment(id, text) {
      const trimmed = text.trim();
      if (trimmed === '') return ok(undefined);
      const found = await reach(id, (row, side) => ({
        kind: 'talk',
        dossier: row.dossier,
        box: row.box,
        side: side === 'staff' ? 'firm' : 'client',
      }));
      if (!found.ok) return found;
      const record: Comment = { v: 1, about: id, text: trimmed.slice(0, 4000) };
      return write([{ room: found.value.room, what: 'comment', document: id, mutate: (map) => void map.set(newId<CommentId>(), record) }]);
    },

    async reclassify(id, kind) {
      const found = await reach(id, ownRoom);
      if (!found.ok) return found;
      const stored = await store.get('documents', id);
      const standing = standingActs([...(stored?.clientKinds ?? []), ...(stored?.firmKinds ?? [])]);
      const record: KindAct = { v: 1, value: kind, replaces: standing.map((act) => act.id) };
      return write([
        {
          room: found.value.room,
          what: 'decision',
          document: id,
          mutate: (map) => void map.set(`${id}/${KIND_ACT}${newId()}`, record),
        },
      ]);
    },

    takeIn: (id) => decide(id, 'taken', () => ({ v: 1 })),
    accept: (id) => decide(id, 'decision', (row) => ({ v: 1, verdict: 'accepted', copy: depositCopy(row) }) satisfies Decision),
    refuse: (id, reason) =>
      decide(id, 'decision', () => ({ v: 1, verdict: 'refused', reason: reason.trim().slice(0, 500) }) satisfies Decision),
  };

  async function decide(
    id: DocumentId,
    facet: 'taken' | 'decision',
    record: (row: DocumentRow) => unknown,
  ): Promise<Result<void, ActRefusal>> {
    const found = await reach(id, (row) => roomOf(row, 'processing'));
    if (!found.ok) return found;
    const { row, room } = found.value;
    return write([{ room, what: 'decision', document: id, mutate: (map) => void map.set(`${id}/${facet}`, record(row)) }]);
  }
}

/** What the firm accepts, under the kind in force at that moment. */
function depositCopy(row: DocumentRow): Deposit {
  const kind: DocumentKind = row.kind;
  return {
    v: 1,
    hash: row.hash,
    size: row.size,
    type: row.type,
    name: row.name,
    kind,
    ...(row.comment === undefined ? {} : { comment: row.comment }),
    captured: row.capturedAt,
  };
}
