/** What one import of a year changes beside the other: counted, and shown line by line. */
import { useEffect, useState } from 'preact/hooks';
import type { BookChanges, ExerciseView } from '@navette/device/model';
import { booksTexts } from '@navette/texts/books-texts';
import { Dialog } from '../components/Dialog.tsx';
import { useSurroundings } from '../surroundings.tsx';

type Props = { readonly exercise: ExerciseView; readonly exercises: readonly ExerciseView[]; readonly onClose: () => void };

export function ChangesDialog({ exercise, exercises, onClose }: Props) {
  const { doors, language, f } = useSurroundings();
  const t = booksTexts(language);
  const [changes, setChanges] = useState<BookChanges | null | undefined>(undefined);
  useEffect(() => {
    let over = false;
    const others = exercises.filter((one) => one.closing === exercise.closing && one.id !== exercise.id);
    // The one it replaced: the latest that came before it, else the one that came after.
    const other =
      others.filter(({ importedAt }) => importedAt <= exercise.importedAt).toSorted((a, b) => b.importedAt - a.importedAt)[0] ?? others[0];
    const [before, after] = other && other.importedAt <= exercise.importedAt ? [other, exercise] : [exercise, other];
    void (async () => {
      if (!before || !after) return null;
      for (const one of [before, after])
        if (!one.here) for (const hash of [one.files.figures, one.files.words]) await doors.sync.bring(one.dossier, hash);
      return doors.library.books.changes(before, after);
    })().then((found) => over || setChanges(found));
    return () => void (over = true);
  }, [exercise.id]);
  const same = changes && changes.added + changes.removed + changes.changed === 0;
  return (
    <Dialog title={t.compareTitle} onClose={onClose} look="changes">
      <div role="status">
        {changes === undefined ? (
          <p>
            <progress aria-label={t.comparing} /> {t.comparing}
          </p>
        ) : changes === null ? (
          <p class="note bad">{t.compareFailed}</p>
        ) : (
          <p>{same ? t.noChange : t.changes(f.count(changes.added), f.count(changes.removed), f.count(changes.changed))}</p>
        )}
      </div>
      {changes && !same ? (
        <ul class="rows tight changelist" tabIndex={0} aria-label={t.compareTitle}>
          {changes.examples.map(({ what, text }, at) => (
            <li key={`${at} ${text}`}>
              <span class="tag">{t.change[what]}</span> <span class="mono">{text}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <div class="row acts">
        <button type="button" class="btn" onClick={onClose}>
          {t.close}
        </button>
      </div>
    </Dialog>
  );
}
