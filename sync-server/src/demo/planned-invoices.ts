// The invoices of the demonstration that exist as documents, by company: what they say and how the firm treated them.
// The ledger books the same ones, so a figure can be followed down to its document.
// Dates are counted back from the reference day.

import type { DemoCompanyCode } from './demo-companies.ts';
import type { DemoCustomerKey } from './demo-customers.ts';
import type { DemoSupplierKey } from './demo-suppliers.ts';
import { type InvoiceLine, invoiceLine as line } from './invoice-amounts.ts';

/** What became of a document at the firm. */
export type DemoFate = 'received' | 'taken' | 'accepted' | 'refused';

/** An invoice to draw and to book. */
export interface PlannedInvoice {
  readonly party:
    | { readonly direction: 'purchase'; readonly key: DemoSupplierKey }
    | { readonly direction: 'sale'; readonly key: DemoCustomerKey };
  /** Days between the invoice and the reference day. */
  readonly daysAgo: number;
  readonly lines: readonly InvoiceLine[];
  readonly fate: DemoFate;
  /** Above the table; {mois} and {mois précédent} stand for the month of the invoice and the one before. */
  readonly subject?: string;
  readonly reason?: string;
  readonly comment?: string;
  readonly paging?: string;
  readonly exemption?: string;
  readonly usage?: { readonly caption: string; readonly values: readonly number[] };
}

type Details = Omit<PlannedInvoice, 'party' | 'daysAgo' | 'lines' | 'fate'>;

function bought(
  key: DemoSupplierKey,
  daysAgo: number,
  fate: DemoFate,
  lines: readonly InvoiceLine[],
  details: Details = {},
): PlannedInvoice {
  return { party: { direction: 'purchase', key }, daysAgo, lines, fate, ...details };
}

function sold(key: DemoCustomerKey, daysAgo: number, fate: DemoFate, lines: readonly InvoiceLine[], details: Details = {}): PlannedInvoice {
  return { party: { direction: 'sale', key }, daysAgo, lines, fate, ...details };
}

const INSURANCE = 'Opération d’assurance exonérée de TVA, article 261 C, 2° du code général des impôts.';

const BONNEFOY: readonly PlannedInvoice[] = [
  bought('roblin', 2, 'accepted', [
    line('Charnières invisibles, laiton brossé (paire)', 12, 14.2),
    line('Coulisses à sortie totale 500 mm (paire)', 8, 18.9),
    line('Vis à bois inox 5 × 60 (boîte de 200)', 3, 21.49),
    line('Poignées de meuble, chêne tourné', 10, 1.91),
  ]),
  sold(
    'valbrenne',
    8,
    'accepted',
    [
      line('Bancs et vestiaires en mélèze, fourniture (ml)', 26, 310),
      line('Pose et fixation', 1, 2890),
      line('Finition huile dure, deux couches', 1, 1400),
    ],
    { subject: 'École communale, vestiaires du préau' },
  ),
  bought('cimes', 11, 'accepted', [line('Abonnement 36 kVA', 1, 46.37), line('Électricité (kWh)', 4116, 0.1594)], {
    subject: 'Électricité, {mois précédent}',
    usage: {
      caption: 'Consommation des douze derniers mois, en kWh',
      values: [4480, 4710, 4865, 4590, 4302, 3788, 3260, 2944, 1870, 3405, 3962, 4116],
    },
  }),
  bought(
    'hexa',
    17,
    'refused',
    [line('Fibre professionnelle, abonnement', 1, 54), line('Lignes mobiles', 3, 14.5), line('Option secours 4G', 1, 5)],
    {
      subject: 'Votre facture de télécommunications',
      paging: 'Page 1 sur 2',
      reason: 'Page 2 manquante\u202f: merci de déposer la facture complète.',
    },
  ),
  bought(
    'vuache',
    37,
    'taken',
    [
      line('Chêne massif séché, plateaux 54 mm (m³)', 1.8, 1290),
      line('Mélèze raboté, lames 27 × 145 mm (m²)', 42, 31.9),
      line('Contreplaqué bouleau 18 mm', 12, 74.5),
      line('Livraison', 1, 68),
    ],
    { comment: 'Bois du chantier Bellecombe, à répartir sur deux lots.' },
  ),
  sold(
    'bellecombe',
    44,
    'accepted',
    [
      line('Habillage du hall, panneaux de chêne (m²)', 38, 142),
      line('Banquettes sur mesure', 4, 526),
      line('Pose, deux compagnons (jours)', 1, 500),
    ],
    { subject: 'Résidence Bellecombe, hall d’entrée' },
  ),
  bought('locapro', 68, 'accepted', [
    line('Échafaudage roulant 6 m (jours)', 9, 62),
    line('Ponceuse à bande (jours)', 4, 38),
    line('Transport aller et retour', 1, 100),
  ]),
  sold(
    'anselme',
    118,
    'accepted',
    [
      line('Fenêtres bois deux vantaux, double vitrage', 3, 980, 5.5),
      line('Dépose des anciens ouvrants', 1, 360, 10),
      line('Placard d’entrée en frêne', 1, 1240, 20),
    ],
    { subject: 'Maison de Mme Anselme', comment: 'Attestation de TVA à taux réduit signée par la cliente.' },
  ),
  bought(
    'montclar',
    136,
    'accepted',
    [
      line('Garantie décennale, prime du trimestre', 1, 812.35, 0),
      line('Responsabilité civile professionnelle', 1, 221.96, 0),
      line('Taxe sur les conventions d’assurance', 1, 93.09, 0),
    ],
    { exemption: INSURANCE, subject: 'Contrat 740-22-118, appel de cotisation' },
  ),
  bought('vuache', 289, 'accepted', [
    line('Frêne blanc, avivés 34 mm (m³)', 1.2, 1140),
    line('Panneaux trois plis épicéa 19 mm', 18, 68.4),
    line('Livraison', 1, 68),
  ]),
];

