/** Why a command brought no answer, as a sentence. */
import type { CommandRefusal, SignInRefusal } from '@navette/device/model';
import { refusalSentence } from './refusal-sentence.ts';
import type { Surroundings } from './surroundings.tsx';

export function commandSentence(surroundings: Pick<Surroundings, 't' | 'f'>, refusal: CommandRefusal | SignInRefusal): string {
  const { t } = surroundings;
  if (refusal.tag !== 'refused') return refusalSentence(surroundings, refusal);
  return refusal.waitSeconds !== null && refusal.problem === 'too-many'
    ? t.refusals['too-many-tries']({ wait: t.signIn.wait(refusal.waitSeconds) })
    : t.problems[refusal.problem];
}
