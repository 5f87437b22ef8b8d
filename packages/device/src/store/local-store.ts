/**
 * The local store: what this device keeps of one person at one server, and the one way to change it.
 *
 * `commit` is all or nothing and durable when it resolves (strict IndexedDB transaction): an update, its row, its blob
 * and its outbox entry are one change or none. The port knows tables and keys, nothing of what they mean.
 */
import type { BlobHash, DeviceNumber, DocumentId, DossierId, UserId } from '@navette/kernel/ids';
import type { Box, Holder } from '@navette/domain/boxes';
import type { RoomName } from '@navette/rooms/room-names';
import type { Capture, CommentView, Observable, RefusedWrite, SyncProblem } from '../model.ts';
import type { Act, StoredDocument } from '../fold/stored-document.ts';
import type { ArchivedFile, ArchivePlace, Retained } from '@navette/rooms/document-records';
import type { DocumentRequest, Sending } from '@navette/rooms/records';
import type { LedgerBeside, LedgerManifest, LedgerSettings } from '@navette/rooms/ledger-records';
import type { DraftRevision, ValidatedEntry } from '@navette/rooms/draft-records';
import type { Touched } from './changes.ts';

export type UpdateRow = {
  /** Given by the store: order of arrival on this device. */
  readonly i?: number;
  readonly room: RoomName;
  readonly id: string;
  readonly bytes: Uint8Array;
  /** From the log; for an update the server has not acknowledged, the signed-in person. */
  readonly author: UserId | 'server';
  readonly device: DeviceNumber;
  /** Server time once acknowledged, else this device's clock. */
  readonly at: number;
  /** Null until the server has stored it. */
  readonly cursor: number | null;
  readonly acknowledged: boolean;
  /** Epoch in which it was acknowledged, or in which `cursor` counts (`sync/epochs.ts`). */
  readonly epoch?: number;
  /** Number of the writing device; null for a stock client's and the server's. */
  readonly counter?: number | null;
  /** The server's word on the entry, to hand it back with after a restore; absent until the entry was pulled. */
  readonly proof?: string;
  /** Epoch whose server, when the entry was handed back to it, gave its last word on it. */
  readonly settled?: number;
};

export type OutboxRow = {
  readonly counter?: number;
  readonly id: string;
  readonly room: RoomName;
  readonly what: RefusedWrite['what'];
  readonly document: DocumentId | null;
  readonly at: number;
};

/** Written once: a change of such a row would copy its bytes. Whether it may go is read from elsewhere (`safe-blobs.ts`). */
export type BlobRow = { readonly hash: BlobHash; readonly bytes: Blob; readonly size: number; readonly usedAt: number };

export type UploadRow = {
  readonly document: DocumentId;
  readonly dossier: DossierId;
  readonly box: Holder;
  readonly hash: BlobHash;
  readonly size: number;
  /** Path of the upload on the server, once created. */
  readonly path: string | null;
  readonly offset: number;
  readonly attempt: number;
  /** Not before this moment; 0 at once. */
  readonly nextAt: number;
  readonly problem: SyncProblem | null;
};

/** A piece of a file on its way from a page. */
export type PieceRow = {
  readonly capture: DocumentId;
  readonly index: number;
  readonly count: number;
  readonly size: number;
  readonly bytes: Blob;
  /** When it came, by this device's clock. */ readonly at: number;
};

export type CommentRow = CommentView & { readonly dossier: DossierId };
/** A receipt whose signature was checked when it arrived, against the firm's pinned key and those it vouches for. */
export type ReceiptRow = {
  readonly key: string;
  readonly dossier: DossierId;
  readonly hash: BlobHash;
  readonly at: number;
  readonly keyId: string;
  readonly valid: boolean;
  /** Not valid any more: its key was stolen since, and the firm is to give it again (K3). */
  readonly toRenew?: true;
  readonly record: unknown;
  /** Where its entry stands in the log. */
  readonly place?: Pick<UpdateRow, 'epoch' | 'cursor'>;
  /** The firm erased the file since (K5). */
  readonly erased?: { readonly at: number; readonly why: string };
};
export type RequestRow = {
  readonly id: string;
  readonly dossier: DossierId;
  readonly box?: Box;
  /** Absent while only the client's answer has come. */
  readonly record?: DocumentRequest;
  readonly author?: UserId | 'server' | null;
  readonly at?: number;
  readonly closed?: (Act & { readonly with: DocumentId | null }) | null;
  /** The client has no such document, and may say why. */
  readonly none?: (Act & { readonly why: string | null }) | null;
};
/**
 * One record of a dossier's access room, as the server wrote it; `of` is its key there (`rooms/records`). And one row a
 * dossier that the fold counts from them, under a key that sorts after all of those (`fold/follow-up.ts`).
 */
