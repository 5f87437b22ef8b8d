/**
 * Pages of one document, photographed one by one: put in order, turned, removed, added, then given as one PDF.
 *
 * Each photo is in the tray from the moment it is taken, since a phone may close the page while the camera is open; they leave it when the
 * document that holds them is kept. Turning changes the view, never the picture (G19).
 */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { AccountView, Capture, DossierView } from '@navette/device/model';
import { DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { dropTexts } from '@navette/texts/drop-texts';
import { captureTexts } from '@navette/texts/capture-texts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useDeposits } from '../deposits.tsx';
import { depositDossiers } from '../dossiers.ts';
import { first } from '../first.ts';
import { refusalSentence } from '../refusal-sentence.ts';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { FIRST_CHOICE } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';
import '../style/photos.css';

/** Pictures that a PDF holds as they are. */
const PAGE_TYPES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png']);

type Quarters = 0 | 1 | 2 | 3;
type Page = { readonly capture: Capture; readonly url: string; readonly quarters: Quarters };

type Props = {
  readonly account: AccountView;
  readonly dossier: DossierView | null;
  /** Photos just taken. */
  readonly taken: readonly File[];
  /** Photos of the tray, taken before. */
  readonly resumed?: readonly Capture[];
  readonly onClose: () => void;
};

export function PhotoPages({ account, dossier: proposed, taken, resumed = [], onClose }: Props) {
  const surroundings = useSurroundings();
  const { doors, language, t, f, now } = surroundings;
  const own = captureTexts(language).photos;
  const id = useId();
  const { give, keep } = useDeposits();
  const last = useObservable(doors.library.lastChoice, FIRST_CHOICE);
  const [pages, setPages] = useState<readonly Page[]>([]);
  const [kindChosen, setKind] = useState<DocumentKind | null>(null);
  const [chosen, setChosen] = useState<DossierView | null | undefined>(undefined);
  const [comment, setComment] = useState('');
  const [busy, setBusy] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const box = useRef<HTMLDialogElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const kind = kindChosen ?? last.kind;
  // Photos may be taken before the companies have come: the proposal goes on until there is a choice.
  const dossier = chosen === undefined ? proposed : chosen;
  const open = depositDossiers(account);

  const add = async (files: readonly File[]) => {
    const said: string[] = [];
    for (const file of files) {
      const kept = await doors.library.capture(file, { name: file.name, way: 'photo' });
      if (!kept.ok) said.push(refusalSentence(surroundings, kept.refusal));
      else if (!PAGE_TYPES.has(kept.value.type)) said.push(own.notPhoto(kept.value.name));
      else setPages((before) => [...before, { capture: kept.value, url: URL.createObjectURL(file), quarters: 0 }]);
    }
    setProblems(said);
  };
  const resume = async () => {
    for (const capture of resumed) {
      const bytes = capture.hash === null ? null : await doors.library.bytes(capture.hash);
      if (bytes && PAGE_TYPES.has(capture.type)) {
        const url = URL.createObjectURL(new Blob([bytes], { type: capture.type }));
        setPages((before) => [...before, { capture, url, quarters: 0 }]);
      }
    }
  };
  const addresses = useRef<readonly Page[]>([]);
  addresses.current = pages;
  useEffect(() => {
    box.current?.showModal();
    void resume().then(() => add(taken));
    return () => {
      for (const { url } of addresses.current) URL.revokeObjectURL(url);
    };
  }, []);

  const change = (at: number, by: Partial<Page>) => setPages(pages.map((page, i) => (i === at ? { ...page, ...by } : page)));
  const swap = (at: number, with_: number) => {
    const [a, b] = [pages[at], pages[with_]];
    if (a && b) setPages(pages.map((page, i) => (i === at ? b : i === with_ ? a : page)));
  };
  const remove = async (at: number) => {
    const gone = pages[at];
    if (gone === undefined) return;
    setPages(pages.filter((_, i) => i !== at));
    URL.revokeObjectURL(gone.url);
    await doors.library.discard(gone.capture.id);
  };
  const discardAll = async () => {
    for (const { capture } of pages) await doors.library.discard(capture.id);
    onClose();
  };

  const finish = async () => {
    setBusy(true);
    setProblems([]);
    try {
      const file = await documentOf();
      const limit = dossier?.fileLimit ?? DEFAULT_LIMITS.fileBytes;
      if (file.size > limit) return setProblems([own.tooLarge(f.fileSize(limit))]);
      const choice = comment.trim() === '' ? {} : { comment: comment.trim() };
      const found =
        dossier === null
          ? await keep([file], 'photo')
          : await give([file], 'photo', { dossier: dossier.id, kind, ...choice }, dossier, { kindChosen: true });
      const inTray = dossier === null || found.length > 0;
      // What could not be kept leaves its photos where they are.
      if (found.length > 0 && !(await isKept(file))) return setProblems(found);
      for (const { capture } of pages) await doors.library.discard(capture.id);
      onClose();
      if (inTray) location.assign(routeTo('deposit'));
    } catch {
      setProblems([t.refusals['file-unreadable']({})]);
    } finally {
      setBusy(false);
    }
  };
  const isKept = async (file: File): Promise<boolean> => {
    const tray = await first(doors.library.tray);
    return tray.some(({ name, size }) => name === file.name && size === file.size);
  };
  /** One photo as it was taken stays itself; anything else is a PDF. */
  const documentOf = async (): Promise<File> => {
    const parts: { bytes: Uint8Array; type: string; quarters: Quarters }[] = [];
    for (const { capture, quarters } of pages) {
      const blob = capture.hash === null ? null : await doors.library.bytes(capture.hash);
      if (blob === null) throw new Error('a photo is not here any more');
      parts.push({ bytes: new Uint8Array(await blob.arrayBuffer()), type: capture.type, quarters });
    }
    const name = own.name(f.day(now()));
    const [only] = parts;
    if (only && parts.length === 1 && only.quarters === 0) {
      return new File([only.bytes as Uint8Array<ArrayBuffer>], name.replace(/pdf$/, only.type === 'image/png' ? 'png' : 'jpg'), {
        type: only.type,
      });
    }
    const { photosPdf } = await import('./photos-pdf.ts');
    return new File([await photosPdf(parts, new Date(now()))], name, { type: 'application/pdf' });
  };

  return (
    <dialog
      ref={box}
      class="photosheet"
      aria-labelledby={`${id}t`}
      onCancel={(event) => {
        event.preventDefault();
        setLeaving(true);
      }}
    >
      <header class="ph">
        <button
          type="button"
          class="btn icon quiet"
          aria-label={own.discard}
          onClick={() => (pages.length === 0 ? onClose() : setLeaving(true))}
        >
          <Icon name="close" />
        </button>
        <h1 class="grow" id={`${id}t`}>
          {own.title}
        </h1>
        <small role="status">{own.pages(pages.length)}</small>
      </header>
      <div class="photobody">
        {leaving ? (
          <div class="note decide" role="alertdialog" aria-label={own.discardTitle}>
            <Icon name="alert" />
            <div>
              <p>
                <b>{own.discardTitle}</b> {own.discardHint}
              </p>
              <div class="row wrap acts">
                <button type="button" class="btn" onClick={() => void discardAll()}>
                  {own.discardAct}
                </button>
                <button type="button" class="btn primary" onClick={() => setLeaving(false)}>
                  {own.goOn}
                </button>
              </div>
            </div>
          </div>
        ) : null}
        <ol class="shots">
          {pages.map((page, at) => (
            <li key={page.capture.id}>
              <figure>
                <span class="frame">
                  <img src={page.url} alt={own.page(at + 1)} data-quarters={page.quarters} />
                </span>
                <figcaption>
                  <span class="n grow">{at + 1}</span>
                  {pages.length < 2 ? null : (
                    <>
                      <Tool icon="left" label={own.earlier(at + 1)} off={at === 0} act={() => swap(at, at - 1)} />
                      <Tool icon="right" label={own.later(at + 1)} off={at === pages.length - 1} act={() => swap(at, at + 1)} />
                    </>
                  )}
                  <Tool
                    icon="rotate"
                    label={own.turn(at + 1)}
                    act={() => change(at, { quarters: ((page.quarters + 1) % 4) as Quarters })}
                  />
                  <Tool icon="trash" label={own.remove(at + 1)} act={() => void remove(at)} />
                </figcaption>
              </figure>
            </li>
          ))}
        </ol>
        <button type="button" class="btn lg wide" disabled={busy} onClick={() => camera.current?.click()}>
          <Icon name="camera" />
          {own.add}
        </button>
        <input
          ref={camera}
          type="file"
          accept="image/*"
          capture="environment"
          multiple
          hidden
          onChange={(event) => {
            const field = event.currentTarget;
            const files = [...(field.files ?? [])];
            field.value = '';
            void add(files);
          }}
        />
        {open.length < 2 ? null : (
          <div class="field">
            <label for={`${id}d`}>{t.deposit.company}</label>
            <select
              id={`${id}d`}
              class="input lg"
              value={dossier?.id ?? ''}
              onChange={(event) => setChosen(open.find((one) => one.id === event.currentTarget.value) ?? null)}
            >
              <option value="">{t.deposit.chooseCompany}</option>
              {open.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </div>
        )}
        <fieldset class="field">
          <legend>{t.deposit.kind}</legend>
          <div class="kinds">
            {DOCUMENT_KINDS.map((one) => (
              <label key={one} class={`kind${one === kind ? ' on' : ''}`}>
                <input type="radio" name={`${id}k`} checked={one === kind} onChange={() => setKind(one)} />
                {t.kinds[one]}
              </label>
            ))}
          </div>
        </fieldset>
        <div class="field">
          <label for={`${id}c`}>{t.deposit.comment}</label>
          <input
            id={`${id}c`}
            class="input lg"
            maxLength={2000}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
        </div>
        <p class="cap">{own.asTaken}</p>
        <p class="note plain">
          <Icon name="info" />
          <span>{dropTexts(language).keepPaper}</span>
        </p>
      </div>
      <footer class="pfoot">
        <Problems sentences={problems} />
        <button type="button" class="btn primary lg wide" disabled={busy || pages.length === 0} onClick={() => void finish()}>
          <Icon name="deposit" />
          <span class="cut">{busy ? own.making : dossier === null ? own.keep : own.give(dossier.name)}</span>
        </button>
      </footer>
    </dialog>
  );
}

function Tool({
  icon,
  label,
  act,
  off = false,
}: {
  icon: 'left' | 'right' | 'rotate' | 'trash';
  label: string;
  act: () => void;
  off?: boolean;
}) {
  return (
    <button type="button" class="btn icon quiet" aria-label={label} disabled={off} onClick={act}>
      <Icon name={icon} size="s" />
    </button>
  );
}
