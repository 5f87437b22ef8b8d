// Documents made from others: what comes out, and that what they are made of is not touched.

import { degrees, PDFDocument } from 'pdf-lib';
import { expect, test } from 'vitest';
import { countPages, cropped, joined, readPages, reduced, takePages } from './derive.ts';

async function pdf(pages: number, turned = 0): Promise<Uint8Array> {
  const made = await PDFDocument.create();
  for (let i = 0; i < pages; i++) {
    const page = made.addPage([200 + i, 400]);
    page.drawText(`page ${i + 1}`);
    page.setRotation(degrees(turned));
  }
  return made.save();
}
async function photo(width: number, height: number, quality = 1): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d');
  const noise = pen?.createImageData(width, height);
  for (let i = 0; i < (noise?.data.length ?? 0); i++) if (noise) noise.data[i] = i % 4 === 3 ? 255 : (i * 7919) % 251;
  if (noise) pen?.putImageData(noise, 0, 0);
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality })).arrayBuffer());
}
const opened = async (blob: Blob | null) => PDFDocument.load(await (blob ?? new Blob()).arrayBuffer());

test('pages are written as people write them, and only those there are', () => {
  expect([
    readPages('1-3, 5', 5),
    readPages('2', 3),
    readPages('0', 3),
    readPages('4', 3),
    readPages('3-1', 3),
    readPages('x', 3),
    readPages('', 3),
  ]).toEqual([[0, 1, 2, 4], [1], null, null, null, null, null]);
});

test('G19: pages taken out make another file, and the source stays as it was', async () => {
  const source = await pdf(4);
  const before = source.slice();
  const made = await opened(await takePages(source, [2, 0]));
  expect(made.getPages().map((page) => page.getWidth())).toEqual([202, 200]);
  expect(source).toEqual(before);
  expect(await countPages(source)).toBe(4);
});

test('a PDF and a photo joined are one document, in their order', async () => {
  const made = await opened(
    await joined(
      [
        { bytes: await pdf(2), type: 'application/pdf' },
        { bytes: await photo(30, 40), type: 'image/jpeg' },
      ],
      new Date(0),
    ),
  );
  expect(made.getPages().map((page) => Math.round(page.getHeight()))).toEqual([400, 400, 842]);
});

test('edges are cut where people see them, on a turned page too', async () => {
  const edges = { top: 0.25, right: 0, bottom: 0, left: 0 };
  const [page] = (await opened(await cropped({ bytes: await pdf(1), type: 'application/pdf' }, edges))).getPages();
  expect(page?.getCropBox()).toEqual({ x: 0, y: 0, width: 200, height: 300 });
  const [turned] = (await opened(await cropped({ bytes: await pdf(1, 90), type: 'application/pdf' }, edges))).getPages();
  expect(turned?.getCropBox()).toEqual({ x: 50, y: 0, width: 150, height: 400 });
  const image = await createImageBitmap(
    await cropped({ bytes: await photo(100, 80), type: 'image/jpeg' }, { top: 0, right: 0.5, bottom: 0.5, left: 0 }),
  );
  expect([image.width, image.height]).toEqual([50, 40]);
});

test('R087 a large photo becomes smaller; what gains nothing is said to gain nothing', async () => {
  const large = await photo(2400, 1200);
  const made = await reduced({ bytes: large, type: 'image/jpeg' }, '', new Date(0));
  expect(made?.size).toBeLessThan(large.length * 0.9);
  expect(await reduced({ bytes: await photo(60, 60, 0.3), type: 'image/jpeg' }, '', new Date(0))).toBeNull();
});
