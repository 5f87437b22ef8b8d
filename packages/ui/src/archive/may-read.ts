/** Who has an archive to read: known by the frame of the application, which carries nothing else of it. */
import type { AccountView, DossierView } from '@navette/device/model';
import type { Box } from '@navette/domain/boxes';

/** Boxes whose archive this person may read; of a dossier of the firm's side, those one publishes in. */
export function archiveBoxes(dossier: DossierView): readonly Box[] {
  return dossier.right.side === 'staff' ? ['common', 'pay', 'management'] : dossier.right.archive;
}

export function mayReadArchive(account: AccountView): boolean {
  return account.dossiers.some((dossier) => archiveBoxes(dossier).length > 0);
}