const TEPPES: readonly PlannedInvoice[] = [
  bought('arvanne', 6, 'received', [
    line('Farine de tradition T65 (sac de 25 kg)', 48, 21.4, 5.5),
    line('Farine de seigle T130 (sac de 25 kg)', 10, 24.9, 5.5),
    line('Levain actif (seau de 5 kg)', 4, 18.5, 5.5),
  ]),
  bought(
    'alpages',
    15,
    'taken',
    [
      line('Beurre de tourage, plaques de 2 kg', 30, 17.8, 5.5),
      line('Crème entière 35\u202f% (bidon de 10 l)', 6, 39.9, 5.5),
      line('Œufs de plein air (plateau de 30)', 24, 6.35, 5.5),
    ],
    { comment: 'Deux plaques de beurre manquaient, avoir demandé au livreur.' },
  ),
  sold(
    'lacNoir',
    20,
    'accepted',
    [
      line('Baguettes de tradition', 620, 0.98, 5.5),
      line('Viennoiseries assorties', 480, 0.92, 5.5),
      line('Plateaux du petit déjeuner', 12, 34, 10),
    ],
    { subject: 'Livraisons, {mois}' },
  ),
  bought(
    'cimes',
    39,
    'accepted',
    [
      line('Abonnement 60 kVA', 1, 78.4),
      line('Électricité, heures pleines (kWh)', 2350, 0.1782),
      line('Électricité, heures creuses (kWh)', 3120, 0.1316),
    ],
    {
      subject: 'Électricité, {mois précédent}',
      usage: {
        caption: 'Consommation des douze derniers mois, en kWh',
        values: [5720, 5910, 6120, 6044, 5835, 5610, 5480, 5390, 5215, 4102, 4380, 5470],
      },
    },
  ),
  bought('vernay', 52, 'accepted', [
    line('Sachets kraft baguette (carton de 1\u202f000)', 6, 31.2),
    line('Boîtes pâtissières 20 × 20 (lot de 50)', 8, 14.75),
    line('Papier mousseline (rame)', 4, 19.9),
  ]),
  bought(
    'mollard',
    96,
    'refused',
    [
      line('Dépannage chambre de pousse, main-d’œuvre (heures)', 3.5, 68),
      line('Ventilateur évaporateur', 1, 214.6),
      line('Déplacement', 1, 45),
    ],
    { reason: 'La facture est au nom de l’ancien exploitant\u202f: demandez un document rectifié.' },
  ),
  sold('creche', 142, 'accepted', [line('Pains de mie sans sucre', 88, 2.9, 5.5), line('Goûters de fête', 60, 3.4, 10)], {
    subject: 'Livraisons, {mois précédent}',
  }),
  bought('arvanne', 257, 'accepted', [
    line('Farine de tradition T65 (sac de 25 kg)', 60, 21.1, 5.5),
    line('Graines mélangées (sac de 10 kg)', 5, 32.8, 5.5),
  ]),
  bought(
    'montclar',
    227,
    'accepted',
    [line('Multirisque du commerçant, prime du trimestre', 1, 402.75, 0), line('Taxe sur les conventions d’assurance', 1, 36.25, 0)],
    { exemption: INSURANCE, subject: 'Contrat 740-31-004, appel de cotisation' },
  ),
];

