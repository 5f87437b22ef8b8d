/** How a camera held a JPEG: the quarter turns its EXIF says it is to be shown by. PDF readers ignore it, so the page says it instead. */

const TURNS: Readonly<Record<number, 0 | 1 | 2 | 3>> = { 1: 0, 2: 0, 3: 2, 4: 2, 5: 1, 6: 1, 7: 3, 8: 3 };

/** @returns quarter turns clockwise; 0 for what says nothing, or is no JPEG */
export function jpegTurn(bytes: Uint8Array): 0 | 1 | 2 | 3 {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint16(0) !== 0xffd8) return 0;
    for (let at = 2; at < view.byteLength - 4;) {
      const marker = view.getUint16(at);
      if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return 0;
      // "Exif" and two zeros, then a TIFF of its own.
      if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return orientation(view, at + 10);
      at += 2 + view.getUint16(at + 2);
    }
  } catch {
    // Cut short: reading past the end.
  }
  return 0;
}

function orientation(view: DataView, tiff: number): 0 | 1 | 2 | 3 {
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  const entries = Math.min(view.getUint16(directory, little), 200);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + i * 12;
    if (view.getUint16(entry, little) === 0x0112) return TURNS[view.getUint16(entry + 8, little)] ?? 0;
  }
  return 0;
}
