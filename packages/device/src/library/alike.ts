/**
 * Documents that may be the same paper as one about to be given: asked before a deposit, answered from this device alone. What makes two
 * papers one is the formats' matter (`document-identity.ts`); this decides nothing.
 */
import { compareDocuments, type DocumentIdentity, type Sameness } from '@navette/formats/document-identity';
import { cents } from '@navette/kernel/cents';
import type { BlobHash, DossierId } from '@navette/kernel/ids';
import type { FileFacts } from '@navette/rooms/document-records';
import type { AlikeDocument, AlikeQuestion, DocumentRow } from '../model.ts';
import type { LocalStore } from '../store/local-store.ts';
import { documentViews, oneDocument } from './document-list.ts';

/** More than these would not be read. */
const MOST = 3;
const ORDER: readonly Sameness['tag'][] = ['same-bytes', 'same-invoice', 'conflict', 'likely'];

/** Many papers are asked about one after the other: the documents of a company are read once for those of one moment. */
const KEPT_FOR = 400;
const views = new WeakMap<LocalStore, { readonly dossier: DossierId; readonly rows: Promise<readonly DocumentRow[]> }>();

function viewsOf(store: LocalStore, dossier: DossierId): Promise<readonly DocumentRow[]> {
  const known = views.get(store);
  if (known?.dossier === dossier) return known.rows;
  const read = { dossier, rows: documentViews(store, dossier) };
  views.set(store, read);
  setTimeout(() => {
    if (views.get(store) === read) views.delete(store);
  }, KEPT_FOR);
  return read.rows;
}

/** @returns the surest first; what was withdrawn, refused, moved away or binned is no duplicate */
export async function alikeDocuments(store: LocalStore, asked: AlikeQuestion): Promise<readonly AlikeDocument[]> {
  const identity = identityOfFacts(asked.hash, asked.facts);
  const found: AlikeDocument[] = [];
  // The same bytes are looked up anew: two of them may be given in one gesture.
  for (const row of [...(await withBytes(store, asked)), ...(await viewsOf(store, asked.dossier))]) {
    if (found.some((one) => one.row.id === row.id)) continue;
    if (row.id === asked.not || !isStanding(row)) continue;
    const why = compareDocuments(identity, identityOfFacts(row.hash, row.facts));
    if (why) found.push({ row, why });
  }
  return found.toSorted((a, b) => ORDER.indexOf(a.why.tag) - ORDER.indexOf(b.why.tag)).slice(0, MOST);
}

async function withBytes(store: LocalStore, { hash, dossier }: AlikeQuestion): Promise<readonly DocumentRow[]> {
  if (hash === null) return [];
  const stored = await store.list('documents', { index: 'hash', from: hash, to: hash });
  const rows = await Promise.all(stored.filter((one) => one.dossier === dossier).map(({ id }) => oneDocument(store, id)));
  return rows.filter((row) => row !== null);
}

function isStanding(row: DocumentRow): boolean {
  return !row.withdrawn && row.state !== 'refused' && row.moved === null && row.binnedAt === null;
}

/** @returns what is known of a file from its record; an XML alone is its own invoice */
export function identityOfFacts(hash: BlobHash | null, facts: FileFacts | null): DocumentIdentity {
  const id = (facts?.issuerId ?? '').replaceAll(/[\s.-]/g, '').toUpperCase();
  const siren = /^(\d{9})(?:\d{5})?$/.exec(id)?.[1];
  const xml = facts?.inner ?? (facts?.by === 'structure' && facts.number !== undefined ? hash : null);
  return {
    ...(hash === null ? {} : { bytes: hash }),
    ...(xml === null ? {} : { xml }),
    issuer: {
      ...(siren === undefined ? {} : { siren }),
      ...(siren !== undefined || id === '' ? {} : { vat: id }),
      ...(facts?.issuer === undefined ? {} : { name: facts.issuer }),
    },
    ...(facts?.number === undefined ? {} : { number: facts.number }),
    ...(facts?.date === undefined ? {} : { date: facts.date }),
    ...(facts?.total === undefined ? {} : { total: cents(facts.total) }),
    credit: (facts?.total ?? 0) < 0,
  };
}
