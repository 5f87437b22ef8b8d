/**
 * Which request of the firm a capture answers, where the company has open ones: chosen here, in our own pages, and nowhere near the page
 * the capture came from.
 */
import type { DossierView, RequestView } from '@navette/device/model';
import { captureTexts } from '@navette/texts/capture-texts';
import { useId } from 'preact/hooks';
import { openRequests } from '../components/RequestItem.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';

type Props = {
  readonly dossier: DossierView;
  /** The one it answers so far. */
  readonly value: string | null;
  readonly onChoose: (request: RequestView | null) => void;
};

export function AnswerField({ dossier, value, onChoose }: Props) {
  const { doors, language, f } = useSurroundings();
  const t = captureTexts(language).answers;
  const id = useId();
  const known = useLive(() => doors.library.requests(dossier.id), [doors, dossier.id], []);
  const requests = openRequests(known).filter((request) => request.dossier === dossier.id);
  if (requests.length === 0) return null;
  return (
    <div class="choicefields">
      <div>
        <label for={id}>{t.label}</label>
        <select
          id={id}
          class="input sm"
          value={value ?? ''}
          onChange={(event) => onChoose(requests.find((request) => request.id === event.currentTarget.value) ?? null)}
        >
          <option value="">{t.none}</option>
          {requests.map(({ id: key, title, due }) => (
            <option key={key} value={key}>
              {due === undefined ? title : t.option(title, f.dueDay(due))}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
