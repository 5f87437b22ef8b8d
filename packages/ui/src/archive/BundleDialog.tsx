/** Placeholder. */
import type { DossierView } from '@navette/device/model';
export function BundleDialog(_: { dossier: DossierView; onClose: () => void }) {
  return null;
}
