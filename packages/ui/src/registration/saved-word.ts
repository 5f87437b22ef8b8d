/** "Enregistré sur cet ordinateur à 14:31": said once the transaction is done, and not a keystroke earlier. */
import { assistantTexts } from '@navette/texts/assistant-texts';
import { useSurroundings } from '../surroundings.tsx';
import type { Registration } from './use-registration.ts';

export function useSavedWord({ saved, unsaved }: Registration): string | undefined {
  const { f, language } = useSurroundings();
  const words = assistantTexts(language);
  if (unsaved) return words.notSaved;
  return saved === null ? undefined : words.saved(f.time(saved));
}
