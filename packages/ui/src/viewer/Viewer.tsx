/**
 * Shows the bytes of a document: PDF pages, or an image; for anything else its type and its download. The view turns and
 * grows, the record never changes. pdf.js is loaded only when a PDF is opened, and so are its thumbnails, its search and the list of what
 * it carries.
 */
import { viewerTexts } from '@navette/texts/viewer-texts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { typeWord } from '../dossiers.ts';
import { useSurroundings } from '../surroundings.tsx';
import type { IconName } from '../icons.ts';
import { later } from '../later.tsx';
import { imageSize, MOST_PIXELS } from './image-size.ts';
import type { OpenPdf, PdfProblem } from './pdf.ts';
import { PdfPage, type Found } from './PdfPage.tsx';
import { printImages } from './print-pages.ts';

export type ViewerProps = {
  readonly blob: Blob;
  readonly type: string;
  readonly name: string;
  readonly onPages?: (pages: number) => void;
  readonly quarters?: 0 | 1 | 2 | 3;
  readonly onTurn?: (quarters: 0 | 1 | 2 | 3) => void;
  /** It is carried by another document: what it carries itself is not listed. */
  readonly attached?: boolean;
};

const Thumbnails = later(() => import('./Thumbnails.tsx').then((file) => file.Thumbnails), true);
const FindBar = later(() => import('./FindBar.tsx').then((file) => file.FindBar), true);
const Attachments = later(() => import('./Attachments.tsx').then((file) => file.Attachments), true);

type Seen =
  | { readonly tag: 'opening' }
  | { readonly tag: 'pdf'; readonly pdf: OpenPdf }
  | { readonly tag: 'image'; readonly url: string }
  | { readonly tag: 'not-shown'; readonly why: PdfProblem | 'no-preview' | 'too-large' };

/** From this width of the desk on, the strip of thumbnails stands beside the page without being asked for. */
const WITH_STRIP = 620;
/** Narrower than that, it stands over the page. */
const BESIDE = 400;
/** What it takes of the desk. */
const STRIP = 104;
const ZOOMS = [50, 75, 100, 125, 150, 200, 300];
/** What a browser shows by itself among the types read from the bytes. */
const SHOWN_IMAGES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function Viewer({ blob, type, name, onPages, quarters = 0, onTurn, attached = false }: ViewerProps) {
  const { host, t, f, language } = useSurroundings();
  const own = viewerTexts(language);
  const desk = useRef<HTMLDivElement>(null);
  const [seen, see] = useState<Seen>({ tag: 'opening' });
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(100);
  const [turn, setTurn] = useState(quarters * 90);
  // Said by somebody else, or by this person elsewhere, it turns here too.
  useEffect(() => setTurn(quarters * 90), [quarters]);
  const rotate = () => {
    const next = (turn + 270) % 360;
    setTurn(next);
    onTurn?.((next / 90) as 0 | 1 | 2 | 3);
  };
  /** How often the search was asked for; none while it is closed. */
  const [finding, find] = useState(0);
  const [found, setFound] = useState<Found | null>(null);
  const [strip, setStrip] = useState<'beside' | 'over' | null>(null);
  const pdf = seen.tag === 'pdf' ? seen.pdf : null;
  useFindKey(desk, pdf !== null, () => find((times) => times + 1));
  useEffect(() => {
    // Known once it is laid out.
    if (pdf !== null && pdf.pages > 1 && (desk.current?.clientWidth ?? 0) >= WITH_STRIP) setStrip('beside');
  }, [pdf]);
  const closeFind = () => {
    find(0);
    desk.current?.querySelector<HTMLElement>('.sheets')?.focus();
  };
  useEffect(() => {
    let shown = true;
    let close = () => {};
    see({ tag: 'opening' });
    setPage(1);
    find(0);
    setFound(null);
    setStrip(null);
    void open(blob, type, host.workerUrl).then(({ seen: found, close: closing }) => {
      if (!shown) return closing();
      close = closing;
      see(found);
      if (found.tag === 'pdf') onPages?.(found.pdf.pages);
    });
    return () => {
      shown = false;
      close();
    };
  }, [blob, type, host.workerUrl]);

  if (seen.tag === 'opening') {
    return (
      <div class="desk grow" aria-busy="true">
        <span class="paper blank" />
      </div>
    );
  }
  if (seen.tag === 'not-shown') {
    const title = { 'no-preview': t.viewer.noPreview, 'too-large': t.viewer.tooLarge, damaged: t.viewer.damaged, locked: t.viewer.locked }[
      seen.why
    ];
    return (
      <div class="desk grow">
        <EmptyState icon="documents" title={title} hint={`${typeWord(type) ?? t.viewer.bytes}, ${f.fileSize(blob.size)}`} />
      </div>
    );
  }
  const pages = seen.tag === 'pdf' ? seen.pdf.pages : 1;
  const step = (by: number) => setZoom(ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, ZOOMS.indexOf(zoom) + by))] ?? zoom);
  const toggleStrip = () => setStrip(strip !== null ? null : (desk.current?.clientWidth ?? 0) >= BESIDE ? 'beside' : 'over');
  const tool = (icon: IconName, label: string, act: () => void, off = false, pressed?: boolean) => (
    <button
      type="button"
      class="btn icon sm quiet"
      aria-label={label}
      title={label}
      disabled={off}
      onClick={act}
      {...(pressed === undefined ? {} : { 'aria-expanded': pressed })}
    >
      <Icon name={icon} size="s" />
    </button>
  );
  return (
    <>
      {pdf === null || finding === 0 ? null : (
        <FindBar pdf={pdf} page={page} asked={finding} onPage={setPage} onFound={setFound} onClose={closeFind} />
      )}
      <div class={`desk grow${strip === 'beside' ? ' withstrip' : ''}`} ref={desk}>
        {pdf === null || strip === null ? null : <Thumbnails pdf={pdf} page={page} onPage={setPage} />}
        <div class="sheets" tabIndex={0} role="region" aria-label={t.viewer.pageLabel(page, pages)}>
          {pdf !== null ? (
            <PdfPage
              pdf={pdf}
              page={page}
              zoom={zoom}
              turn={turn}
              label={`${name}, ${t.viewer.pageLabel(page, pages)}`}
              beside={strip === 'beside' ? STRIP : 0}
              found={found}
            />
          ) : seen.tag !== 'image' ? null : (
            <img class="page" src={seen.url} alt={name} draggable={false} style={{ width: `${zoom}%`, rotate: `${turn}deg` }} />
          )}
        </div>
        <div class="zoom" role="toolbar" aria-label={t.viewer.display}>
          {tool('minus', t.viewer.zoomOut, () => step(-1), zoom === ZOOMS[0])}
          <span class="n">{f.percent(zoom)}</span>
          {tool('plus', t.viewer.zoomIn, () => step(1), zoom === ZOOMS.at(-1))}
          {tool('rotate', t.viewer.rotate, rotate)}
          {pages > 1 ? tool('left', t.viewer.previous, () => setPage(page - 1), page === 1) : null}
          <span class="n" aria-live="polite">
            {t.viewer.page(page, pages)}
          </span>
          {pages > 1 ? tool('right', t.viewer.next, () => setPage(page + 1), page === pages) : null}
          {pdf === null ? null : tool('search', own.find.open, () => find(finding + 1))}
          {pages > 1 ? tool('grid', strip === null ? own.thumbnails.show : own.thumbnails.hide, toggleStrip, false, strip !== null) : null}
          {tool('print', t.viewer.print, () => void printImages(seen.tag === 'pdf' ? seen.pdf.pictures() : [seen.url]))}
        </div>
      </div>
      {pdf === null || attached ? null : <Attachments pdf={pdf} />}
    </>
  );
}

