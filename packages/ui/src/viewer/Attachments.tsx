/**
 * Files a PDF carries: their names as text, what their first bytes say they are, how large; each can be saved, and shown here when it is
 * something to look at or to read. None is ever run or interpreted, whatever its name (F1, P6).
 */
import { SIGNATURE_BYTES, typeOfBytes } from '@navette/formats/signature';
import { displayName } from '@navette/kernel/display-name';
import { viewerTexts } from '@navette/texts/viewer-texts';
import { useEffect, useState } from 'preact/hooks';
import { Dialog } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { typeWord } from '../dossiers.ts';
import { saveFile } from '../save-file.ts';
import '../style/viewer-tools.css';
import { useSurroundings } from '../surroundings.tsx';
import type { OpenPdf, PdfAttachment } from './pdf.ts';
import { Viewer } from './Viewer.tsx';

const MOST_SHOWN = 100;
/** Characters of a text shown here. */
const MOST_TEXT = 200_000;
const PICTURES: ReadonlySet<string> = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** Shown as the text they are. A page or a drawing with scripts is not among them. */
const READABLE: ReadonlySet<string> = new Set(['text/plain', 'text/csv', 'application/xml']);

/** What was read of one; null when it cannot be. */
type Measured = { readonly size: number; readonly type: string } | null;
type Opened = { readonly name: string; readonly blob: Blob; readonly type: string };

export function Attachments({ pdf }: { pdf: OpenPdf }) {
  const { language } = useSurroundings();
  const t = viewerTexts(language).attached;
  const [files, setFiles] = useState<readonly PdfAttachment[]>([]);
  const [looking, look] = useState(false);
  const [measured, setMeasured] = useState<ReadonlyMap<string, Measured>>(new Map());
  const [opened, open] = useState<Opened | null>(null);
  useEffect(() => {
    let shown = true;
    void pdf.attachments().then((found) => shown && setFiles(found));
    return () => {
      shown = false;
    };
  }, [pdf]);
  // A PDF says no size that can be believed: each is read once somebody looks, and let go.
  useEffect(() => {
    if (!looking) return;
    let shown = true;
    void (async () => {
      for (const { id } of files.slice(0, MOST_SHOWN)) {
        const bytes = await pdf.attachment(id);
        if (!shown) return;
        const facts = bytes && { size: bytes.length, type: typeOfBytes(bytes.subarray(0, SIGNATURE_BYTES)) };
        setMeasured((before) => new Map([...before, [id, facts]]));
      }
    })();
    return () => {
      shown = false;
    };
  }, [looking, files]);
  if (files.length === 0) return null;
  const take = async ({ id, name }: PdfAttachment, act: (file: Opened) => void) => {
    const bytes = await pdf.attachment(id);
    if (bytes === null) return setMeasured((before) => new Map([...before, [id, null]]));
    // Opaque to the browser: its name and its bytes decide nothing there.
    const type = typeOfBytes(bytes.subarray(0, SIGNATURE_BYTES));
    act({ name: displayName(name), type, blob: new Blob([bytes], { type: 'application/octet-stream' }) });
  };
  return (
    <details class="attached" onToggle={(event) => look(event.currentTarget.open)}>
      <summary>
        <Icon name="clip" size="s" />
        {t.title(files.length)}
      </summary>
      <p class="cap">{t.note}</p>
      <ul class="rows tight">
        {files.slice(0, MOST_SHOWN).map((file) => (
          <Row
            key={file.id}
            file={file}
            measured={measured.get(file.id)}
            onOpen={() => void take(file, open)}
            onSave={() => void take(file, ({ blob, name }) => saveFile(blob, name))}
          />
        ))}
      </ul>
      {files.length > MOST_SHOWN ? <p class="cap">{t.more(files.length - MOST_SHOWN)}</p> : null}
      {opened === null ? null : <Shown {...opened} onClose={() => open(null)} />}
    </details>
  );
}

function Row(props: { file: PdfAttachment; measured: Measured | undefined; onOpen: () => void; onSave: () => void }) {
  const { file, measured, onOpen, onSave } = props;
  const { language, f } = useSurroundings();
  const t = viewerTexts(language).attached;
  const name = displayName(file.name);
  const canOpen = measured != null && (PICTURES.has(measured.type) || READABLE.has(measured.type));
  return (
    <li class="row">
      <span class="grow">
        <b class="cut blk">
          <bdi>{name}</bdi>
        </b>
        <small class="blk">
          {measured === undefined
            ? t.measuring
            : measured === null
              ? t.unreadable
              : `${typeWord(measured.type) ?? t.unknownType}, ${f.fileSize(measured.size)}`}
        </small>
      </span>
      {canOpen ? (
        <button type="button" class="btn sm" aria-label={t.openNamed(name)} onClick={onOpen}>
          <Icon name="eye" size="s" />
          {t.open}
        </button>
      ) : null}
      <button type="button" class="btn sm" aria-label={t.saveNamed(name)} disabled={measured == null} onClick={onSave}>
        <Icon name="download" size="s" />
        {t.save}
      </button>
    </li>
  );
}

function Shown({ name, blob, type, onClose }: Opened & { onClose: () => void }) {
  const { language } = useSurroundings();
  const t = viewerTexts(language).attached;
  return (
    <Dialog title={name} onClose={onClose} look="attachedview">
      {PICTURES.has(type) ? <Viewer blob={blob} type={type} name={name} attached /> : <PlainText blob={blob} name={name} />}
      <div class="row acts">
        <button type="button" class="btn" onClick={onClose}>
          {t.close}
        </button>
      </div>
    </Dialog>
  );
}

function PlainText({ blob, name }: { blob: Blob; name: string }) {
  const { language, f } = useSurroundings();
  const t = viewerTexts(language).attached;
  const [text, setText] = useState<string | null>(null);
  useEffect(() => void blob.slice(0, MOST_TEXT).text().then(setText), [blob]);
  return (
    <>
      {blob.size > MOST_TEXT ? <p class="cap">{t.cut(f.fileSize(MOST_TEXT))}</p> : null}
      <pre class="plaintext mono" tabIndex={0} role="region" aria-label={name}>
        {text ?? ''}
      </pre>
    </>
  );
}
