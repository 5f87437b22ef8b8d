/** Publishing names what will be seen and what is doubtful about it; taking back names what stays. */
import type { DossierView, ExerciseView } from '@navette/device/model';
import { booksTexts } from '@navette/texts/books-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';

type Props = {
  readonly dossier: DossierView;
  readonly exercise: ExerciseView;
  readonly onClose: () => void;
  readonly onAct: (published: boolean) => void;
};

export function PublishBookDialog({ dossier, exercise, onClose, onAct }: Props) {
  const { language, f } = useSurroundings();
  const t = booksTexts(language);
  const out = exercise.published;
  return (
    <Dialog title={out ? t.unpublishTitle : t.publishTitle} onClose={onClose}>
      <p>{out ? t.unpublishLead : t.publishLead(dossier.name, f.day(exercise.through))}</p>
      {out || exercise.final ? null : <p>{t.publishProvisional}</p>}
      {out || !exercise.reserves ? null : (
        <p class="note decide">
          <Icon name="alert" />
          <span>{t.publishReserves}</span>
        </p>
      )}
      <div class="row wrap acts">
        <button type="button" class="btn primary" onClick={() => onAct(!out)}>
          {out ? t.unpublish : t.publishAct}
        </button>
        <button type="button" class="btn" onClick={onClose}>
          {t.cancelAct}
        </button>
      </div>
    </Dialog>
  );
}
