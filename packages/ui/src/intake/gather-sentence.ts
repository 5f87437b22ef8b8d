/** Why a drop brought no file, as a sentence that says what to do. */
import { captureTexts } from '@navette/texts/capture-texts';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import type { Language } from '@navette/texts/formats';
import type { GatherProblem } from './gather.ts';

export function gatherSentence(language: Language, problem: GatherProblem): string {
  const t = captureTexts(language);
  switch (problem.tag) {
    case 'folder-empty':
      return t.folderEmpty;
    case 'too-many':
      return t.tooManyInFolder(problem.count, DEFAULT_LIMITS.filesPerFolder);
    case 'link':
      return t.linkOnly(problem.site);
    case 'not-given':
      return problem.mail ? t.notGivenMail : t.notGiven;
  }
}
