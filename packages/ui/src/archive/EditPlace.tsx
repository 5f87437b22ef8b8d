/** Renames a published document or gives it another place; and how long it is kept, with a hold and its reason. */
import type { AccountView, ArchivedView, DossierView } from '@navette/device/model';
import type { RetentionTable } from '@navette/domain/retention';
import { archiveTexts } from '@navette/texts/archive-texts';
import { useId, useState } from 'preact/hooks';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import { ruleWord } from './parts.ts';
import { draftOf, foldersOf, PlaceFields, readDraft, type ReadDraft } from './PlaceFields.tsx';

type Props = {
  readonly account: AccountView;
  readonly dossier: DossierView;
  readonly file: ArchivedView;
  readonly files: readonly ArchivedView[];
  readonly table: RetentionTable;
  readonly onClose: () => void;
};

export function EditPlace({ account, dossier, file, files, table, onClose }: Props) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = archiveTexts(language);
  const id = useId();
  const [draft, setDraft] = useState(draftOf(file.place, file.box, file.date));
  const [rule, setRule] = useState(file.retained?.rule ?? '');
  const [hold, setHold] = useState(file.retained?.hold ?? '');
  const [problem, setProblem] = useState<Extract<ReadDraft, { ok: false }> | null>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const save = async () => {
    const read = readDraft(draft, t);
    if (!read.ok) return setProblem(read);
    const retained = { rule: rule === '' ? null : rule, hold: hold.trim() === '' ? null : hold.trim() };
    const before = file.retained ?? { rule: null, hold: null };
    const moved = await doors.library.archive.place(file.id, read.place);
    const kept =
      !moved.ok || (retained.rule === before.rule && retained.hold === before.hold)
        ? moved
        : await doors.library.archive.retain(file.id, retained);
    if (kept.ok) onClose();
    else setRefused([refusalSentence(surroundings, kept.refusal)]);
  };
  return (
    <Dialog title={t.edit.title(file.place.name)} onClose={onClose} look="publish">
      <form onSubmit={(event) => (event.preventDefault(), void save())}>
        <PlaceFields
          account={account}
          dossier={dossier}
          draft={draft}
          onChange={(next) => (setDraft(next), setProblem(null))}
          folders={foldersOf(files.map(({ place }) => place))}
          boxed={false}
          problem={problem}
        />
        <fieldset class="placefields">
          <legend>
            <b>{t.retention.title}</b>
          </legend>
          <label for={`${id}-rule`}>{t.retention.rule}</label>
          <select id={`${id}-rule`} class="input" value={rule} onChange={(event) => setRule(event.currentTarget.value)}>
            <option value="">{t.retention.ofCategory}</option>
            {table.map((one) => (
              <option key={one.id} value={one.id}>
                {one.confirmed ? ruleWord(t, one.id) : `${ruleWord(t, one.id)}, ${t.retention.toConfirm}`}
              </option>
            ))}
          </select>
          <label for={`${id}-hold`}>{t.retention.why}</label>
          <input id={`${id}-hold`} class="input" value={hold} maxLength={200} onInput={(event) => setHold(event.currentTarget.value)} />
          <p class="hint">{t.retention.holdHint}</p>
        </fieldset>
        <Problems sentences={refused} />
        <div class="row acts">
          <button type="submit" class="btn primary">
            {t.edit.submit}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {t.edit.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
