/**
 * Deposits: a capture given to a company, as one commit of update, rows, queue and bytes, or a refusal with nothing written.
 *
 * Apart from the other acts because a context without screens deposits too, and does nothing else.
 */
import { depositBox } from '@navette/domain/deposit';
import { yearInParis } from '@navette/kernel/dates';
import type { BlobHash } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { Deposit } from '@navette/rooms/records';
import { roomName, type Room } from '@navette/rooms/room-names';
import { commitBytes, prepareBytes, type KeptBytes } from '../capture/keep-bytes.ts';
import type { AccountView, ActRefusal, Capture, DepositChoice, DocumentRow, DossierView, Library } from '../model.ts';
import { receiptKey } from '../fold/fold-room.ts';
import type { Platform } from '../platform.ts';
import type { RoomWrite } from '../rooms/room-book.ts';
import type { Change, UploadRow } from '../store/local-store.ts';
import { readAccount, type Desk } from './desk.ts';
import { oneDocument } from './document-list.ts';

/** Room asked for when a record alone does not fit: files make it in larger pieces anyway. */
const RECORD_BYTES = 1024 * 1024;

/** @returns the two ways to deposit at one desk */
export function makeDeposits(desk: Desk, platform: Platform): Pick<Library, 'deposit' | 'captureAndDeposit'> {
  const { enrolment, store, book } = desk;
  const writer = { user: enrolment.user.id, device: enrolment.device };

  /** Where a deposit goes, and the record it becomes; refused when this person may not deposit there. */
  async function planDeposit(
    kept: Capture & { hash: BlobHash },
    choice: DepositChoice,
    view: AccountView,
  ): Promise<Result<{ write: RoomWrite; upload: UploadRow; beside: Change }, ActRefusal>> {
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
      upload,
      write: { room: roomName(room), what: 'deposit', document: kept.id, mutate: (map) => void map.set(kept.id, record) },
      beside: { put: { uploads: [upload], meta: [{ key: 'last-choice', value: { dossier: dossier.id, kind: choice.kind } }] } },
    });
  }

  async function depositKept(
    kept: Capture & { hash: BlobHash },
    choice: DepositChoice,
    bytes: KeptBytes | null,
    view: AccountView,
  ): Promise<Result<DocumentRow, ActRefusal>> {
    const plan = await planDeposit(kept, choice, view);
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
    const row = await oneDocument(store, kept.id, receiptKey(plan.value.upload.dossier, plan.value.upload.box, kept.hash));
    return row ? ok(row) : refuse({ tag: 'unknown-document' });
  }

  return {
    async deposit(id, choice) {
      const kept = await store.get('captures', id);
      if (!kept?.hash || kept.status.tag !== 'ready') return refuse({ tag: 'unknown-document' });
      return depositKept({ ...kept, hash: kept.hash }, choice, null, await readAccount(desk));
    },

    async captureAndDeposit(file, about, choice) {
      const view = await readAccount(desk);
      const dossier = view.dossiers.find((one: DossierView) => one.id === choice.dossier);
      if (!dossier) return refuse({ tag: 'not-allowed' });
      const prepared = await prepareBytes(platform, file, about, dossier.fileLimit);
      if (!prepared.ok) return prepared;
      return depositKept({ ...prepared.value.capture, hash: prepared.value.hash }, choice, prepared.value, view);
    },
  };
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
    ...(choice.facts === undefined ? {} : { facts: choice.facts }),
    ...(choice.from === undefined ? {} : { from: choice.from }),
  };
}
