// Photos as pages: the bytes of each stand in the PDF unaltered, and a page says how it is turned.

import { PDFDocument } from 'pdf-lib';
import { expect, test } from 'vitest';
import { jpegTurn } from './jpeg-turn.ts';
import { photosPdf } from './photos-pdf.ts';

async function photo(width: number, height: number): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen?.fillRect(0, 0, width / 2, height);
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
}

/** The same JPEG with an EXIF that says how the camera was held. */
function held(jpeg: Uint8Array, orientation: number): Uint8Array {
  const exif = [
    0xff,
    0xe1,
    0,
    34,
    0x45,
    0x78,
    0x69,
    0x66,
    0,
    0,
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    1,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  return new Uint8Array([...jpeg.subarray(0, 2), ...exif, ...jpeg.subarray(2)]);
}

test('G19: each JPEG stands in the document byte for byte, turned by its page', async () => {
  const [first, second] = [await photo(300, 400), held(await photo(400, 300), 6)];
  expect([jpegTurn(first), jpegTurn(second)]).toEqual([0, 1]);
  const blob = await photosPdf(
    [
      { bytes: first, type: 'image/jpeg', quarters: 0 },
      { bytes: second, type: 'image/jpeg', quarters: 1 },
    ],
    new Date(0),
  );
  const made = new Uint8Array(await blob.arrayBuffer());
  const text = (bytes: Uint8Array) => [...bytes].map((byte) => String.fromCharCode(byte)).join('');
  expect(text(made)).toContain(text(first));
  expect(text(made)).toContain(text(second));
  const pages = (await PDFDocument.load(made)).getPages();
  expect(pages.map((page) => page.getRotation().angle)).toEqual([0, 180]);
  expect(pages.map((page) => Math.round(page.getHeight()))).toEqual([842, 632]);
});

test('what is no JPEG, or is cut short, is not turned', () => {
  expect([jpegTurn(new Uint8Array()), jpegTurn(new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0, 9])), jpegTurn(new Uint8Array(40))]).toEqual([
    0, 0, 0,
  ]);
});
