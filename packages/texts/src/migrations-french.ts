/** What the staff’s view of migrations says, in French: the reference, whose type is that of every table. */
import type { ReminderSkip } from '@navette/domain/migration-follow-up';
import type { MigrationStep, ReferenceKind } from '@navette/domain/migration';
import type { ImportFault, UNDECIDABLE } from '@navette/protocol/staff-migrations';
import { NO_BREAK, plural } from './formats.ts';

type Skips = Readonly<Record<ReminderSkip, string>>;
type Undecidable = Readonly<Record<(typeof UNDECIDABLE)[number], string>>;
type DecisionKind = 'two-claims' | 'no-match' | 'several-companies' | 'confirm-administrator';

const many = (n: number, one: string, more: string) => `${n}${NO_BREAK}${plural('fr', n, one, more)}`;
const dossiers = (n: number) => many(n, 'dossier', 'dossiers');
const people = (n: number) => many(n, 'personne', 'personnes');
const letters = (n: number) => many(n, 'lettre', 'lettres');
const days = (n: number) => many(n, 'jour', 'jours');

const steps: Record<MigrationStep, string> = {
  'not-started': 'Non commencée',
  'email-given': 'E-mail saisi',
  'code-sent': 'Code à saisir',
  verified: 'À référencer',
  'to-decide': 'À décider',
  finalised: 'Finalisée',
};
const counted: Record<MigrationStep, (n: number) => string> = {
  'not-started': (n) => plural('fr', n, 'Non commencée', 'Non commencées'),
  'email-given': () => 'E-mail saisi',
  'code-sent': () => 'Code à saisir',
  verified: () => 'À référencer',
  'to-decide': () => 'À décider',
  finalised: (n) => plural('fr', n, 'Finalisée', 'Finalisées'),
};
const attached = {
  automatic: 'référencée d’office',
  manual: 'référencée à la main',
  invited: 'sur invitation',
  firm: 'par le cabinet',
};
const decisions: Record<DecisionKind, string> = {
  'two-claims': 'Deux personnes se sont référencées',
  'no-match': 'Première utilisation de l’e-mail, numéro non retrouvé',
  'several-companies': 'Le même e-mail sert à plusieurs sociétés',
  'confirm-administrator': 'Premier administrateur de la société',
};
const deciding: Record<DecisionKind, string> = {
  'two-claims': 'deux référencements',
  'no-match': 'numéro non retrouvé',
  'several-companies': 'plusieurs sociétés',
  'confirm-administrator': 'à confirmer',
};
const skips: Skips = {
  finalised: 'migration finalisée',
  'to-decide': 'attend le cabinet',
  'not-active': 'accès pas encore ouvert, ou désactivé',
  'reminded-lately': 'relance de moins d’un jour',
};
const undecidable: Undecidable = {
  'other-act': 'Cette décision ne se prend pas ainsi.',
  'person-gone': 'Cette personne n’a plus d’accès au cabinet : il n’y a plus rien à décider.',
  'not-your-dossier': 'L’un de ces dossiers ne vous est pas confié : demandez à l’administrateur du cabinet.',
  'claim-gone': 'Le premier référencement de cette société a changé entre-temps. Rouvrez le dossier avant de décider.',
};
const referenceKinds: Record<ReferenceKind, string> = {
  'notification-email': 'E-mail de notification',
  invoice: 'N° de facture',
  serial: 'N° de série',
};
const faults: Record<ImportFault, string> = {
  'no-dossier': 'aucun dossier ne correspond',
  'several-dossiers': 'plusieurs dossiers correspondent',
  'other-code': 'ce dossier a un autre code client',
  contradiction: 'code client, SIREN et nom ne désignent pas le même dossier',
  'no-address': 'ce n’est pas une adresse e-mail',
  'no-number': 'ce n’est pas un numéro',
  nothing: 'rien à retenir',
  full: 'ce dossier a trop de références',
  formula: 'formule de tableur',
  'not-text': 'caractères illisibles',
  quotes: 'guillemets mal fermés',
  'too-long': 'ligne trop longue',
  cells: 'plus de cellules que de colonnes',
};