const DELORME: readonly PlannedInvoice[] = [
  bought('rochas', 3, 'received', [
    line('Kit de distribution avec pompe à eau', 2, 164.9),
    line('Plaquettes de frein avant (jeu)', 6, 38.45),
    line('Disques de frein avant (paire)', 3, 82.3),
    line('Filtres à huile', 20, 6.15),
  ]),
  sold(
    'taxi',
    9,
    'taken',
    [
      line('Révision complète, trois véhicules', 3, 189),
      line('Remplacement des plaquettes avant', 2, 124.5),
      line('Huile moteur 5W-30 (litres)', 15.5, 11.8),
    ],
    { subject: 'Entretien de la flotte, {mois}' },
  ),
  bought(
    'arly',
    24,
    'accepted',
    [line('Pneus hiver 205/55 R16', 16, 71.4), line('Pneus hiver 195/65 R15', 8, 62.9), line('Contribution au recyclage', 24, 1.4)],
    { comment: 'Stock pour la saison, une partie reste en réserve.' },
  ),
  bought('orsane', 47, 'accepted', [
    line('Huile 5W-30, fût de 208 litres', 1, 842),
    line('Liquide de refroidissement (bidon de 20 l)', 4, 46.5),
    line('Liquide de frein DOT 4 (carton de 12)', 2, 58.8),
  ]),
  bought('hexa', 78, 'accepted', [line('Fibre professionnelle, abonnement', 1, 54), line('Lignes mobiles', 2, 14.5)], {
    subject: 'Votre facture de télécommunications',
  }),
  sold(
    'aravelles',
    103,
    'accepted',
    [line('Fourgon, remplacement de l’embrayage (heures)', 6.5, 72), line('Kit d’embrayage', 1, 438.6), line('Volant moteur', 1, 512.4)],
    { subject: 'Fourgon de livraison, ordre de réparation 26-0417' },
  ),
  bought('locapro', 126, 'refused', [line('Nacelle 12 m (jours)', 2, 145), line('Transport aller et retour', 1, 100)], {
    reason: 'Ce document a déjà été déposé.',
  }),
  bought('rochas', 214, 'accepted', [
    line('Amortisseurs arrière (paire)', 2, 118.7),
    line('Batterie 70 Ah', 4, 89.9),
    line('Courroies d’accessoires', 5, 17.6),
  ]),
  bought(
    'montclar',
    227,
    'accepted',
    [line('Responsabilité civile garage, prime du trimestre', 1, 618.5, 0), line('Taxe sur les conventions d’assurance', 1, 55.67, 0)],
    { exemption: INSURANCE, subject: 'Contrat 740-45-090, appel de cotisation' },
  ),
];

/** The invoices of each company that exist as documents, most recent first. */
export const PLANNED_INVOICES: Readonly<Record<DemoCompanyCode, readonly PlannedInvoice[]>> = {
  bonnefoy: BONNEFOY,
  teppes: TEPPES,
  delorme: DELORME,
};
