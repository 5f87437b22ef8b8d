import { describe, expect, test } from 'vitest';
import { imageSize } from './image-size.ts';

const bytes = (...parts: (number | string)[]) =>
  new Blob([
    new Uint8Array(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part].map((letter) => letter.charCodeAt(0))))),
  ]);
const filler = (n: number) => Array.from({ length: n }, () => 0);

describe('an image is measured before it is decoded', () => {
  test('a PNG that claims 60,000 by 60,000 is known for what it asks', async () => {
    const png = bytes(0x89, 'PNG', 13, 10, 26, 10, 0, 0, 0, 13, 'IHDR', 0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, ...filler(8));
    expect(await imageSize(png)).toEqual({ width: 60_000, height: 60_000 });
  });

  test('a JPEG is measured past its other segments', async () => {
    const jpeg = bytes(0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0x07, 0x80, 0x04, 0x38, ...filler(16));
    expect(await imageSize(jpeg)).toEqual({ width: 1080, height: 1920 });
  });

  test('a GIF and a WebP too', async () => {
    expect(await imageSize(bytes('GIF89a', 0x20, 0x03, 0x58, 0x02, ...filler(8)))).toEqual({ width: 800, height: 600 });
    expect(await imageSize(bytes('RIFF', ...filler(4), 'WEBPVP8X', ...filler(8), 0x1f, 0x03, 0, 0x57, 0x02, 0, ...filler(8)))).toEqual({
      width: 800,
      height: 600,
    });
  });

  test('what is cut short or is no image is not shown', async () => {
    expect(await imageSize(bytes(0xff, 0xd8, 0xff, 0xe0))).toBeNull();
    expect(await imageSize(bytes('<svg onload=alert(1)>'))).toBeNull();
    expect(await imageSize(new Blob([]))).toBeNull();
  });
});
