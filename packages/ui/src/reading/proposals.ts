/**
 * What is proposed for a file before it is given: a company, a kind. From who sells and who buys, then from what corrections taught on
 * this device, then from the recognition; each can be changed by the person, and nothing is given by it.
 */
import type { AccountView, DossierView } from '@navette/device/model';
import { DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import type { Category } from '@navette/formats/classify';
import type { FileFacts } from '@navette/rooms/document-records';
import { depositDossiers } from '../dossiers.ts';
import type { KindProposal, OwnCompanies, Reading } from './reading.ts';

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
  readonly kindFrom: KindProposal['from'] | 'parties' | 'habit' | null;
  readonly dossier: DossierView | null;
  /** It is neither from nor for the company chosen, as far as its numbers tell. */
  readonly foreign: boolean;
};

/** A correction kept: what somebody gave the papers of this issuer as. */
export type Lesson = { readonly issuer: string; readonly kind: DocumentKind };

const MOST_LESSONS = 300;

/** @param value as it was kept; what is no lesson is left out */
export function readLessons(value: unknown): readonly Lesson[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('issuer' in one) || !('kind' in one) || typeof one.issuer !== 'string') return [];
    const kind = DOCUMENT_KINDS.find((known) => known === one.kind);
    return kind ? [{ issuer: one.issuer, kind }] : [];
  });
}

/**
 * @param given the kind a person gave it as
 * @returns the lessons with this one first, or the same where nothing is to be learnt: no issuer, or what was proposed anyway
 */
export function withLesson(
  lessons: readonly Lesson[],
  facts: FileFacts | null,
  proposed: DocumentKind | null,
  given: DocumentKind,
): readonly Lesson[] {
  const issuer = issuerKey(facts);
  if (issuer === '' || proposed === given) return lessons;
  return [{ issuer, kind: given }, ...lessons.filter((one) => one.issuer !== issuer)].slice(0, MOST_LESSONS);
}

/** @returns what to propose for a file, for this person */
export function proposeFor(reading: Pick<Reading, 'facts' | 'proposal'>, account: AccountView, lessons: readonly Lesson[]): Proposed {
  const { facts, proposal } = reading;
  const open = depositDossiers(account);
  const bySiren = (id: string | undefined) =>
    id === undefined ? null : (open.find(({ siren }) => siren !== undefined && digits(siren) === digits(id)) ?? null);
  const [buyer, seller] = [bySiren(facts?.recipientId), bySiren(facts?.issuerId)];
  const habit = lessons.find(({ issuer }) => issuer !== '' && issuer === issuerKey(facts));
  const parties: DocumentKind | null = buyer && !seller ? 'purchase-invoices' : seller && !buyer ? 'sales-invoices' : null;
  const isInvoice = facts?.by === 'structure' && facts.number !== undefined;
  return {
    kind: habit?.kind ?? (isInvoice ? parties : null) ?? proposal?.kind ?? null,
    kindFrom: habit ? 'habit' : isInvoice && parties ? 'parties' : (proposal?.from ?? null),
    dossier: buyer && seller ? null : (buyer ?? seller),
    foreign: isInvoice && buyer === null && seller === null && isSiren(facts?.recipientId) && open.some(({ siren }) => siren !== undefined),
  };
}

/** @returns what the worker must know not to take the person's own company for a supplier */
export function ownCompanies(account: AccountView | null): OwnCompanies {
  const dossiers = account?.dossiers ?? [];
  return { sirens: dossiers.flatMap(({ siren }) => (siren === undefined ? [] : [digits(siren)])), names: dossiers.map(({ name }) => name) };
}

function digits(id: string): string {
  return id.replaceAll(/\D/g, '').slice(0, 9);
}

function isSiren(id: string | undefined): boolean {
  return id !== undefined && /^\d{9}(?:\d{5})?$/.test(id.replaceAll(/\s/g, ''));
}

function issuerKey(facts: FileFacts | null): string {
  const name = (facts?.issuer ?? '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
  return facts?.issuerId?.replaceAll(/\s/g, '') ?? name;
}
