/**
 * Documents made from others: pages taken out, several joined, edges cut away, size reduced. The bytes they are made of are only read, and
 * stay the record (G19); what comes out is another file. Loaded with the first tool that is used.
 */
import { PDFDocument } from 'pdf-lib';
import { photosPdf, type PhotoPage } from '../photos/photos-pdf.ts';
import { openPdf } from '../viewer/pdf.ts';

export type Piece = { readonly bytes: Uint8Array; readonly type: string };
/** Parts of the width or height, 0 to 1. */
export type Edges = { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };

const PDF = 'application/pdf';
/** A reduced picture: enough to be read and printed. */
const LONG_SIDE = 2000;
const QUALITY = 0.75;

/**
 * @param text like `1-3, 5`
 * @returns page numbers from 0 in the order written; null for what names no page, or one beyond the last
 */
export function readPages(text: string, count: number): readonly number[] | null {
  const pages: number[] = [];
  for (const part of text.split(/[,;\s]+/).filter((one) => one !== '')) {
    const match = /^(\d{1,5})(?:[-–](\d{1,5}))?$/.exec(part);
    if (!match) return null;
    const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (from < 1 || to < from || to > count) return null;
    for (let page = from; page <= to; page++) pages.push(page - 1);
  }
  return pages.length === 0 ? null : pages;
}

/** @throws for a PDF that is protected or damaged, as do all below */
export async function takePages(bytes: Uint8Array, pages: readonly number[]): Promise<Blob> {
  const made = await PDFDocument.create();
  await copyInto(made, bytes, pages);
  return saved(made);
}

export async function countPages(bytes: Uint8Array): Promise<number> {
  return (await PDFDocument.load(bytes)).getPageCount();
}

/** @param pieces PDF, JPEG or PNG, in their order */
export async function joined(pieces: readonly Piece[], at: Date): Promise<Blob> {
  const made = await PDFDocument.create();
  for (const { bytes, type } of pieces) {
    const pdf = type === PDF ? bytes : new Uint8Array(await (await photosPdf([{ bytes, type, quarters: 0 }], at)).arrayBuffer());
    await copyInto(made, pdf);
  }
  return saved(made);
}

/** Of a PDF each page shows less, of an image its edges are gone. */
export async function cropped({ bytes, type }: Piece, edges: Edges): Promise<Blob> {
  if (type !== PDF) return redrawn(bytes, type, edges, Infinity, 0.92);
  const made = await PDFDocument.create();
  await copyInto(made, bytes);
  for (const page of made.getPages()) {
    const { x, y, width, height } = page.getCropBox();
    // A turned page has its left edge elsewhere than people see it.
    const { top, right, bottom, left } = turnedEdges(edges, page.getRotation().angle);
    page.setCropBox(x + left * width, y + bottom * height, width * (1 - left - right), height * (1 - top - bottom));
  }
  return saved(made);
}

/** @returns null where it comes out no smaller */
export async function reduced({ bytes, type }: Piece, workerUrl: string, at: Date): Promise<Blob | null> {
  const made = type === PDF ? await reducedPdf(bytes, workerUrl, at) : await redrawn(bytes, type, NO_EDGES, LONG_SIDE, QUALITY);
  return made.size < bytes.length * 0.9 ? made : null;
}

const NO_EDGES: Edges = { top: 0, right: 0, bottom: 0, left: 0 };

/** Written anew first, which loses nothing; where that gains little its pages become pictures. */
async function reducedPdf(bytes: Uint8Array, workerUrl: string, at: Date): Promise<Blob> {
  const rewritten = await takePages(bytes, [...Array(await countPages(bytes)).keys()]);
  if (rewritten.size < bytes.length * 0.7) return rewritten;
  const opened = await openPdf(new Blob([bytes as Uint8Array<ArrayBuffer>]), workerUrl);
  if (!opened.ok) throw new Error(opened.refusal);
  const pages: PhotoPage[] = [];
  try {
    for await (const url of opened.value.pictures()) {
      const picture = new Uint8Array(await (await fetch(url)).arrayBuffer());
      URL.revokeObjectURL(url);
      const small = await redrawn(picture, 'image/png', NO_EDGES, LONG_SIDE, QUALITY);
      pages.push({ bytes: new Uint8Array(await small.arrayBuffer()), type: 'image/jpeg', quarters: 0 });
    }
  } finally {
    opened.value.close();
  }
  const pictures = await photosPdf(pages, at);
  return pictures.size < rewritten.size ? pictures : rewritten;
}

async function redrawn(bytes: Uint8Array, type: string, edges: Edges, longSide: number, quality: number): Promise<Blob> {
  const picture = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
  const [width, height] = [picture.width * (1 - edges.left - edges.right), picture.height * (1 - edges.top - edges.bottom)];
  const scale = Math.min(1, longSide / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('no canvas');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, picture.width * edges.left, picture.height * edges.top, width, height, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}

function turnedEdges(edges: Edges, angle: number): Edges {
  const { top, right, bottom, left } = edges;
  switch (((angle % 360) + 360) % 360) {
    case 90:
      return { left: top, top: right, right: bottom, bottom: left };
    case 180:
      return { left: right, top: bottom, right: left, bottom: top };
    case 270:
      return { left: bottom, top: left, right: top, bottom: right };
    default:
      return edges;
  }
}

async function copyInto(made: PDFDocument, bytes: Uint8Array, pages?: readonly number[]): Promise<void> {
  const source = await PDFDocument.load(bytes);
  for (const page of await made.copyPages(source, pages ? [...pages] : source.getPageIndices())) made.addPage(page);
}

async function saved(made: PDFDocument): Promise<Blob> {
  made.setProducer('Navette');
  return new Blob([(await made.save({ useObjectStreams: true })) as Uint8Array<ArrayBuffer>], { type: PDF });
}
