/**
 * The acts of a person: each one commit of update, rows, queue and bytes, or a refusal with nothing written.
 *
 * Rights are asked of the same `access` function the server uses; here they only spare the person a refusal later.
 */
import { depositBox } from '@navette/domain/deposit';
import type { DocumentKind } from '@navette/domain/document-kinds';
import { yearInParis } from '@navette/kernel/dates';
import { makeId, type BlobHash, type CommentId, type DocumentId, type FirmId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { access } from '@navette/rooms/access';
import { KIND_ACT, type Comment, type Decision, type Deposit, type KindAct } from '@navette/rooms/records';
import { roomName, type Room } from '@navette/rooms/room-names';
import type { Enrolment } from '../accounts/enrolment.ts';
import { commitBytes, prepareBytes, type KeptBytes } from '../capture/keep-bytes.ts';
import { standingActs } from '../fold/document-view.ts';
import type { AccountView, ActRefusal, Capture, DepositChoice, DocumentRow, DossierView, Library } from '../model.ts';
import type { Platform } from '../platform.ts';
import type { RoomBook, RoomWrite } from '../rooms/room-book.ts';
import { StoreFailure, type Change, type LocalStore, type UploadRow } from '../store/local-store.ts';
import { oneDocument } from './document-list.ts';

export type Acts = Pick<
  Library,
  'deposit' | 'captureAndDeposit' | 'undoDeposit' | 'addComment' | 'reclassify' | 'takeIn' | 'accept' | 'refuse'
>;

/** Room asked for when a record alone does not fit: files make it in larger pieces anyway. */
const RECORD_BYTES = 1024 * 1024;

export type ActPorts = {
  readonly platform: Platform;
  readonly enrolment: Enrolment;
  readonly store: LocalStore;
  readonly book: RoomBook;
  readonly account: () => Promise<AccountView>;
};

export function makeActs({ platform, enrolment, store, book, account }: ActPorts): Acts {
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
    const view = await account();
    const dossier = view.dossiers.find((one) => one.id === row.dossier);
    if (!dossier) return refuse({ tag: 'not-allowed' });
    const target = room(row, dossier.right.side);
    return mayWrite(view, target) ? ok({ row, room: target }) : refuse({ tag: 'not-allowed' });
  }

  function mayWrite(view: AccountView, room: Room): boolean {
    const dossiers = new Map(view.dossiers.map((dossier) => [dossier.id, dossier.right]));
    return access(room, { user: view.user.id, firm: enrolment.firm.id as FirmId, firmRole: null, dossiers }) === 'write';
  }

  /** Where a deposit goes, and the record it becomes; refused when this person may not deposit there. */
  async function planDeposit(
    kept: Capture & { hash: BlobHash },
    choice: DepositChoice,
  ): Promise<Result<{ write: RoomWrite; beside: Change }, ActRefusal>> {
    const view = await account();
    const dossier = view.dossiers.find((one) => one.id === choice.dossier);
    const box = dossier && depositBox(choice.kind, view.user.id, dossier.right);
    if (!dossier || !box) return refuse({ tag: 'not-allowed' });
    if (kept.size > dossier.fileLimit) return refuse({ tag: 'file-too-large', size: kept.size, limit: dossier.fileLimit });
    const room: Room = {
      kind: dossier.right.side === 'staff' ? 'processing' : 'deposits',
      dossier: dossier.id,
      year: yearInParis(kept.capturedAt),
      box,
    };
    const record = depositRecord(kept, choice);
    const upload: UploadRow = {
      document: kept.id,
      dossier: dossier.id,
      box,
      hash: kept.hash,
      size: kept.size,
      path: null,
      offset: 0,
      attempt: 0,
      nextAt: 0,
      problem: null,
    };
    return ok({
      write: { room: roomName(room), what: 'deposit', document: kept.id, mutate: (map) => void map.set(kept.id, record) },
      beside: { put: { uploads: [upload], meta: [{ key: 'last-choice', value: { dossier: dossier.id, kind: choice.kind } }] } },
    });
  }

  async function depositKept(
    kept: Capture & { hash: BlobHash },
    choice: DepositChoice,
    bytes: KeptBytes | null,
  ): Promise<Result<DocumentRow, ActRefusal>> {
    const plan = await planDeposit(kept, choice);
    if (!plan.ok) return plan;
    const { put } = plan.value.beside;
    const beside: Change = bytes ? { put: { ...put, blobs: [bytes.blob] } } : { put: put ?? {}, remove: { captures: [kept.id] } };
    // Another page may have given it to a company a moment ago: one capture makes one deposit.
    let written = false;
    const still = async (): Promise<boolean> => bytes !== null || (await store.get('captures', kept.id)) !== undefined;
    const saved = await commitBytes(
      store,
      bytes ? kept.size : RECORD_BYTES,
      async () => void (written = await book.write(writer, [plan.value.write], beside, still)),
    );
    if (!saved.ok) return saved;
    if (!written) return refuse({ tag: 'unknown-document' });
    const row = await oneDocument(store, kept.id);
    return row ? ok(row) : refuse({ tag: 'unknown-document' });
  }

  return {
    async deposit(id, choice) {
      const kept = await store.get('captures', id);
      if (!kept?.hash || kept.status.tag !== 'ready') return refuse({ tag: 'unknown-document' });
      return depositKept({ ...kept, hash: kept.hash }, choice, null);
    },

    async captureAndDeposit(file, about, choice) {
      const dossier = (await account()).dossiers.find((one: DossierView) => one.id === choice.dossier);
      if (!dossier) return refuse({ tag: 'not-allowed' });
      const prepared = await prepareBytes(platform, file, about, dossier.fileLimit);
      if (!prepared.ok) return prepared;
      return depositKept({ ...prepared.value.capture, hash: prepared.value.hash }, choice, prepared.value);
    },

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

function depositRecord(kept: Capture & { hash: BlobHash }, choice: DepositChoice): Deposit {
  return {
    v: 1,
    hash: kept.hash,
    size: kept.size,
    type: kept.type,
    name: kept.name,
    kind: choice.kind,
    ...(choice.comment?.trim() ? { comment: choice.comment.trim().slice(0, 2000) } : {}),
    ...(kept.origin === undefined ? {} : { origin: kept.origin }),
    captured: kept.capturedAt,
    ...(choice.answers === undefined ? {} : { answers: choice.answers }),
  };
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
