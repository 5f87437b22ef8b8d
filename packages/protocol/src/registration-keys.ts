/** Keys of an account room under which registration stands: known without its schemas, which few people ever load. */
import type { DossierId } from '@navette/kernel/ids';

export const REGISTRAR = 'registrar';

export function licenceKey(dossier: DossierId): string {
  return `registration/${dossier}`;
}
