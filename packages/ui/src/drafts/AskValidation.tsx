/** What cannot be undone is confirmed, by its name: entries enter the books (R155). Offline the wish waits for the server. */
import { cents } from '@navette/kernel/cents';
import type { EntryView } from '@navette/device/model';
import type { DossierId } from '@navette/kernel/ids';
import { entriesTexts } from '@navette/texts/entries-texts';
import { useState } from 'preact/hooks';
import { Dialog } from '../components/Dialog.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import { amountOf } from './found-entries.ts';

type Props = {
  readonly dossier: DossierId;
  readonly year: number;
  /** In the order in which they enter the books. */
  readonly entries: readonly EntryView[];
  readonly onClose: () => void;
  readonly onAsked?: () => void;
};

export function AskValidation({ dossier, year, entries, onClose, onAsked }: Props) {
  const surroundings = useSurroundings();
  const { doors, f, language } = surroundings;
  const t = entriesTexts(language);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const [first] = entries;
  const ask = async () => {
    setBusy(true);
    for (const { id } of entries) {
      const done = await doors.library.journal.validate({ dossier, year, draft: id, wanted: true });
      // One that was changed or validated meanwhile is left as it is; the others go on.
      if (!done.ok && done.refusal.tag !== 'too-late') {
        setBusy(false);
        return setProblem(refusalSentence(surroundings, done.refusal));
      }
    }
    void doors.sync.syncNow();
    onAsked?.();
    onClose();
  };
  return (
    <Dialog title={t.asking.title(entries.length)} onClose={onClose}>
      <p>
        {entries.length === 1 && first ? t.asking.one(first.entry.label, f.money(cents(amountOf(first.entry))), year) : t.asking.many(year)}
      </p>
      <p class="error" role="alert" hidden={problem === ''}>
        {problem}
      </p>
      <div class="row acts">
        <button type="button" class="btn primary" disabled={busy} onClick={() => void ask()}>
          {t.asking.confirm}
        </button>
        <button type="button" class="btn" onClick={onClose}>
          {t.asking.cancel}
        </button>
      </div>
    </Dialog>
  );
}
