/**
 * What screens see of a device, and the acts they may ask for. Screens know nothing below this file.
 *
 * `Library` works in any context of the device (page, panel, background): it reads and writes the local store and never
 * the network. `SyncControl` and `SessionControl` belong to the one context that holds the session: the background of the
 * extension, or the portal page itself; extension pages reach them by messages.
 */
import type { FileRefusal } from '@navette/domain/deposit';
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { DossierRight } from '@navette/domain/membership';
import type { MigrationStep } from '@navette/domain/migration';
import type { BlobHash, DocumentId, DossierId, FirmId, UserId } from '@navette/kernel/ids';
import type { Result } from '@navette/kernel/result';
import type { Box } from '@navette/domain/boxes';
import type { TrayAnswer } from '@navette/protocol/leaving';
import type { Command } from '@navette/protocol/account-commands';
import type { Problem } from '@navette/protocol/version';
import type { FileFacts } from '@navette/rooms/document-records';
import type { AccessCompany, AccessDecision, AccessUser, AccountSecurity, Sending } from '@navette/rooms/records';
import type { LedgerManifest } from '@navette/rooms/ledger-records';
import type {
  AlikeDocument,
  AlikeQuestion,
  CommentView,
  DepositChoice,
  DocumentPage,
  DocumentQuery,
  DocumentRow,
  RequestAsked,
  RequestView,
} from './document-model.ts';
import type { ArchiveLibrary } from './archive-model.ts';
import type { Books } from './ledger-model.ts';
import type { JournalLibrary } from './journal-model.ts';
import type * as v from 'valibot';

export { DOCUMENT_ORDERS } from './document-model.ts';
export type {
  AlikeDocument,
  AlikeQuestion,
  CommentView,
  DepositChoice,
  DocumentOrder,
  DocumentPage,
  DocumentQuery,
  DocumentRow,
  DocumentSort,
  RequestAsked,
  RequestView,
} from './document-model.ts';

export { ENTRY_STATES } from './journal-model.ts';
export type { DraftAsked, EntryState, EntryView, JournalLibrary, JournalView, RevisionView, ValidationRefusal } from './journal-model.ts';

export type {
  ArchivedView,
  ArchiveHits,
  ArchiveLibrary,
  ArchiveNode,
  ArchivePart,
  ArchiveView,
  BundleFile,
  BundlePlan,
  OfflineView,
  PublishAsked,
} from './archive-model.ts';

export type { BookChanges, Books, BookSettings, ExerciseView, OpenBook, ReadBook, ReadingBook, ReadRefusal } from './ledger-model.ts';

/** A value that changes: `subscribe` calls back at once and after each change, from whichever context made it. */
export type Observable<T> = { subscribe(listener: (value: T) => void): () => void };

export type PersonView = { readonly id: UserId; readonly name: string; readonly side: 'client' | 'staff'; readonly title?: string };

/** A firm somebody is signed in to on this device (R208). */
export type FirmView = {
  /** Names it on this device. */
  readonly key: string;
  readonly origin: string;
  readonly firm: { readonly id: FirmId; readonly name: string; readonly demo: boolean };
  readonly person: string;
  readonly dossiers: readonly DossierView[];
  /** Updates and files that have not reached its server. */
  readonly waiting: number;
  readonly problem: SyncProblem | null;
};

export type DossierView = {
  readonly id: DossierId;
  readonly name: string;
  readonly siren?: string;
  readonly right: DossierRight;
  /** Largest file this firm takes, bytes. */
  readonly fileLimit: number;
};

export type AccountView = {
  readonly user: { readonly id: UserId; readonly name: string; readonly email: string; readonly title?: string };
  readonly firm: {
    readonly id: FirmId;
    readonly name: string;
    readonly demo: boolean;
    /** Days without news after which a reminder is due; the usual number where the firm set none. */
    readonly remindAfter?: number;
  };
  /** In the order of their names. */
  readonly dossiers: readonly DossierView[];
  readonly people: ReadonlyMap<UserId, PersonView>;
  readonly migration: MigrationStep;
  readonly side: 'client' | 'staff';
  /** Of the firm's own people. */
  readonly firmRole?: 'admin' | 'staff';
  /** The server of this person, and until when the session is kept here (R071); null where it was not said. */
  readonly session: { readonly origin: string; readonly until: number | null };
  /** Null until the server has published it. */
  readonly security: AccountSecurity | null;
  /** The account's own room has not come yet: nobody here knows of its rights, nor how far its migration is. */
  readonly pending?: true;
};

