/** What the firm says and asks when it helps somebody to sign in again (A4, A8). The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  act: 'Aider à se connecter',
  actHint: 'Appareil perdu, second facteur perdu',
  title: (name: string) => `Aider ${name} à se connecter`,
  call: 'Rappelez d’abord la personne à un numéro que vous connaissez\u202f: un message ne prouve pas qui l’envoie. Elle sera prévenue par e-mail.',
  sessions: 'Fermer toutes ses sessions',
  sessionsHint: 'Un ordinateur perdu ou volé. Ce qu’il n’a pas envoyé y reste\u202f; la personne se connecte de nouveau, partout.',
  sessionsEnded: (name: string) => `Les sessions de ${name} sont fermées.`,
  factors: 'Retirer son second facteur',
  factorsHint:
    'Un téléphone ou des codes perdus. Ses sessions se ferment aussi\u202f; le mot de passe suffit jusqu’au prochain second facteur.',
  factorsRemoved: (name: string) => `Le second facteur de ${name} est retiré, et ses sessions sont fermées.`,
  notAllowed: 'Vous ne pouvez pas le faire pour cette personne\u202f: demandez à un administrateur du cabinet.',
  close: 'Fermer',
};
export type SignInHelpTexts = typeof french;

const english: SignInHelpTexts = {
  act: 'Help to sign in',
  actHint: 'Device lost, second factor lost',
  title: (name) => `Help ${name} to sign in`,
  call: 'First call the person back on a number you know: a message does not prove who sends it. They will be told by e-mail.',
  sessions: 'End all their sessions',
  sessionsHint: 'A computer lost or stolen. What it has not sent stays on it; the person signs in again everywhere.',
  sessionsEnded: (name) => `The sessions of ${name} have ended.`,
  factors: 'Remove their second factor',
  factorsHint: 'A phone or codes lost. Their sessions end too; the password is enough until the next second factor.',
  factorsRemoved: (name) => `The second factor of ${name} is removed, and their sessions have ended.`,
  notAllowed: 'You may not do this for this person: ask an administrator of the firm.',
  close: 'Close',
};

const TABLES: Record<Language, SignInHelpTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function signInHelpTexts(language: Language): SignInHelpTexts {
  return TABLES[language];
}
