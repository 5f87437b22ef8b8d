/** What the migration assistant says (R051-R073). The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

/** The rights of `@navette/protocol/migration`, as tags. */
export type ProfileTag = 'kept' | 'default' | 'newcomers' | 'own-papers' | 'administrator' | 'administrator-to-confirm';

const french = {
  title: 'Passage à l’identité unique',
  steps: {
    email: 'Votre adresse e-mail',
    identity: 'Votre identité',
    password: 'Votre mot de passe',
    code: 'Code de vérification',
    attach: 'Se référencer',
  },
  server: { title: 'Votre cabinet', step: 'Avant de commencer' },
  notes: {
    sentAt: (at: string) => `Envoyé à ${at}`,
    recognised: 'Inutile, adresse reconnue',
    automatic: (company: string) => `${company}, automatique`,
    decide: 'Le cabinet doit confirmer',
    toSend: 'À envoyer',
  },

  why: {
    title: 'Pourquoi changer',
    text: 'Une seule identité pour toutes vos sociétés et tous nos services. Elle remplace vos codes d’accès actuels.',
    banner: 'Le bandeau jaune disparaît quand la dernière étape est faite. D’ici là, tout continue de fonctionner.',
  },
  whyDone: {
    title: 'Le bandeau jaune a disparu',
    text: 'À la place du menu d’envoi, vous trouvez un menu à votre nom : le suivi des envois et la déconnexion y sont.',
  },

  launch: {
    title: 'Vous pouvez passer à l’identité unique',
    begin: 'Une adresse e-mail et un mot de passe remplacent vos codes d’accès, dans toutes vos sociétés. Comptez trois minutes.',
    resume: (n: number): string =>
      n === 1 ? 'Il vous reste une étape. Ce que vous avez saisi est gardé.' : 'Ce que vous avez déjà saisi est gardé.',
    later: 'Plus tard, un bandeau jaune vous le rappellera. Rien ne s’arrête d’ici là.',
    start: 'Commencer',
    goOn: 'Reprendre',
    menuStart: 'Commencer le passage à l’identité unique',
    menuGoOn: 'Reprendre le passage à l’identité unique',
    menuWaiting: 'Passage à l’identité unique',
    leaving: 'Le passage à l’identité unique n’est pas terminé. Vous pouvez le faire avant de partir.',
  },

  email: {
    lead: 'Indiquez celle qui reçoit déjà les avis de vos déclarations. Votre rattachement se fera alors automatiquement.',
    label: 'Adresse e-mail *',
    hint: 'Vous avez déjà une identité unique ? Indiquez son adresse, seul le mot de passe vous sera demandé.',
    refusals: {
      'no-address': 'Écrivez une adresse e-mail, comme nom@societe.fr.',
      accents: 'Une adresse e-mail ne porte pas d’accent. Vérifiez-la.',
    },
    table: {
      known: ['Adresse reconnue', 'mot de passe, puis étape 4'],
      fresh: ['Adresse nouvelle', 'création de votre identité et code'],
      offline: ['Sans connexion', 'votre adresse est gardée, la suite attend le retour du réseau'],
    },
  },

  waits: {
    offline: 'Votre saisie est gardée sur cet ordinateur. Cette étape a besoin du réseau et reprendra à son retour.',
    button: 'Continuer au retour du réseau',
    password: 'Un mot de passe n’est jamais gardé sur cet ordinateur : gardez cette page ouverte, ou saisissez-le à nouveau.',
    again: 'Le réseau est de retour.',
  },

  password: {
    recognised: (email: string) => `L’adresse ${email} est reconnue. Saisissez son mot de passe.`,
    exists: (email: string) => `L’adresse ${email} a déjà une identité. Saisissez son mot de passe : aucune autre ne sera créée.`,
    label: 'Mot de passe *',
    missing: 'Saisissez votre mot de passe.',
    otherAddress: 'Utiliser une autre adresse',
  },

  identity: {
    lead: (email: string) => `Elle portera l’adresse ${email}.`,
    correct: 'Corriger',
    name: 'Votre nom *',
    nameHint: 'Prénom et nom, comme ils seront montrés à vos collègues et au cabinet.',
    password: 'Mot de passe *',
    confirm: 'Confirmation du mot de passe *',
    regularly: 'Mémorisez bien votre mot de passe, il vous sera demandé régulièrement.',
    rule: (least: number) => `${least} caractères au moins. Une phrase convient bien.`,
    create: 'Créer mon identité',
    refusals: {
      name: 'Écrivez votre nom.',
      short: (least: number) => `Ce mot de passe est trop court : il en faut ${least} caractères.`,
      long: (most: number) => `Ce mot de passe est trop long : ${most} caractères au plus.`,
      different: 'Les deux mots de passe sont différents.',
      weak: 'Ce mot de passe est trop facile à deviner. Choisissez-en un autre.',
    },
  },

  code: {
    lead: 'Nous l’avons envoyé à ',
    correct: 'Corriger',
    label: 'Code à huit chiffres *',
    until: (at: string) => `Valable jusqu’à ${at}. Vous pouvez coller le code entier.`,
    maybeOver: 'Ce code n’est peut-être plus valable. Demandez-en un autre.',
    missing: 'Le code compte huit chiffres.',
    wrong: (left: number) =>
      left === 1 ? 'Ce code n’est pas le bon. Il vous reste un essai.' : `Ce code n’est pas le bon. Il vous reste ${left} essais.`,
    spent: 'Ce code n’est plus valable : son délai est passé, il a servi ou il a été essayé trop souvent. Demandez-en un autre.',
    over: 'Cette démarche date de plus d’un jour. Recommencez par votre adresse : elle est gardée.',
    notComing: 'Le code n’arrive pas',
    notComingText:
      'Regardez dans les indésirables, et vérifiez l’adresse ci-dessus. Après trois codes en une heure, il faut patienter ; le cabinet peut vous aider par téléphone.',
    again: 'Renvoyer un code',
    againIn: (seconds: number) => `Renvoyer un code (${seconds} s)`,
    sentAgain: 'Un autre code est parti. Les précédents ne valent plus rien.',
    tooMany: (wait: string) => `Trop de codes ont été demandés. Réessayez dans ${wait}.`,
  },

  attach: {
    looking: 'Recherche de votre société',
    lead: 'Cette adresse n’est pas connue de nos envois. Confirmez que votre société fait appel au cabinet.',
    leadOffline:
      'Hors ligne, votre société ne peut pas être recherchée. Au retour du réseau, ce sera fait ; si votre adresse ne suffit pas, ce que vous donnez ici partira.',
    clientCode: 'Code client *',
    clientCodeHint: 'Sur chaque facture du cabinet, en haut.',
    kind: 'Une preuve au choix',
    invoice: 'Numéro de facture',
    serial: 'Numéro de série',
    number: { invoice: 'Numéro d’une facture *', serial: 'Numéro de série d’un de vos logiciels *' },
    terms: 'Conditions générales de vente',
    readTerms: 'Lire les conditions générales de vente',
    version: (version: string, day: string) => `Version ${version}, en vigueur depuis le ${day}.`,
    print: 'Imprimer',
    accept: 'J’ai lu les conditions générales de vente et je les accepte.',
    demo: (code: string, number: string) => `Démonstration : le code client ${code} et la facture ${number} conviennent.`,
    submitOffline: 'Valider, pour envoi au retour du réseau',
    askFirm: 'Demander au cabinet de confirmer',
    askFirmHint: 'Le cabinet verra votre nom, votre adresse, ce code et ce numéro.',
    refused: (reason: string) =>
      reason === '' ? 'Le cabinet n’a pas confirmé votre demande.' : `Le cabinet n’a pas confirmé votre demande : ${reason}`,
    refusals: {
      clientCode: 'Recopiez le code client.',
      number: 'Recopiez le numéro.',
      terms: 'Acceptez les conditions générales de vente pour continuer.',
      'not-found': 'Ce code client et ce numéro ne nous sont pas connus ensemble. Vérifiez-les sur une facture du cabinet.',
      'too-many': (wait: string) => `Trop d’essais pour ce code client. Réessayez dans ${wait}, ou demandez au cabinet de confirmer.`,
      'terms-changed': 'Les conditions générales de vente ont changé. Lisez-les et acceptez-les à nouveau.',
      forbidden: 'Votre adresse n’est pas encore vérifiée. Recommencez par votre adresse : elle est gardée.',
    },
  },

  queued: {
    title: 'Votre demande est prête',
    lead: 'Elle est gardée sur cet ordinateur et partira dès que Navette sera ouvert avec du réseau. La réponse vous sera dite ici.',
    since: 'Préparée',
    code: 'Code client',
    number: 'Numéro',
    edit: 'Modifier',
    leaving: 'Votre demande de rattachement n’est pas encore partie. Si vous effacez tout ici, elle sera à refaire.',
    home: 'Ouvrir l’accueil',
  },

  waiting: {
    title: 'Le cabinet doit confirmer',
    several: 'Votre adresse est connue de plusieurs sociétés. Le cabinet va choisir celles auxquelles vous rattacher.',
    noMatch: 'Votre demande est transmise au cabinet. Il vous rattachera à votre société dès qu’il vous aura reconnu.',
    meanwhile: 'Vous n’avez rien d’autre à faire. Votre identité est en place et le résultat vous sera dit ici.',
    another: 'Essayer un autre numéro',
    address: 'Adresse',
    since: 'Demandé le',
  },

  done: {
    finished: (day: string, at: string) => `Terminé le ${day} à ${at}`,
    title: (name: string) => `Félicitations, ${name}`,
    lead: {
      automatic:
        'Votre identité unique est en place. Votre adresse recevait déjà les avis de déclaration : votre rattachement s’est fait sans autre démarche.',
      manual: 'Votre identité unique est en place, et votre rattachement à votre société est fait.',
      other: 'Votre identité unique est en place.',
    },
    company: 'Société',
    clientCode: (name: string) => `${name}, code client `,
    profile: 'Votre profil',
    profiles: {
      kept: () => 'Vous continuez comme avant',
      default: () => 'Profil par défaut : vous continuez comme avant',
      newcomers: () => 'Celui que l’administrateur a choisi',
      'own-papers': () => 'Vous déposez vos documents et vous suivez les vôtres',
      administrator: () => 'Vous administrez les accès de la société',
      'administrator-to-confirm': () => 'Vous administrez les accès de la société',
    } satisfies Record<ProfileTag, () => string>,
    toConfirm: 'Les documents et les chiffres qui existaient déjà s’ouvriront quand le cabinet aura confirmé.',
    moreFrom: (name: string) => `${name} administre les accès et peut vous ouvrir le reste.`,
    administrator: (name: string) => `L’administrateur est ${name}.`,
    noAdministrator: 'Personne n’est encore administrateur.',
    session: 'Connexion',
    kept: (day: string) => `Gardée 30 jours sur cet ordinateur, jusqu’au ${day}`,
    after: 'Ensuite, vos documents restent lisibles et vos dépôts vous attendent.',
    sendings: 'Déclarations',
    sendingsText: 'Celles envoyées depuis la paie se suivent désormais ici',
    home: 'Ouvrir l’accueil',
    followUp: 'Suivi des envois',
  },

  administer: {
    how: 'Comment devenir administrateur ?',
    text: 'L’administrateur invite les personnes de la société et choisit ce qu’elles voient. Tant qu’il n’y en a pas, vous pouvez le devenir ; le cabinet en est prévenu.',
    act: 'Devenir administrateur',
    needsNetwork: 'Ce choix se fait avec du réseau : le serveur n’en retient qu’un.',
    done: 'Vous administrez désormais les accès de la société.',
    somebodyElse: (name: string) => `${name} l’est devenu avant vous.`,
    notYours: 'Ce choix n’est pas ouvert à votre profil. Demandez-le au cabinet.',
  },

  profile: { title: 'Vos sociétés' },

  news: {
    attached: (company: string) => `Votre rattachement à ${company} est fait.`,
    problem: 'Votre demande de rattachement n’a pas abouti.',
    decide: 'Votre demande de rattachement est transmise au cabinet.',
    see: 'Voir',
  },

  notice: {
    title: 'Ce que nous faisons de ces données',
    controller: (firm: string) => `Responsable du traitement : ${firm}.`,
    purpose: 'Finalité : vous identifier et vous rattacher à votre société. Base : l’exécution du contrat qui la lie au cabinet.',
    kept: 'Conservation : tant que vous avez un accès, puis un an. Ce que vous avez déposé suit les durées légales.',
    transfer: 'Aucun transfert hors de l’Union européenne.',
    rights:
      'Vous pouvez consulter, rectifier ou faire effacer ces données, limiter leur usage ou vous y opposer en écrivant au cabinet, et saisir la CNIL.',
    firm: 'votre cabinet',
  },
};

