/** Documents, requests and comments as screens see them: a part of `model.ts`, through which it is imported. */
import type { Box } from '@navette/domain/boxes';
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { DocumentState } from '@navette/domain/document-state';
import type { RequestState } from '@navette/domain/request-state';
import type { Sameness } from '@navette/formats/document-identity';
import type { BlobHash, CommentId, DocumentId, DossierId, UserId } from '@navette/kernel/ids';
import type { FileFacts, Moved, Movement, Retained, Source } from '@navette/rooms/document-records';
import type { SyncProblem } from './model.ts';

/** One document as lists and viewer show it: the fold of its rooms and of this device's queue. */
export type DocumentRow = {
  readonly id: DocumentId;
  readonly dossier: DossierId;
  readonly box: Box;
  readonly year: number;
  readonly name: string;
  readonly kind: DocumentKind;
  /** Two people changed the kind without seeing each other: both are kept, and this says so. */
  readonly kindConflict: readonly DocumentKind[] | null;
  readonly type: string;
  readonly size: number;
  readonly hash: BlobHash;
  readonly comment?: string;
  readonly origin?: string;
  readonly capturedAt: number;
  /** Who deposited it: from the log; on this device alone, the signed-in person. */
  readonly author: UserId | null;
  readonly state: DocumentState;
  readonly sentAt: number | null;
  readonly receivedAt: number | null;
  /** It was received, and the key that proved it has been stolen since: the firm is to give the proof again (K3). */
  readonly proofToRenew?: true;
  readonly takenAt: number | null;
  readonly takenBy: UserId | null;
  readonly decidedAt: number | null;
  readonly decidedBy: UserId | null;
  readonly reason: string | null;
  /** What was read in it, or put right by somebody; null where nothing was. */
  readonly facts: FileFacts | null;
  /** The documents it was made from (G19). */
  readonly from: Source | null;
  /** Quarter turns clockwise in which it is shown. */
  readonly turn: 0 | 1 | 2 | 3;
  /** The firm has entered it into the books: beside its state. */
  readonly booked: { readonly on: string; readonly entry?: string; readonly by: UserId | null } | null;
  /** The dossier and document it was given to. */
  readonly moved: Pick<Moved, 'dossier' | 'document'> | null;
  /** In the firm's bin since then. */
  readonly binnedAt: number | null;
  readonly retained: Pick<Retained, 'rule' | 'hold'> | null;
  /** What the firm's virus scanner said of it; null before the receipt, or where none looked at it (B6). */
  readonly verdict: 'clean' | 'infected' | null;
  readonly withdrawn: boolean;
  readonly answers: string | null;
  readonly comments: number;
  /** Why it has not been sent yet, after at least one try. */
  readonly delay: { readonly problem: SyncProblem; readonly nextAt: number | null } | null;
  /** Bytes sent so far while its upload runs. */
  readonly progress: number | null;
  /** The firm erased the file, and says why; that it had arrived stays proved (K5). */
  readonly erased?: { readonly at: number; readonly why: string };
};

export type CommentView = {
  readonly id: CommentId;
  readonly about: DocumentId;
  readonly text: string;
  readonly author: UserId | null;
  readonly at: number;
  readonly sent: boolean;
};

export type RequestView = {
  readonly id: string;
  readonly dossier: DossierId;
  readonly title: string;
  readonly detail?: string;
  readonly due?: string;
  readonly kind: DocumentKind;
  readonly box: Box;
  readonly list?: string;
  /** Days between two reminders. */
  readonly every?: number;
  readonly movement?: Movement;
  readonly by: UserId | null;
  readonly askedAt: number;
  readonly state: RequestState;
  /** The client has none, and may say why. */
  readonly none: { readonly at: number; readonly by: UserId | null; readonly why: string | null } | null;
  readonly closed: { readonly at: number; readonly by: UserId | null; readonly with: DocumentId | null } | null;
  /** Documents given for it and not withdrawn. */
  readonly answeredBy: readonly DocumentId[];
};

/** What the firm asks for. */
export type RequestAsked = {
  readonly dossier: DossierId;
  readonly box: Box;
  readonly title: string;
  readonly detail?: string;
  readonly due?: string;
  readonly kind: DocumentKind;
  readonly list?: string;
  readonly every?: number;
  readonly movement?: Movement;
};

/** What a list of documents is asked for; whatever is left out narrows nothing. */
export type DocumentQuery = {
  readonly dossier: DossierId | null;
  /** Of several dossiers, where `dossier` is null. */
  readonly dossiers?: readonly DossierId[];
  /** Words at the beginning of words, phrases between quotes; see `lists/search-words.ts`. */
  readonly text?: string;
  readonly kind?: DocumentKind | readonly DocumentKind[];
  readonly state?: DocumentState | readonly DocumentState[];
  readonly year?: number;
  /** Days, both included: of the document's own date where one was read and of its capture otherwise, or always of its capture. */
  readonly period?: { readonly from?: string; readonly to?: string; readonly by: 'date' | 'captured' };
  /** Words of whoever issued it. */
  readonly supplier?: string;
  /** Cents, both included, whatever the sign: a credit note is found by its figure. */
  readonly amount?: { readonly min?: number; readonly max?: number };
  readonly box?: readonly Box[];
  /** True: those that answer some request; false: those that answer none; else one request. */
  readonly answers?: boolean | string;
  readonly commented?: boolean;
  readonly booked?: boolean;
  /** What is in the bin, and what was moved, stand apart from the rest. */
  readonly shelf?: 'bin' | 'moved';
  readonly sort?: DocumentSort;
  /** Rows wanted, from `offset` in the order asked for. */
  readonly limit: number;
  readonly offset?: number;
  /** A first answer may come before everything is read: `partial`. */
  readonly early?: true;
};

export const DOCUMENT_ORDERS = ['captured', 'date', 'name', 'supplier', 'amount', 'kind', 'state'] as const;
export type DocumentOrder = (typeof DOCUMENT_ORDERS)[number];
/** Newest capture first where nothing is said; what has no value stands last in either direction. */
export type DocumentSort = { readonly by: DocumentOrder; readonly down: boolean };

export type DocumentPage = {
  readonly rows: readonly DocumentRow[];
  /** Of the first row, in the whole. */
  readonly offset?: number;
  readonly total: number;
  /** Of all other filters together, without the one by state, and without the one by kind. */
  readonly byState: Readonly<Record<DocumentState, number>>;
  readonly byKind?: Readonly<Record<DocumentKind, number>>;
  /** The newest rows, while the rest is being read: `total` and counts are theirs alone. */
  readonly partial?: true;
  /** Words of the files themselves are still being searched. */
  readonly searching?: true;
  /** Documents of this page that have the words in their file alone; they stand behind all others. */
  readonly inText?: readonly DocumentId[];
};

export type DepositChoice = {
  readonly dossier: DossierId;
  readonly kind: DocumentKind;
  readonly comment?: string;
  readonly answers?: string;
  readonly facts?: FileFacts;
  readonly from?: Source;
};

/** A paper about to be given, and what is known of it. */
export type AlikeQuestion = {
  readonly dossier: DossierId;
  readonly hash: BlobHash | null;
  readonly facts: FileFacts | null;
  /** The document itself, where it is one already. */
  readonly not?: DocumentId;
};

/** A document that may be the same, and what says so. */
export type AlikeDocument = { readonly row: DocumentRow; readonly why: Sameness };
