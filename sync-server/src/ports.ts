/**
 * The holes of the server, each with one contract suite that every adapter runs (test/contract).
 *
 * Promises mean durable: `append` resolves after the commit that holds its entries, `finish` after the file is where
 * its name says, fsynced. A failed read is an error, never an empty room.
 */
import type { DossierRight, Membership } from '@navette/domain/membership';
import type { Box } from '@navette/domain/boxes';
import type { MigrationStep } from '@navette/domain/migration';
import type { BlobHash, DeviceNumber, DossierId, FirmId, UserId } from '@navette/kernel/ids';
import type { RestoreAct } from '@navette/protocol/healing';
import type { Checkpoint } from '@navette/protocol/replication';
import type { RoomName, Scope } from '@navette/rooms/room-names';
import type { CounterName, GaugeName, HistogramName } from './figures/metric-names.ts';

/* ---- the log of rooms ------------------------------------------------------------------------------------------ */

/** An update about to enter the log. `id` makes it count once; `counter` shows copied devices (null for stock clients and the server). */
export type NewEntry = {
  readonly room: RoomName;
  readonly id: string;
  readonly author: UserId | 'server';
  readonly device: DeviceNumber;
  readonly counter: number | null;
  readonly bytes: Uint8Array;
};

export type LogEntry = NewEntry & {
  /** Position in the server's log, over all rooms; gapless in an epoch. */
  readonly cursor: number;
  /** Position in its room, gapless from 1. */
  readonly seq: number;
  /** Server time, milliseconds, never going back within a room. */
  readonly at: number;
  readonly salt: Uint8Array;
  /** H(previous hash in the log, header, H(salt, bytes)), hexadecimal. */
  readonly hash: string;
};

export type Appended =
  | { readonly status: 'stored'; readonly entry: LogEntry }
  | { readonly status: 'duplicate'; readonly at: number }
  | { readonly status: 'counter-reused' };

export type LogHead = { readonly epoch: string; readonly cursor: number; readonly hash: string };

/** What an append may carry along in the same commit. */
export type ReceiptRow = {
  readonly dossier: DossierId;
  readonly box: Box;
  readonly hash: BlobHash;
  readonly size: number;
  readonly uploader: UserId;
  readonly at: number;
};

/** A merged copy of the entries `from` to `to` of a room, both included; the entries themselves stay as the audit trail. */
export type Segment = { readonly from: number; readonly to: number; readonly tier: number; readonly bytes: Uint8Array };

/** What a room amounts to after entry `seq`, without its contents (`rooms/room-digest.ts` reads and writes the bytes). */
export type RoomDigest = { readonly seq: number; readonly bytes: Uint8Array };

/**
 * A room of which an entry is not as it was written is in quarantine from the first read that meets it: its own reads and
 * writes reject with `RoomUnreadable` (room-unreadable.ts), reads of many rooms step over it and name it as `unreadable`.
 */
