/**
 * Photos as the pages of one PDF. The bytes of each JPEG stand in it unaltered (G19): how a page is turned is said by the page, never done
 * to the picture. Loaded when pages are put together.
 */
import { degrees, PDFDocument } from 'pdf-lib';
import { jpegTurn } from './jpeg-turn.ts';

export type PhotoPage = { readonly bytes: Uint8Array; readonly type: string; readonly quarters: 0 | 1 | 2 | 3 };

/** Points of the longer side: that of an A4 sheet. */
const LONG_SIDE = 842;

/**
 * @param pages in their order; JPEG or PNG
 * @throws for a picture that is damaged
 */
export async function photosPdf(pages: readonly PhotoPage[], at: Date): Promise<Blob> {
  const pdf = await PDFDocument.create();
  pdf.setCreationDate(at);
  pdf.setModificationDate(at);
  pdf.setProducer('Navette');
  for (const { bytes, type, quarters } of pages) {
    const picture = type === 'image/png' ? await pdf.embedPng(bytes) : await pdf.embedJpg(bytes);
    const scale = LONG_SIDE / Math.max(picture.width, picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    const page = pdf.addPage([width, height]);
    page.drawImage(picture, { x: 0, y: 0, width, height });
    page.setRotation(degrees((((type === 'image/jpeg' ? jpegTurn(bytes) : 0) + quarters) % 4) * 90));
  }
  return new Blob([(await pdf.save()) as Uint8Array<ArrayBuffer>], { type: 'application/pdf' });
}
