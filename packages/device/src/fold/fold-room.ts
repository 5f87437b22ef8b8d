/**
 * The fold: what a room says, as rows. Pure of time and order: folding a room whole or change by change gives the same
 * rows (I9). A record that does not parse becomes an `unreadable` row and stops nothing (R7).
 */
import type * as v from 'valibot';
import type { Box } from '@navette/domain/boxes';
import type { CommentId, DocumentId, DossierId } from '@navette/kernel/ids';
import { ArchivedFile, ArchivePlace, Binned, Booked, FileFacts, Moved, NoneToGive, Retained, Turn } from '@navette/rooms/document-records';
import {
  Comment,
  Decision,
  Deposit,
  DocumentRequest,
  ERASED,
  FileErased,
  KIND_ACT,
  KindAct,
  parseRecordKey,
  readRecord,
  Receipt,
  RequestClosed,
  Sending,
  TakenIn,
  Withdrawal,
} from '@navette/rooms/records';
import { LedgerBeside, LedgerManifest, LedgerSettings } from '@navette/rooms/ledger-records';
import type { Room } from '@navette/rooms/room-names';
import { foldDrafts, foldValidated } from './fold-journal.ts';
import { followUpRow } from './follow-up.ts';
import type { OpenRoom } from '../rooms/open-room.ts';
import { recordIdOf } from '../rooms/open-room.ts';
import type {
  AccessRow,
  ArchiveRow,
  Change,
  CommentRow,
  DraftRow,
  EntryRow,
  LedgerRow,
  ReceiptRow,
  RequestRow,
  SendingRow,
  UnreadableRow,
} from '../store/local-store.ts';
import type { Act, KindActPart, StoredDocument, TurnPart } from './stored-document.ts';

type Rows = {
  put: {
    comments: CommentRow[];
    receipts: ReceiptRow[];
    ledgers: LedgerRow[];
    archive: ArchiveRow[];
    account: { key: string; value: unknown }[];
    access: AccessRow[];
    sendings: SendingRow[];
    drafts: DraftRow[];
    entries: EntryRow[];
    unreadable: UnreadableRow[];
  };
  merge: { documents: StoredDocument[]; requests: RequestRow[] };
  removed: { ledgers: string[] };
};

/**
 * @param changed keys whose value or attribution changed; all keys of the room to fold it whole
 * @returns rows to put and parts to merge; receipts come out not yet checked (`valid: false`)
 */
export function foldRoom(open: OpenRoom, changed: Iterable<string>): Change {
  const rows: Rows = {
    put: {
      comments: [],
      receipts: [],
      ledgers: [],
      archive: [],
      account: [],
      access: [],
      sendings: [],
      drafts: [],
      entries: [],
      unreadable: [],
    },
    merge: { documents: [], requests: [] },
    removed: { ledgers: [] },
  };
  const keys = [...new Set(changed)];
  switch (open.room.kind) {
    case 'deposits':
    case 'processing':
      for (const id of new Set(keys.map(recordIdOf))) foldRecord(open, open.room, id, rows);
      break;
    case 'talk':
      for (const key of keys) foldComment(open, open.room.dossier, key, rows);
      break;
    case 'receipts':
      for (const hash of new Set(keys.map((key) => (key.endsWith(ERASED) ? key.slice(0, -ERASED.length) : key))))
        foldReceipt(open, open.room.dossier, hash, rows);
      break;
    case 'ledger':
    case 'internal':
      for (const key of keys) foldBooks(open, { kind: open.room.kind, dossier: open.room.dossier }, key, rows);
      break;
    case 'account':
      for (const key of keys) rows.put.account.push({ key, value: open.value(key) });
      break;
    case 'access':
      for (const key of keys)
        rows.put.access.push({ key: `${open.room.dossier}/${key}`, dossier: open.room.dossier, of: key, value: open.value(key) });
      if (keys.length > 0) rows.put.access.push(followUpRow(open.room.dossier, open));
      break;
    case 'sendings':
      for (const key of keys) foldSending(open, open.room.dossier, open.room.box, key, rows);
      break;
    case 'archive':
      for (const id of new Set(keys.map(recordIdOf))) foldArchived(open, open.room.dossier, open.room.box, id, rows);
      break;
    case 'journal':
      foldDrafts(open, open.room, keys, rows.put);
      break;
    case 'entries':
      foldValidated(open, open.room, keys, rows.put);
      break;
    case 'service':
    case 'portfolio':
      break;
  }
  const { removed, ...found } = rows;
  return removed.ledgers.length === 0 ? found : { ...found, remove: removed };
}