/** Bytes kept in this device's tray, not yet given to a dossier; or the promise of bytes that did not come yet. */
export type Capture = {
  readonly id: DocumentId;
  readonly name: string;
  /** Media type read from the bytes; the name is never believed. */
  readonly type: string;
  readonly size: number;
  readonly hash: BlobHash | null;
  readonly capturedAt: number;
  /** Origin and path of the page. */
  readonly origin?: string;
  readonly way: 'drop' | 'pick' | 'link' | 'page' | 'banner' | 'photo' | 'paste' | 'archive' | 'share' | 'download' | 'made';
  readonly status:
    | { readonly tag: 'fetching'; readonly url: string }
    | { readonly tag: 'ready' }
    | { readonly tag: 'failed'; readonly url: string; readonly reason: CaptureProblem };
};

export const CAPTURE_PROBLEMS = [
  'session-expired',
  'not-found',
  'elsewhere',
  'redirected',
  'too-large',
  'empty',
  'offline',
  'page-refused',
  'interrupted',
] as const;
export type CaptureProblem = (typeof CAPTURE_PROBLEMS)[number];

/** What the local store may answer: nothing was saved, and the sentence says what to do. */
export type StoreRefusal = { readonly tag: 'store-full' } | { readonly tag: 'store-unavailable' };
export type ActRefusal =
  | StoreRefusal
  | { readonly tag: 'file-too-large'; readonly size: number; readonly limit: number }
  | { readonly tag: 'not-allowed' }
  | { readonly tag: 'unknown-document' }
  | { readonly tag: 'too-late' };
export type CaptureRefusal = FileRefusal | StoreRefusal;

/** What the server refused to write: kept here with its reason until the person has seen to it. */
export type RefusedWrite = {
  readonly id: string;
  readonly at: number;
  readonly what: 'deposit' | 'comment' | 'decision' | 'other';
  readonly document: DocumentId | null;
  readonly reason: string;
};

/** An access that was withdrawn, and what became of the work that had not been sent (D2). */
export type Departure = {
  readonly id: string;
  /** The server's time. */
  readonly at: number;
  readonly firm: string;
  /** `whole` is false where only a part of the dossier was withdrawn; null when the person has left the firm. */
  readonly dossiers: readonly { readonly name: string; readonly whole: boolean }[] | null;
  /** Documents handed in to the firm, and comments or other acts. */
  readonly documents: number;
  readonly others: number;
};

/** Who may come in to one dossier, and how far their migrations have come: the fold of its access room. */
export type DossierAccess = {
  readonly dossier: DossierId;
  readonly company: AccessCompany;
  readonly users: readonly { readonly id: UserId; readonly user: NonNullable<AccessUser> }[];
  readonly decisions: readonly { readonly id: string; readonly decision: NonNullable<AccessDecision> }[];
};

/** What waits for the staff of some dossiers, in figures: decisions to take, and of each dossier since when its people are silent. */
export type FollowUp = { readonly decisions: number; readonly silences: readonly number[] };

/** A step somebody took in their migration, or a reminder that was sent to them. */
export type MigrationFact = { readonly what: MigrationStep | 'reminded'; readonly at: number };

export type SendingView = { readonly id: string; readonly dossier: DossierId; readonly box: Box; readonly sending: Sending };

/** The last company and kind chosen on this device. */
export type LastChoice = { readonly dossier: DossierId | null; readonly kind: DocumentKind };

/** What a device may tell of itself without telling of anybody: counts, and words of ours. */
export type FirmDiagnostics = Pick<SyncStatus, 'state' | 'problem' | 'lastSyncAt' | 'nextTryAt' | 'waiting' | 'refused'> & {
  readonly tables: Readonly<Record<string, number>>;
  /** Failed runs in a row. */
  readonly attempt: number;
  readonly running: boolean;
};
export type Diagnostics = { readonly device: Readonly<Record<string, number>>; readonly firms: readonly FirmDiagnostics[] };

