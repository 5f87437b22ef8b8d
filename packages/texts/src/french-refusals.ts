/** French: one sentence for each refusal and problem. Each says what happened and, where there is something to do, what. */
import type { CaptureProblemTag, Problem, PushRefusal, RefusalFigures, RefusalTag, SyncProblemTag } from './tags.ts';

/** Refusals of an act or of a file, by tag. */
export const frenchRefusals: Record<RefusalTag, (figures: RefusalFigures) => string> = {
  'file-empty': () => 'Ce fichier est vide. Vérifiez-le, puis déposez-le à nouveau.',
  'file-unreadable': () => 'Ce fichier ne peut plus être lu : il a été déplacé ou modifié. Choisissez-le à nouveau.',
  'file-too-large': (f) =>
    `Ce fichier fait ${f.size ?? ''}, la limite est de ${f.limit ?? ''}. Divisez-le, ou demandez au cabinet comment le lui remettre.`,
  'too-many-files': (f) => `${f.count ?? 0} fichiers d’un coup, la limite est de ${f.limit ?? ''}. Déposez-les en plusieurs fois.`,
  'store-full': () => 'Rien n’a été enregistré : il n’y a plus de place sur cet ordinateur. Libérez de l’espace, puis recommencez.',
  'store-unavailable': () =>
    'Rien n’a été enregistré : le navigateur ne donne pas accès à sa mémoire. Quittez la navigation privée ou redémarrez le navigateur.',
  'not-allowed': () => 'Vous n’avez pas ce droit sur ce dossier. Demandez-le à l’administrateur de la société ou au cabinet.',
  'unknown-document': () => 'Ce document n’est plus sur cet ordinateur.',
  'too-late': () => 'Trop tard pour annuler : le cabinet a déjà ce document. Écrivez-lui en commentaire.',
  'wrong-credentials': () => 'Adresse e-mail ou mot de passe incorrect.',
  'factor-needed': () => 'Un second facteur est demandé : ouvrez Navette en plein écran pour vous connecter.',
  'too-many-tries': (f) => `Trop d’essais. Recommencez dans ${f.wait ?? ''}.`,
  unreachable: () => 'Le serveur ne répond pas. Vérifiez l’adresse et la connexion.',
  'key-changed': () => 'Ce serveur ne se présente plus avec la clé de votre cabinet. Rien ne lui a été envoyé : demandez au cabinet.',
  'not-navette': () => 'Cette adresse répond, mais ce n’est pas un serveur Navette. Vérifiez-la auprès du cabinet.',
  'managed-address': () => 'L’adresse du serveur est fixée par votre cabinet sur ce navigateur : aucune autre n’est acceptée.',
};

/** Why bytes promised by a page did not come. */
export const frenchCaptureProblems: Record<CaptureProblemTag, string> = {
  'session-expired': 'La session du site a expiré : il a répondu par sa page de connexion. Reconnectez-vous sur le site, puis recommencez.',
  'not-found': 'Le site ne trouve plus ce document.',
  elsewhere: 'Le lien mène à un autre site ou à un réseau interne : Navette ne va pas le chercher.',
  redirected: 'Le site a renvoyé vers une autre adresse : Navette ne la suit pas.',
  'too-large': 'Ce document dépasse la taille que le cabinet accepte.',
  empty: 'Le site a fourni un fichier vide.',
  offline: 'La connexion est coupée. Recommencez au retour du réseau.',
  'page-refused': 'Cette page ne laisse pas prendre ce document.',
  interrupted: 'Le téléchargement s’est interrompu avant la fin.',
};

