/** A long list, a piece at a time: what is shown grows when the person asks, so that ten thousand rows are never drawn for nothing. */
import { useState } from 'preact/hooks';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { useSurroundings } from '../surroundings.tsx';

/** @returns how many are shown, and what asks for more */
export function usePieces(first: number, step = 200): { readonly shown: number; readonly more: () => void } {
  const [shown, setShown] = useState(first);
  return { shown, more: () => setShown((before) => before + step) };
}

export function More({ onMore }: { onMore: () => void }) {
  const { language } = useSurroundings();
  return (
    <p class="acts noprint">
      <button type="button" class="btn sm" onClick={onMore}>
        {indicatorsTexts(language).drill.more}
      </button>
    </p>
  );
}
