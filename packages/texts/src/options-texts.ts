/** What the extension’s options page says, its news among it. The same two tables of one type as `texts.ts`. */
import { plural, type Language } from './formats.ts';

const french = {
  title: 'Options de Navette',
  lead: 'Ces réglages valent pour ce navigateur. Ceux de votre identité sont dans « Mon compte ».',
  looks: { title: 'Langue et apparence' },
  keys: {
    title: 'Raccourcis clavier',
    sheet: 'Déposer depuis n’importe quelle page',
    popup: 'Ouvrir la fenêtre de Navette',
    none: 'aucun',
    change: 'Changer ces raccourcis',
    changeHint: 'Le navigateur a une page pour cela.',
    byHand: 'Dans Firefox : Modules complémentaires, roue dentée, « Gérer les raccourcis d’extensions ».',
    letters: 'Dans Navette',
  },
  here: {
    title: 'Cet ordinateur',
    used: 'Place utilisée',
    unknown: 'inconnue',
    firms: 'Cabinets connectés',
    none: 'Aucun pour le moment.',
    waiting: (n: number) => (n === 0 ? 'tout est envoyé' : `${n} ${plural('fr', n, 'envoi', 'envois')} en attente`),
    open: 'Ouvrir Navette',
  },
  sites: {
    title: 'Sites autorisés',
    lead: 'Navette ne lit aucun site de lui-même. Il agit sur la page où vous l’appelez, et sur les sites que vous avez autorisés ici.',
    none: 'Aucun site autorisé.',
    revoke: 'Retirer',
    revokeNamed: (site: string) => `Retirer l’autorisation de ${site}`,
    revoked: (site: string) => `${site} n’est plus autorisé.`,
    portal: 'Dépôt rapide sur le portail',
    portalOn: 'Autorisé sur le portail de votre cabinet.',
    portalAsk: 'Autoriser',
    portalHint: 'Le navigateur vous demandera d’autoriser Navette sur le portail de votre cabinet, et sur lui seul.',
  },
  managed: {
    title: 'Réglages de votre cabinet',
    lead: 'Fixés pour ce navigateur par l’administrateur de votre parc. Vous ne pouvez pas les changer ici.',
    server: 'Adresse de connexion',
    portals: 'Pages du portail',
    locked: 'Verrouillé',
  },
  diagnostic: {
    title: 'Fichier de diagnostic',
    lead: 'À joindre à une demande d’assistance. Il compte ce que Navette garde et dit l’état des envois : ni nom, ni adresse, ni document, ni montant. Lisez-le avant de le donner.',
    make: 'Enregistrer le fichier',
    file: 'navette-diagnostic.json',
    failed: 'Le fichier n’a pas pu être fait. Fermez puis rouvrez le navigateur.',
  },
  version: {
    title: 'Version',
    number: (version: string) => `Navette ${version}`,
    news: 'Nouveautés',
  },
  news: [
    {
      version: '0.1',
      points: [
        'Le suivi des envois réunit vos dépôts et les déclarations de vos logiciels de paie et de fiscalité, avec leur état.',
        'Un seul Navette pour plusieurs cabinets : chacun garde son serveur, et tout part même quand un autre est affiché.',
        'Cette page d’options : raccourcis, sites autorisés, place utilisée, fichier de diagnostic.',
      ],
    },
  ],
};

type OptionsTexts = typeof french;

const english: OptionsTexts = {
  title: 'Navette options',
  lead: 'These settings are for this browser. Those of your identity are under “My account”.',
  looks: { title: 'Language and appearance' },
  keys: {
    title: 'Keyboard shortcuts',
    sheet: 'Deposit from any page',
    popup: 'Open Navette’s window',
    none: 'none',
    change: 'Change these shortcuts',
    changeHint: 'The browser has a page for it.',
    byHand: 'In Firefox: Add-ons, the gear, “Manage Extension Shortcuts”.',
    letters: 'Within Navette',
  },
  here: {
    title: 'This computer',
    used: 'Space used',
    unknown: 'unknown',
    firms: 'Firms signed in to',
    none: 'None yet.',
    waiting: (n) => (n === 0 ? 'everything is sent' : `${n} ${plural('en', n, 'sending', 'sendings')} waiting`),
    open: 'Open Navette',
  },
  sites: {
    title: 'Allowed sites',
    lead: 'Navette reads no site of its own accord. It acts on the page where you call it, and on the sites you allowed here.',
    none: 'No site allowed.',
    revoke: 'Remove',
    revokeNamed: (site) => `Remove the permission of ${site}`,
    revoked: (site) => `${site} is no longer allowed.`,
    portal: 'Quick deposit on the portal',
    portalOn: 'Allowed on your firm’s portal.',
    portalAsk: 'Allow',
    portalHint: 'The browser will ask you to allow Navette on your firm’s portal, and on it alone.',
  },
  managed: {
    title: 'Your firm’s settings',
    lead: 'Set for this browser by whoever runs your computers. You cannot change them here.',
    server: 'Sign-in address',
    portals: 'Portal pages',
    locked: 'Locked',
  },
  diagnostic: {
    title: 'Diagnostic file',
    lead: 'To join to a request for support. It counts what Navette keeps and says how sending stands: no name, no address, no document, no amount. Read it before you give it.',
    make: 'Save the file',
    file: 'navette-diagnostic.json',
    failed: 'The file could not be made. Close the browser and open it again.',
  },
  version: { title: 'Version', number: (version) => `Navette ${version}`, news: 'What is new' },
  news: [
    {
      version: '0.1',
      points: [
        'The follow-up of sendings brings together your deposits and the returns of your payroll and tax software, with their state.',
        'One Navette for several firms: each keeps its server, and everything leaves even while another is on screen.',
        'This options page: shortcuts, allowed sites, space used, diagnostic file.',
      ],
    },
  ],
};

const TABLES: Record<Language, OptionsTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function optionsTexts(language: Language): OptionsTexts {
  return TABLES[language];
}