export type AccessRow = { readonly key: string; readonly dossier: DossierId; readonly of: string; readonly value: unknown };
export type SendingRow = { readonly id: string; readonly dossier: DossierId; readonly box: Box; readonly record: Sending };
/** A document of the archive: what was published, and what was said of it since. */
export type ArchiveRow = {
  readonly id: DocumentId;
  readonly dossier: DossierId;
  readonly box: Box;
  readonly hash: BlobHash;
  readonly file: ArchivedFile;
  readonly place: ArchivePlace;
  readonly published: Act;
  readonly binned: Act | null;
  readonly retained: Retained | null;
};
/** One version of a draft entry, as its room says it. */
export type StoredRevision = {
  readonly id: string;
  readonly record: DraftRevision;
  readonly by: UserId | 'server' | null;
  readonly at: number;
  readonly acknowledged: boolean;
};
/** What one room says of a draft entry: the other side may say something of it too. */
export type DraftRow = {
  readonly key: string;
  readonly room: RoomName;
  readonly dossier: DossierId;
  readonly year: number;
  readonly side: 'client' | 'firm';
  readonly draft: string;
  readonly revisions: readonly StoredRevision[];
};
export type EntryRow = {
  readonly key: string;
  readonly room: RoomName;
  readonly dossier: DossierId;
  readonly year: number;
  /** The draft it was; empty for the row that says the days of the exercise. */
  readonly draft: string;
  readonly record: ValidatedEntry | null;
  readonly days?: { readonly from: string; readonly to: string };
};
/** Words of a file whose bytes are here, plain (lower case, no accents): for searching, made again from the bytes at any time. */
export type TextRow = { readonly hash: BlobHash; readonly text: string };
/** What a room says of the books: an import (`internal`), its publication (`ledger`), what stands beside either, and the settings. */
export type LedgerRow = {
  readonly id: string;
  readonly dossier: DossierId;
  readonly room: 'internal' | 'ledger';
  /** The import it is about; the dossier, for settings. */
  readonly of: string;
  readonly said:
    | { readonly what: 'manifest'; readonly record: LedgerManifest }
    | { readonly what: 'final' | 'force'; readonly record: LedgerBeside }
    | { readonly what: 'settings'; readonly record: LedgerSettings };
} & Act;
/** `said`: key and record of what the update wrote, read before it left the room. */
export type RefusedRow = RefusedWrite & {
  readonly room: RoomName;
  readonly bytes: Uint8Array;
  readonly said?: readonly (readonly [string, unknown])[];
};
export type KeyValueRow = { readonly key: string; readonly value: unknown };
/** A record of a room that does not parse: kept where it is, reported, stepped over. */
export type UnreadableRow = { readonly key: string; readonly room: RoomName; readonly problem: string };

export type Tables = {
  meta: KeyValueRow;
  account: KeyValueRow;
  captures: Capture;
  pieces: PieceRow;
  blobs: BlobRow;
  updates: UpdateRow;
  outbox: OutboxRow;
  uploads: UploadRow;
  documents: StoredDocument;
  comments: CommentRow;
  receipts: ReceiptRow;
  requests: RequestRow;
  ledgers: LedgerRow;
  archive: ArchiveRow;
  texts: TextRow;
  access: AccessRow;
  sendings: SendingRow;
  drafts: DraftRow;
  entries: EntryRow;
  refused: RefusedRow;
  unreadable: UnreadableRow;
};
export type TableName = keyof Tables;
export type Key = string | number | readonly (string | number)[];

