/**
 * A document as the store keeps it: one part per room that speaks of it, each written by the fold of that room alone.
 *
 * Parts arrive in any order and none overwrites another's; `document-view.ts` joins them.
 */
import type { Box } from '@navette/domain/boxes';
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { BlobHash, DocumentId, DossierId, UserId } from '@navette/kernel/ids';
import type { Booked, FileFacts, Moved, Retained } from '@navette/rooms/document-records';
import type { Deposit } from '@navette/rooms/records';

export type Act = { readonly by: UserId | 'server' | null; readonly at: number };

export type KindActPart = Act & { readonly id: string; readonly value: DocumentKind; readonly replaces: readonly string[] };

export type TurnPart = Act & { readonly quarters: 0 | 1 | 2 | 3 };

export type StoredDocument = {
  readonly id: DocumentId;
  readonly dossier?: DossierId;
  readonly capturedAt?: number;
  readonly hash?: BlobHash;
  /** The request it answers. */
  readonly answers?: string;
  /** Null once a record that was here had to go, while something is still said about it. */
  readonly base?:
    | (Act & {
        readonly side: 'client' | 'staff';
        readonly box: Box;
        readonly year: number;
        readonly deposit: Deposit;
        readonly acknowledged: boolean;
      })
    | null;
  readonly withdrawn?: Act | null;
  /** What each side says was read in it, where it says so beside the deposit. */
  readonly clientFacts?: FileFacts | null;
  readonly firmFacts?: FileFacts | null;
  readonly clientTurn?: TurnPart | null;
  readonly firmTurn?: TurnPart | null;
  readonly booked?: (Act & { readonly record: NonNullable<Booked> }) | null;
  readonly moved?: Moved | null;
  readonly binned?: Act | null;
  readonly retained?: Retained | null;
  readonly clientKinds?: readonly KindActPart[];
  readonly firmKinds?: readonly KindActPart[];
  readonly taken?: Act | null;
  readonly decision?: (Act & { readonly verdict: 'accepted' | 'refused'; readonly reason: string | null }) | null;
};
