/**
 * Documents that may be the same paper as one about to be given: same bytes, same invoice inside, same words for supplier, number,
 * amount and date. Asked before a deposit, answered from this device alone; it decides nothing.
 */
import type { BlobHash } from '@navette/kernel/ids';
import type { FileFacts } from '@navette/rooms/document-records';
import type { AlikeDocument, AlikeQuestion, DocumentRow } from '../model.ts';
import type { LocalStore } from '../store/local-store.ts';
import { documentViews, plain } from './document-list.ts';

/** More than these would not be read. */
const MOST = 3;
const ORDER: readonly AlikeDocument['why'][] = ['bytes', 'invoice', 'likely'];

/** @returns the surest first; what was withdrawn, refused, moved away or binned is no duplicate */
export async function alikeDocuments(store: LocalStore, asked: AlikeQuestion): Promise<readonly AlikeDocument[]> {
  const found: AlikeDocument[] = [];
  for (const row of await documentViews(store, asked.dossier)) {
    if (row.id === asked.not || !isStanding(row)) continue;
    const why = whyAlike(row, asked.hash, asked.facts);
    if (why) found.push({ row, why });
  }
  return found.toSorted((a, b) => ORDER.indexOf(a.why) - ORDER.indexOf(b.why)).slice(0, MOST);
}

function isStanding(row: DocumentRow): boolean {
  return !row.withdrawn && row.state !== 'refused' && row.moved === null && row.binnedAt === null;
}

/**
 * @returns `bytes`: the same file; `invoice`: the same invoice by its XML, or by supplier, number and amount; `likely`: supplier, date and
 *   amount agree and the numbers do not contradict; null otherwise
 */
export function whyAlike(
  row: Pick<DocumentRow, 'hash' | 'facts'>,
  hash: BlobHash | null,
  facts: FileFacts | null,
): AlikeDocument['why'] | null {
  if (hash !== null && row.hash === hash) return 'bytes';
  const other = row.facts;
  if (facts?.inner !== undefined && (facts.inner === other?.inner || facts.inner === row.hash)) return 'invoice';
  if (other?.inner !== undefined && other.inner === hash) return 'invoice';
  if (!facts || !other || facts.total === undefined || facts.total !== other.total) return null;
  if ((facts.currency ?? 'EUR') !== (other.currency ?? 'EUR') || !sameIssuer(facts, other)) return null;
  const [number, otherNumber] = [key(facts.number), key(other.number)];
  if (number !== '' && number === otherNumber) return 'invoice';
  if (number !== '' && otherNumber !== '') return null;
  return facts.date !== undefined && facts.date === other.date ? 'likely' : null;
}

/** By its number where both say one, else by its name. */
function sameIssuer(a: FileFacts, b: FileFacts): boolean {
  const [idA, idB] = [sirenIn(a.issuerId), sirenIn(b.issuerId)];
  if (idA !== '' && idB !== '') return idA === idB;
  return key(a.issuer) !== '' && key(a.issuer) === key(b.issuer);
}

/** A French VAT number and a SIRET hold the SIREN. */
function sirenIn(id: string | undefined): string {
  const bare = (id ?? '').replaceAll(/[\s.]/g, '').toUpperCase();
  return /^FR[0-9A-Z]{2}(\d{9})$/.exec(bare)?.[1] ?? (/^\d{14}$/.test(bare) ? bare.slice(0, 9) : bare);
}

function key(text: string | undefined): string {
  return plain(text ?? '').replaceAll(/[^a-z0-9]/g, '');
}
