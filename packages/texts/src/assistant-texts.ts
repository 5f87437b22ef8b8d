/** What the frame of every assistant says. The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  steps: 'Étapes',
  step: (n: number, of: number) => `Étape ${n} sur ${of}`,
  done: 'Faite',
  later: 'Plus tard',
  close: 'Fermer',
  back: 'Précédent',
  continue: 'Continuer',
  confirm: 'Valider',
  saved: (at: string) => `Enregistré sur cet ordinateur à ${at}`,
  notSaved: 'Pas enregistré sur cet ordinateur',
};

type AssistantTexts = typeof french;

const english: AssistantTexts = {
  steps: 'Steps',
  step: (n, of) => `Step ${n} of ${of}`,
  done: 'Done',
  later: 'Later',
  close: 'Close',
  back: 'Back',
  continue: 'Continue',
  confirm: 'Confirm',
  saved: (at) => `Saved on this computer at ${at}`,
  notSaved: 'Not saved on this computer',
};

const TABLES: Record<Language, AssistantTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function assistantTexts(language: Language): AssistantTexts {
  return TABLES[language];
}
