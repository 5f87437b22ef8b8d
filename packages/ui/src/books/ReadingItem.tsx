/** One file: how far it is read, what was found, and whose it is; kept only after the person said so. */
import { useState } from 'preact/hooks';
import type { AccountView, DossierView } from '@navette/device/model';
import { booksTexts } from '@navette/texts/books-texts';
import { fecRefusalSentence } from '@navette/texts/fec-texts';
import { Icon } from '../components/Icon.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';
import { BookReport } from './BookReport.tsx';
import type { Reading } from './use-readings.ts';

type Props = {
  readonly account: AccountView;
  /** On screen, null for all. */
  readonly dossier: DossierView | null;
  readonly reading: Reading;
  readonly onDrop: () => void;
  readonly onKept: (dossier: DossierView) => void;
};

export function ReadingItem({ account, dossier, reading, onDrop, onKept }: Props) {
  const { language, f } = useSurroundings();
  const t = booksTexts(language);
  const { file, state } = reading;
  return (
    <li class="reading">
      <header class="row">
        <Icon name="documents" />
        <b class="cut grow">{file.name}</b>
        {state.at === 'read' ? null : (
          <button type="button" class="btn sm quiet" onClick={onDrop}>
            {state.at === 'refused' ? t.close : t.cancel}
          </button>
        )}
      </header>
      {state.at === 'waiting' || state.at === 'reading' ? (
        <p role="status">
          <progress max={file.size} value={state.at === 'reading' ? state.done : 0} aria-label={t.reading(file.name)} />
          <small class="ink2">{t.read(f.fileSize(state.at === 'reading' ? state.done : 0), f.fileSize(file.size))}</small>
        </p>
      ) : state.at === 'refused' ? (
        <p class="note bad" role="alert">
          <Icon name="alert" />
          <span>
            {state.refusal.tag === 'cancelled'
              ? t.cancelled
              : state.refusal.tag === 'fec-not-read'
                ? t.notRead
                : fecRefusalSentence(language, state.refusal)}
          </span>
        </p>
      ) : (
        <>
          <BookReport book={state.book} />
          <KeepForm account={account} dossier={dossier} book={state.book} onDrop={onDrop} onKept={onKept} />
        </>
      )}
    </li>
  );
}

type KeepProps = Pick<Props, 'account' | 'dossier' | 'onDrop' | 'onKept'> & {
  readonly book: Extract<Reading['state'], { at: 'read' }>['book'];
};

/** By the SIREN of the name where a dossier has it; a file of another company is asked about, never silent. */
function KeepForm({ account, dossier, book, onDrop, onKept }: KeepProps) {
  const surroundings = useSurroundings();
  const { doors, language, f } = surroundings;
  const t = booksTexts(language);
  const own = account.dossiers.filter(({ right }) => right.side === 'staff');
  const bySiren = own.filter(({ siren }) => siren !== undefined && siren === book.siren);
  const proposed = bySiren.length === 1 ? (bySiren[0] ?? null) : dossier;
  const [chosen, setChosen] = useState<DossierView | null | undefined>(undefined);
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const target = chosen === undefined ? proposed : chosen;
  const exercises = useLive(() => doors.library.books.exercises(target?.id ?? ('' as DossierView['id'])), [doors, target?.id], []);
  const other = target !== null && book.siren !== null && target.siren !== undefined && target.siren !== book.siren;
  const keep = async () => {
    if (target === null) return setProblem(t.chooseDossier);
    setBusy(true);
    const kept = await doors.library.books.keep(target.id, book);
    setBusy(false);
    if (kept.ok) onKept(target);
    else setProblem(`${t.notKept} ${refusalSentence(surroundings, kept.refusal)}`);
  };
  return (
    <div class="keepform">
      {dossier !== null && bySiren.length === 1 && bySiren[0]?.id === dossier.id ? null : (
        <label class="field">
          {t.whichDossier}
          <select
            class="input"
            value={target?.id ?? ''}
            onChange={(event) => {
              setChosen(own.find(({ id }) => id === event.currentTarget.value) ?? null);
              setSure(false);
            }}
          >
            <option value="">{t.chooseDossier}</option>
            {own.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      {book.siren === null ? <p class="cap">{t.noSiren}</p> : null}
      {other ? (
        <div class="note decide">
          <Icon name="alert" />
          <div>
            <p>{t.otherSiren(f.siren(book.siren ?? ''), f.siren(target?.siren ?? ''))}</p>
            <label class="check">
              <input type="checkbox" checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
              {t.otherSirenSure}
            </label>
          </div>
        </div>
      ) : null}
      {exercises.some(({ closing }) => closing === book.closing) ? <p class="cap">{t.replaces}</p> : null}
      {problem === null ? null : (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="row wrap acts">
        <button type="button" class="btn primary" disabled={busy || (other && !sure)} onClick={() => void keep()}>
          {target === null ? t.chooseDossier : t.keep(target.name)}
        </button>
        <button type="button" class="btn" disabled={busy} onClick={onDrop}>
          {t.discard}
        </button>
      </div>
    </div>
  );
}