/** Drafts of the assistants (R047), and what this installation is: one each, whoever is signed in or nobody. */
export const DRAFTS = ['registration', 'migration', 'installation'] as const;
export type DraftName = (typeof DRAFTS)[number];

/** What leaves Navette as a file: rows of a list, or documents. */
export type ExportMade = {
  readonly what: 'list' | 'files';
  readonly items: number;
  readonly dossiers: readonly DossierId[];
  /** In bulk, and the server could not be asked first. */
  readonly offline: boolean;
};

export type Library = {
  /** Null while nobody is signed in on this device. */
  readonly account: Observable<AccountView | null>;
  /** Every firm somebody is signed in to here, the current one first. */
  readonly firms: Observable<readonly FirmView[]>;
  readonly tray: Observable<readonly Capture[]>;
  readonly refused: Observable<readonly RefusedWrite[]>;
  /** Accesses withdrawn from this device, until the person has read of them. */
  readonly departures: Observable<readonly Departure[]>;
  readonly lastChoice: Observable<LastChoice>;
  documents(query: DocumentQuery): Observable<DocumentPage>;
  document(id: DocumentId): Observable<DocumentRow | null>;
  comments(document: DocumentId): Observable<readonly CommentView[]>;
  requests(dossier: DossierId | null): Observable<readonly RequestView[]>;
  ledgers(dossier: DossierId): Observable<readonly LedgerManifest[]>;
  /** Of the dossiers whose accesses this person may see, by name; null for all of them. */
  access(dossier: DossierId | null): Observable<readonly DossierAccess[]>;
  /** For the staff, of their own dossiers. */
  readonly followUp: Observable<FollowUp>;
  /** Each person's steps so far, the oldest first, as this device has heard of them. */
  migrationPast(dossier: DossierId): Observable<ReadonlyMap<UserId, readonly MigrationFact[]>>;
  /** Declarations sent by the company's other products, newest first (R072). */
  sendings(dossier: DossierId | null): Observable<readonly SendingView[]>;
  /** What an assistant was told so far, kept on this device alone; undefined for nothing. The reader parses it. */
  draft(name: DraftName): Observable<unknown>;
  /** What the server says to this person under a key of their account room, not parsed; undefined for nothing. The reader parses it. */
  published(key: string): Observable<unknown>;
  /** Resolves after the strict transaction that holds it; `undefined` removes it. */
  saveDraft(name: DraftName, value: unknown): Promise<Result<void, StoreRefusal>>;

  /** Resolves after the strict transaction that holds the bytes: only then may a screen say "saved". */
  capture(
    file: Blob,
    about: { readonly name: string; readonly way: Capture['way']; readonly origin?: string; readonly id?: DocumentId },
  ): Promise<Result<Capture, CaptureRefusal>>;
  /** Gives a capture to a dossier: record, row, blob reference, outbox and upload in one strict transaction. */
  deposit(capture: DocumentId, choice: DepositChoice): Promise<Result<DocumentRow, ActRefusal>>;
  /** Capture and deposit in one strict transaction, for a trusted drop of someone who has chosen already. */
  captureAndDeposit(
    file: Blob,
    about: { readonly name: string; readonly way: Capture['way']; readonly origin?: string; readonly id?: DocumentId },
    choice: DepositChoice,
  ): Promise<Result<DocumentRow, CaptureRefusal | ActRefusal>>;
  /** Documents of a company that may be the same paper: asked before it is given. */
  alike(asked: AlikeQuestion): Promise<readonly AlikeDocument[]>;
  /** Keeps the plain words of a file whose bytes are here, for search on this device. */
  keepWords(hash: BlobHash, words: string): Promise<void>;
  /** What corrections taught on this device, not parsed; undefined for nothing. */
  readonly lessons: Observable<unknown>;
  learn(lessons: unknown): Promise<void>;
  /** Removes a capture from the tray for good. */
  discard(capture: DocumentId): Promise<Result<void, ActRefusal>>;
  /** Within ten seconds and before the server has it: the document goes back to the tray; later it is withdrawn. */
  undoDeposit(document: DocumentId): Promise<Result<'back-in-tray' | 'withdrawn', ActRefusal>>;
  addComment(document: DocumentId, text: string): Promise<Result<void, ActRefusal>>;
  reclassify(document: DocumentId, kind: DocumentKind): Promise<Result<void, ActRefusal>>;
  /** Staff only, as are the two below. */
  takeIn(document: DocumentId): Promise<Result<void, ActRefusal>>;
  accept(document: DocumentId): Promise<Result<void, ActRefusal>>;
  refuse(document: DocumentId, reason: string): Promise<Result<void, ActRefusal>>;
  /** Puts right what was read in it. */
  setFacts(document: DocumentId, facts: FileFacts): Promise<Result<void, ActRefusal>>;
  /** How it is shown, for everybody of this side and until the other says otherwise; the bytes stay as they are (G19). */
  turn(document: DocumentId, quarters: 0 | 1 | 2 | 3): Promise<Result<void, ActRefusal>>;
  /** Staff only, as are the next: entered into the books on a day ('AAAA-MM-JJ'); null takes it back. */
  book(document: DocumentId, booked: { readonly on: string; readonly entry?: string } | null): Promise<Result<void, ActRefusal>>;
  bin(document: DocumentId, binned: boolean): Promise<Result<void, ActRefusal>>;
  /** A rule of retention, and a hold beyond every rule with its reason (G16). */
  retain(document: DocumentId, retained: { readonly rule: string | null; readonly hold: string | null }): Promise<Result<void, ActRefusal>>;
  /** Gives it to another dossier or box, where it is a new document that names this one; its bytes must be here. */
  move(
    document: DocumentId,
    to: { readonly dossier: DossierId; readonly kind: DocumentKind; readonly box: Box },
  ): Promise<Result<DocumentRow, ActRefusal>>;
  ask(asked: RequestAsked): Promise<Result<string, ActRefusal>>;
  /** Ends a request, with the document that settles it or without; `false` asks again. */
  closeRequest(id: string, closed: { readonly with: DocumentId | null } | false): Promise<Result<void, ActRefusal>>;
  /** By the client: there is no such document; null takes it back. */
  answerNone(request: string, answer: { readonly why: string } | null): Promise<Result<void, ActRefusal>>;
  dismissRefused(id: string): Promise<void>;
  dismissDeparture(id: string): Promise<void>;
  /** Told before the file is given away: kept on this device until the server knows of it (R16). */
  noteExport(made: ExportMade): Promise<void>;
  /** The bytes, if they are on this device and match their hash; a bad blob is dropped and asked for again. */
  bytes(hash: BlobHash): Promise<Blob | null>;
  /** Words of a file whose bytes are here, for searching; they can be read again from the bytes at any time. */
  keepWords(hash: BlobHash, words: string): Promise<void>;
  readonly archive: ArchiveLibrary;
  readonly books: Books;
  readonly journal: JournalLibrary;
  /** Room left on this device, bytes; null where the platform does not say. */
  roomLeft(): Promise<number | null>;
  /** For the file that is given to whoever helps. */
  diagnostics(): Promise<Diagnostics>;
};

