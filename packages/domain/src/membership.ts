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
  /** Modules that open only to somebody with a second factor (R197); never deposit. */
  readonly secured?: readonly SecuredModule[];
};

/** "Sécurité avancée" exists for these two, and for no other (R197). */
export const SECURED_MODULES = ['accounts', 'archive'] as const;
export type SecuredModule = (typeof SECURED_MODULES)[number];

export type DossierRight = StaffRight | ClientRight;

/**
 * What a right amounts to for this person today: a secured module stays closed until they have a second factor (R197).
 * Every sign-in of somebody who has one asks for it (A4), so that having it is enough.
 */
export function effectiveRight(right: DossierRight, hasSecondFactor: boolean): DossierRight {
  if (right.side === 'staff' || hasSecondFactor || right.secured === undefined || right.secured.length === 0) return right;
  return {
    ...right,
    archive: right.secured.includes('archive') ? [] : right.archive,
    accounts: right.secured.includes('accounts') ? 'none' : right.accounts,
  };
}

export type Membership = {
  readonly user: UserId;
  readonly firm: FirmId;
  readonly firmRole: 'admin' | 'staff' | null;
  readonly dossiers: ReadonlyMap<DossierId, DossierRight>;
};
