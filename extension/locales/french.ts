/**
 * French of what is drawn in visited pages: the sheet, the banners. Screens take theirs from the texts package, the menus
 * from `menu-texts.ts`.
 *
 * `$1` stands for the one value a sentence may hold.
 */
export const FRENCH = {
  language: 'fr-FR',
  sheetTitle: 'Déposer un document',
  sheetTitleDocument: 'Déposer ce document',
  close: 'Fermer',
  documents: 'Documents',
  dropHere: 'Glissez un fichier ici',
  pick: 'Choisir un fichier',
  continue: 'Continuer dans Navette',
  later: 'Plus tard',
  plainPage: 'Cette page n’est pas un document. Déposez ici le fichier qu’elle propose, ou utilisez le clic droit sur son lien.',
  sending: 'Enregistrement…',
  saved: 'Enregistré sur cet ordinateur',
  savedToChoose: 'Enregistré sur cet ordinateur. Il reste à choisir la société.',
  savedDeposited: 'Enregistré sur cet ordinateur, et déposé.',
  typeOther: 'À trier',
  unitByte: 'octets',
  unitKilo: 'ko',
  unitMega: 'Mo',
  reason_file_empty: 'Ce fichier est vide : il n’y a rien à déposer.',
  reason_file_too_large: 'Ce fichier dépasse la limite de $1.',
  reason_too_large: 'Ce fichier dépasse la limite de $1.',
  reason_too_many_files: 'Déposez au plus $1 fichiers à la fois.',
  reason_store_full: 'Plus de place sur cet ordinateur : rien n’a été enregistré. Libérez de la place, puis recommencez.',
  reason_store_unavailable: 'L’enregistrement sur cet ordinateur est impossible pour le moment. Fermez puis rouvrez le navigateur.',
  reason_session_expired:
    'La session du site a expiré : il a répondu par une page de connexion. Reconnectez-vous au site et recommencez, ou téléchargez le fichier puis déposez-le.',
  reason_not_found: 'Le site ne trouve plus ce document.',
  reason_elsewhere: 'Ce document est sur un autre site. Autorisez ce site dans Navette, ou téléchargez le fichier puis déposez-le.',
  reason_redirected: 'Le site renvoie ailleurs. Téléchargez le fichier puis déposez-le.',
  reason_empty: 'Le site a donné un fichier vide.',
  reason_offline: 'Hors ligne : le document sera à reprendre au retour du réseau, dans Navette.',
  reason_page_refused: 'Le site refuse de donner ce document. Téléchargez-le puis déposez-le.',
  reason_interrupted: 'L’enregistrement a été interrompu. Recommencez.',
  reason_not_web: 'Ce lien ne mène pas à un document du web. Téléchargez le fichier puis déposez-le.',
  reason_private_host:
    'Ce lien mène à un appareil de votre réseau : Navette ne le suit pas depuis un autre site. Téléchargez le fichier puis déposez-le.',
  reason_failed: 'Ce document n’a pas pu être enregistré. Recommencez.',
  bannerDepositLabel: 'Dépôt rapide',
  bannerDepositTitle: 'Dépôt rapide.',
  bannerDepositText: 'Glissez ici une facture, un relevé, un ticket.',
  bannerMigrationLabel: 'Passage à l’identité unique',
  bannerMigrationTitle: 'Le passage à l’identité unique n’est pas terminé.',
  bannerMigrationText: 'Quelques minutes suffisent.',
  bannerMigrationAct: 'Reprendre',
};
