/** Documents of the dossier that justify an entry: shown with their names, chosen from a list that is searched by words. */
import type { DocumentRow } from '@navette/device/model';
import { ENTRY_LIMITS } from '@navette/domain/drafts/limits';
import type { DocumentId, DossierId } from '@navette/kernel/ids';
import { entriesTexts } from '@navette/texts/entries-texts';
import { useState } from 'preact/hooks';
import { Dialog } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';

const SHOWN = 40;

type Props = {
  readonly dossier: DossierId;
  readonly documents: readonly DocumentId[];
  /** Null where they are only read. */
  readonly onChange: ((document: DocumentId, on: boolean) => void) | null;
};

export function Attachments({ dossier, documents, onChange }: Props) {
  const { language } = useSurroundings();
  const t = entriesTexts(language);
  const [picking, setPicking] = useState(false);
  return (
    <section class="block attachments">
      <header>
        <h2>{t.documents}</h2>
        {onChange !== null && documents.length < ENTRY_LIMITS.documents ? (
          <button type="button" class="btn sm quiet push" onClick={() => setPicking(true)}>
            <Icon name="clip" size="s" />
            {t.attach}
          </button>
        ) : null}
      </header>
      {documents.length === 0 ? <p class="cap2">{t.noDocuments}</p> : null}
      <ul class="attached">
        {documents.map((id) => (
          <Attached key={id} id={id} {...(onChange === null ? {} : { onDetach: () => onChange(id, false) })} />
        ))}
      </ul>
      {picking && onChange !== null ? (
        <Picker dossier={dossier} chosen={documents} onToggle={onChange} onClose={() => setPicking(false)} />
      ) : null}
    </section>
  );
}

function Attached({ id, onDetach }: { id: DocumentId; onDetach?: () => void }) {
  const { doors, language } = useSurroundings();
  const t = entriesTexts(language);
  const row = useLive(() => doors.library.document(id), [doors, id], null);
  const name = row?.name ?? t.gone;
  return (
    <li>
      <Icon name="clip" size="s" />
      {row === null ? <span class="ink3">{name}</span> : <a href={routeTo('documents', { document: id })}>{name}</a>}
      {onDetach === undefined ? null : (
        <button type="button" class="btn icon sm quiet" aria-label={t.detach(name)} onClick={onDetach}>
          <Icon name="close" size="s" />
        </button>
      )}
    </li>
  );
}

function Picker({
  dossier,
  chosen,
  onToggle,
  onClose,
}: {
  dossier: DossierId;
  chosen: readonly DocumentId[];
  onToggle: (document: DocumentId, on: boolean) => void;
  onClose: () => void;
}) {
  const { doors, f, language } = useSurroundings();
  const now = useNow();
  const t = entriesTexts(language);
  const [text, setText] = useState('');
  const page = useLive(
    () => doors.library.documents({ dossier, limit: SHOWN, ...(text.trim() === '' ? {} : { text }) }),
    [doors, dossier, text],
    null,
  );
  const rows: readonly DocumentRow[] = page?.rows ?? [];
  return (
    <Dialog title={t.picker.title} onClose={onClose} look="narrowpick">
      <div class="search">
        <Icon name="search" size="s" />
        <input
          class="input sm"
          type="search"
          aria-label={t.picker.search}
          placeholder={t.picker.search}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      {page !== null && rows.length === 0 ? <p class="cap2">{t.picker.none}</p> : null}
      <ul class="pickdocs">
        {rows.map((row) => (
          <li key={row.id}>
            <label class="check">
              <input
                type="checkbox"
                checked={chosen.includes(row.id)}
                onChange={(event) => onToggle(row.id, event.currentTarget.checked)}
              />
              <span class="grow">
                <span class="cut blk">{row.name}</span>
                <small class="blk">
                  {f.shortDay(row.facts?.date ?? row.capturedAt, now)}
                  {row.facts?.issuer === undefined ? '' : ` · ${row.facts.issuer}`}
                </small>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <div class="row acts">
        <button type="button" class="btn primary" onClick={onClose}>
          {t.picker.done}
        </button>
      </div>
    </Dialog>
  );
}
