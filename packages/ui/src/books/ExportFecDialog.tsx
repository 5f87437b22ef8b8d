/** A FEC made by Navette (R155): its encoding, its separator, and whether it may bear the legal name. */
import { useState } from 'preact/hooks';
import type { DossierView } from '@navette/device/model';
import { fecName, type FecOptions } from '@navette/formats/write-fec';
import { booksTexts } from '@navette/texts/books-texts';
import { Dialog } from '../components/Dialog.tsx';
import { useExportNote } from '../documents/use-export-note.ts';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';

type Props = {
  readonly dossier: DossierView;
  /** `AAAA-MM-JJ`. */
  readonly closing: string;
  readonly siren: string | null;
  /** Null until the entries are here. */
  readonly write: ((options: FecOptions) => Promise<{ readonly file: Blob; readonly replaced: number }>) | null;
  readonly failed?: boolean;
  readonly onClose: () => void;
};

export function ExportFecDialog({ dossier, closing, siren, write, failed = false, onClose }: Props) {
  const { language, f } = useSurroundings();
  const t = booksTexts(language);
  const noteExport = useExportNote();
  const [options, setOptions] = useState<FecOptions>({ encoding: 'utf-8', separator: 'tab' });
  const [ofRecord, setOfRecord] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const name = fecName(siren ?? dossier.siren ?? '000000000', closing, ofRecord);
  const make = async () => {
    if (write === null || !(await noteExport({ what: 'files', items: 1, dossiers: [dossier.id] }))) return;
    const { file, replaced } = await write(options);
    saveFile(file, name);
    setSaid(replaced === 0 ? t.fec.made(name) : t.fec.replaced(name, f.count(replaced)));
  };
  return (
    <Dialog title={t.fec.title} onClose={onClose}>
      <p>{t.fec.lead}</p>
      <div class="row wrap">
        <label class="field">
          {t.fec.encoding}
          <select
            class="input"
            value={options.encoding}
            onChange={(event) => setOptions({ ...options, encoding: event.currentTarget.value as FecOptions['encoding'] })}
          >
            <option value="utf-8">UTF-8</option>
            <option value="iso-8859-15">ISO 8859-15</option>
          </select>
        </label>
        <label class="field">
          {t.fec.separator}
          <select
            class="input"
            value={options.separator}
            onChange={(event) => setOptions({ ...options, separator: event.currentTarget.value as FecOptions['separator'] })}
          >
            <option value="tab">{t.fec.tab}</option>
            <option value="pipe">{t.fec.pipe}</option>
          </select>
        </label>
      </div>
      <label class="check">
        <input type="checkbox" checked={ofRecord} onChange={(event) => setOfRecord(event.currentTarget.checked)} />
        {t.fec.ofRecord}
      </label>
      <p class="cap">{ofRecord ? t.fec.legalName : t.fec.draftName}</p>
      <p class="mono">{name}</p>
      <p role="status">{failed ? t.compareFailed : write === null ? t.fec.opening : said}</p>
      <div class="row wrap acts">
        <button type="button" class="btn primary" disabled={write === null} onClick={() => void make()}>
          {t.fec.make}
        </button>
        <button type="button" class="btn" onClick={onClose}>
          {t.close}
        </button>
      </div>
    </Dialog>
  );
}
