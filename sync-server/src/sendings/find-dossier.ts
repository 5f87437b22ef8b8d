/**
 * The dossier a product speaks of, by SIREN, SIRET or client code, among those its key reaches and no others: what does not
 * exist and what is another's are one answer.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { DossierId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { PostedCompany } from '@navette/protocol/sendings';

export type DossierTable = Pick<DatabaseSync, 'prepare'>;

/** @returns the dossier; or why there is not one */
export function findDossier(
  database: DossierTable,
  company: PostedCompany,
  reach: readonly DossierId[],
): Result<DossierId, 'unknown-company' | 'several-companies'> {
  const found =
    'clientCode' in company
      ? database.prepare('SELECT id FROM dossier WHERE client_code = ?').all(company.clientCode)
      : database.prepare('SELECT id FROM dossier WHERE siren = ?').all('siren' in company ? company.siren : company.siret.slice(0, 9));
  const within = new Set(reach);
  const [one, ...others] = found.map((row) => row['id'] as DossierId).filter((id) => within.has(id));
  if (one === undefined) return refuse('unknown-company');
  return others.length === 0 ? ok(one) : refuse('several-companies');
}
