/** French of what former users' devices handed in to the firm. */
import { plural } from './formats.ts';

const many = (n: number, one: string, more: string) => `${n} ${plural('fr', n, one, more)}`;

export const frenchHandedIn = {
  title: 'Remis par d’anciens accès',
  lead: 'Ces personnes ont perdu leur accès avant d’avoir tout envoyé. Leur appareil a remis ici ce qui restait, puis s’est effacé. Rien n’entre dans un dossier sans vous.',
  waiting: (n: number) => `${many(n, 'remise', 'remises')} à traiter`,
  empty: 'Rien à traiter',
  emptyHint: 'Quand une personne perd son accès avant d’avoir tout envoyé, ce qui restait sur son appareil paraît ici.',
  unread: 'La liste n’a pas pu être lue',
  again: 'Réessayer',
  handedAt: (day: string) => `remis le ${day}`,
  madeAt: (day: string) => `saisi le ${day}`,
  what: {
    deposit: 'Document',
    comment: 'Commentaire',
    decision: 'Décision',
    other: 'Changement',
    file: 'Fichier d’un document déjà envoyé',
  },
  give: 'Verser au dossier',
  attach: 'Joindre au document',
  file: 'Classer',
  given: (name: string) => `${name} est versé au dossier.`,
  attached: (name: string) => `${name} est joint à son document.`,
  filed: (name: string) => `${name} est classé.`,
  notArrived: 'Le fichier n’est pas encore arrivé. L’appareil l’enverra à son prochain contact.',
  noFile: 'Sans fichier : il n’était plus lisible sur l’appareil.',
  notMine: 'Ce dossier ne vous est pas confié : vous pouvez lire et classer.',
  more: 'Il y en a d’autres. Ils paraîtront quand ceux-ci seront traités.',
  comment: (name: string, comment: string) => (comment === '' ? `Remis par ${name}` : `${comment} (remis par ${name})`),
};