export type RoomLog = {
  head(): Promise<LogHead>;
  /** One durable commit for all of `entries`, in order; concurrent calls may share it. `receipts` are rows of "this dossier holds this file". */
  append(entries: readonly NewEntry[], receipts?: readonly ReceiptRow[]): Promise<readonly Appended[]>;
  /** The entries of one room with seq above `after`, up to `until` where it is given, in order. */
  room(room: RoomName, after: number, until?: number): Promise<readonly LogEntry[]>;
  /** Server time of the entries that have these ids; ids nobody used are left out. */
  known(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The room's segments in order: contiguous from its first entry, never overlapping. */
  segments(room: RoomName): Promise<readonly Segment[]>;
  /** Of the last segment's end; null for a room that has none. */
  digest(room: RoomName): Promise<RoomDigest | null>;
  /**
   * Puts a segment in the place of those it covers, with the digest of the room's last segment, in one commit.
   * @returns false, and changes nothing, when it would leave a hole, overlap another or reach beyond the room
   */
  compact(room: RoomName, segment: Segment, digest: RoomDigest): Promise<boolean>;
  /** Entries above `cursor` in rooms that `wanted` lets through, in order, until about `maxBytes`; `next` is the cursor reached. */
  since(
    cursor: number,
    wanted: (room: RoomName) => boolean,
    maxBytes: number,
  ): Promise<{
    readonly entries: readonly LogEntry[];
    readonly next: number;
    readonly more: boolean;
    readonly unreadable: readonly RoomName[];
  }>;
  /** The same inside one scope, up to cursor `until`; not beyond the first entry that cannot be read. */
  scope(
    scope: Scope,
    after: number,
    until: number,
    maxBytes: number,
  ): Promise<{
    readonly entries: readonly LogEntry[];
    readonly next: number;
    readonly done: boolean;
    readonly unreadable: readonly RoomName[];
  }>;
  /** Every room that has an entry. */
  rooms(): Promise<readonly RoomName[]>;
  /** Whether a verified upload or a publication put this file into this box: the only proof of a right to its bytes (B1). */
  holds(dossier: DossierId, box: Box, hash: BlobHash): Promise<ReceiptRow | null>;
  /** Boxes of the dossier that hold the file. */
  boxesHolding(dossier: DossierId, hash: BlobHash): Promise<readonly Box[]>;
  close(): Promise<void>;
};

/* ---- restores, and what came back after them ---------------------------------------------------------------------- */

/** An entry that a device handed back: its place in the epoch it was lost with, who brought it and when. */
export type HealedEntry = {
  readonly id: string;
  readonly room: RoomName;
  readonly epoch: string;
  readonly cursor: number;
  /** Server time it was first stored at. */
  readonly at: number;
  readonly proof: string;
  readonly by: UserId;
  readonly healedAt: number;
};

/** Beside the log: how it came to its epoch, which of its entries were lost once, and how far it is backed up (R101, O2). */
export type HealBook = {
  /** The restores of this log, the oldest first: the last one began the present epoch. */
  restores(): readonly RestoreAct[];
  /** Durable when it resolves, before the entries enter the log; one noted already stays as it is. */
  note(entries: readonly HealedEntry[]): Promise<void>;
  /** When an entry was first stored, for one that was handed back. */
  firstStored(id: string): number | undefined;
  /** Where the log stood in the last backup that verified, signed; null before the first. */
  backedUpTo(): Checkpoint | null;
};

/* ---- files ------------------------------------------------------------------------------------------------------ */

export type UploadState = {
  readonly id: string;
  readonly user: UserId;
  readonly dossier: DossierId;
  readonly box: Box;
  readonly hash: BlobHash;
  readonly size: number;
  readonly offset: number;
  readonly createdAt: number;
};

/** The disk or the firm's quota leaves no room; or the dossier's own quota does. */
export type StoreFull = 'full' | 'dossier-full';

export type BlobStore = {
  /** Begins an upload, unless what it announces does not fit. */
  create(upload: Omit<UploadState, 'offset'>): Promise<'created' | StoreFull>;
  find(id: string): Promise<UploadState | null>;
  /** Uploads this person began and did not end. */
  begun(user: UserId): Promise<number>;
  /**
   * Appends at `offset`; resolves with the new durable offset. 'conflict' when the offset is not where the upload stands or another
   * writer holds it. When `bytes` throws, what came is kept, and it rejects with what was thrown.
   * @param asPromised asked once all bytes came, before they count: false throws them away ('mismatch')
   */
  write(
    id: string,
    offset: number,
    bytes: AsyncIterable<Uint8Array>,
    asPromised?: () => boolean,
  ): Promise<{ readonly offset: number } | 'conflict' | 'too-long' | 'mismatch' | StoreFull>;
  /** Hashes what came, then names the file by its hash. 'hash-mismatch' throws the bytes away. */
  finish(id: string): Promise<'stored' | 'hash-mismatch' | 'incomplete'>;
  /** @returns false, and removes nothing, while a piece of it is being written */
  remove(id: string): Promise<boolean>;
  /** Uploads nobody continued since `before`. */
  expired(before: number): Promise<readonly string[]>;
  size(hash: BlobHash): Promise<number | null>;
  /** Bytes [from, to) of a file, checked against its name when read whole: a damaged one is set aside, and its last piece never given. */
  read(hash: BlobHash, from: number, to: number): AsyncIterable<Uint8Array>;
  /** Puts bytes the server made itself (demonstration, publication). */
  put(bytes: Uint8Array): Promise<BlobHash>;
};

/* ---- people and rights ------------------------------------------------------------------------------------------ */

export type Person = { readonly id: UserId; readonly name: string; readonly email: string; readonly title?: string };

export type DossierRow = { readonly id: DossierId; readonly name: string; readonly siren?: string };

/** Who may do what; the identity database behind it also holds better-auth's tables. */
export type Directory = {
  firm(): { readonly id: FirmId; readonly name: string; readonly demo: boolean; readonly remindAfter?: number };
  person(id: UserId): Person | null;
  membership(id: UserId): Membership | null;
  dossiers(): readonly DossierRow[];
  members(dossier: DossierId): readonly { readonly person: Person; readonly right: DossierRight }[];
  migration(id: UserId): MigrationStep;
  /** Calls back when a person's rights, name or state changed: sockets close or downgrade, the account room is published again. */
  onChange(listener: (user: UserId) => void): void;
  /** A new device of this person. */
  enrol(user: UserId, label: string): DeviceNumber;
  /** Whether the device was enrolled by this person. */
  ownsDevice(user: UserId, device: DeviceNumber): boolean;
  /** Whose device this is, of whatever dossier, gone or not; null for a number nobody was given. */
  deviceOwner(device: DeviceNumber): UserId | null;
};

/** Who is asking, from the session of a request: bearer token (extension) or the portal's cookie. */
export type Session = {
  readonly user: UserId;
  readonly sessionId: string;
  readonly by: 'bearer' | 'cookie';
  /** When it was opened, milliseconds: an act that wants a recent sign-in looks at it (A8). */
  readonly since: number;
};
export type Sessions = {
  of(headers: Headers): Promise<Session | null>;
  /** Whether the session still stands: not signed out, not over. */
  alive(sessionId: string): boolean;
};

/* ---- proofs ------------------------------------------------------------------------------------------------------ */

/** One Ed25519 key, one purpose: receipts and checkpoints of this firm. */
export type Signer = { readonly keyId: string; readonly publicKey: Uint8Array; sign(text: string): Uint8Array };

/* ---- between the rooms and those who watch them ------------------------------------------------------------------ */

export type RoomNews = { readonly room: RoomName; readonly seq: number; readonly bytes: Uint8Array };
/** "Room R is at seq N", with the bytes while they are at hand. A lost message costs a read of the log, never a divergence. */
export type Bus = { publish(news: RoomNews): void; subscribe(listener: (news: RoomNews) => void): () => void };

/** `sender` is the name beside the configured address. */
export type Mail = {
  readonly to: string;
  readonly sender: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};
export type Mailer = { send(mail: Mail): Promise<void> };

/* ---- how often, how much ------------------------------------------------------------------------------------------ */

/** Counts a person's updates, from any device and socket of theirs (N5). */
export type WriteBudget = {
  /** @returns 0 when the updates were counted and may be written; else milliseconds to wait, and nothing was counted */
  take(user: UserId, updates: number): number;
};

/** How often a person or a network may ask. Each answer is 0 (counted, go on) or milliseconds to wait (N5, N6). */
export type Budgets = {
  readonly writes: WriteBudget;
  /** What the server decides at once: a ticket, a device, an order. */
  command(user: UserId): number;
  /** One page or batch of replication; a pull after an answer that said `more` is free, once. */
  replication(user: UserId, device: DeviceNumber): number;
  /** The answer given to this device said `more`: its next pull ends what this one began. */
  promiseNext(user: UserId, device: DeviceNumber): void;
  /** A request on a file: a piece, a question, a download. */
  file(user: UserId): number;
  /** A stock client's question on a live socket: what of the room it lacks. */
  question(user: UserId): number;
  /** A request of somebody who shows no session, by their network (`http/network-key.ts`). */
  stranger(network: string): number;
  /** A place among what one person may have under way at once. @returns what gives it back; null when all are taken */
  enter(what: 'pulls' | 'pieces' | 'downloads', user: UserId): (() => void) | null;
};

/** What the server counts for its operator (`metric-names.ts`): never an id, a name or an amount (O1). */
export type Metrics = {
  /** @param label from a short closed list, such as a reason */
  count(name: CounterName, by?: number, label?: string): void;
  observe(name: HistogramName, value: number): void;
  /** A figure read when it is asked for; several readers of one name are added up. @returns what ends it */
  gauge(name: GaugeName, read: () => number): () => void;
};
