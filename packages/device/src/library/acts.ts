/**
 * The acts of a person on documents: each one commit of update, rows, queue and bytes, or a refusal with nothing written.
 *
 * Rights are asked of the same `access` function the server uses; here they only spare the person a refusal later.
 */
import type { DocumentKind } from '@navette/domain/document-kinds';
import { makeId, type CommentId, type DocumentId, type FirmId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { access } from '@navette/rooms/access';
import { KIND_ACT, type Comment, type Decision, type Deposit, type KindAct } from '@navette/rooms/records';
import { roomName, type Room } from '@navette/rooms/room-names';
import { standingActs } from '../fold/document-view.ts';
import type { AccountView, ActRefusal, Capture, DocumentRow, Library } from '../model.ts';
import type { Platform } from '../platform.ts';
import type { RoomWrite } from '../rooms/room-book.ts';
import { StoreFailure, type Change } from '../store/local-store.ts';
import { readAccount, type Desk } from './desk.ts';
import { oneDocument } from './document-list.ts';

export type Acts = Pick<Library, 'undoDeposit' | 'addComment' | 'reclassify' | 'takeIn' | 'accept' | 'refuse'>;

/** @returns the acts on documents at one desk; deposits are in `deposits.ts` */
export function makeActs(desk: Desk, platform: Platform): Acts {
  const { enrolment, store, book } = desk;
  const writer = { user: enrolment.user.id, device: enrolment.device };
  const newId = <T extends string>(): T => makeId<T>(platform.clock.now(), platform.random.bytes(10));

  async function write(writes: readonly RoomWrite[], beside: Change = {}): Promise<Result<void, ActRefusal>> {
    try {
      await book.write(writer, writes, beside);
      return ok(undefined);
    } catch (error) {
      if (error instanceof StoreFailure) return refuse({ tag: error.tag });
      throw error;
    }
  }

  /** The document and a room about it that this person may write. */
  async function reach(
    id: DocumentId,
    room: (row: DocumentRow, side: 'client' | 'staff') => Room,
  ): Promise<Result<{ row: DocumentRow; room: Room }, ActRefusal>> {
    const row = await oneDocument(store, id);
    if (!row) return refuse({ tag: 'unknown-document' });
    const view = await readAccount(desk);
    const dossier = view.dossiers.find((one) => one.id === row.dossier);
    if (!dossier) return refuse({ tag: 'not-allowed' });
    const target = room(row, dossier.right.side);
    return mayWrite(view, target) ? ok({ row, room: target }) : refuse({ tag: 'not-allowed' });
  }

  function mayWrite(view: AccountView, room: Room): boolean {
    const dossiers = new Map(view.dossiers.map((dossier) => [dossier.id, dossier.right]));
    return access(room, { user: view.user.id, firm: enrolment.firm.id as FirmId, firmRole: null, dossiers }) === 'write';
  }

  return {
    /**
     * A withdrawal is a record like another: clocks once written are never taken back, or a later write under the same
     * numbers would say something else. What the firm has not received, and this device holds, goes back to the tray
     * under a new id. Only who deposited takes back.
     */
    async undoDeposit(id) {
      const found = await reach(id, (row, side) => roomOf(row, side === 'staff' ? 'processing' : 'deposits'));
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
        [{ room: roomName(room), what: 'other', document: id, mutate: (map) => void map.set(`${id}/withdrawn`, { v: 1 }) }],
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
      return write([
        { room: roomName(found.value.room), what: 'comment', document: id, mutate: (map) => void map.set(newId<CommentId>(), record) },
      ]);
    },

    async reclassify(id, kind) {
      const found = await reach(id, (row, side) => roomOf(row, side === 'staff' ? 'processing' : 'deposits'));
      if (!found.ok) return found;
      const stored = await store.get('documents', id);
      const standing = standingActs([...(stored?.clientKinds ?? []), ...(stored?.firmKinds ?? [])]);
      const record: KindAct = { v: 1, value: kind, replaces: standing.map((act) => act.id) };
      return write([
        {
          room: roomName(found.value.room),
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
    return write([{ room: roomName(room), what: 'decision', document: id, mutate: (map) => void map.set(`${id}/${facet}`, record(row)) }]);
  }
}

function roomOf(row: DocumentRow, kind: 'deposits' | 'processing'): Room {
  return { kind, dossier: row.dossier, year: row.year, box: row.box };
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
