/** Who has books to read: known by the frame of the application, which carries nothing else of them. */
import type { AccountView, DossierView } from '@navette/device/model';

export function mayReadBooks({ right }: DossierView): boolean {
  return right.side === 'staff' || right.accounts !== 'none';
}

/** Staff always: the screen says where to import the first exercise. */
export function hasBooks(account: AccountView): boolean {
  return account.side === 'staff' || account.dossiers.some(mayReadBooks);
}
