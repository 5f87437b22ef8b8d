/** A doubt in words. */
import { captureTexts } from '@navette/texts/capture-texts';
import type { Surroundings } from '../surroundings.tsx';
import type { Doubt } from './doubts.ts';

/** @returns that it was kept to be confirmed, and why */
export function doubtSentence(surroundings: Pick<Surroundings, 'language' | 't'>, doubt: Doubt): string {
  return captureTexts(surroundings.language).stays(why(surroundings, doubt));
}

function why({ language, t }: Pick<Surroundings, 'language' | 't'>, doubt: Doubt): string {
  const own = captureTexts(language);
  switch (doubt.tag) {
    case 'archive':
      return own.archive.stays;
    case 'alike':
      return own.twins.stays;
    case 'other-company':
      return own.read.otherCompany(doubt.name);
    case 'other-kind':
      return doubt.proposed.kind === null ? '' : own.read.looksLike(t.kinds[doubt.proposed.kind]);
  }
}
