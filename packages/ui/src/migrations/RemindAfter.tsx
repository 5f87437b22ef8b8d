/** After how many days without news a reminder is due: the same for everybody of the firm, who all may set it. */
import { useId, useState } from 'preact/hooks';
import { MigrationRemindAfter } from '@navette/protocol/staff-migrations';
import { commandSentence } from '../command-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import type { Wording } from './words.ts';

const CHOICES = [7, 14, 21, 30, 60] as const;

export function RemindAfter({ days, words: { t } }: { days: number; words: Wording }) {
  const surroundings = useSurroundings();
  const id = useId();
  // What was asked for, until the account room says the same.
  const [wanted, want] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const change = async (to: number) => {
    want(to);
    setProblem(null);
    const given = await surroundings.doors.commands.ask(MigrationRemindAfter, { days: to });
    if (!given.ok) {
      want(null);
      setProblem(commandSentence(surroundings, given.refusal));
    } else void surroundings.doors.sync.syncNow();
  };
  const shown = wanted ?? days;
  const choices = [...new Set([...CHOICES, shown])].toSorted((a, b) => a - b);
  return (
    <div class="row mig-after">
      <label for={id}>{t.settings.label}</label>
      <select id={id} class="filter" value={shown} onChange={(event) => void change(Number(event.currentTarget.value))}>
        {choices.map((n) => (
          <option key={n} value={n}>
            {t.settings.days(n)}
          </option>
        ))}
      </select>
      {problem === null ? null : (
        <small class="bad" role="alert">
          {problem} {t.settings.server}
        </small>
      )}
    </div>
  );
}
