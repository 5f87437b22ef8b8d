/**
 * What is proposed for a file before it is given: a company, a kind. The recognition decides by who sells and who buys, by what was
 * corrected on this device, by structure and words; each can be changed by the person, and nothing is given by it.
 */
import type { AccountView, DossierView } from '@navette/device/model';
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { Category } from '@navette/formats/classify';
import { depositDossiers } from '../dossiers.ts';
import type { KindProposal, Reading } from './reading.ts';

/** What the recognition knows, in the kinds of the firm's list (G12). */
export const KIND_OF_CATEGORY: Readonly<Record<Category, DocumentKind>> = {
  'purchase-invoices': 'purchase-invoices',
  'sales-invoices': 'sales-invoices',
  bank: 'bank',
  miscellaneous: 'miscellaneous',
  data: 'data',
  legal: 'miscellaneous',
  tax: 'official-letters',
  payroll: 'payroll',
};

export type Proposed = {
  readonly kind: DocumentKind | null;
  readonly kindFrom: KindProposal['from'] | null;
  readonly dossier: DossierView | null;
  /** Its parties tell too little, or too much: the person is asked. */
  readonly ask: 'neither' | 'both' | 'several' | null;
};

/** @returns what to propose for a file, for this person; a name alone proposes no company */
export function proposeFor(
  { proposal, attribution, invoice }: Pick<Reading, 'proposal' | 'attribution' | 'invoice'>,
  account: AccountView,
): Proposed {
  const sure = attribution?.tag === 'decided' && attribution.by !== 'name' ? attribution.company : null;
  // Words of a plain paper leave too much out to ask about it.
  const asks =
    invoice !== null && attribution?.tag === 'ask' && account.dossiers.some(({ siren }) => siren !== undefined) ? attribution.why : null;
  return {
    kind: proposal?.kind ?? null,
    kindFrom: proposal?.from ?? null,
    dossier: depositDossiers(account).find(({ id }) => id === sure) ?? null,
    ask: asks === 'several' ? null : asks,
  };
}
