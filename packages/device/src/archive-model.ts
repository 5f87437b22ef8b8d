/** The archive as screens see it: a part of `model.ts`, through which it is imported. */
import type { Box } from '@navette/domain/boxes';
import type { BlobHash, DocumentId, DossierId, UserId } from '@navette/kernel/ids';
import type { Result } from '@navette/kernel/result';
import type { ArchiveNode, ArchivePart } from '@navette/rooms/archive-tree';
import type { ArchivePlace, Retained } from '@navette/rooms/document-records';
import type { ShelvingRule } from '@navette/rooms/shelving';
import type { ActRefusal, Observable, StoreRefusal, SyncProblem } from './model.ts';

export type { ArchiveNode, ArchivePart } from '@navette/rooms/archive-tree';

/** One published document: the fold of its records and of this device's queue. */
export type ArchivedView = {
  readonly id: DocumentId;
  readonly dossier: DossierId;
  readonly box: Box;
  readonly hash: BlobHash;
  readonly size: number;
  readonly type: string;
  readonly place: ArchivePlace;
  /** The document's own date, 'AAAA-MM-JJ'; null where it has none. */
  readonly date: string | null;
  /** The deposit it was. */
  readonly of: DocumentId | null;
  readonly publishedAt: number;
  readonly publishedBy: UserId | null;
  /** The firm's server holds it: its receipt is here, signed. */
  readonly received: boolean;
  /** Why its file has not gone yet. */
  readonly delay: SyncProblem | null;
  readonly binnedAt: number | null;
  readonly retained: Pick<Retained, 'rule' | 'hold'> | null;
  /** The firm erased the file, and says why (K5). */
  readonly erased?: { readonly at: number; readonly why: string };
};

export type ArchiveView = {
  /** Fiscal years, the last one first, then what belongs to none; categories in their order; folders by name. */
  readonly tree: readonly ArchiveNode[];
  /** Those with the newest date first. */
  readonly files: readonly ArchivedView[];
  /** In the bin; for the firm's side alone. */
  readonly binned: readonly ArchivedView[];
};

export type ArchiveHits = {
  readonly byName: readonly ArchivedView[];
  /** Those whose words have it, with what stands around it. */
  readonly byContent: readonly { readonly file: ArchivedView; readonly around: string }[];
};

/** What is to be published: a document of the dossier, or a capture of the tray, which leaves it. */
export type PublishAsked = {
  readonly source: { readonly document: DocumentId } | { readonly capture: DocumentId; readonly dossier: DossierId };
  readonly box: Box;
  readonly place: Omit<ArchivePlace, 'v'>;
  readonly date?: string;
};

/** What is kept on this device of a dossier's archive, and how far it has come. */
export type OfflineView = {
  readonly pins: readonly ArchivePart[];
  /** Files of the pinned parts. */
  readonly wanted: number;
  readonly here: number;
  readonly bytes: number;
  readonly bytesHere: number;
  /** The next ones to bring, the smallest first. */
  readonly missing: readonly { readonly hash: BlobHash; readonly size: number }[];
  /** Of all files of the archive, those whose bytes are here. */
  readonly held: ReadonlySet<BlobHash>;
};

/** One file of a bundle, as its index says it. */
export type BundleFile = {
  readonly where: 'deposit' | 'archive';
  readonly id: DocumentId;
  readonly box: Box;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly hash: BlobHash;
  readonly date: string | null;
  readonly year: number | null;
  readonly category: string;
  readonly folder: readonly string[];
  readonly state: string;
  readonly receivedAt: number | null;
  readonly erased: boolean;
};

export type BundlePlan = {
  readonly firm: { readonly id: string; readonly name: string };
  readonly dossier: { readonly id: DossierId; readonly name: string; readonly siren?: string };
  readonly files: readonly BundleFile[];
  /** As the server signed them. */
  readonly receipts: readonly unknown[];
  /** The firm's list as this device knows it, and the key it pinned. */
  readonly keys: {
    readonly firm: string;
    readonly acts: readonly unknown[];
    readonly pinned: { readonly keyId: string; readonly publicKey: string };
  };
};

/** The archive's part of the library; like the rest of it, never the network. Staff act, clients with the right read. */
export type ArchiveLibrary = {
  view(dossier: DossierId): Observable<ArchiveView>;
  /** By name first, then by the words of the files that are known here; without accents or case. */
  search(dossier: DossierId, text: string): Observable<ArchiveHits>;
  offline(dossier: DossierId): Observable<OfflineView>;
  /** Every dossier with a pinned part. */
  readonly pinned: Observable<readonly DossierId[]>;
  /** One strict transaction for up to fifty of them. @returns ids in the order asked for; the first refusal stops */
  publish(asked: readonly PublishAsked[]): Promise<Result<readonly DocumentId[], ActRefusal>>;
  /** Renames, or moves to another folder, year or category. */
  place(id: DocumentId, place: Omit<ArchivePlace, 'v'>): Promise<Result<void, ActRefusal>>;
  bin(id: DocumentId, binned: boolean): Promise<Result<void, ActRefusal>>;
  retain(id: DocumentId, retained: Pick<Retained, 'rule' | 'hold'>): Promise<Result<void, ActRefusal>>;
  /** Keeps a part on this device, or lets it go when room is needed. */
  pin(dossier: DossierId, part: ArchivePart, kept: boolean): Promise<Result<void, StoreRefusal | { readonly tag: 'not-allowed' }>>;
  /** What a dossier takes along; null where it is not this person's. */
  bundle(dossier: DossierId): Promise<BundlePlan | null>;
  /** Where documents are proposed to go: kept on this device. */
  readonly rules: Observable<readonly ShelvingRule[]>;
  saveRules(rules: readonly ShelvingRule[]): Promise<Result<void, StoreRefusal | { readonly tag: 'not-allowed' }>>;
};
