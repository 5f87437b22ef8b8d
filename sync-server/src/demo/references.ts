/**
 * By what the demonstration's firm recognises its companies, so that each road of the move to the single identity can be
 * taken by somebody (R055-R068). All invented.
 *
 * Claire's address receives the notices of Atelier Bonnefoy: she is attached by it. Hugo's is known to nobody: he gives the
 * code and a number. Two companies share the address of an outside payroll office: the firm decides. The Fromagerie has no
 * person yet: whoever comes first is its first.
 */
import type { DossierId } from '@navette/kernel/ids';
import type { DirectoryActs } from '../accounts/directory.ts';
import type { References } from '../migration/references.ts';
import type { DemoCompanyCode } from './demo-companies.ts';
import { sirenFrom } from './demo-identifiers.ts';
import type { DemoFirm } from './people.ts';

/** A company the firm has opened, and nobody has come to yet. */
export const UNVISITED = { name: 'Fromagerie des Aravelles', siren: sirenFrom('99910074') };

type DemoReferences = {
  readonly clientCode: string;
  readonly emails: readonly string[];
  readonly invoice: string;
  readonly serial: string;
};

const PAYROLL_OFFICE = 'paie@bureau-social.example';

export const DEMO_REFERENCES: Readonly<Record<DemoCompanyCode | 'aravelles', DemoReferences>> = {
  bonnefoy: {
    clientCode: 'C20311',
    emails: ['claire.morel@demo.navette.example', 'claire.morel@bonnefoy.example'],
    invoice: 'FA-2026-0311',
    serial: 'NAV-7731-2044',
  },
  teppes: {
    clientCode: 'C20318',
    emails: ['samira.benali@demo.navette.example', PAYROLL_OFFICE],
    invoice: 'FA-2026-0318',
    serial: 'NAV-7731-2051',
  },
  delorme: {
    clientCode: 'C20325',
    emails: ['atelier@garage-delorme.example', PAYROLL_OFFICE],
    invoice: 'FA-2026-0325',
    serial: 'NAV-7731-2068',
  },
  aravelles: {
    clientCode: 'C20347',
    emails: ['lucie.garnier@demo.navette.example'],
    invoice: 'FA-2026-0347',
    serial: 'NAV-7731-2075',
  },
};

/** Writes them, and opens the company nobody has come to yet, for Julien to look after. */
export function seedReferences(directory: DirectoryActs, references: References, firm: DemoFirm): void {
  directory.together(() => seed(directory, references, firm));
}

function seed(directory: DirectoryActs, references: References, { users, dossiers }: DemoFirm): void {
  const unvisited = directory.addDossier(UNVISITED);
  directory.grant(users.julien, unvisited, { side: 'staff' });
  const all: Readonly<Record<keyof typeof DEMO_REFERENCES, DossierId>> = { ...dossiers, aravelles: unvisited };
  for (const [code, { clientCode, emails, invoice, serial }] of Object.entries(DEMO_REFERENCES)) {
    const dossier = all[code as keyof typeof DEMO_REFERENCES];
    references.setClientCode(dossier, clientCode);
    for (const email of emails) references.add(dossier, 'notification-email', email);
    references.add(dossier, 'invoice', invoice);
    references.add(dossier, 'serial', serial);
  }
}
