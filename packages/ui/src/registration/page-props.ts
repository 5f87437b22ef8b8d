/** What the page of each step is given, and where it stands among the five that are shown. */
import type { Act, Step } from '@navette/domain/registration/assistant';
import { assistantTexts } from '@navette/texts/assistant-texts';
import { useSurroundings } from '../surroundings.tsx';
import type { Registration } from './use-registration.ts';

export type PageProps = {
  readonly registration: Registration;
  /** Takes an act, and leaves for the product where it leads there. */
  readonly go: (act: Act, also?: Parameters<Registration['act']>[1]) => Promise<void>;
  /** What became of asking the firm, where nobody is signed in. */
  readonly heard: 'asking' | 'closed' | 'unreachable' | 'open';
};

/** The five steps at the left, and which of them each of the assistant's belongs to. */
export const SHOWN = ['lookup', 'details', 'terms', 'sending', 'key'] as const;
export const SHOWN_AT: Record<Step, number> = {
  entry: -1,
  lookup: 0,
  update: 0,
  details: 1,
  terms: 2,
  sending: 3,
  failed: 3,
  form: 3,
  sent: 3,
  key: 4,
  product: 4,
};

/** The number of a step as it is said over its page. */
export function useCrumb(step: Step): string {
  const { language } = useSurroundings();
  return assistantTexts(language).step(SHOWN_AT[step] + 1, SHOWN.length);
}