export const frenchMigrations = {
  title: 'Migrations',
  crumb: 'Passage à l’identité unique',
  steps,
  counted,

  progress: {
    label: 'Avancement',
    lead: (done: string, all: string) => `${done} sur ${all}`,
    rest: (n: number, percent: string, left: string) =>
      ` ${plural('fr', n, 'dossier finalisé', 'dossiers finalisés')}, soit ${percent}. ` +
      (left === '0' ? 'Le bandeau jaune n’est plus affiché nulle part.' : `Le bandeau jaune reste affiché chez les ${left} autres.`),
    only: (step: string) => `Ne montrer que : ${step}`,
  },

  decisions: {
    title: 'À décider par le cabinet',
    kinds: decisions as Readonly<Record<DecisionKind, string>>,
    /** `gap` is a written duration. */
    apart: (gap: string) => `Deux personnes se sont référencées, à ${gap} d’écart`,
    minutes: (n: number) => many(n, 'minute', 'minutes'),
    hours: (n: number) => many(n, 'heure', 'heures'),
    several: (n: number) => `Le même e-mail sert à ${n}${NO_BREAK}sociétés`,
    kept: 'Le serveur a retenu ',
    keptAt: (at: string) => `, ${at}`,
    other: (name: string, at: string) => `L’autre demande : ${name}, ${at}`,
    typedCode: 'Code client ',
    typedNumber: 'numéro ',
    typedNothing: 'Ni code client ni numéro',
    typedBy: (name: string, at: string) => `Saisi par ${name}, ${at}`,
    attachTo: (n: number) => `Rattacher l’identité aux ${n}${NO_BREAK}dossiers`,
    candidate: (name: string, at: string) => `Premier référencement : ${name}, ${at}`,
    candidateHint: 'Ce qui existait avant ne s’ouvre qu’une fois confirmé',
    confirm: 'Confirmer',
    change: 'Changer d’administrateur',
    refuse: 'Refuser, avec motif',
    attachAll: (n: number) => `Rattacher aux ${n}`,
    choose: 'Choisir',
    attachOne: 'Choisir le dossier',
    noDossier: 'Aucun dossier reconnu',
    notYours: (n: number) => `${dossiers(n)} qui ne vous ${plural('fr', n, 'est pas confié', 'sont pas confiés')}`,
    actOn: (act: string, dossier: string) => `${act}, ${dossier}`,
    more: (n: number) => `Afficher les ${n} autres décisions`,
    less: 'N’afficher que les premières',
    offline: 'Décider demande le serveur du cabinet',
  },

  decide: {
    titleConfirm: (name: string) => `Confirmer ${name}`,
    titleChange: (name: string) => `Nommer ${name} administrateur`,
    titleRefuse: (name: string) => `Refuser la demande de ${name}`,
    titleAttach: (name: string) => `Rattacher ${name}`,
    effectConfirm: (name: string, dossier: string) =>
      `${name} administre les accès de ${dossier}, et voit ce qui existait avant : documents, archives et comptes.`,
    effectConfirmMatch: (name: string, dossier: string) =>
      `${name} entre dans ${dossier}. Sans administrateur dans ce dossier, cette personne le devient et voit ce qui existait avant ; sinon elle reçoit le profil choisi pour les nouveaux venus.`,
    effectChange: (name: string, other: string, dossier: string) =>
      `${name} devient administrateur de ${dossier} et voit ce qui existait avant. ${other} ne l’est plus, et garde un accès sans administration. Les deux en sont prévenus par e-mail.`,
    effectRefuse: (dossier: string) =>
      `Cette personne n’entre pas dans ${dossier}. Le motif lui est envoyé par e-mail ; elle peut recommencer.`,
    effectAttach: 'Cette personne entre dans les dossiers cochés, avec le profil prévu pour les nouveaux venus de chacun.',
    effectAttachOne:
      'Cette personne entre dans le dossier choisi. Sans administrateur dans ce dossier, elle le devient et voit ce qui existait avant ; sinon elle reçoit le profil choisi pour les nouveaux venus.',
    effectRefuseNone: 'Cette personne n’entre dans aucun dossier. Le motif lui est envoyé par e-mail ; elle peut recommencer.',
    toDossier: 'Dossier',
    chooseDossier: 'Choisir un dossier',
    reason: 'Motif, envoyé par e-mail',
    reasonMissing: 'Écrivez le motif : la personne doit comprendre ce qui manque.',
    noDossier: 'Choisissez au moins un dossier.',
    submit: 'Décider',
    server: 'par le serveur du cabinet',
    final: 'Une décision ne se reprend pas ici : l’accès se change ensuite depuis la page Accès.',
    already: (by: string, at: string, act: string) => `${by} a déjà décidé, ${at} : ${act}.`,
    acts: {
      confirm: 'confirmé',
      'change-administrator': 'administrateur changé',
      refuse: 'refusé',
      attach: 'rattaché',
    } as Readonly<Record<string, string>>,
    unknown: 'Cette décision n’attend plus.',
    undecidable,
    done: (dossier: string) => `C’est décidé pour ${dossier}.`,
    letterNotSent: 'La lettre qui l’annonce n’est pas partie : prévenez la personne vous-même.',
    cancel: 'Annuler',
  },

  list: {
    title: 'Tous les dossiers',
    label: 'Migrations par dossier',
    filter: 'Filtrer les migrations',
    filterHint: 'Nom, SIREN, personne',
    step: 'Étape',
    staff: 'Responsable',
    all: 'toutes',
    everyone: 'tous',
    due: 'Relance due',
    dueOf: (n: string) => `Relance due (${n})`,
    count: (n: number) => dossiers(n),
    columns: {
      select: 'Choisir',
      name: 'Dossier',
      people: 'Personnes',
      step: 'Étape',
      precision: 'Précision',
      last: 'Dernier fait',
      silent: 'Silence',
      reminded: 'Dernière relance',
      act: 'Action',
    },
    silentHint: 'Jours sans nouvelles d’une personne qui a encore une étape à faire',
    people,
    nobody: 'aucune',
    days: (n: number) => `${n}${NO_BREAK}j`,
    select: (name: string) => `Choisir ${name}`,
    selectAll: 'Choisir tous les dossiers affichés',
    remind: 'Relancer',
    see: 'Voir',
    actOn: (act: string, dossier: string) => `${act}, ${dossier}`,
    empty: 'Aucun dossier à suivre.',
    emptyHint: 'Les dossiers qui vous sont confiés apparaissent ici avec leurs personnes.',
    nothing: 'Aucun dossier ne correspond.',
    nothingHint: 'Retirez un filtre pour en voir davantage.',
    clear: 'Retirer les filtres',
    position: (at: string, all: string) => `${at} sur ${all}`,
  },

  precision: {
    decisions: deciding as Readonly<Record<DecisionKind, string>>,
    partly: (done: number, all: number) => `${done} sur ${all} finalisée${done > 1 ? 's' : ''}`,
    codeUntil: (at: string) => `expire à ${at}`,
    codeOver: 'code expiré',
    administrator: 'administrateur',
    administratorToConfirm: 'administrateur, à confirmer',
    defaultProfile: 'profil par défaut',
    chosenProfile: 'profil choisi par l’administrateur',
    attached: attached as Readonly<Record<keyof typeof attached, string>>,
    invited: (n: number) => `${many(n, 'invitation', 'invitations')} en attente`,
    inactive: (n: number) => many(n, 'accès désactivé', 'accès désactivés'),
    nobody: 'aucun accès ouvert',
  },

  fact: {
    never: 'jamais ouverte',
    reminded: (at: string) => `relancée ${at}`,
    steps: {
      'not-started': (at: string) => `accès ouvert ${at}`,
      'email-given': (at: string) => `e-mail saisi ${at}`,
      'code-sent': (at: string) => `code envoyé ${at}`,
      verified: (at: string) => `identité créée ${at}`,
      'to-decide': (at: string) => `au cabinet ${at}`,
      finalised: (at: string) => `finalisée ${at}`,
    } satisfies Record<MigrationStep, (at: string) => string>,
    /** Before a written moment: '14:32', 'hier', '14 nov.'. */
    at: (time: string) => `à ${time}`,
    on: (day: string) => `le ${day}`,
    yesterday: 'hier',
    times: (n: number) => `${n} fois`,
  },

  bulk: {
    label: 'Actions sur les dossiers choisis',
    selected: (n: number) => `${dossiers(n)} ${plural('fr', n, 'choisi', 'choisis')}`,
    remind: (n: number) => `Relancer ${dossiers(n)}`,
    export: 'Exporter',
    unselect: 'Désélectionner',
  },

  remind: {
    title: (n: number) => `Relancer ${dossiers(n)}`,
    titleOne: (name: string) => `Relancer ${name}`,
    due: (n: number) => `Relancer ${dossiers(n)}`,
    nobodyDue: 'Aucune relance due',
    to: (n: number) => `Destinataires : ${people(n)}`,
    toNobody: 'Personne à relancer dans cette sélection.',
    skipped: (n: number) => `Non ${plural('fr', n, 'relancée', 'relancées')} : ${people(n)}`,
    skips,
    note: 'Un mot du cabinet, ajouté à la lettre (facultatif)',
    noteLeft: (left: string) => `${left} caractères restants`,
    preview: 'La lettre, telle qu’elle partira',
    previewOf: 'Dossier de l’aperçu',
    subject: 'Objet',
    loading: 'Préparation de l’aperçu',
    noPreview: (why: string) => `L’aperçu vient du serveur du cabinet. ${why}`,
    again: 'Demander l’aperçu',
    send: (n: number) => `Envoyer ${letters(n)}`,
    server: 'par le serveur du cabinet',
    final: 'Une lettre partie ne se rattrape pas.',
    sending: (done: string, all: string) => `${done} sur ${all} dossiers`,
    stopped: (why: string) =>
      `L’envoi s’est arrêté. ${why} Les lettres ci-dessous sont parties ; relancer de nouveau n’écrira qu’aux autres.`,
    results: 'Ce qu’il en est',
    outcomes: {
      sent: 'Envoyée',
      'too-many': 'Pas envoyée : cette boîte a reçu assez de lettres pour l’instant',
      failed: 'Pas envoyée : la messagerie ne l’a pas prise',
    },
    notReminded: (why: string) => `Non relancée : ${why}`,
    sum: (sent: number, not: number) =>
      `${letters(sent)} ${plural('fr', sent, 'envoyée', 'envoyées')}` + (not === 0 ? '.' : `, ${not} non.`),
    close: 'Fermer',
    cancel: 'Annuler',
  },

  pane: {
    close: 'Fermer le dossier',
    code: (code: string) => `Code client ${code}`,
    noCode: 'Sans code client',
    staff: (names: string) => `Suivi par ${names}`,
    people: 'Personnes',
    invited: (until: string) => `invitation valable jusqu’au ${until}`,
    invitedOver: 'invitation expirée',
    off: 'accès désactivé',
    past: 'Étapes',
    pastOf: (name: string) => `Étapes de ${name}`,
    reminded: 'Relance envoyée',
    remindersSent: (n: number) => many(n, 'relance', 'relances'),
    codeHint:
      'Un code vaut dix minutes. La personne en demande un autre depuis l’assistant, avec « Renvoyer le code » : le cabinet ne le voit jamais.',
    access: 'Gérer les accès',
    documents: 'Documents',
  },

  references: {
    title: 'Références du client',
    hint: 'Ce qui permet de reconnaître ses personnes : l’e-mail des notifications rattache d’office, un numéro prouve avec le code client.',
    kinds: referenceKinds,
    none: 'Aucune référence : personne ne sera reconnu d’office.',
    offline: (why: string) => `Les références sont sur le serveur du cabinet. ${why}`,
    again: 'Demander de nouveau',
    code: 'Code client',
    saveCode: 'Enregistrer le code',
    codeTaken: 'Ce code est celui d’un autre dossier.',
    kind: 'Type de référence',
    value: 'Référence',
    add: 'Ajouter',
    remove: (value: string) => `Retirer ${value}`,
    removed: (value: string) => `${value} est retirée.`,
    known: 'Cette référence est déjà là.',
    refusals: {
      'no-address': 'Écrivez une adresse e-mail, comme compta@societe.fr.',
      'no-number': 'Écrivez un numéro : des chiffres ou des lettres.',
      full: 'Ce dossier a trop de références : retirez-en avant d’en ajouter.',
    },
  },

  import: {
    act: 'Importer des références',
    title: 'Importer les références des clients',
    lead: 'Un fichier CSV, séparé par des points-virgules. Chaque ligne nomme un dossier par son code client, son SIREN ou son nom, et ce qui le fait reconnaître. Le fichier est d’abord lu en entier ; rien n’est écrit avant votre accord.',
    columns:
      'Colonnes : Code client ; SIREN ; Dossier ; E-mail de notification ; N° de facture ; N° de série. L’ordre est libre, les autres colonnes sont laissées de côté.',
    pick: 'Choisir un fichier CSV',
    reading: (done: string, all: string) => `Lecture : ${done} sur ${all} lignes`,
    tooLarge: 'Ce fichier est trop grand : 1 Mo et 10 000 lignes au plus.',
    empty: 'Ce fichier n’a pas de ligne.',
    refused: {
      'no-key-column': 'La première ligne ne nomme aucune colonne qui désigne un dossier : Code client, SIREN ou Dossier.',
      'no-value-column':
        'La première ligne ne nomme aucune colonne à retenir : E-mail de notification, N° de facture, N° de série, ou Code client avec SIREN.',
      'not-text': 'La première ligne est illisible : enregistrez le tableau au format CSV.',
    },
    report: (added: string, codes: string, known: string) => `${added} nouvelles références, ${codes} codes client, ${known} déjà connues.`,
    faults: (n: number) => `${many(n, 'ligne', 'lignes')} à corriger`,
    fault: (line: string, why: string) => `Ligne ${line} : ${why}`,
    faultKinds: faults,
    moreFaults: (n: number) => `et ${n} autres`,
    fixFirst: 'Corrigez ces lignes dans votre tableau, puis choisissez le fichier de nouveau. Rien n’a été écrit.',
    write: 'Importer',
    server: 'par le serveur du cabinet',
    nothingNew: 'Tout est déjà connu : il n’y a rien à importer.',
    done: (added: string, codes: string) => `${added} références et ${codes} codes client sont enregistrés.`,
    stopped: (why: string, line: string) =>
      `L’import s’est arrêté avant la ligne ${line}. ${why} Recommencez avec le même fichier : ce qui est écrit ne l’est pas deux fois.`,
  },

  export: {
    act: 'Exporter',
    name: 'migrations.csv',
    head: [
      'Dossier',
      'SIREN',
      'Code client',
      'Responsables',
      'Étape du dossier',
      'Personne',
      'E-mail',
      'État de l’accès',
      'Étape',
      'Depuis le',
      'Jours sans nouvelles',
      'Dernière relance',
      'Relances',
      'Rattachement',
      'Administrateur',
    ] as readonly string[],
    states: { invited: 'invité', active: 'actif', off: 'désactivé' },
    yes: 'oui',
    toConfirm: 'à confirmer',
  },

  settings: {
    label: 'Relance due après',
    days,
    server: 'Changer ce délai demande le serveur du cabinet.',
  },

  keys: {
    dossier: 'dossier',
    open: 'ouvrir',
    select: 'sélectionner',
    remind: 'relancer',
    decide: 'confirmer',
    filter: 'filtrer',
    close: 'fermer, désélectionner',
  },
};

export type MigrationsTexts = typeof frenchMigrations;
