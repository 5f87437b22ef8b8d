/**
 * What one person may do at one firm, as the server decided it.
 *
 * A client's right is by box and by module (R194-R197); staff see the dossiers assigned to them (G24),
 * whatever their role in the firm.
 */
import type { DossierId, FirmId, UserId } from '@navette/kernel/ids';
import type { Box } from './boxes.ts';

export type StaffRight = { readonly side: 'staff' };

export type ClientRight = {
  readonly side: 'client';
  /** Boxes this person may put documents into. */
  readonly deposit: readonly Box[];
  /** Boxes whose documents this person may read, beyond their own. */
  readonly read: readonly Box[];
  readonly archive: readonly Box[];
  readonly accounts: 'none' | 'read' | 'write';
  /** Administers the company's users. */
  readonly admin: boolean;
};

export type DossierRight = StaffRight | ClientRight;

export type Membership = {
  readonly user: UserId;
  readonly firm: FirmId;
  readonly firmRole: 'admin' | 'staff' | null;
  readonly dossiers: ReadonlyMap<DossierId, DossierRight>;
};
