/** Who sees a company's entries: known by the frame of the application, which carries nothing else of them (R151, R153). */
import type { AccountView, DossierView } from '@navette/device/model';

export function seesEntries({ right }: DossierView): boolean {
  return right.side === 'staff' || right.accounts !== 'none';
}

export function maySeeEntries(account: AccountView): boolean {
  return account.dossiers.some(seesEntries);
}
