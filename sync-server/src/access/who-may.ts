/**
 * Who may administer the users of a dossier, and with what to give (R107, R108): somebody of the firm who follows it, the firm's
 * administrators, and the company's administrators within what they hold themselves.
 */
import type { Giver } from '@navette/domain/granting';
import type { Membership } from '@navette/domain/membership';
import type { DossierId } from '@navette/kernel/ids';
import type { Directory } from '../ports.ts';

/** @returns null for whoever may not, and alike for a dossier that does not exist (R14) */
export function giverIn(directory: Directory, membership: Membership, dossier: DossierId): Giver | null {
  const right = membership.dossiers.get(dossier);
  if (right?.side === 'staff') return 'firm';
  if (membership.firmRole === 'admin') return directory.dossiers().some(({ id }) => id === dossier) ? 'firm' : null;
  return right?.admin === true ? right : null;
}

/** Links one person may send within a day: an invitation is a letter with the firm's name on it (⑪). */
export function linksPerDay(giver: Giver): number {
  return giver === 'firm' ? 500 : 30;
}
