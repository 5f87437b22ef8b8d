/** Which exercise is shown, and how sure its figures are. */
import type { ExerciseView } from '@navette/device/model';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { yearsOf } from './exercises.ts';

type Props = { readonly shown: readonly ExerciseView[]; readonly exercise: ExerciseView; readonly onChoose: (id: string) => void };

export function ExerciseChoice({ shown, exercise, onChoose }: Props) {
  const { language } = useSurroundings();
  const t = indicatorsTexts(language);
  return (
    <select
      class="filter on noprint exercisechoice"
      aria-label={t.chooseExercise}
      value={exercise.id}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {shown.map((one) => (
        <option key={one.id} value={one.id}>
          {t.exercise(yearsOf(one))}
          {one.published ? '' : ` · ${t.unpublished}`}
        </option>
      ))}
    </select>
  );
}

/** Provisional until it is final, and until when its entries go; not published, for the firm; taken with reservations. */
export function ExerciseMarks({ exercise }: { exercise: ExerciseView }) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  return (
    <p class="marks">
      {exercise.final ? (
        <span class="tag">{t.final}</span>
      ) : (
        <span class="tag soon">
          <Icon name="clock" size="s" />
          {t.provisional}
        </span>
      )}
      {exercise.published ? null : (
        <span class="tag decide" title={t.unpublishedHint}>
          <Icon name="eye" size="s" />
          {t.unpublished}
        </span>
      )}
      {exercise.reserves ? (
        <span class="tag" title={t.reservesHint}>
          {t.reserves}
        </span>
      ) : null}
      <small>{t.through(f.day(exercise.through))}</small>
    </p>
  );
}
