/** What the follow-up of sendings says. The same two tables of one type as `texts.ts`. */
import type { SendingKind, SendingState } from '@navette/rooms/records';
import { plural, type Language } from './formats.ts';

const french = {
  title: 'Suivi des envois',
  open: 'Envoi ouvert',
  close: 'Fermer',
  tabsLabel: 'Ce qui est montré',
  tabs: { all: 'Tout', declarations: 'Déclarations', deposits: 'Dépôts' },
  kinds: {
    dsn: 'DSN',
    pas: 'Prélèvement à la source',
    vat: 'TVA',
    'corporate-tax': 'Impôt sur les sociétés',
    'annual-accounts': 'Comptes annuels',
    payslips: 'Bulletins de paie',
    other: 'Autre envoi',
  } satisfies Record<SendingKind, string>,
  states: {
    prepared: 'Préparé',
    sent: 'Envoyé',
    received: 'Reçu',
    accepted: 'Accepté',
    rejected: 'Rejeté',
  } satisfies Record<SendingState, string>,
  rejectedFor: (reason: string) => `Rejeté : ${reason}`,
  filters: {
    text: 'Filtrer les envois',
    hint: 'Filtrer',
    kind: 'Type',
    period: 'Période',
    state: 'État',
    all: 'Tous',
    everyPeriod: 'Toutes',
    declarations: 'Déclarations',
    deposits: 'Dépôts',
    clear: 'Enlever les filtres',
  },
  count: (n: number, written: string) => `${written} ${plural('fr', n, 'envoi', 'envois')}`,
  head: { mark: 'Nature', sending: 'Envoi', kind: 'Type et période', last: 'Date', state: 'État' },
  empty: 'Aucun envoi pour le moment',
  emptyDeclarations: 'Aucune déclaration pour le moment',
  emptyDeposits: 'Aucun dépôt pour le moment',
  emptyHint:
    'Les déclarations envoyées par votre logiciel de paie ou de fiscalité paraîtront ici, avec leur état, dès qu’il sera relié à Navette.',
  emptyAsk: 'Pour le relier, demandez une clé d’API à votre cabinet, ou à l’administrateur de votre société.',
  emptyDepositsHint: 'Ce que vous déposez paraît ici, du départ jusqu’à la décision du cabinet.',
  connect: 'Relier un logiciel',
  nothing: 'Rien ne correspond à ces filtres',
  nothingHint: 'Enlevez un filtre, ou cherchez un autre mot.',
  unknown: 'Cet envoi n’est pas sur cet ordinateur.',
  track: 'Étapes de l’envoi',
  history: 'Historique',
  facts: {
    company: 'Société',
    recipient: 'Destinataire',
    period: 'Période',
    product: 'Logiciel',
    reference: 'Référence',
  },
  claimed: (product: string, at: string) => `D’après ${product} : ${at}`,
  rejectedHint: (product: string) => `La correction se fait dans ${product}, qui enverra une déclaration corrective.`,
  corrects: 'Corrige',
  correctedBy: 'Corrigé par',
  openDocument: 'Ouvrir le document',
  keys: { tabs: 'onglets', filter: 'filtrer' },
};

type SendingsTexts = typeof french;

const english: SendingsTexts = {
  title: 'Sending follow-up',
  open: 'Open sending',
  close: 'Close',
  tabsLabel: 'What is shown',
  tabs: { all: 'All', declarations: 'Returns', deposits: 'Deposits' },
  kinds: {
    dsn: 'DSN',
    pas: 'Withholding tax',
    vat: 'VAT',
    'corporate-tax': 'Corporate tax',
    'annual-accounts': 'Annual accounts',
    payslips: 'Payslips',
    other: 'Other',
  },
  states: { prepared: 'Prepared', sent: 'Sent', received: 'Received', accepted: 'Accepted', rejected: 'Rejected' },
  rejectedFor: (reason) => `Rejected: ${reason}`,
  filters: {
    text: 'Filter sendings',
    hint: 'Filter',
    kind: 'Kind',
    period: 'Period',
    state: 'State',
    all: 'All',
    everyPeriod: 'All',
    declarations: 'Returns',
    deposits: 'Deposits',
    clear: 'Clear filters',
  },
  count: (n, written) => `${written} ${plural('en', n, 'sending', 'sendings')}`,
  head: { mark: 'Nature', sending: 'Sending', kind: 'Kind and period', last: 'Date', state: 'State' },
  empty: 'No sending yet',
  emptyDeclarations: 'No return yet',
  emptyDeposits: 'No deposit yet',
  emptyHint: 'Returns sent by your payroll or tax software will appear here with their state, once it is connected to Navette.',
  emptyAsk: 'To connect it, ask your firm or your company’s administrator for an API key.',
  emptyDepositsHint: 'What you deposit appears here, from its departure to the firm’s decision.',
  connect: 'Connect software',
  nothing: 'Nothing matches these filters',
  nothingHint: 'Clear a filter, or look for another word.',
  unknown: 'This sending is not on this computer.',
  track: 'Steps of the sending',
  history: 'History',
  facts: { company: 'Company', recipient: 'Recipient', period: 'Period', product: 'Software', reference: 'Reference' },
  claimed: (product, at) => `According to ${product}: ${at}`,
  rejectedHint: (product) => `It is put right in ${product}, which will send a correction.`,
  corrects: 'Corrects',
  correctedBy: 'Corrected by',
  openDocument: 'Open the document',
  keys: { tabs: 'tabs', filter: 'filter' },
};

const TABLES: Record<Language, SendingsTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function sendingsTexts(language: Language): SendingsTexts {
  return TABLES[language];
}
