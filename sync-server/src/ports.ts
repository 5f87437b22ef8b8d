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
import type { RoomName, Scope } from '@navette/rooms/room-names';

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

export type RoomLog = {
  head(): Promise<LogHead>;
  /** One durable commit for all of `entries`, in order; concurrent calls may share it. `receipts` are rows of "this dossier holds this file". */
  append(entries: readonly NewEntry[], receipts?: readonly ReceiptRow[]): Promise<readonly Appended[]>;
  /** The entries of one room with seq above `after`, in order. */
  room(room: RoomName, after: number): Promise<readonly LogEntry[]>;
  /** Entries above `cursor` in rooms that `wanted` lets through, in order, until about `maxBytes`; `next` is the cursor reached. */
  since(
    cursor: number,
    wanted: (room: RoomName) => boolean,
    maxBytes: number,
  ): Promise<{ readonly entries: readonly LogEntry[]; readonly next: number; readonly more: boolean }>;
  /** The same inside one scope, up to cursor `until`. */
  scope(
    scope: Scope,
    after: number,
    until: number,
    maxBytes: number,
  ): Promise<{ readonly entries: readonly LogEntry[]; readonly next: number; readonly done: boolean }>;
  /** Every room that has an entry. */
  rooms(): Promise<readonly RoomName[]>;
  /** Whether a verified upload or a publication put this file into this box: the only proof of a right to its bytes (B1). */
  holds(dossier: DossierId, box: Box, hash: BlobHash): Promise<ReceiptRow | null>;
  /** Boxes of the dossier that hold the file. */
  boxesHolding(dossier: DossierId, hash: BlobHash): Promise<readonly Box[]>;
  close(): Promise<void>;
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

export type BlobStore = {
  create(upload: Omit<UploadState, 'offset'>): Promise<void>;
  find(id: string): Promise<UploadState | null>;
  /** Appends at `offset`; resolves with the new durable offset. 'conflict' when the offset is not where the upload stands or another writer holds it. */
  write(
    id: string,
    offset: number,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly offset: number } | 'conflict' | 'too-long' | 'full'>;
  /** Hashes what came, then names the file by its hash. 'hash-mismatch' throws the bytes away. */
  finish(id: string): Promise<'stored' | 'hash-mismatch' | 'incomplete'>;
  remove(id: string): Promise<void>;
  /** Uploads nobody continued since `before`. */
  expired(before: number): Promise<readonly string[]>;
  size(hash: BlobHash): Promise<number | null>;
  /** Bytes [from, to) of a file, checked against its name when read whole. */
  read(hash: BlobHash, from: number, to: number): AsyncIterable<Uint8Array>;
  /** Puts bytes the server made itself (demonstration, publication). */
  put(bytes: Uint8Array): Promise<BlobHash>;
};

/* ---- people and rights ------------------------------------------------------------------------------------------ */

export type Person = { readonly id: UserId; readonly name: string; readonly email: string; readonly title?: string };

export type DossierRow = { readonly id: DossierId; readonly name: string; readonly siren?: string };

/** Who may do what; the identity database behind it also holds better-auth's tables. */
export type Directory = {
  firm(): { readonly id: FirmId; readonly name: string; readonly demo: boolean };
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
};

/** Who is asking, from the session of a request: bearer token (extension) or the portal's cookie. */
export type Session = { readonly user: UserId; readonly sessionId: string; readonly by: 'bearer' | 'cookie' };
export type Sessions = {
  of(headers: Headers): Promise<Session | null>;
  /** Whether the session still stands: not signed out, not over. */
  alive(sessionId: string): boolean;
};

/* ---- proofs ------------------------------------------------------------------------------------------------------ */

/** One Ed25519 key, one purpose: receipts and checkpoints of this firm. */
export type Signer = { readonly keyId: string; readonly publicKey: Uint8Array; sign(text: string): Uint8Array };

/* ---- between the rooms and those who watch them ------------------------------------------------------------------ */

export type RoomNews = { readonly room: RoomName; readonly seq: number; readonly bytes: Uint8Array; readonly from: string | null };
/** "Room R is at seq N", with the bytes while they are at hand. A lost message costs a read of the log, never a divergence. */
export type Bus = { publish(news: RoomNews): void; subscribe(listener: (news: RoomNews) => void): () => void };

export type Mail = { readonly to: string; readonly subject: string; readonly text: string; readonly html: string };
export type Mailer = { send(mail: Mail): Promise<void> };
