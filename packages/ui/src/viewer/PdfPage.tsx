/** One page of a PDF: its picture, its text over it to be selected, and what was found in it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useAppearance } from '../use-appearance.ts';
import type { OpenPdf } from './pdf.ts';

/** Padding of the desk on both sides, CSS pixels. */
const DESK = 32;

/** What is looked for, as `foldedQuery` gives it, and at which hit the person is. */
export type Found = { readonly query: string; readonly at: { readonly page: number; readonly index: number } | null };

type Props = {
  readonly pdf: OpenPdf;
  readonly page: number;
  readonly zoom: number;
  readonly turn: number;
  readonly label: string;
  /** Pixels of the desk taken by something else, so that the page is drawn again when that changes. */
  readonly beside?: number;
  readonly found?: Found | null;
};

export function PdfPage({ pdf, page, zoom, turn, label, beside = 0, found = null }: Props) {
  const sheet = useRef<HTMLDivElement>(null);
  const [drawn, hold] = useState<{ readonly page: number; readonly spans: readonly HTMLElement[] } | null>(null);
  const appearance = useAppearance();
  useEffect(() => {
    const place = sheet.current;
    if (place === null) return;
    const stop = new AbortController();
    const width = ((place.parentElement?.clientWidth ?? 400) - DESK) * (zoom / 100);
    void pdf.draw(page, place, { width, turn, label }, stop.signal).then((spans) => spans !== null && hold({ page, spans }));
    return () => stop.abort();
  }, [pdf, page, zoom, turn, label, beside, appearance]);
  const query = found?.query ?? '';
  const now = found?.at?.page === page ? found.at.index : null;
  const marked = useRef(false);
  useEffect(() => {
    if (drawn?.page !== page || (query === '' && !marked.current)) return;
    let shown = true;
    void (async () => {
      const [{ markHits }, { placesIn }] = await Promise.all([import('./mark-hits.ts'), import('./find-text.ts')]);
      const items = query === '' ? [] : await pdf.items(page).catch(() => []);
      if (!shown) return;
      marked.current = query !== '';
      markHits(drawn.spans, placesIn(items, query), now)?.scrollIntoView({ block: 'center', inline: 'nearest' });
    })();
    return () => {
      shown = false;
    };
  }, [pdf, drawn, page, query, now]);
  return <div class="pdfpage" ref={sheet} />;
}
