/** French of the queue: what waits, what failed, what came back after a restore. */
import { plural } from './formats.ts';

const documents = (n: number) => `${n} ${plural('fr', n, 'document', 'documents')}`;

export const frenchQueue = {
  title: 'File d’attente',
  waiting: (n: number) => (n === 0 ? 'Rien en attente' : `${documents(n)} en attente`),
  offlineHint: 'Ils partiront au retour du réseau. Vous pouvez fermer Navette.',
  goingHint: 'Ils partent dès que possible. Vous pouvez fermer Navette.',
  emptyHint: 'Tout ce que vous avez déposé est arrivé au cabinet.',
  lastTry: (at: string) => `Dernière mise à jour à ${at}`,
  nextTry: (at: string) => `Nouvel essai à ${at}`,
  restored: (day: string, time: string, n: number) =>
    `Le serveur a été restauré à partir de la sauvegarde du ${day} à ${time} ; ${n === 0 ? 'cet appareil n’avait aucun document à renvoyer' : n === 1 ? '1 document a été renvoyé' : `${documents(n)} ont été renvoyés`}.`,
  restoredLeft: (n: number) =>
    n === 1
      ? 'Une écriture que le serveur a perdue n’est pas encore reprise : elle reste sur cet appareil.'
      : `${n} écritures que le serveur a perdues ne sont pas encore reprises : elles restent sur cet appareil.`,
  check: 'Vérifier la connexion',
  tryNow: 'Essayer maintenant',
  takeBack: 'À reprendre',
  refusedLead: 'Pas enregistré au cabinet : ',
  refusedUnknown: 'le serveur n’a pas dit pourquoi. Prévenez le cabinet.',
  what: { deposit: 'Un dépôt', comment: 'Un commentaire', decision: 'Une décision', other: 'Un changement' },
  elsewhere: 'Déposer pour une autre société',
  saveCopy: 'Enregistrer une copie',
  remove: 'Retirer',
  removeNamed: (name: string) => `Retirer ${name}`,
  close: 'Fermer',
};