export const SYNC_PROBLEMS = [
  'offline',
  'server-down',
  'server-error',
  'sign-in-needed',
  'server-full',
  'dossier-full',
  'activation-needed',
  'erased',
  'infected',
  'server-busy',
  'too-large',
  'forbidden',
  'copied-device',
  'other-server',
  'client-too-old',
  'file-damaged',
  'device-full',
  'device-error',
] as const;
export type SyncProblem = (typeof SYNC_PROBLEMS)[number];

export type SyncStatus = {
  readonly state: 'idle' | 'syncing' | 'offline' | 'sign-in-needed' | 'stopped';
  readonly problem: SyncProblem | null;
  readonly lastSyncAt: number | null;
  readonly nextTryAt: number | null;
  /** Updates and files that have not reached the server. */
  readonly waiting: number;
  readonly refused: number;
  /** The server's last restore that this device has lived through. */
  readonly restored?: RestoreNotice;
};

/** The server came back from a backup, and this device gave it back what it had lost (R101). */
export type RestoreNotice = {
  readonly at: number;
  /** The moment the backup shows. */
  readonly backupAt: number;
  /** Documents whose record or file this device gave back; of the log, `entries` in all. */
  readonly documents: readonly DocumentId[];
  readonly entries: number;
  /** Entries the server does not take yet: they stay here. */
  readonly left: number;
};

