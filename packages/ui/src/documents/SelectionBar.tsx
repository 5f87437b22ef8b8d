/** What can be done with the selected documents at once; the staff's acts, each on the documents that allow it. */
import { useState } from 'preact/hooks';
import type { AccountView, ActRefusal, DocumentRow } from '@navette/device/model';
import type { Result } from '@navette/kernel/result';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import { later } from '../later.tsx';
import { useExportNote } from './use-export-note.ts';

const PublishSelection = later(() => import('../archive/PublishSelection.tsx').then((file) => file.PublishSelection), true);

export function SelectionBar({ account, rows, onClear }: { account: AccountView; rows: readonly DocumentRow[]; onClear: () => void }) {
  const surroundings = useSurroundings();
  const { doors, t } = surroundings;
  const noteExport = useExportNote();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const each = async (act: (row: DocumentRow) => Promise<Result<void, ActRefusal>>, can: (row: DocumentRow) => boolean) => {
    const found: string[] = [];
    for (const row of rows.filter(can)) {
      const done = await act(row);
      if (!done.ok) found.push(`${row.name} · ${refusalSentence(surroundings, done.refusal)}`);
    }
    setProblems(found);
  };
  const download = async () => {
    if (!(await noteExport({ what: 'files', items: rows.length, dossiers: rows.map(({ dossier }) => dossier) }))) return;
    const missing: string[] = [];
    for (const row of rows) {
      const bytes = await doors.library.bytes(row.hash);
      if (bytes === null) missing.push(`${row.name} · ${t.viewer.notHere}`);
      else saveFile(bytes, row.name);
    }
    setProblems(missing);
  };
  return (
    <div class="bulk" role="toolbar" aria-label={t.list.actions}>
      <b class="n">{t.list.selected(rows.length)}</b>
      {account.side === 'staff' ? (
        <>
          <button
            type="button"
            class="btn sm"
            onClick={() =>
              void each(
                (row) => doors.library.takeIn(row.id),
                ({ state }) => state === 'received',
              )
            }
          >
            <Icon name="taken" size="s" />
            {t.viewer.take}
          </button>
          <button
            type="button"
            class="btn sm"
            onClick={() =>
              void each(
                (row) => doors.library.accept(row.id),
                ({ state }) => state === 'received' || state === 'taken',
              )
            }
          >
            <Icon name="accepted" size="s" />
            {t.viewer.accept}
          </button>
          <PublishSelection account={account} rows={rows} />
        </>
      ) : null}
      <button type="button" class="btn sm" onClick={() => void download()}>
        <Icon name="download" size="s" />
        {t.viewer.download}
      </button>
      <button type="button" class="btn sm quiet" onClick={onClear}>
        {t.list.unselect} <kbd>{t.keys.escape}</kbd>
      </button>
      <Problems sentences={problems} />
    </div>
  );
}
