/**
 * What the firm asks for and what people say about the documents of the demonstration, all invented.
 *
 * Moments are days before the reference day; a comment names the document it is about by its other party.
 */
import { addDays, frenchMonth, type IsoDay } from './calendar-days.ts';
import type { DemoCompanyCode } from './demo-companies.ts';
import type { DocumentKind } from './documents.ts';
import type { DemoPersonCode } from './people.ts';

export type DemoRequest = {
  readonly company: DemoCompanyCode;
  readonly by: DemoPersonCode;
  readonly daysAgo: number;
  readonly title: string;
  readonly detail: string;
  readonly due?: IsoDay;
  readonly kind: DocumentKind;
};

export type DemoRemark = {
  readonly company: DemoCompanyCode;
  /** The other party of the document it is about: their newest one. Numbers move with the day of the demonstration. */
  readonly about: string;
  readonly by: DemoPersonCode;
  /** Hours after the document came in. */
  readonly after: number;
  readonly text: string;
};

/** The requests still open on `today`: three for Atelier Bonnefoy, one for each other company. */
export function demoRequests(today: IsoDay): readonly DemoRequest[] {
  const lastMonth = frenchMonth(addDays(`${today.slice(0, 7)}-01`, -1)).split(' ')[0] ?? '';
  const ofMonth = /^[aeiouàâéèêîôû]/i.test(lastMonth) ? `d’${lastMonth}` : `de ${lastMonth}`;
  const year = Number(today.slice(0, 4));
  return [
    {
      company: 'bonnefoy',
      by: 'nadia',
      daysAgo: 4,
      title: `Relevé bancaire ${ofMonth}`,
      detail: `Celui du compte courant est arrivé, il manque celui du compte épargne. Sans lui, la TVA ${ofMonth} ne peut pas être déclarée.`,
      due: addDays(today, 4),
      kind: 'bank',
    },
    {
      company: 'bonnefoy',
      by: 'julien',
      daysAgo: 8,
      title: 'Facture Quincaillerie Roblin',
      detail: 'Paiement par carte sans justificatif, 486,20\u202f€.',
      due: addDays(today, 10),
      kind: 'purchase-invoices',
    },
    {
      company: 'bonnefoy',
      by: 'nadia',
      daysAgo: 15,
      title: `Attestation d’assurance décennale ${year + 1}`,
      detail: 'Une page suffit. Elle est jointe à vos devis et au dossier de bilan.',
      due: `${year}-12-31`,
      kind: 'miscellaneous',
    },
    {
      company: 'teppes',
      by: 'julien',
      daysAgo: 6,
      title: 'Facture de la Crèmerie des Alpages',
      detail: 'Il nous manque l’avoir pour les deux plaques de beurre, afin de ne pas payer ce qui n’a pas été livré.',
      due: addDays(today, 11),
      kind: 'purchase-invoices',
    },
    {
      company: 'delorme',
      by: 'nadia',
      daysAgo: 5,
      title: 'Contrat de location du pont élévateur',
      detail: 'Pour vérifier la durée et la dernière échéance avant le bilan.',
      due: addDays(today, 25),
      kind: 'miscellaneous',
    },
  ];
}

