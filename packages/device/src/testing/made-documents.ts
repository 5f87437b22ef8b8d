/** Documents by the thousand for tests and benches of lists: rows as the fold stores them, drawn from a seed. */
import type { BlobHash, DocumentId, DossierId, UserId } from '@navette/kernel/ids';
import { DOCUMENT_KINDS } from '@navette/domain/document-kinds';
import type { StoredDocument } from '../fold/stored-document.ts';
import type { ReceiptRow } from '../store/local-store.ts';

const SUPPLIERS = [
  'Scierie du Vuache',
  'Énergie des Cimes',
  'Quincaillerie Roblin',
  'Télécom Hexa',
  'LocaPro Matériel',
  'Assurances Montclar',
  'Carburants Duret',
  'Imprimerie Œuvrard',
  'Commune de Valbrenne',
  'Société Chauvin & Fils',
] as const;
const CLAIRE = '01980000-0000-7000-8000-00000000c001' as UserId;
const NADIA = '01980000-0000-7000-8000-00000000a001' as UserId;

export const madeDossier = (n: number): DossierId => `01980000-0000-7000-8000-0000000d${String(n).padStart(4, '0')}` as DossierId;
export const madeHash = (n: number): BlobHash => n.toString(16).padStart(64, '0') as BlobHash;

/** The nth of some: captured every half an hour up to `until`, of one of `dossiers`, in every state. */
export function madeDocument(n: number, dossiers = 1, until = Date.UTC(2026, 10, 20, 10)): StoredDocument {
  const at = until - n * 1_800_000;
  const dossier = madeDossier(n % dossiers);
  const hash = madeHash(n);
  const kind = DOCUMENT_KINDS[n % DOCUMENT_KINDS.length] ?? 'data';
  const issuer = SUPPLIERS[(n * 7) % SUPPLIERS.length] ?? '';
  const day = new Date(at - (n % 20) * 86_400_000).toISOString().slice(0, 10);
  const facts =
    n % 5 === 4
      ? null
      : ({
          v: 1,
          by: 'text',
          issuer,
          number: `F-${2000 + (n % 27)}-${n}`,
          date: day,
          total: (n * 7919) % 900_000,
          currency: 'EUR',
        } as const);
  const act = { by: NADIA, at: at + 90_000 };
  return {
    id: idOf(at, n),
    dossier,
    capturedAt: at,
    hash,
    base: {
      side: 'client',
      box: n % 8 === 4 ? 'pay' : 'common',
      year: new Date(at).getUTCFullYear(),
      by: CLAIRE,
      at: at + 60_000,
      acknowledged: n % 50 !== 0,
      deposit: {
        v: 1,
        hash,
        name: `${issuer} ${n}.pdf`,
        type: 'application/pdf',
        size: 80_000 + n,
        kind,
        captured: at,
        ...(facts === null ? {} : { facts }),
        ...(n % 9 === 0 ? { comment: `À répartir sur ${n % 7} lots` } : {}),
      } as NonNullable<StoredDocument['base']>['deposit'],
    },
    ...(n % 4 === 1 ? { taken: act } : {}),
    ...(n % 4 === 2 ? { taken: act, decision: { ...act, verdict: 'accepted' as const, reason: null } } : {}),
    ...(n % 40 === 3 ? { decision: { ...act, verdict: 'refused' as const, reason: 'Page 2 illisible' } } : {}),
  };
}

/** Its receipt. */
export function madeReceipt(document: StoredDocument): ReceiptRow {
  const { dossier = madeDossier(0), hash = madeHash(0), base } = document;
  return { key: `${dossier}/${base?.box}/${hash}`, dossier, hash, at: (base?.at ?? 0) + 1000, keyId: 'k', valid: true, record: {} };
}

/** Words of a file, plain, some two thousand letters of them. */
export function madeText(n: number): string {
  const words = [
    'facture',
    'total',
    'tva',
    'reglement',
    'echeance',
    'siret',
    'livraison',
    'chantier',
    'quantite',
    'prix',
    'unitaire',
    'remise',
  ];
  let text = `numero ${n} `;
  for (let i = 0; text.length < 2000; i++) text += `${words[(n * 31 + i * 17) % words.length]} ${(n * 7 + i * 13) % 9973} `;
  return text;
}

function idOf(at: number, n: number): DocumentId {
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${n.toString(16).padStart(12, '0')}` as DocumentId;
}
