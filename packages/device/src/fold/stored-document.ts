/**
 * A document as the store keeps it: one part per room that speaks of it, each written by the fold of that room alone.
 *
 * Parts arrive in any order and none overwrites another's; `document-view.ts` joins them.
 */
import type { Box } from '@navette/domain/boxes';
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { BlobHash, DocumentId, DossierId, UserId } from '@navette/kernel/ids';
import type { Deposit } from '@navette/rooms/records';

export type Act = { readonly by: UserId | 'server' | null; readonly at: number };

export type KindActPart = Act & { readonly id: string; readonly value: DocumentKind; readonly replaces: readonly string[] };

export type StoredDocument = {
  readonly id: DocumentId;
  readonly dossier?: DossierId;
  readonly capturedAt?: number;
  readonly hash?: BlobHash;
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
  readonly clientKinds?: readonly KindActPart[];
  readonly firmKinds?: readonly KindActPart[];
  readonly taken?: Act | null;
  readonly decision?: (Act & { readonly verdict: 'accepted' | 'refused'; readonly reason: string | null }) | null;
};