/** What both sides wrote, in the order of each document. */
export const DEMO_REMARKS: readonly DemoRemark[] = [
  {
    company: 'bonnefoy',
    about: 'Banque du Haut-Val',
    by: 'nadia',
    after: 26,
    text: 'Le relevé du mois précédent s’arrête au 28. Celui-ci commence-t-il bien au 29\u202f?',
  },
  {
    company: 'bonnefoy',
    about: 'Banque du Haut-Val',
    by: 'claire',
    after: 30,
    text: 'Oui, la banque a décalé l’édition. Il n’y a pas de trou entre les deux.',
  },
  {
    company: 'bonnefoy',
    about: 'Banque du Haut-Val',
    by: 'nadia',
    after: 47,
    text: 'Parfait, je le prends en charge pour la TVA du mois.',
  },
  {
    company: 'bonnefoy',
    about: 'Télécom Hexa',
    by: 'claire',
    after: 52,
    text: 'Je viens de redemander la facture complète à Télécom Hexa, leur site ne donne que la première page.',
  },
  {
    company: 'bonnefoy',
    about: 'Télécom Hexa',
    by: 'nadia',
    after: 54,
    text: 'Merci. Pour les prochaines, l’espace client propose «\u202ffacture détaillée\u202f», qui a toutes les pages.',
  },
  {
    company: 'bonnefoy',
    about: 'Scierie du Vuache',
    by: 'julien',
    after: 22,
    text: 'Bien reçue. Quelle part va au chantier Bellecombe, et quelle part reste en stock\u202f?',
  },
  {
    company: 'bonnefoy',
    about: 'Scierie du Vuache',
    by: 'claire',
    after: 27,
    text: 'Le douglas est entièrement pour Bellecombe. Les panneaux servent aussi à l’école communale, moitié moitié.',
  },
  {
    company: 'bonnefoy',
    about: 'Scierie du Vuache',
    by: 'julien',
    after: 45,
    text: 'Je ventile ainsi. Il me faudra le bon de livraison des panneaux si vous l’avez gardé.',
  },
  {
    company: 'bonnefoy',
    about: 'Mme Anselme',
    by: 'nadia',
    after: 70,
    text: 'L’attestation est complète, le taux de 10\u202f% est justifié. Gardez l’original cinq ans.',
  },
  {
    company: 'bonnefoy',
    about: 'LocaPro Matériel',
    by: 'julien',
    after: 50,
    text: 'Cette location passe en charges de chantier, comme la précédente.',
  },
  {
    company: 'bonnefoy',
    about: 'Carburants Duret',
    by: 'hugo',
    after: 1,
    text: 'C’est la camionnette blanche, celle du chantier de l’hôtel.',
  },
  {
    company: 'teppes',
    about: 'Crèmerie des Alpages',
    by: 'samira',
    after: 3,
    text: 'Le livreur a noté le manque sur le bon. L’avoir devrait suivre sous huit jours.',
  },
  {
    company: 'teppes',
    about: 'Crèmerie des Alpages',
    by: 'julien',
    after: 25,
    text: 'Merci, je garde la facture en attente de l’avoir avant de la comptabiliser.',
  },
  {
    company: 'teppes',
    about: 'Froid Service Mollard',
    by: 'julien',
    after: 49,
    text: 'La facture est au nom de l’ancien exploitant, nous ne pouvons pas récupérer la TVA dessus.',
  },
  {
    company: 'teppes',
    about: 'Froid Service Mollard',
    by: 'samira',
    after: 74,
    text: 'Je les ai appelés, ils refont la facture au nom de la boulangerie.',
  },
  {
    company: 'teppes',
    about: 'Hôtel du Lac Noir',
    by: 'julien',
    after: 30,
    text: 'L’hôtel règle d’habitude à trente jours fin de mois\u202f: pensez à relancer début décembre.',
  },
  {
    company: 'delorme',
    about: 'Taxis du Val',
    by: 'nadia',
    after: 20,
    text: 'Le client est-il bien soumis à la TVA sur la main-d’œuvre du véhicule de remplacement\u202f?',
  },
  {
    company: 'delorme',
    about: 'Taxis du Val',
    by: 'paul',
    after: 24,
    text: 'Oui, c’est un taxi en société. Je peux vous envoyer son numéro de TVA.',
  },
  {
    company: 'delorme',
    about: 'LocaPro Matériel',
    by: 'paul',
    after: 60,
    text: 'D’accord, je l’avais envoyée deux fois par erreur. Vous pouvez l’oublier.',
  },
  {
    company: 'delorme',
    about: 'Comptoir du Pneu',
    by: 'nadia',
    after: 40,
    text: 'Pour l’inventaire, comptez à part les pneus encore en réserve au 31 décembre.',
  },
];
