/**
 * What is read of a PDF before anybody looks at it: its attachments, its metadata, its words. pdf.js does the reading, in
 * whichever context has it; this file says what is asked and what comes back, and knows no browser and no Node.
 */
import type { TextItem } from '../proposals/text-layout.ts';

export type PdfAttachment = { readonly name: string; readonly bytes: Uint8Array };

export type PdfFacts = {
  readonly pages: number;
  readonly attachments: readonly PdfAttachment[];
  /** The XMP packet, as text; empty without one. */
  readonly xmp: string;
  /** Words of each of the first pages, in reading order as the file has them. */
  readonly text: readonly string[];
  /** The same words with their places, of the same pages. */
  readonly items: readonly (readonly TextItem[])[];
  /** Values of `AFRelationship`, as far as the file shows them without being unpacked. */
  readonly relationships: readonly string[];
};

export type PdfRefusal =
  | { readonly tag: 'pdf-unreadable' }
  | { readonly tag: 'pdf-password' }
  /** A stream unfolds beyond what may be held. */
  | { readonly tag: 'pdf-too-large' }
  /** Whoever reads gave up: it took more time or memory than there is. */
  | { readonly tag: 'pdf-not-read' }
  | { readonly tag: 'pdf-too-many-pages'; readonly pages: number };

/** Pages whose words are read: an invoice says what it is on its first ones. */
export const TEXT_PAGES = 12;
export const PDF_PAGES = 2000;
/** Characters kept of one page. */
const PAGE_TEXT = 50_000;
/** Pieces of text kept of one page, and characters of a piece. */
const PAGE_ITEMS = 6_000;
const ITEM_TEXT = 500;
const ATTACHMENT_BYTES = 20 * 1024 * 1024;

/** The part of pdf.js that is used. */
export type PdfJs = {
  getDocument(options: {
    readonly data: Uint8Array;
    readonly verbosity: number;
    readonly enableXfa: boolean;
    readonly stopAtErrors: boolean;
    readonly useSystemFonts: boolean;
    readonly disableFontFace: boolean;
  }): { readonly promise: Promise<PdfJsDocument>; destroy(): Promise<unknown> };
};
type PdfJsDocument = {
  readonly numPages: number;
  getAttachments(): Promise<ReadonlyMap<string, { readonly filename: string }> | null>;
  getAttachmentContent(id: string): Promise<unknown>;
  getMetadata(): Promise<{ readonly metadata?: { getRaw?(): unknown } | null }>;
  getPage(number: number): Promise<{ getTextContent(): Promise<{ readonly items: readonly unknown[] }>; cleanup(): unknown }>;
};

export type PdfRead = { readonly ok: true; readonly value: PdfFacts } | { readonly ok: false; readonly refusal: PdfRefusal };

/**
 * Reads a PDF through pdf.js: no script, no form of Adobe's, no font of the system.
 * @param bytes copied first, since pdf.js takes what it is given away
 * @returns the facts, or why it cannot be read; a page that breaks costs its words and nothing else
 */
export async function readPdf(pdfjs: PdfJs, bytes: Uint8Array): Promise<PdfRead> {
  const task = pdfjs.getDocument({
    data: bytes.slice(),
    verbosity: 0,
    enableXfa: false,
    stopAtErrors: false,
    useSystemFonts: false,
    disableFontFace: true,
  });
  try {
    const opened = await task.promise;
    if (opened.numPages > PDF_PAGES) return { ok: false, refusal: { tag: 'pdf-too-many-pages', pages: opened.numPages } };
    const read = await pagesOf(opened);
    const facts: PdfFacts = {
      pages: opened.numPages,
      attachments: await attachmentsOf(opened),
      xmp: await quietly(async () => String((await opened.getMetadata()).metadata?.getRaw?.() ?? ''), ''),
      text: read.map(({ text }) => text),
      items: read.map(({ items }) => items),
      relationships: relationshipsIn(bytes),
    };
    return { ok: true, value: facts };
  } catch (error) {
    return { ok: false, refusal: { tag: isPassword(error) ? 'pdf-password' : 'pdf-unreadable' } };
  } finally {
    await quietly(() => task.destroy(), undefined);
  }
}

async function quietly<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work();
  } catch {
    return otherwise;
  }
}

function isPassword(error: unknown): boolean {
  return error instanceof Error && error.name === 'PasswordException';
}