/** Why something has not been sent yet: follows "Pas encore envoyé : ". */
export const frenchDelays: Record<SyncProblemTag, string> = {
  offline: 'pas de réseau.',
  'server-down': 'le serveur du cabinet ne répond pas.',
  'server-error': 'le serveur du cabinet a rencontré un problème.',
  'sign-in-needed': 'vous devez vous reconnecter.',
  'server-full': 'le serveur du cabinet n’a plus de place. Prévenez le cabinet.',
  erased: 'le cabinet a effacé ce fichier, il n’est plus repris ici.',
  infected: 'un virus a été trouvé dans ce fichier, le cabinet le garde et ne le donne à personne.',
  'dossier-full': 'ce dossier a atteint la place que le cabinet lui accorde. Prévenez le cabinet.',
  'activation-needed': 'l’envoi attend votre clé d’activation. Rien n’est perdu.',
  'server-busy': 'le serveur du cabinet est très sollicité. Un nouvel essai est prévu.',
  'too-large': 'ce document dépasse la taille que le cabinet accepte.',
  forbidden: 'vous n’avez plus ce droit. Demandez-le au cabinet.',
  'copied-device':
    'cet appareil doit recevoir un nouveau numéro. Déconnectez-vous en gardant vos données, puis reconnectez-vous : rien n’est perdu.',
  'other-server': 'cette adresse ne répond plus avec la clé de votre cabinet. Rien n’est envoyé tant que le cabinet ne l’a pas expliqué.',
  'file-damaged': 'le fichier gardé sur cet ordinateur est abîmé. Déposez-le à nouveau.',
  'device-full': 'il ne reste plus de place sur cet ordinateur. Libérez-en, l’envoi reprendra.',
  'device-error': 'Navette a rencontré une difficulté sur cet ordinateur. Un nouvel essai est prévu.',
  'client-too-old': 'cette version de Navette est trop ancienne. Mettez-la à jour, rien n’est perdu.',
};

/** What the server answered to a command. */
export const frenchProblems: Record<Problem, string> = {
  'bad-request': 'Le serveur n’a pas compris la demande. Mettez Navette à jour.',
  'sign-in-needed': 'Vous devez vous reconnecter.',
  forbidden: 'Vous n’avez plus ce droit sur ce dossier.',
  'not-found': 'Le serveur ne trouve pas ce document.',
  'too-large': 'Ce document dépasse la taille que le cabinet accepte.',
  'too-many': 'Trop de demandes à la fois. Navette recommencera dans un moment.',
  'copied-device':
    'Cet appareil doit recevoir un nouveau numéro. Déconnectez-vous en gardant vos données, puis reconnectez-vous : rien n’est perdu.',
  'unknown-device': 'Le serveur ne connaît plus cet ordinateur. Reconnectez-vous.',
  full: 'Le serveur du cabinet n’a plus de place.',
  erased: 'Le cabinet a effacé ce fichier.',
  infected: 'Un virus a été trouvé dans ce fichier\u202f: il ne s’ouvre pas ici. Demandez-en un autre exemplaire.',
  'dossier-full': 'Ce dossier a atteint la place que le cabinet lui accorde.',
  'hash-mismatch': 'Le fichier est arrivé abîmé. Il est renvoyé.',
  'offset-mismatch': 'L’envoi reprend au bon endroit.',
  'client-too-old': 'Cette version de Navette est trop ancienne. Mettez-la à jour, rien n’est perdu.',
  'step-up-needed': 'Confirmez d’abord votre identité : cette action demande une connexion récente.',
  'activation-needed': 'L’envoi attend votre clé d’activation. Rien n’est perdu : tout reste enregistré ici.',
  unavailable: 'Le serveur du cabinet est indisponible pour le moment.',
};

/** Why the server refused to write: follows "Non pris : ". */
export const frenchRefusedWrites: Record<PushRefusal, string> = {
  forbidden: 'vous n’avez plus le droit d’écrire dans ce dossier.',
  malformed: 'le serveur n’a pas pu le lire. Prévenez le cabinet.',
  'too-large': 'il dépasse la taille que le cabinet accepte.',
  'foreign-client': 'il porte le numéro d’un autre ordinateur.',
  'delete-the-future': 'le serveur l’a jugé incohérent. Prévenez le cabinet.',
  wipe: 'il effaçait trop de choses à la fois. Prévenez le cabinet.',
  'dangling-origin': 'il dépend d’un changement que le serveur n’a pas reçu. Prévenez le cabinet.',
  shape: 'il n’a pas la forme attendue. Mettez Navette à jour.',
  'struct-too-long': 'il est trop long.',
  'room-full': 'ce dossier a atteint sa taille maximale. Prévenez le cabinet.',
};