function read<S extends v.GenericSchema>(open: OpenRoom, key: string, schema: S, rows: Rows): v.InferOutput<S> | undefined {
  const value = open.value(key);
  if (value === undefined) return undefined;
  const found = readRecord(schema, value);
  if (found.readable) return found.record;
  rows.put.unreadable.push({ key: `${open.name}#${key}`, room: open.name, problem: found.problem });
  return undefined;
}

function act(open: OpenRoom, key: string): Act & { acknowledged: boolean } {
  const written = open.writtenAt(key);
  return { by: written?.by ?? null, at: written?.at ?? 0, acknowledged: written?.acknowledged ?? false };
}

function foldRecord(open: OpenRoom, room: Extract<Room, { kind: 'deposits' | 'processing' }>, id: string, rows: Rows): void {
  const keys = open.keysOf(id);
  if (keys.some((key) => parseRecordKey(key)?.family === 'request')) return foldRequest(open, room.dossier, id, rows);
  if (keys.some((key) => parseRecordKey(key)?.family === 'answer')) return foldAnswer(open, room.dossier, id, rows);
  if (!keys.some((key) => parseRecordKey(key) !== undefined)) {
    for (const key of keys) rows.put.unreadable.push({ key: `${open.name}#${key}`, room: open.name, problem: 'key' });
    return;
  }
  const deposit = read(open, id, Deposit, rows);
  const base = deposit && {
    dossier: room.dossier,
    capturedAt: deposit.captured,
    hash: deposit.hash,
    ...(deposit.answers === undefined ? {} : { answers: deposit.answers }),
    base: {
      ...act(open, id),
      side: room.kind === 'deposits' ? ('client' as const) : ('staff' as const),
      box: room.box,
      year: room.year,
      deposit,
    },
    // Who deposited takes back, in the room of the deposit; a withdrawal anywhere else says nothing of it.
    withdrawn: read(open, `${id}/withdrawn`, Withdrawal, rows) ? act(open, `${id}/withdrawn`) : null,
  };
  const part = room.kind === 'deposits' ? depositPart(open, id, rows) : processingPart(open, id, rows);
  rows.merge.documents.push({ id: id as DocumentId, ...base, ...part });
}

function depositPart(open: OpenRoom, id: string, rows: Rows): Partial<StoredDocument> {
  return { clientKinds: kindActs(open, id, rows), clientFacts: facts(open, id, rows), clientTurn: turn(open, id, rows) };
}

function processingPart(open: OpenRoom, id: string, rows: Rows): Partial<StoredDocument> {
  const decision = read(open, `${id}/decision`, Decision, rows);
  const booked = read(open, `${id}/booked`, Booked, rows);
  return {
    taken: read(open, `${id}/taken`, TakenIn, rows) ? act(open, `${id}/taken`) : null,
    decision: decision
      ? { ...act(open, `${id}/decision`), verdict: decision.verdict, reason: decision.verdict === 'refused' ? decision.reason : null }
      : null,
    firmKinds: kindActs(open, id, rows),
    firmFacts: facts(open, id, rows),
    firmTurn: turn(open, id, rows),
    booked: booked ? { ...act(open, `${id}/booked`), record: booked } : null,
    moved: read(open, `${id}/moved`, Moved, rows) ?? null,
    binned: read(open, `${id}/binned`, Binned, rows) ? act(open, `${id}/binned`) : null,
    retained: read(open, `${id}/retained`, Retained, rows) ?? null,
  };
}

function facts(open: OpenRoom, id: string, rows: Rows): FileFacts | null {
  return read(open, `${id}/facts`, FileFacts, rows) ?? null;
}

function turn(open: OpenRoom, id: string, rows: Rows): TurnPart | null {
  const key = `${id}/turn`;
  const record = read(open, key, Turn, rows);
  return record ? { ...act(open, key), quarters: record.quarters } : null;
}

