/** The people, companies and figures of the samples. All invented. */
import type { AccountView, CommentView, Departure, DocumentRow, DossierView, PersonView, RequestView } from '@navette/device/model';
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { DocumentState } from '@navette/domain/document-state';
import type { BlobHash, CommentId, DocumentId, DossierId, FirmId, UserId } from '@navette/kernel/ids';
import type { TrayItem } from '@navette/protocol/leaving';
import type { LedgerManifest } from '@navette/rooms/ledger-records';

/** Friday 20 November 2026, 14:50 in Paris. */
export const SAMPLE_NOW = Date.parse('2026-11-20T13:50:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A stable id per family and number. */
export function sampleId<T extends string>(family: number, n: number): T {
  return `0192f000-${family.toString(16).padStart(4, '0')}-7000-8000-${n.toString(16).padStart(12, '0')}` as T;
}
export function sampleHash(n: number): BlobHash {
  return (n.toString(16).padStart(8, '0') + 'c0ffee5a17e9b3d42f8816ac').repeat(2).slice(0, 64) as BlobHash;
}

export const CLAIRE = sampleId<UserId>(1, 1);
export const NADIA = sampleId<UserId>(1, 2);
export const JULES = sampleId<UserId>(1, 3);
const PEOPLE: readonly PersonView[] = [
  { id: CLAIRE, name: 'Claire Morel', side: 'client', title: 'Gérante' },
  { id: NADIA, name: 'Nadia Ferrand', side: 'staff', title: 'Cheffe de mission' },
  { id: JULES, name: 'Jules Kessler', side: 'staff', title: 'Collaborateur' },
];
const FIRM = { id: sampleId<FirmId>(2, 1), name: 'Cabinet Aubrac Conseil' };
const clientRight = {
  side: 'client',
  deposit: ['common', 'pay'],
  read: ['common', 'pay'],
  archive: ['common'],
  accounts: 'read',
  admin: true,
} as const;

export const ATELIER = sampleId<DossierId>(3, 1);
const dossier = (n: number, name: string, siren: string, side: 'client' | 'staff'): DossierView => ({
  id: sampleId<DossierId>(3, n),
  name,
  siren,
  right: side === 'staff' ? { side: 'staff' } : clientRight,
  fileLimit: 100 * 1024 * 1024,
});
const NAMES = [
  'Atelier Bonnefoy',
  'Aux Trois Sapins',
  'Bergerie du Salève d’en Haut',
  'Boulangerie Chappaz',
  'Cabinet dentaire Royet',
  'Cave des Aravelles',
  'Charpente Mugnier',
  'Clinique vétérinaire Orsat',
  'Coiffure Lumen',
  'Garage Perrolaz',
  'Hôtel du Lac Noir',
  'Imprimerie Cordel',
  'Jardins de Valbrenne',
  'Librairie du Pont Vieux',
  'Mécanique Tissot-Brun',
  'Optique Dancet',
  'Pharmacie de la Halle',
  'Plomberie Jacquier',
  'Restaurant La Vouivre',
  'SCI Les Tilleuls',
  'Transports Gavard',
];
const siren = (n: number) => String(552_100_000 + n * 7919);

export function sampleAccount(
  side: 'client' | 'staff',
  companies: number,
  demo: boolean,
  migration: AccountView['migration'],
): AccountView {
  const names =
    side === 'staff'
      ? Array.from({ length: companies }, (_, n) => NAMES[n] ?? `${NAMES[n % NAMES.length]} ${Math.floor(n / NAMES.length) + 1}`)
      : [NAMES[0] ?? '', 'SCI Les Tilleuls'].slice(0, companies);
  const me =
    side === 'staff'
      ? { id: NADIA, name: 'Nadia Ferrand', email: 'nadia.ferrand@aubrac.example', title: 'Cheffe de mission' }
      : { id: CLAIRE, name: 'Claire Morel', email: 'claire@bonnefoy.example', title: 'Gérante' };
  return {
    user: me,
    firm: { ...FIRM, demo },
    dossiers: names.map((name, n) => dossier(n + 1, name, siren(n), side)),
    people: new Map(PEOPLE.map((person) => [person.id, person])),
    migration,
    side,
    session: { origin: 'https://portail.aubrac.example', until: SAMPLE_NOW + 27 * DAY },
    security: { v: 1, password: true, totp: null, passkeys: [], recoveryCodes: 0, wanted: true, providers: [] },
  };
}

type Line = readonly [name: string, kind: DocumentKind, state: DocumentState, daysBack: number, more?: Partial<DocumentRow>];

const LINES: readonly Line[] = [
  [
    'Bois & Cie Favre, BF-3512.pdf',
    'purchase-invoices',
    'local',
    0.01,
    { delay: { problem: 'server-down', nextAt: SAMPLE_NOW + 10 * MINUTE }, progress: 136_000, size: 212_000 },
  ],
  [
    'Scierie du Vuache, F-2026-1187.pdf',
    'purchase-invoices',
    'sent',
    0.02,
    { origin: 'https://vuache.example/factures', comment: 'Bois du chantier Bellecombe, à répartir sur deux lots.' },
  ],
  ['Ticket Carburants Duret', 'cash', 'received', 0.16, { type: 'image/jpeg' }],
  ['Relevé compte courant, octobre', 'bank', 'taken', 1.1, { comments: 1 }],
  ['Quincaillerie Roblin, 2210-884.pdf', 'purchase-invoices', 'accepted', 2.2],
  ['Télécom Hexa, photo', 'purchase-invoices', 'refused', 3.1, { reason: 'La page 2 est illisible.', comments: 1 }],
  ['Commune de Valbrenne, VE-2026-0312.pdf', 'sales-invoices', 'accepted', 8],
  ['LocaPro Matériel, LP-55210.pdf', 'purchase-invoices', 'taken', 10, { kindConflict: ['purchase-invoices', 'miscellaneous'] }],
  ['Énergie des Cimes, novembre.pdf', 'purchase-invoices', 'accepted', 11],
  ['Résidence Bellecombe, VE-2026-0309.pdf', 'sales-invoices', 'accepted', 14],
  ['Assurances Montclar, appel de cotisation.pdf', 'official-letters', 'accepted', 16],
  ['Export des heures, octobre.csv', 'data', 'accepted', 18, { type: 'text/csv' }],
];

/** What is said of a document beside its state, while nothing is. */
export const UNSAID = {
  facts: null,
  from: null,
  turn: 0,
  booked: null,
  moved: null,
  binnedAt: null,
  retained: null,
  verdict: null,
} as const;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What was read in an invoice, of those of which something was. */
function sampleFacts(name: string, kind: DocumentKind, at: number, n: number): DocumentRow['facts'] {
  if (kind !== 'purchase-invoices' && kind !== 'sales-invoices') return null;
  const [issuer = name, number] = name.replace(/\.pdf$/, '').split(', ');
  return {
    v: 1,
    by: n % 4 === 0 ? 'structure' : 'text',
    issuer: issuer.replace(/ \d+$/, ''),
    number: number !== undefined && /\d/.test(number) ? number : `F-${2600 + n}`,
    date: dayOf(at - (3 + (n % 9)) * DAY),
    total: n % 17 === 5 ? -((n * 4_861) % 60_000) - 900 : ((n * 48_611 + 55_48_56) % 1_482_000) + 1200,
    currency: 'EUR',
  };
}

/** Rows of one dossier: the twelve above, then older accepted ones up to the count. */
export function sampleRows(dossierId: DossierId, count: number, family = 4): DocumentRow[] {
  return Array.from({ length: count }, (_, n) => {
    const line: Line = LINES[n] ?? [
      `${LINES[4 + (n % 8)]?.[0].split(',')[0] ?? ''} ${n}.pdf`,
      (['purchase-invoices', 'sales-invoices', 'bank'] as const)[n % 3] ?? 'bank',
      'accepted',
      20 + n * 0.4,
    ];
    const [name, kind, state, back, more] = line;
    const at = Math.round(SAMPLE_NOW - back * DAY);
    const reached = ['local', 'sent', 'received', 'taken', 'accepted'].indexOf(state === 'refused' ? 'accepted' : state);
    return {
      id: sampleId<DocumentId>(family, n + 1),
      dossier: dossierId,
      box: 'common',
      year: new Date(at).getUTCFullYear(),
      name,
      kind,
      kindConflict: null,
      type: 'application/pdf',
      size: 84_000 + ((n * 48_611) % 1_900_000),
      hash: sampleHash(family * 100_000 + n),
      capturedAt: at,
      author: CLAIRE,
      state,
      sentAt: reached >= 1 ? at + MINUTE : null,
      receivedAt: reached >= 2 ? at + 2 * MINUTE : null,
      takenAt: reached >= 3 ? at + 90 * MINUTE : null,
      takenBy: reached >= 3 ? NADIA : null,
      decidedAt: reached >= 4 ? at + 92 * MINUTE : null,
      decidedBy: reached >= 4 ? NADIA : null,
      reason: null,
      ...UNSAID,
      facts: sampleFacts(name, kind, at, n),
      booked: n > 12 && n % 3 === 0 ? { on: dayOf(at + 4 * DAY), by: NADIA } : null,
      withdrawn: false,
      answers: null,
      comments: 0,
      delay: null,
      progress: null,
      ...more,
    };
  });
}

const ASKED = { box: 'common', askedAt: SAMPLE_NOW - 9 * DAY, state: 'open', none: null, closed: null, answeredBy: [] } as const;

export const SAMPLE_REQUESTS: readonly RequestView[] = [
  {
    id: sampleId(5, 1),
    dossier: ATELIER,
    title: 'Relevé bancaire d’octobre',
    detail: 'pour la TVA du 24 novembre',
    due: '2026-11-24',
    kind: 'bank',
    by: NADIA,
    ...ASKED,
  },
  {
    id: sampleId(5, 2),
    dossier: ATELIER,
    title: 'Facture Quincaillerie Roblin',
    detail: 'Paiement du 3 octobre sans justificatif, 486,20\u202f€',
    due: '2026-11-30',
    kind: 'purchase-invoices',
    by: null,
    ...ASKED,
  },
  {
    id: sampleId(5, 3),
    dossier: ATELIER,
    title: 'Attestation d’assurance décennale 2027',
    detail: 'Demandée pour le bilan',
    due: '2026-12-31',
    kind: 'miscellaneous',
    by: null,
    ...ASKED,
  },
  {
    id: sampleId(5, 4),
    dossier: ATELIER,
    title: 'Contrat de location LocaPro',
    due: '2026-11-02',
    kind: 'miscellaneous',
    by: JULES,
    ...ASKED,
    state: 'answered',
    answeredBy: [sampleId<DocumentId>(4, 8)],
  },
];

export const SAMPLE_COMMENTS: ReadonlyMap<string, readonly CommentView[]> = new Map([
  [
    sampleId(4, 6),
    [
      {
        id: sampleId<CommentId>(6, 1),
        about: sampleId<DocumentId>(4, 6),
        text: 'La facture existe en PDF dans votre espace Télécom Hexa, c’est le plus simple.',
        author: NADIA,
        at: SAMPLE_NOW - 3 * DAY,
        sent: true,
      },
    ],
  ],
  [
    sampleId(4, 4),
    [
      {
        id: sampleId<CommentId>(6, 2),
        about: sampleId<DocumentId>(4, 4),
        text: 'Le relevé de septembre s’arrêtait au 28. Celui-ci commence bien au 29.',
        author: CLAIRE,
        at: SAMPLE_NOW - DAY,
        sent: true,
      },
    ],
  ],
]);

function ledger(year: number, months: number, grow: number): LedgerManifest {
  const list = Array.from({ length: months }, (_, n) => {
    const wave = [0.92, 0.88, 1.08, 0.98, 1.06, 1.16, 0.9, 0.62, 1.09, 1.13, 1.0, 1.18][n] ?? 1;
    return {
      month: `${year}-${String(n + 1).padStart(2, '0')}`,
      revenue: Math.round(4_080_600 * wave * grow),
      charges: Math.round(3_352_100 * (0.3 + wave * 0.7) * grow),
      cash: Math.round((2_100_000 + n * 290_000) * grow),
      receivables: Math.round(5_240_000 * wave * grow),
      payables: Math.round(3_010_000 * (2 - wave) * grow),
    };
  });
  const last = list.at(-1);
  const sum = (key: 'revenue' | 'charges') => list.reduce((total, month) => total + month[key], 0);
  return {
    v: 1,
    fiscalYear: year,
    through: `${year}-${String(months).padStart(2, '0')}-28`,
    hash: sampleHash(year),
    name: `FEC ${year}.txt`,
    published: true,
    months: list,
    totals: {
      revenue: sum('revenue'),
      charges: sum('charges'),
      cash: last?.cash ?? 0,
      receivables: last?.receivables ?? 0,
      payables: last?.payables ?? 0,
    },
  };
}
export const SAMPLE_LEDGERS: readonly LedgerManifest[] = [ledger(2026, 10, 1), ledger(2025, 12, 0.955)];

export const SAMPLE_DEPARTURES: readonly Departure[] = [
  {
    id: 'a',
    at: SAMPLE_NOW - 3 * DAY,
    firm: 'Cabinet Aubrac Conseil',
    dossiers: [{ name: 'Aux Trois Sapins', whole: true }],
    documents: 2,
    others: 1,
  },
];

/** The firm's tray: a drawer of papers, a comment, and one whose file has not come. @param mine whether the reader works on the dossier */
export function sampleHandedIn(mine: boolean): TrayItem[] {
  const item = (n: number, by: string, name: string, also: Partial<TrayItem> = {}): TrayItem => ({
    n,
    user: sampleId(1, n === 4 ? 41 : 40),
    name: by,
    dossier: n === 4 ? sampleId(3, 2) : ATELIER,
    dossierName: n === 4 ? 'Aux Trois Sapins' : 'Atelier Bonnefoy',
    mine: n === 4 ? false : mine,
    what: 'deposit',
    document: sampleId(4, 900 + n),
    said: [
      [
        sampleId(4, 900 + n),
        {
          v: 1,
          hash: sampleHash(900 + n),
          size: 84_000 * n,
          type: 'application/pdf',
          name,
          kind: n === 2 ? 'payroll' : 'purchase-invoices',
          captured: SAMPLE_NOW - (n + 3) * DAY,
          ...(n === 1 ? { comment: 'Bois du chantier Perrin, à répartir sur deux lots.' } : {}),
        },
      ],
    ],
    file: { hash: sampleHash(900 + n), size: 84_000 * n, name, type: 'application/pdf', arrived: true },
    made: SAMPLE_NOW - (n + 3) * DAY,
    at: SAMPLE_NOW - 2 * DAY,
    ...also,
  });
  return [
    item(1, 'Bastien Loubet', 'FA-2026-0411 scierie.pdf'),
    item(2, 'Bastien Loubet', 'heures-octobre-equipe-atelier.pdf'),
    item(3, 'Bastien Loubet', '', {
      what: 'comment',
      said: [
        [sampleId(10, 30), { v: 1, about: sampleId(4, 3), text: 'Le fournisseur a renvoyé une facture corrigée, celle-ci est à oublier.' }],
      ],
      file: null,
    }),
    item(4, 'Inès Caradec', 'releve-mars.pdf', {
      file: { hash: sampleHash(9), size: 61_000, name: 'releve-mars.pdf', type: 'application/pdf', arrived: false },
    }),
  ];
}
