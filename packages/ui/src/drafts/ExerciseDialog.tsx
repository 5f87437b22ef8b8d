/** First and last day of an exercise, decided by the server: the dates an entry may have (R155). */
import type { Exercise } from '@navette/domain/drafts/exercise';
import { ExerciseSet } from '@navette/protocol/exercises';
import type { DossierView } from '@navette/device/model';
import { entriesTexts } from '@navette/texts/entries-texts';
import { useId, useState } from 'preact/hooks';
import { commandSentence } from '../command-sentence.ts';
import { Dialog } from '../components/Dialog.tsx';
import { useSurroundings } from '../surroundings.tsx';

export function ExerciseDialog({ dossier, exercise, onClose }: { dossier: DossierView; exercise: Exercise; onClose: () => void }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = entriesTexts(language);
  const id = useId();
  const [days, setDays] = useState({ from: exercise.from, to: exercise.to });
  const [problem, setProblem] = useState('');
  const set = async (event: Event) => {
    event.preventDefault();
    const done = await doors.commands.ask(ExerciseSet, { dossier: dossier.id, year: exercise.year, ...days });
    if (!done.ok) return setProblem(commandSentence(surroundings, done.refusal));
    if (done.value.outcome === 'refused') return setProblem(t.days.refused[done.value.why]);
    void doors.sync.syncNow();
    onClose();
  };
  return (
    <Dialog title={t.days.title(exercise.year)} onClose={onClose}>
      <form class="exercisedays" onSubmit={(event) => void set(event)}>
        <p class="cap2">{t.days.lead}</p>
        {(['from', 'to'] as const).map((name) => (
          <div key={name}>
            <label for={`${id}-${name}`}>{t.days[name]}</label>
            <input
              id={`${id}-${name}`}
              class="input"
              type="date"
              required
              value={days[name]}
              onInput={(event) => setDays({ ...days, [name]: event.currentTarget.value })}
            />
          </div>
        ))}
        <p class="error" role="alert" hidden={problem === ''}>
          {problem}
        </p>
        <div class="row acts">
          <button type="submit" class="btn primary">
            {t.days.set}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {t.asking.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
