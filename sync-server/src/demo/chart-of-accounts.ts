// The accounts and journals the demonstration books use, with their labels (plan comptable général).

/** Journal codes in the order they stand within a day. */
export const JOURNALS = {
  AN: 'À nouveaux',
  AC: 'Achats',
  VE: 'Ventes',
  BQ: 'Banque',
  OD: 'Opérations diverses',
} as const;

/** Code of a journal. */
export type JournalCode = keyof typeof JOURNALS;

const ACCOUNTS: Readonly<Record<string, string>> = {
  '101300': 'Capital souscrit, appelé, versé',
  '106100': 'Réserve légale',
  '106800': 'Autres réserves',
  '119000': 'Report à nouveau débiteur',
  '120000': 'Résultat de l’exercice (bénéfice)',
  '129000': 'Résultat de l’exercice (perte)',
  '164100': 'Emprunt bancaire',
  '207000': 'Fonds commercial',
  '215400': 'Matériel industriel',
  '218200': 'Matériel de transport',
  '281540': 'Amortissements du matériel industriel',
  '281820': 'Amortissements du matériel de transport',
  '310000': 'Stock de matières premières',
  '401000': 'Fournisseurs',
  '411000': 'Clients',
  '421000': 'Personnel, rémunérations dues',
  '431000': 'Urssaf',
  '437000': 'Retraite et prévoyance',
  '444000': 'État, impôt sur les bénéfices',
  '445510': 'TVA à décaisser',
  '445620': 'TVA déductible sur immobilisations',
  '445660': 'TVA déductible sur autres biens et services',
  '445670': 'Crédit de TVA à reporter',
  '445710': 'TVA collectée',
  '457000': 'Associés, dividendes à payer',
  '511500': 'Cartes bancaires à encaisser',
  '512000': 'Banque, compte courant',
  '530000': 'Caisse',
  '601000': 'Achats de matières premières',
  '602200': 'Fournitures consommables',
  '602600': 'Emballages',
  '603100': 'Variation des stocks de matières premières',
  '606100': 'Électricité',
  '606140': 'Carburants',
  '606300': 'Petit équipement',
  '613200': 'Loyer de l’atelier',
  '613500': 'Location de matériel',
  '615500': 'Entretien du matériel',
  '616000': 'Assurances',
  '622600': 'Honoraires',
  '626200': 'Télécommunications',
  '627800': 'Frais bancaires',
  '635110': 'Cotisation foncière des entreprises',
  '641100': 'Salaires',
  '645100': 'Cotisations Urssaf',
  '645300': 'Cotisations de retraite et de prévoyance',
  '661160': 'Intérêts de l’emprunt',
  '681120': 'Dotations aux amortissements',
  '695000': 'Impôt sur les bénéfices',
  '701000': 'Ventes de produits finis',
  '704000': 'Travaux',
  '706000': 'Prestations de services',
};

/** Label of an account. Throws RangeError when the books use one that is not in the chart. */
export function accountLabel(account: string): string {
  const label = ACCOUNTS[account];
  if (label === undefined) throw new RangeError(`account without label: ${account}`);
  return label;
}
