/** Until when, and how often somebody is reminded: the two fields of every way to ask for documents. */
import { useId } from 'preact/hooks';
import { requestsTexts } from '@navette/texts/requests-texts';
import { useSurroundings } from '../surroundings.tsx';

const RHYTHMS = [0, 3, 7, 14] as const;
type Rhythm = (typeof RHYTHMS)[number];

export type When = { readonly due: string; readonly every: Rhythm };
export const WEEKLY: When = { due: '', every: 7 };

/** As a request says it: without a day, without reminders where none were chosen. */
export function askedWhen({ due, every }: When): { readonly due?: string; readonly every?: number } {
  return { ...(due === '' ? {} : { due }), ...(every === 0 ? {} : { every }) };
}

/** @param onChange given how to change what stands: both fields may change between two drawings */
export function WhenFields({ when, onChange }: { when: When; onChange: (change: (when: When) => When) => void }) {
  const words = requestsTexts(useSurroundings().language);
  const id = useId();
  return (
    <>
      <div class="row wrap2">
        <div class="grow">
          <label for={`${id}u`}>{words.due}</label>
          <input
            id={`${id}u`}
            class="input"
            type="date"
            value={when.due}
            onInput={({ currentTarget: { value } }) => onChange((now) => ({ ...now, due: value }))}
          />
        </div>
        <div class="grow">
          <label for={`${id}e`}>{words.every}</label>
          <select
            id={`${id}e`}
            class="input"
            aria-describedby={`${id}eh`}
            value={String(when.every)}
            onChange={({ currentTarget: { value } }) =>
              onChange((now) => ({ ...now, every: RHYTHMS.find((one) => String(one) === value) ?? 0 }))
            }
          >
            {RHYTHMS.map((one) => (
              <option key={one} value={String(one)}>
                {words.everyChoices[one]}
              </option>
            ))}
          </select>
        </div>
      </div>
      <p class="hint" id={`${id}eh`}>
        {words.everyHint}
      </p>
    </>
  );
}
