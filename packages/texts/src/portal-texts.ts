/**
 * What only the web portal says: the set-up of a new firm, the door of the demonstration, a new version.
 *
 * The same two tables of one type as `texts.ts`; the portal's screens take everything else from there.
 */
import type { Language } from './formats.ts';

const french = {
  setUp: {
    title: 'Installer votre cabinet',
    lead: 'Ce lien ne sert qu’une fois. Il nomme le cabinet et crée son premier administrateur.',
    firmPart: 'Le cabinet',
    adminPart: 'Vous, son administrateur',
    firmName: 'Nom du cabinet',
    firmNameHint: 'Tel que vos clients le liront.',
    name: 'Prénom et nom',
    email: 'Adresse e-mail',
    emailHint: 'Elle sert à vous connecter. Personne d’autre ne doit la lire.',
    password: 'Mot de passe',
    passwordHint:
      'Douze caractères au moins. Quatre mots sans rapport entre eux conviennent ; une suite de chiffres ou un mot de passe courant, non.',
    show: 'Afficher le mot de passe',
    hide: 'Masquer le mot de passe',
    submit: 'Installer le cabinet',
    working: 'Installation',
    stepsLabel: 'Étapes',
    steps: [
      { title: 'Nommer le cabinet', detail: 'Et créer votre accès' },
      { title: 'Ouvrir Navette', detail: 'Vous y entrez aussitôt' },
      { title: 'Ajouter vos dossiers', detail: 'Et les personnes qui y déposent' },
    ],
    why: 'Où sont les données',
    whyText: 'Sur ce serveur, dans le dossier que vous lui avez donné, et sur les appareils des personnes connectées. Nulle part ailleurs.',
    whyBackup: 'Sauvegardez ce dossier, clé de signature comprise : sans elle, les accusés de réception ne se vérifient plus.',
    errors: {
      firmName: 'Écrivez le nom du cabinet, deux caractères au moins.',
      name: 'Écrivez votre prénom et votre nom.',
      email: 'Écrivez une adresse e-mail complète, comme nom@cabinet.fr.',
      tooShort: (n: number) => `Il manque ${n === 1 ? 'un caractère' : `${n} caractères`} : douze au moins.`,
      tooLong: 'Cent vingt-huit caractères au plus.',
      weak: 'Ce mot de passe est trop facile à deviner. Choisissez-en un autre, par exemple quatre mots sans rapport entre eux.',
      unreachable: 'Le serveur ne répond pas. Vérifiez qu’il est démarré, puis réessayez ; rien n’est perdu de ce que vous avez écrit.',
      wait: (seconds: number) => `Trop d’essais. Réessayez dans ${seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`}.`,
    },
    spentTitle: 'Ce lien ne sert plus',
    spentText: 'Il a déjà servi, ou le serveur en a affiché un plus récent.',
    spentAdmin: 'Si le cabinet est installé, connectez-vous avec l’adresse et le mot de passe choisis ce jour-là.',
    spentOther:
      'Sinon, redémarrez le serveur : tant que le cabinet n’a pas d’administrateur, il affiche un nouveau lien à chaque démarrage.',
    missingTitle: 'Ce lien est incomplet',
    missingText: 'Copiez l’adresse entière que le serveur affiche à son démarrage, jusqu’au dernier caractère.',
    signIn: 'Se connecter',
  },
  demo: {
    title: 'Démonstration',
    opening: 'Ouverture de la démonstration',
    spent: 'Ce lien ne sert plus : le serveur a redémarré depuis. Reprenez celui qu’il affiche maintenant.',
    unreachable: 'Le serveur ne répond pas. Vérifiez qu’il est démarré, puis réessayez.',
    storeRefused:
      'Ce navigateur ne laisse rien garder ici : fenêtre privée, ou disque plein. Navette a besoin de garder vos documents sur cet appareil.',
    notDemo: 'Ce serveur n’est pas une démonstration.',
    factor: 'Cette personne a un second facteur : connectez-vous avec le mot de passe de la démonstration, puis présentez-le.',
    again: 'Réessayer',
    signIn: 'Se connecter avec un mot de passe',
  },
  update: {
    ready: 'Une nouvelle version est prête.',
    take: 'Recharger',
    later: 'Plus tard',
  },
};

type PortalTexts = typeof french;

const english: PortalTexts = {
  setUp: {
    title: 'Set up your firm',
    lead: 'This link works once. It names the firm and makes its first administrator.',
    firmPart: 'The firm',
    adminPart: 'You, its administrator',
    firmName: 'Name of the firm',
    firmNameHint: 'As your clients will read it.',
    name: 'First and last name',
    email: 'E-mail address',
    emailHint: 'You sign in with it. Nobody else should read it.',
    password: 'Password',
    passwordHint: 'Twelve characters at least. Four unrelated words will do; digits alone or a common password will not.',
    show: 'Show the password',
    hide: 'Hide the password',
    submit: 'Set up the firm',
    working: 'Setting up',
    stepsLabel: 'Steps',
    steps: [
      { title: 'Name the firm', detail: 'And make your access' },
      { title: 'Open Navette', detail: 'You enter at once' },
      { title: 'Add your dossiers', detail: 'And the people who deposit there' },
    ],
    why: 'Where the data is',
    whyText: 'On this server, in the folder you gave it, and on the devices of the people signed in. Nowhere else.',
    whyBackup: 'Back that folder up, signing key included: without it, receipts can no longer be checked.',
    errors: {
      firmName: 'Write the name of the firm, two characters at least.',
      name: 'Write your first and last name.',
      email: 'Write a whole e-mail address, such as name@firm.fr.',
      tooShort: (n) => `${n === 1 ? 'One character is' : `${n} characters are`} missing: twelve at least.`,
      tooLong: 'A hundred and twenty-eight characters at most.',
      weak: 'This password is too easy to guess. Choose another, four unrelated words for instance.',
      unreachable: 'The server does not answer. Check that it runs, then try again; nothing you wrote is lost.',
      wait: (seconds) => `Too many tries. Try again in ${seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`}.`,
    },
    spentTitle: 'This link no longer works',
    spentText: 'It has been used, or the server has shown a newer one.',
    spentAdmin: 'If the firm is set up, sign in with the address and password chosen that day.',
    spentOther: 'Otherwise start the server again: as long as the firm has no administrator, it shows a new link at each start.',
    missingTitle: 'This link is incomplete',
    missingText: 'Copy the whole address that the server shows when it starts, to the last character.',
    signIn: 'Sign in',
  },
  demo: {
    title: 'Demonstration',
    opening: 'Opening the demonstration',
    spent: 'This link no longer works: the server has started again since. Take the one it shows now.',
    unreachable: 'The server does not answer. Check that it runs, then try again.',
    storeRefused: 'This browser keeps nothing here: a private window, or a full disk. Navette needs to keep your documents on this device.',
    notDemo: 'This server is not a demonstration.',
    factor: 'This person has a second factor: sign in with the password of the demonstration, then present it.',
    again: 'Try again',
    signIn: 'Sign in with a password',
  },
  update: {
    ready: 'A new version is ready.',
    take: 'Reload',
    later: 'Later',
  },
};

const TABLES: Record<Language, PortalTexts> = { fr: french, en: english };

/** Every sentence of the portal alone, in a language. */
export function portalTexts(language: Language): PortalTexts {
  return TABLES[language];
}
