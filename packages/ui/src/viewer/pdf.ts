/**
 * pdf.js, held on a short lead (threat F1): its own worker, no scripting, no XFA, no evaluation, links and forms not drawn,
 * 2,000 pages at most. Loaded only by the viewer, when a PDF is opened.
 */
import { getDocument, PDFWorker, TextLayer, VerbosityLevel, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { TextItem } from './find-text.ts';
import { makeWorker } from './make-worker.ts';

export type PdfProblem = 'damaged' | 'locked' | 'too-large';
export type OpenPdf = {
  readonly pages: number;
  /**
   * Draws a page into an element, as wide as asked; a later call or an abort replaces it.
   * @returns the elements of its text, one for each of `items`; null when it was stopped
   */
  draw(
    page: number,
    place: HTMLElement,
    view: { readonly width: number; readonly turn: number; readonly label: string },
    stop: AbortSignal,
  ): Promise<readonly HTMLElement[] | null>;
  /** A small picture of a page, to fit a box; null when it was stopped or the page cannot be drawn. What drawing it took is let go. */
  thumbnail(page: number, box: Box, paper: string, stop: AbortSignal): Promise<HTMLCanvasElement | null>;
  /** The text of a page in the order it stands there, without drawing it. */
  items(page: number): Promise<readonly TextItem[]>;
  /** Files it carries, by the names it gives them: never believed, never run. */
  attachments(): Promise<readonly PdfAttachment[]>;
  /** The bytes of one; null when they cannot be read. */
  attachment(id: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Pictures of the pages, for print; each is a blob address to be revoked by who uses it. */
  pictures(): AsyncIterable<string>;
  /** Its text in reading order, up to so many characters; empty for a scan. */
  words(most: number): Promise<string>;
  close(): void;
};

type Box = { readonly width: number; readonly height: number };
/** `name` is shown through `displayName`. */
export type PdfAttachment = { readonly id: string; readonly name: string };

const MOST_PAGES = 2000;
const OPENING_TIME = 20_000;
const PRINTED_PAGES = 100;
const PRINT_SCALE = 2;

let shared: { readonly url: string; readonly worker: PDFWorker } | null = null;

/** One worker for every document of this page; another one when the last was killed. */
function workerAt(url: string): PDFWorker {
  if (shared === null || shared.url !== url || shared.worker.destroyed)
    shared = { url, worker: PDFWorker.create({ port: makeWorker(url), verbosity: VerbosityLevel.ERRORS }) };
  return shared.worker;
}

/** @returns why it cannot be shown, when it cannot; never throws for what the file holds */
export async function openPdf(blob: Blob, workerUrl: string): Promise<Result<OpenPdf, PdfProblem>> {
  const worker = workerAt(workerUrl);
  // Fonts that a PDF names without carrying them, and decoders of scanned images: in a folder beside the worker's file.
  const files = new URL('pdfjs/', new URL(workerUrl, location.href)).href;
  const task = getDocument({
    data: new Uint8Array(await blob.arrayBuffer()),
    worker,
    enableXfa: false,
    disableAutoFetch: true,
    stopAtErrors: false,
    useWasm: false,
    wasmUrl: `${files}wasm/`,
    standardFontDataUrl: `${files}standard_fonts/`,
    // The same picture on every machine: the fonts that come with us, not those that happen to be here.
    useSystemFonts: false,
    maxImageSize: 100_000_000,
    verbosity: VerbosityLevel.ERRORS,
  });
  const late = setTimeout(() => {
    void task.destroy();
    worker.destroy();
  }, OPENING_TIME);
  try {
    const pdf = await task.promise;
    if (pdf.numPages > MOST_PAGES) {
      void task.destroy();
      return refuse('too-large');
    }
    return ok(opened(pdf, () => void task.destroy()));
  } catch (error) {
    return refuse(error instanceof Error && error.name === 'PasswordException' ? 'locked' : 'damaged');
  } finally {
    clearTimeout(late);
  }
}

function opened(pdf: PDFDocumentProxy, close: () => void): OpenPdf {
  return {
    pages: pdf.numPages,
    close,
    async draw(number, place, { width, turn, label }, stop) {
      const page = await pdf.getPage(number);
      if (stop.aborted) return null;
      const rotation = (page.rotate + turn) % 360;
      const scale = width / page.getViewport({ scale: 1, rotation }).width;
      const viewport = page.getViewport({ scale, rotation });
      const sharp = Math.min(devicePixelRatio, 2);
      const canvas = document.createElement('canvas');
      canvas.className = 'page';
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', label);
      canvas.width = Math.floor(viewport.width * sharp);
      canvas.height = Math.floor(viewport.height * sharp);
      canvas.style.width = `${Math.floor(viewport.width)}px`;
      canvas.style.height = `${Math.floor(viewport.height)}px`;
      const drawing = page.render({
        canvas,
        viewport: page.getViewport({ scale: scale * sharp, rotation }),
        annotationMode: 0,
        background: getComputedStyle(place).backgroundColor,
      });
      stop.addEventListener('abort', () => drawing.cancel());
      await drawing.promise.catch(() => undefined);
      if (stop.aborted) return null;
      place.replaceChildren(canvas);
      return writeText(page, place, viewport, stop);
    },
    async thumbnail(number, box, paper, stop) {
      const page = await pdf.getPage(number).catch(() => null);
      if (page === null || stop.aborted) return null;
      const whole = page.getViewport({ scale: 1 });
      const scale = Math.min(box.width / whole.width, box.height / whole.height);
      const viewport = page.getViewport({ scale: scale * Math.min(devicePixelRatio, 2) });
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.floor(viewport.width));
      canvas.height = Math.max(1, Math.floor(viewport.height));
      canvas.style.width = `${Math.floor(whole.width * scale)}px`;
      canvas.style.height = `${Math.floor(whole.height * scale)}px`;
      const drawing = page.render({ canvas, viewport, annotationMode: 0, background: paper });
      stop.addEventListener('abort', () => drawing.cancel());
      const drawn = await drawing.promise.then(
        () => true,
        () => false,
      );
      // What is being drawn large at this moment is let go once it is.
      page.cleanup();
      return drawn && !stop.aborted ? canvas : null;
    },
    async items(number) {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      return items.flatMap((item) => ('str' in item ? [{ text: item.str, endsLine: item.hasEOL }] : []));
    },
    async attachments() {
      const found = await pdf.getAttachments().catch(() => null);
      return [...(found ?? [])].map(([id, { filename }]) => ({ id, name: filename }));
    },
    async attachment(id) {
      const bytes = await pdf.getAttachmentContent(id).catch(() => null);
      return bytes instanceof Uint8Array ? new Uint8Array(bytes) : null;
    },
    async words(most) {
      let words = '';
      for (let number = 1; number <= pdf.numPages && words.length < most; number++) {
        const { items } = await (await pdf.getPage(number)).getTextContent();
        words += `${items.map((item) => ('str' in item ? item.str : '')).join(' ')} `;
      }
      return words.slice(0, most);
    },
    async *pictures() {
      for (let number = 1; number <= Math.min(pdf.numPages, PRINTED_PAGES); number++) {
        const page = await pdf.getPage(number);
        const canvas = document.createElement('canvas');
        const viewport = page.getViewport({ scale: PRINT_SCALE });
        canvas.width = Math.floor(viewport.width);
        canvas.height = Math.floor(viewport.height);
        await page.render({ canvas, viewport, annotationMode: 0, intent: 'print' }).promise;
        const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
        if (picture !== null) yield URL.createObjectURL(picture);
      }
    },
  };
}

/**
 * The text over the picture, transparent, so that an amount can be selected and copied.
 * @returns its elements, null when it was stopped
 */
async function writeText(
  page: PDFPageProxy,
  place: HTMLElement,
  viewport: ReturnType<PDFPageProxy['getViewport']>,
  stop: AbortSignal,
): Promise<readonly HTMLElement[] | null> {
  const layer = document.createElement('div');
  layer.className = 'textLayer';
  layer.style.setProperty('--total-scale-factor', String(viewport.scale));
  layer.style.setProperty('--scale-round-x', '1px');
  layer.style.setProperty('--scale-round-y', '1px');
  const text = new TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport });
  stop.addEventListener('abort', () => text.cancel());
  await text.render().catch(() => undefined);
  if (stop.aborted) return null;
  place.append(layer);
  return text.textDivs;
}
