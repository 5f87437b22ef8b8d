/** What the recognition is told of the person, and what it learns from their corrections: loaded with the first file that is read. */
import type { AccountView } from '@navette/device/model';
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { Category } from '@navette/formats/classify';
import { learnCorrection, NO_CORRECTIONS, readCorrections, type Corrections } from '@navette/formats/corrections';
import type { FileFacts } from '@navette/rooms/document-records';
import type { KnownOfPerson } from './reading.ts';

/** The firm's kinds as the recognition knows them; cash is no category of its own, and nothing is learnt of it. */
const CATEGORY_OF_KIND: Readonly<Partial<Record<DocumentKind, Category>>> = {
  'purchase-invoices': 'purchase-invoices',
  'sales-invoices': 'sales-invoices',
  bank: 'bank',
  miscellaneous: 'miscellaneous',
  data: 'data',
  'official-letters': 'tax',
  payroll: 'payroll',
};

/** @param kept what corrections taught, as it was stored */
export function knownOf(account: AccountView | null, kept: unknown): KnownOfPerson {
  return {
    companies: (account?.dossiers ?? []).map(({ id, name, siren }) => ({
      id,
      names: [name],
      ...(siren === undefined ? {} : { siren: siren.replaceAll(/\D/g, '') }),
    })),
    corrections: readCorrections(kept) ?? NO_CORRECTIONS,
  };
}

/**
 * @param given the kind a person gave a paper as
 * @returns what was known with this correction; null where nothing is to be learnt: it was proposed so, or nobody knows whose paper it is
 */
export function learnt(kept: unknown, facts: FileFacts | null, proposed: DocumentKind | null, given: DocumentKind): Corrections | null {
  const category = CATEGORY_OF_KIND[given];
  if (proposed === given || category === undefined || !facts) return null;
  const id = (facts.issuerId ?? '').replaceAll(/\s/g, '').toUpperCase();
  const issuer = {
    ...(/^\d{9}$/.test(id) ? { siren: id } : id === '' ? {} : { vat: id }),
    ...(facts.issuer === undefined ? {} : { name: facts.issuer }),
  };
  const before = readCorrections(kept) ?? NO_CORRECTIONS;
  const after = learnCorrection(before, issuer, category);
  return after === before ? null : after;
}
