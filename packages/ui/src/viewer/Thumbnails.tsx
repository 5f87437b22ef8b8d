/**
 * The pages of a PDF in small, in a strip beside the page. Only those in sight are drawn and kept, one after the other; arrows, Home and
 * End go from page to page.
 */
import { viewerTexts } from '@navette/texts/viewer-texts';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import '../style/viewer-tools.css';
import { useSurroundings } from '../surroundings.tsx';
import { useAppearance } from '../use-appearance.ts';
import type { OpenPdf } from './pdf.ts';

const BOX = { width: 72, height: 96 };
/** Height of one page's place, its number and the space around it included. */
const PLACE = 128;
/** Drawn above and below what is in sight. */
const AROUND = 3;

type Props = { readonly pdf: OpenPdf; readonly page: number; readonly onPage: (page: number) => void };

export function Thumbnails({ pdf, page, onPage }: Props) {
  const t = viewerTexts(useSurroundings().language).thumbnails;
  const strip = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ first: 1, last: 8 });
  // One drawing at a time, the newest places last: those scrolled away from have been stopped by then.
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const focusCurrent = useRef(false);
  const measure = () => {
    const box = strip.current;
    if (box === null) return;
    const first = Math.max(1, Math.floor(box.scrollTop / PLACE) + 1 - AROUND);
    const last = Math.min(pdf.pages, Math.ceil((box.scrollTop + box.clientHeight) / PLACE) + AROUND);
    setSeen((before) => (before.first === first && before.last === last ? before : { first, last }));
  };
  useLayoutEffect(() => {
    const box = strip.current;
    if (box === null) return;
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(box);
    return () => watch.disconnect();
  }, [pdf]);
  // The page on screen is in sight in the strip.
  useLayoutEffect(() => {
    const box = strip.current;
    if (box === null) return;
    const top = (page - 1) * PLACE;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + PLACE > box.scrollTop + box.clientHeight) box.scrollTop = top + PLACE - box.clientHeight;
    measure();
    if (focusCurrent.current) box.querySelector<HTMLElement>('[aria-current]')?.focus({ preventScroll: true });
    focusCurrent.current = false;
  }, [page, pdf]);
  const keys: Readonly<Record<string, number>> = {
    ArrowDown: page + 1,
    ArrowUp: page - 1,
    Home: 1,
    End: pdf.pages,
    PageDown: page + 5,
    PageUp: page - 5,
  };
  const shown = Array.from({ length: Math.max(0, seen.last - seen.first + 1) }, (_, index) => seen.first + index);
  // What may be reached with Tab is always there, however far one has scrolled.
  const numbers = page < seen.first ? [page, ...shown] : page > seen.last ? [...shown, page] : shown;
  return (
    <div
      class="thumbstrip"
      role="group"
      aria-label={t.title}
      ref={strip}
      onScroll={measure}
      onKeyDown={(event) => {
        const to = event.ctrlKey || event.altKey || event.metaKey ? undefined : keys[event.key];
        if (to === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        const wanted = Math.max(1, Math.min(pdf.pages, to));
        focusCurrent.current = wanted !== page;
        onPage(wanted);
      }}
    >
      <div style={{ height: `${pdf.pages * PLACE}px` }}>
        {numbers.map((number) => (
          <button
            type="button"
            key={number}
            class="leaf"
            style={{ top: `${(number - 1) * PLACE}px` }}
            tabIndex={number === page ? 0 : -1}
            aria-label={t.page(number)}
            {...(number === page ? { 'aria-current': 'page' as const } : {})}
            onClick={() => onPage(number)}
          >
            <Leaf pdf={pdf} page={number} line={line} />
            <span class="n" aria-hidden="true">
              {number}
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}

function Leaf({ pdf, page, line }: { pdf: OpenPdf; page: number; line: { current: Promise<unknown> } }) {
  const place = useRef<HTMLSpanElement>(null);
  const appearance = useAppearance();
  useEffect(() => {
    const stop = new AbortController();
    let canvas: HTMLCanvasElement | null = null;
    line.current = line.current.then(async () => {
      if (stop.signal.aborted || place.current === null) return;
      canvas = await pdf.thumbnail(page, BOX, getComputedStyle(place.current).backgroundColor, stop.signal);
      if (canvas === null) return;
      if (stop.signal.aborted) return empty(canvas);
      place.current?.replaceChildren(canvas);
    });
    return () => {
      stop.abort();
      if (canvas !== null) empty(canvas);
    };
  }, [pdf, page, appearance]);
  return <span class="leafpage" ref={place} />;
}

/** Its memory goes now, not when somebody comes to collect it. */
function empty(canvas: HTMLCanvasElement): void {
  canvas.width = 0;
  canvas.height = 0;
}