function kindActs(open: OpenRoom, id: string, rows: Rows): KindActPart[] {
  const acts: KindActPart[] = [];
  for (const key of open.keysOf(id)) {
    const facet = parseRecordKey(key)?.facet;
    if (!facet?.startsWith(KIND_ACT)) continue;
    const record = read(open, key, KindAct, rows);
    if (!record) continue;
    const { by, at } = act(open, key);
    acts.push({ id: facet.slice(KIND_ACT.length), value: record.value, replaces: record.replaces, by, at });
  }
  return acts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function foldRequest(open: OpenRoom, dossier: DossierId, id: string, rows: Rows): void {
  const key = `request/${id}`;
  const record = read(open, key, DocumentRequest, rows);
  if (!record || (open.room.kind !== 'processing' && open.room.kind !== 'deposits')) return;
  const closed = read(open, `${key}/closed`, RequestClosed, rows);
  rows.merge.requests.push({
    id,
    dossier,
    box: open.room.box,
    record,
    author: act(open, key).by,
    at: act(open, key).at,
    closed: closed ? { ...act(open, `${key}/closed`), with: closed.by ?? null } : null,
  });
}

function foldAnswer(open: OpenRoom, dossier: DossierId, id: string, rows: Rows): void {
  const key = `answer/${id}`;
  const record = read(open, key, NoneToGive, rows);
  rows.merge.requests.push({ id, dossier, none: record ? { ...act(open, key), why: record.why ?? null } : null });
}

function foldComment(open: OpenRoom, dossier: DossierId, key: string, rows: Rows): void {
  const record = read(open, key, Comment, rows);
  if (!record) return;
  const { by, at, acknowledged } = act(open, key);
  rows.put.comments.push({
    id: key as CommentId,
    dossier,
    about: record.about,
    text: record.text,
    author: by === 'server' ? null : by,
    at,
    sent: acknowledged,
  });
}

function foldReceipt(open: OpenRoom, dossier: DossierId, key: string, rows: Rows): void {
  const record = read(open, key, Receipt, rows);
  if (!record || open.room.kind !== 'receipts' || record.dossier !== dossier || record.box !== open.room.box || record.hash !== key) return;
  const written = open.writtenAt(key)?.row;
  const erased = read(open, key + ERASED, FileErased, rows);
  rows.put.receipts.push({
    key: receiptKey(dossier, record.box, record.hash),
    dossier,
    hash: record.hash,
    at: record.at,
    keyId: record.keyId,
    valid: false,
    record,
    place: { epoch: written?.epoch ?? 0, cursor: written?.cursor ?? null },
    ...(erased && { erased: { at: erased.at, why: erased.why } }),
  });
}

export function receiptKey(dossier: DossierId, box: string, hash: string): string {
  return `${dossier}/${box}/${hash}`;
}

function foldSending(open: OpenRoom, dossier: DossierId, box: Box, id: string, rows: Rows): void {
  const record = read(open, id, Sending, rows);
  if (record) rows.put.sendings.push({ id, dossier, box, record });
}

function foldArchived(open: OpenRoom, dossier: DossierId, box: Box, id: string, rows: Rows): void {
  const file = read(open, id, ArchivedFile, rows);
  if (!file) return;
  rows.put.archive.push({
    id: id as DocumentId,
    dossier,
    box,
    hash: file.hash,
    file,
    place: read(open, `${id}/place`, ArchivePlace, rows) ?? file.place,
    published: act(open, id),
    binned: read(open, `${id}/binned`, Binned, rows) ? act(open, `${id}/binned`) : null,
    retained: read(open, `${id}/retained`, Retained, rows) ?? null,
  });
}

const BOOK_RECORDS = { manifest: LedgerManifest, final: LedgerBeside, force: LedgerBeside, settings: LedgerSettings } as const;

/** Imports and their publications; the firm's own room holds other things too, which are nobody's row. */
function foldBooks(open: OpenRoom, { kind, dossier }: { kind: 'ledger' | 'internal'; dossier: DossierId }, key: string, rows: Rows): void {
  const parsed = parseRecordKey(key);
  if (!parsed || (kind === 'internal' && parsed.family !== 'import')) return;
  const about = { id: ledgerRowId(dossier, kind, key), dossier, room: kind, of: parsed.id, ...act(open, key) };
  const what = parsed.family === 'settings' ? 'settings' : (parsed.facet ?? 'manifest');
  const schema = BOOK_RECORDS[what as keyof typeof BOOK_RECORDS];
  if (schema === undefined) return;
  // Taken back: nothing of it is published any more.
  const record = open.value(key) === null ? null : read(open, key, schema, rows);
  if (record) rows.put.ledgers.push({ ...about, said: { what, record } as LedgerRow['said'] });
  else if (record === null) rows.removed.ledgers.push(about.id);
}

/** Where a row of the books stands in the store. */
export function ledgerRowId(dossier: DossierId, room: 'ledger' | 'internal', key: string): string {
  return room === 'ledger' ? `${dossier}/${key}` : `${dossier}/internal/${key}`;
}