/**
 * Ctrl or ⌘ with F, while one is in this viewer or nowhere in particular: the browser's own search sees one page of many. Pressed again in
 * the field it is the browser's.
 */
function useFindKey(desk: { readonly current: HTMLElement | null }, on: boolean, ask: () => void): void {
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (!on) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const [place, { target }] = [desk.current, event];
      if (place === null || event.defaultPrevented || !(target instanceof Element)) return;
      const dialog = document.querySelector('dialog[open]');
      const around = dialog?.contains(place) === true ? dialog : dialog === null ? place.closest('.viewer') : null;
      if (around === null || target.closest('.findbar input') !== null) return;
      if (target !== document.body && !around.contains(target)) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [on]);
}

/** Decides how to show, on the type read from the bytes; and gives what must be let go of afterwards. */
async function open(blob: Blob, type: string, workerUrl: string): Promise<{ seen: Seen; close: () => void }> {
  const nothing = () => {};
  if (type === 'application/pdf') {
    const { openPdf } = await import('./pdf.ts');
    const opened = await openPdf(blob, workerUrl);
    return opened.ok
      ? { seen: { tag: 'pdf', pdf: opened.value }, close: () => opened.value.close() }
      : { seen: { tag: 'not-shown', why: opened.refusal }, close: nothing };
  }
  if (!SHOWN_IMAGES.has(type)) return { seen: { tag: 'not-shown', why: 'no-preview' }, close: nothing };
  const size = await imageSize(blob);
  if (size === null) return { seen: { tag: 'not-shown', why: 'damaged' }, close: nothing };
  if (size.width * size.height > MOST_PIXELS) return { seen: { tag: 'not-shown', why: 'too-large' }, close: nothing };
  const url = URL.createObjectURL(new Blob([blob], { type }));
  return { seen: { tag: 'image', url }, close: () => URL.revokeObjectURL(url) };
}