type MigrationTexts = typeof french;

const english: MigrationTexts = {
  title: 'Move to the single identity',
  steps: {
    email: 'Your e-mail address',
    identity: 'Your identity',
    password: 'Your password',
    code: 'Verification code',
    attach: 'Find your company',
  },
  server: { title: 'Your firm', step: 'Before you begin' },
  notes: {
    sentAt: (at) => `Sent at ${at}`,
    recognised: 'Not needed, address recognised',
    automatic: (company) => `${company}, automatic`,
    decide: 'The firm has to confirm',
    toSend: 'To be sent',
  },

  why: {
    title: 'Why change',
    text: 'One identity for all your companies and all our services. It replaces the access codes you have.',
    banner: 'The yellow banner goes away once the last step is done. Until then, everything keeps working.',
  },
  whyDone: {
    title: 'The yellow banner is gone',
    text: 'In place of the sending menu there is a menu in your name, with the follow-up of sendings and signing out.',
  },

  launch: {
    title: 'You can move to the single identity',
    begin: 'An e-mail address and a password replace your access codes, in all your companies. It takes about three minutes.',
    resume: (n) => (n === 1 ? 'One step is left. What you typed is kept.' : 'What you have typed is kept.'),
    later: 'Later, a yellow banner will remind you. Nothing stops until then.',
    start: 'Begin',
    goOn: 'Resume',
    menuStart: 'Begin the move to the single identity',
    menuGoOn: 'Resume the move to the single identity',
    menuWaiting: 'Move to the single identity',
    leaving: 'The move to the single identity is not finished. You can do it before you leave.',
  },

  email: {
    lead: 'Give the one that already receives the notices of your declarations. You are then attached automatically.',
    label: 'E-mail address *',
    hint: 'You have a single identity already? Give its address, and only the password will be asked for.',
    refusals: {
      'no-address': 'Write an e-mail address, such as name@company.com.',
      accents: 'An e-mail address has no accents. Check it.',
    },
    table: {
      known: ['Recognised address', 'password, then step 4'],
      fresh: ['New address', 'creation of your identity, and a code'],
      offline: ['No connection', 'your address is kept, the rest waits for the network'],
    },
  },

  waits: {
    offline: 'What you typed is kept on this computer. This step needs the network and goes on when it is back.',
    button: 'Continue when the network is back',
    password: 'A password is never kept on this computer: leave this page open, or type it again.',
    again: 'The network is back.',
  },

  password: {
    recognised: (email) => `The address ${email} is recognised. Enter its password.`,
    exists: (email) => `The address ${email} has an identity already. Enter its password: no other one is created.`,
    label: 'Password *',
    missing: 'Enter your password.',
    otherAddress: 'Use another address',
  },

  identity: {
    lead: (email) => `It will have the address ${email}.`,
    correct: 'Correct',
    name: 'Your name *',
    nameHint: 'First name and surname, as your colleagues and the firm will see them.',
    password: 'Password *',
    confirm: 'Password again *',
    regularly: 'Remember your password well, you will be asked for it regularly.',
    rule: (least) => `At least ${least} characters. A phrase does well.`,
    create: 'Create my identity',
    refusals: {
      name: 'Write your name.',
      short: (least) => `This password is too short: it takes ${least} characters.`,
      long: (most) => `This password is too long: at most ${most} characters.`,
      different: 'The two passwords are different.',
      weak: 'This password is too easy to guess. Choose another.',
    },
  },

  code: {
    lead: 'We sent it to ',
    correct: 'Correct',
    label: 'Code of eight digits *',
    until: (at) => `Good until ${at}. You can paste the whole code.`,
    maybeOver: 'This code may be over. Ask for another.',
    missing: 'The code has eight digits.',
    wrong: (left) => (left === 1 ? 'This is not the code. One try is left.' : `This is not the code. ${left} tries are left.`),
    spent: 'This code is good no more: it is over, was used, or was tried too often. Ask for another.',
    over: 'This was begun more than a day ago. Begin again with your address: it is kept.',
    notComing: 'The code does not arrive',
    notComingText:
      'Look into the junk folder, and check the address above. After three codes in an hour one has to wait; the firm can help you by telephone.',
    again: 'Send another code',
    againIn: (seconds) => `Send another code (${seconds} s)`,
    sentAgain: 'Another code is on its way. The ones before are worth nothing now.',
    tooMany: (wait) => `Too many codes were asked for. Try again in ${wait}.`,
  },

  attach: {
    looking: 'Looking for your company',
    lead: 'This address is not known from our sendings. Show that you are a client of the firm.',
    leadOffline:
      'Without a network your company cannot be looked for. It will be once it is back; if your address is not enough, what you give here is sent.',
    clientCode: 'Client code *',
    clientCodeHint: 'At the top of every invoice of the firm.',
    kind: 'One proof of two',
    invoice: 'Invoice number',
    serial: 'Serial number',
    number: { invoice: 'Number of an invoice *', serial: 'Serial number of one of your products *' },
    terms: 'Terms of sale',
    readTerms: 'Read the terms of sale',
    version: (version, day) => `Version ${version}, in force since ${day}. The French text is the one that counts.`,
    print: 'Print',
    accept: 'I have read the terms of sale and accept them.',
    demo: (code, number) => `Demonstration: client code ${code} and invoice ${number} will do.`,
    submitOffline: 'Confirm, to be sent when the network is back',
    askFirm: 'Ask the firm to confirm',
    askFirmHint: 'The firm will see your name, your address, this code and this number.',
    refused: (reason) => (reason === '' ? 'The firm did not confirm your request.' : `The firm did not confirm your request: ${reason}`),
    refusals: {
      clientCode: 'Copy the client code.',
      number: 'Copy the number.',
      terms: 'Accept the terms of sale to go on.',
      'not-found': 'This client code and this number are not known to us together. Check them on an invoice of the firm.',
      'too-many': (wait) => `Too many tries for this client code. Try again in ${wait}, or ask the firm to confirm.`,
      'terms-changed': 'The terms of sale have changed. Read and accept them anew.',
      forbidden: 'Your address is not verified yet. Begin again with your address: it is kept.',
    },
  },

  queued: {
    title: 'Your request is ready',
    lead: 'It is kept on this computer and leaves as soon as Navette is open with a network. The answer will be told here.',
    since: 'Prepared',
    code: 'Client code',
    number: 'Number',
    edit: 'Change',
    leaving: 'Your request to be attached has not left yet. If you erase everything here, it is to be made again.',
    home: 'Open the home page',
  },

  waiting: {
    title: 'The firm has to confirm',
    several: 'Your address is known to several companies. The firm will choose which to attach you to.',
    noMatch: 'Your request was passed on to the firm. It will attach you to your company once it has recognised you.',
    meanwhile: 'There is nothing else for you to do. Your identity is in place, and the result will be told here.',
    another: 'Try another number',
    address: 'Address',
    since: 'Asked on',
  },

  done: {
    finished: (day, at) => `Finished on ${day} at ${at}`,
    title: (name) => `Congratulations, ${name}`,
    lead: {
      automatic:
        'Your single identity is in place. Your address received the notices already: you were attached without doing anything else.',
      manual: 'Your single identity is in place, and you are attached to your company.',
      other: 'Your single identity is in place.',
    },
    company: 'Company',
    clientCode: (name) => `${name}, client code `,
    profile: 'Your profile',
    profiles: {
      kept: () => 'You go on as before',
      default: () => 'Default profile: you go on as before',
      newcomers: () => 'The one the administrator chose',
      'own-papers': () => 'You deposit documents and follow your own',
      administrator: () => 'You administer the company’s accesses',
      'administrator-to-confirm': () => 'You administer the company’s accesses',
    },
    toConfirm: 'Documents and figures that were there before open once the firm has confirmed.',
    moreFrom: (name) => `${name} administers the accesses and can open the rest to you.`,
    administrator: (name) => `The administrator is ${name}.`,
    noAdministrator: 'Nobody is administrator yet.',
    session: 'Sign-in',
    kept: (day) => `Kept 30 days on this computer, until ${day}`,
    after: 'After that your documents stay readable and your deposits wait for you.',
    sendings: 'Declarations',
    sendingsText: 'Those sent from payroll are followed here from now on',
    home: 'Open the home page',
    followUp: 'Follow-up of sendings',
  },

  administer: {
    how: 'How to become administrator?',
    text: 'The administrator invites the company’s people and chooses what they see. While there is none, you can become it; the firm is told.',
    act: 'Become administrator',
    needsNetwork: 'This is done with a network: the server keeps only one.',
    done: 'You are the company’s administrator.',
    somebodyElse: (name) => `${name} became it before you.`,
    notYours: 'This is not open to your profile. Ask the firm.',
  },

  profile: { title: 'Your companies' },

  news: {
    attached: (company) => `You are attached to ${company}.`,
    problem: 'Your request to be attached did not succeed.',
    decide: 'Your request to be attached was passed on to the firm.',
    see: 'See',
  },

  notice: {
    title: 'What we do with these data',
    controller: (firm) => `Controller: ${firm}.`,
    purpose: 'Purpose: to identify you and attach you to your company. Basis: performance of the contract between it and the firm.',
    kept: 'Kept as long as you have access, then one year. What you deposited follows the legal terms.',
    transfer: 'No transfer outside the European Union.',
    rights:
      'You may consult, correct or have these data erased, limit their use or object to it by writing to the firm, and complain to the CNIL.',
    firm: 'your firm',
  },
};

const TABLES: Record<Language, MigrationTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function migrationTexts(language: Language): MigrationTexts {
  return TABLES[language];
}