export type SyncControl = {
  readonly status: Observable<SyncStatus>;
  /** Pushes, pulls and uploads what waits; resolves when there is nothing left to try now. */
  syncNow(): Promise<void>;
  /** Brings a file of the server to this device; resolves when `library.bytes` has it or cannot. */
  bring(dossier: DossierId, hash: BlobHash): Promise<Result<void, SyncProblem>>;
  /** What people who lost their access handed in, for the firm's side; `answer` is given first. Needs the server. */
  firmTray(answer?: { readonly n: number; readonly how: 'deposited' | 'filed' }): Promise<Result<TrayAnswer, SyncProblem>>;
};

export type ServerView = {
  readonly origin: string;
  readonly firm: { readonly id: FirmId; readonly name: string; readonly demo: boolean };
  readonly keyId: string;
  /** Fingerprint of the key this device knew the server by, where the present one does not follow from it (K3). */
  readonly keyBefore?: string;
};

export type SignInRefusal =
  | { readonly tag: 'wrong-credentials' }
  /** The password was right; a second factor is asked for, which this way of signing in has no room for. */
  | { readonly tag: 'factor-needed' }
  | { readonly tag: 'too-many-tries'; readonly waitSeconds: number }
  | { readonly tag: 'unreachable' }
  | { readonly tag: 'not-navette' }
  /** The firm's administrator set another address for this browser. */
  | { readonly tag: 'managed-address' }
  /** Another key than this device knows the server by, and nothing that leads from one to the other. */
  | { readonly tag: 'key-changed' }
  | StoreRefusal;

/** Why a command of `@navette/protocol` brought no answer. */
export type CommandRefusal =
  /** Nobody answered: nothing is known of the effect. */
  { readonly tag: 'unreachable' } | { readonly tag: 'refused'; readonly problem: Problem; readonly waitSeconds: number | null };

/** The one way to ask the server to decide something at once. */
export type CommandDoor = {
  /** @param at the server's origin; that of the signed-in person where nothing is given */
  ask<Q extends v.GenericSchema, A extends v.GenericSchema>(
    command: Command<Q, A>,
    body: v.InferInput<Q>,
    at?: string,
  ): Promise<Result<v.InferOutput<A>, CommandRefusal>>;
};

export type SessionControl = {
  /** A command whose answer may sign somebody in (`signedIn`): then this device is enrolled for them before it resolves. */
  signInBy<Q extends v.GenericSchema, A extends v.GenericSchema>(
    origin: string,
    command: Command<Q, A>,
    body: v.InferInput<Q>,
  ): Promise<Result<v.InferOutput<A>, CommandRefusal | SignInRefusal>>;
  /** Asks a server who it is, before any password is typed. */
  lookUp(origin: string): Promise<Result<ServerView, SignInRefusal>>;
  signIn(origin: string, email: string, password: string): Promise<Result<void, SignInRefusal>>;
  /** The person has compared this fingerprint with what the firm gave them: the server is known by this key from now on. */
  trustKey(origin: string, keyId: string): Promise<Result<void, SignInRefusal>>;
  /**
   * Ends the session with the current firm, with the one given (said twice, it is done once), or with all of them. `erase` also
   * removes this person's data from the device; it refuses while something unsent is left.
   */
  signOut(
    choice: 'keep' | 'erase',
    which?: FirmView['key'] | 'all',
  ): Promise<Result<void, { readonly tag: 'unsent-work'; readonly waiting: number }>>;
  /** Makes another firm the current one; works offline. One that is not known changes nothing. */
  switchTo(firm: FirmView['key']): Promise<void>;
};

/** Everything a screen is given. */
export type DeviceDoors = {
  readonly library: Library;
  readonly sync: SyncControl;
  readonly session: SessionControl;
  readonly commands: CommandDoor;
};
