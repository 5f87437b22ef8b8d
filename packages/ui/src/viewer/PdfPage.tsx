/** One page of a PDF: its picture, and its text over it to be selected. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { settings } from '../settings.ts';
import { useMedia } from '../use-media.ts';
import type { OpenPdf } from './pdf.ts';

/** Padding of the desk on both sides, CSS pixels. */
const DESK = 32;

export function PdfPage({ pdf, page, zoom, turn, label }: { pdf: OpenPdf; page: number; zoom: number; turn: number; label: string }) {
  const sheet = useRef<HTMLDivElement>(null);
  // The picture is drawn on the paper of the appearance: another appearance, another drawing.
  const dark = useMedia('(prefers-color-scheme: dark)');
  const [theme, follow] = useState(settings.value.theme);
  useEffect(() => settings.subscribe((now) => follow(now.theme)), []);
  useEffect(() => {
    const place = sheet.current;
    if (place === null) return;
    const stop = new AbortController();
    const width = ((place.parentElement?.clientWidth ?? 400) - DESK) * (zoom / 100);
    void pdf.draw(page, place, { width, turn, label }, stop.signal);
    return () => stop.abort();
  }, [pdf, page, zoom, turn, label, dark, theme]);
  return <div class="pdfpage" ref={sheet} />;
}