/** Primary key of each table; `null` means the store counts up by itself (field named in `AUTO_KEY`). */
export const PRIMARY_KEY: { readonly [T in TableName]: string } = {
  meta: 'key',
  account: 'key',
  captures: 'id',
  pieces: '[capture+index]',
  blobs: 'hash',
  updates: '++i',
  outbox: '++counter',
  uploads: 'document',
  documents: 'id',
  comments: 'id',
  receipts: 'key',
  requests: 'id',
  ledgers: 'id',
  archive: 'id',
  texts: 'hash',
  access: 'key',
  sendings: 'id',
  drafts: 'key',
  entries: 'key',
  refused: 'id',
  unreadable: 'key',
};

/** Secondary indexes, at most three a table. */
export const INDEXES: { readonly [T in TableName]: readonly string[] } = {
  meta: [],
  account: [],
  captures: [],
  pieces: [],
  blobs: [],
  updates: ['&id', '[room+i]'],
  outbox: ['room'],
  uploads: [],
  documents: ['[dossier+capturedAt]', 'hash', 'answers'],
  comments: ['about', 'dossier'],
  receipts: ['dossier', 'hash'],
  requests: ['dossier'],
  ledgers: ['dossier'],
  archive: ['dossier', 'hash'],
  texts: [],
  access: ['dossier'],
  sendings: ['dossier'],
  drafts: ['dossier'],
  entries: ['dossier'],
  refused: [],
  unreadable: ['room'],
};

export type Change = {
  /** Refuses with 'conflict' when a room has updates beyond the one this change was computed on. */
  readonly expect?: readonly { readonly room: RoomName; readonly last: number }[];
  readonly put?: { readonly [T in TableName]?: readonly Tables[T][] };
  /** Sets the given fields of a row, making it where it is absent. */
  readonly merge?: { readonly [T in TableName]?: readonly Partial<Tables[T]>[] };
  /** The same for rows that are there; what is absent stays absent. */
  readonly patch?: { readonly [T in TableName]?: readonly Partial<Tables[T]>[] };
  readonly remove?: { readonly [T in TableName]?: readonly Key[] };
};

export type Range = {
  readonly index?: string;
  readonly from?: Key;
  readonly to?: Key;
  /** Instead of a range: rows whose key is one of these, in the order of the keys. */
  readonly anyOf?: readonly (string | number)[];
  readonly reverse?: boolean;
  readonly limit?: number;
};

/** Nothing was written: the disk or the quota is full, or the store cannot be opened. */
export class StoreFailure extends Error {
  readonly tag: 'store-full' | 'store-unavailable';
  constructor(tag: 'store-full' | 'store-unavailable', cause?: unknown) {
    super(tag, { cause });
    this.tag = tag;
  }
}

/** Asked by what is loaded apart, which has a class of its own of this name (`sync/seldom.ts`). */
export function isStoreFailure(error: unknown): error is StoreFailure {
  return error instanceof Error && 'tag' in error && (error.tag === 'store-full' || error.tag === 'store-unavailable');
}

export type LocalStore = {
  readonly name: string;
  /**
   * @returns 'conflict' when an expectation no longer holds: nothing was written, compute again
   * @throws StoreFailure when nothing could be written
   */
  commit(change: Change): Promise<'done' | 'conflict'>;
  get<T extends TableName>(table: T, key: Key): Promise<Tables[T] | undefined>;
  list<T extends TableName>(table: T, range?: Range): Promise<Tables[T][]>;
  /** Keeps `query`'s answer up to date, over changes of every context that has this store open. */
  observe<R>(query: () => Promise<R>): Observable<R>;
  /** Told of each commit, with the keys it touched, in any context that has this store open: soon after, and in their order. */
  watch(listener: (touched: Touched) => void): () => void;
  close(): void;
  /**
   * Removes everything this store holds, for good; nothing, while one of the tables of `unless` has a row: asked and done as one.
   * @returns whether it did
   */
  erase(unless?: readonly TableName[]): Promise<boolean>;
};
