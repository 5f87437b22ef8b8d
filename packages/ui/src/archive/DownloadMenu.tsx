/** Ouvrir, Enregistrer, Enregistrer sous (R205): what the platform allows of them. Each leaves a note, as every export does (R16). */
import type { ArchivedView } from '@navette/device/model';
import { archiveTexts } from '@navette/texts/archive-texts';
import { useState } from 'preact/hooks';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { Popover } from '../components/Popover.tsx';
import { useExportNote } from '../documents/use-export-note.ts';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import { canOpen, canSaveAs, fileName, openFile, saveAs } from './save-as.ts';

export function DownloadMenu({ file, blob }: { file: ArchivedView; blob: Blob | null }) {
  const { language } = useSurroundings();
  const t = archiveTexts(language);
  const noteExport = useExportNote();
  const [said, say] = useState<{ readonly good: string; readonly bad: readonly string[] }>({ good: '', bad: [] });
  const name = fileName(file.place.name, file.type);
  const note = () => noteExport({ what: 'files', items: 1, dossiers: [file.dossier] });
  if (blob === null)
    return (
      <button type="button" class="btn icon sm quiet" aria-label={t.download} disabled>
        <Icon name="download" />
      </button>
    );
  return (
    <>
      <Popover button={<Icon name="download" />} buttonClass="btn icon sm quiet" label={t.download} title={t.download} look="downmenu">
        {(close) => (
          <div class="choices">
            {canOpen(file.type) ? (
              <button type="button" class="choice" onClick={() => (close(), openFile(blob, file.type), void note())}>
                <Icon name="external" size="s" />
                {t.openFile}
              </button>
            ) : null}
            <button type="button" class="choice" onClick={() => (close(), saveFile(blob, name), void note())}>
              <Icon name="download" size="s" />
              {t.save}
            </button>
            {canSaveAs() ? (
              <button
                type="button"
                class="choice"
                onClick={() => {
                  close();
                  void saveAs(blob, name).then(
                    (as) => as !== null && (say({ good: t.saved(as), bad: [] }), void note()),
                    () => say({ good: '', bad: [t.notSaved] }),
                  );
                }}
              >
                <Icon name="folder" size="s" />
                {t.saveAs}
              </button>
            ) : null}
          </div>
        )}
      </Popover>
      <span class="vh" role="status">
        {said.good}
      </span>
      {said.bad.length > 0 ? <Problems sentences={said.bad} /> : null}
    </>
  );
}
