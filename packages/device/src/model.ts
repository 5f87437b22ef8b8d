/**
 * What screens see of a device, and the acts they may ask for. Screens know nothing below this file.
 *
 * `Library` works in any context of the device (page, panel, background): it reads and writes the local store and never
 * the network. `SyncControl` and `SessionControl` belong to the one context that holds the session: the background of the
 * extension, or the portal page itself; extension pages reach them by messages.
 */
import type { FileRefusal } from '@navette/domain/deposit';
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { DocumentState } from '@navette/domain/document-state';
import type { DossierRight } from '@navette/domain/membership';
import type { MigrationStep } from '@navette/domain/migration';
import type { BlobHash, CommentId, DocumentId, DossierId, FirmId, UserId } from '@navette/kernel/ids';
import type { Result } from '@navette/kernel/result';
import type { Box } from '@navette/domain/boxes';
import type { TrayAnswer } from '@navette/protocol/leaving';
import type { Command } from '@navette/protocol/account-commands';
import type { Problem } from '@navette/protocol/version';
import type { AccessCompany, AccessDecision, AccessUser, LedgerManifest, Sending } from '@navette/rooms/records';
import type * as v from 'valibot';

/** A value that changes: `subscribe` calls back at once and after each change, from whichever context made it. */
export type Observable<T> = { subscribe(listener: (value: T) => void): () => void };

export type PersonView = { readonly id: UserId; readonly name: string; readonly side: 'client' | 'staff'; readonly title?: string };

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
  /** Of the server this person is signed in to. */
  readonly origin?: string;
  /** The account's own room has not come yet: nobody here knows of its rights, nor how far its migration is. */
  readonly pending?: true;
  /** Of the firm's own people. */
  readonly firmRole?: 'admin' | 'staff';
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
  readonly way: 'drop' | 'pick' | 'link' | 'page' | 'banner' | 'photo' | 'paste';
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
  readonly takenAt: number | null;
  readonly takenBy: UserId | null;
  readonly decidedAt: number | null;
  readonly decidedBy: UserId | null;
  readonly reason: string | null;
  readonly withdrawn: boolean;
  readonly answers: string | null;
  readonly comments: number;
  /** Why it has not been sent yet, after at least one try. */
  readonly delay: { readonly problem: SyncProblem; readonly nextAt: number | null } | null;
  /** Bytes sent so far while its upload runs. */
  readonly progress: number | null;
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
  readonly by: UserId | null;
  readonly answeredBy: readonly DocumentId[];
};

export type DocumentQuery = {
  readonly dossier: DossierId | null;
  readonly text?: string;
  readonly kind?: DocumentKind;
  readonly state?: DocumentState;
  readonly year?: number;
  /** Rows wanted, newest first. */
  readonly limit: number;
};
export type DocumentPage = {
  readonly rows: readonly DocumentRow[];
  readonly total: number;
  readonly byState: Readonly<Record<DocumentState, number>>;
};

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

export type DepositChoice = {
  readonly dossier: DossierId;
  readonly kind: DocumentKind;
  readonly comment?: string;
  readonly answers?: string;
};

/** The last company and kind chosen on this device. */
export type LastChoice = { readonly dossier: DossierId | null; readonly kind: DocumentKind };

/** Drafts of the assistants (R047): one each, whoever is signed in or nobody. */
export const DRAFTS = ['registration', 'migration'] as const;
export type DraftName = (typeof DRAFTS)[number];

export type Library = {
  /** Null while nobody is signed in on this device. */
  readonly account: Observable<AccountView | null>;
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
  dismissRefused(id: string): Promise<void>;
  dismissDeparture(id: string): Promise<void>;
  /** The bytes, if they are on this device and match their hash; a bad blob is dropped and asked for again. */
  bytes(hash: BlobHash): Promise<Blob | null>;
  /** Room left on this device, bytes; null where the platform does not say. */
  roomLeft(): Promise<number | null>;
};

export const SYNC_PROBLEMS = [
  'offline',
  'server-down',
  'server-error',
  'sign-in-needed',
  'server-full',
  'dossier-full',
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
};

export type SignInRefusal =
  | { readonly tag: 'wrong-credentials' }
  | { readonly tag: 'too-many-tries'; readonly waitSeconds: number }
  | { readonly tag: 'unreachable' }
  | { readonly tag: 'not-navette' }
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
  /** Ends the session here. `erase` also removes this person's data from the device; it refuses while something unsent is left. */
  signOut(choice: 'keep' | 'erase'): Promise<Result<void, { readonly tag: 'unsent-work'; readonly waiting: number }>>;
};

/** Everything a screen is given. */
export type DeviceDoors = {
  readonly library: Library;
  readonly sync: SyncControl;
  readonly session: SessionControl;
  readonly commands: CommandDoor;
};