/** Attachments beyond these are named and not read. */
const ATTACHMENTS = 50;

async function attachmentsOf(opened: PdfJsDocument): Promise<PdfAttachment[]> {
  const listed = await quietly(() => opened.getAttachments(), null);
  const found: PdfAttachment[] = [];
  for (const [id, { filename }] of [...(listed ?? [])].slice(0, ATTACHMENTS)) {
    const content = await quietly(() => opened.getAttachmentContent(id), null);
    const bytes = content instanceof Uint8Array ? content : contentIn(content);
    if (bytes && bytes.length <= ATTACHMENT_BYTES) found.push({ name: filename, bytes });
  }
  return found;
}

function contentIn(value: unknown): Uint8Array | null {
  return typeof value === 'object' && value !== null && 'content' in value && value.content instanceof Uint8Array ? value.content : null;
}

type PageWords = { readonly text: string; readonly items: readonly TextItem[] };

async function pagesOf(opened: PdfJsDocument): Promise<PageWords[]> {
  const pages: PageWords[] = [];
  for (let number = 1; number <= Math.min(opened.numPages, TEXT_PAGES); number++) {
    pages.push(
      await quietly(
        async () => {
          const page = await opened.getPage(number);
          const { items } = await page.getTextContent();
          page.cleanup();
          return { text: items.map(wordsOf).join('').slice(0, PAGE_TEXT), items: items.slice(0, PAGE_ITEMS).flatMap(placedWords) };
        },
        { text: '', items: [] },
      ),
    );
  }
  return pages;
}

/** Words that run upright and have a place; what a page turned on its side says is read without places. */
function placedWords(item: unknown): TextItem[] {
  if (typeof item !== 'object' || item === null || !('str' in item) || typeof item.str !== 'string' || item.str.trim() === '') return [];
  const transform: unknown = 'transform' in item ? item.transform : null;
  if (!Array.isArray(transform) || transform.length < 6 || !transform.every((value) => Number.isFinite(value))) return [];
  const [, slant, , scale, x, y] = transform.map(Number);
  if (slant !== 0 || x === undefined || y === undefined) return [];
  const size = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? Math.abs(value) : 0);
  const width = 'width' in item ? size(item.width) : 0;
  const height = 'height' in item ? size(item.height) : 0;
  return [{ text: item.str.slice(0, ITEM_TEXT), x, y, width, height: height === 0 ? size(scale) : height }];
}

function wordsOf(item: unknown): string {
  if (typeof item !== 'object' || item === null || !('str' in item) || typeof item.str !== 'string') return '';
  const lineEnds = 'hasEOL' in item && item.hasEOL === true;
  return lineEnds ? `${item.str}\n` : `${item.str} `;
}

/** Looked for in the bytes themselves: pdf.js does not tell. What stands in a compressed object is not seen. */
function relationshipsIn(bytes: Uint8Array): string[] {
  const found = new Set<string>();
  for (const rest of textAfter(bytes, '/AFRelationship', 40)) {
    const name = /^\s*\/([A-Za-z]+)/.exec(rest)?.[1];
    if (name !== undefined) found.add(name);
  }
  return [...found].toSorted();
}

/** The profile the PDF claims, where its metadata is not compressed: what a program without a PDF reader sees. */
export function plainConformanceLevels(bytes: Uint8Array): string[] {
  const found = new Set<string>();
  for (const rest of textAfter(bytes, ':ConformanceLevel', 80)) {
    const level = /^(?:>|\s*=\s*["'])([^<"']{1,60})[<"']/.exec(rest)?.[1]?.trim();
    if (level !== undefined && level !== '') found.add(level);
  }
  return [...found].toSorted();
}

/** What follows each place of a word in the bytes. */
function* textAfter(bytes: Uint8Array, word: string, length: number): Generator<string> {
  const first = word.charCodeAt(0);
  for (let i = bytes.indexOf(first); i >= 0; i = bytes.indexOf(first, i + 1)) {
    let same = true;
    for (let j = 1; same && j < word.length; j++) same = bytes[i + j] === word.charCodeAt(j);
    if (!same) continue;
    let rest = '';
    for (const byte of bytes.subarray(i + word.length, i + word.length + length)) rest += String.fromCharCode(byte);
    yield rest;
  }
}
