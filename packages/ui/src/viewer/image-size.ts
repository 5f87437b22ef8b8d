/**
 * The size of an image, read from its first bytes before the browser decodes it: a few kilobytes may ask for gigabytes
 * (budget: 100 megapixels). Knows PNG, JPEG, GIF, WebP; anything else is not shown.
 */
export const MOST_PIXELS = 100_000_000;
const HEAD = 512 * 1024;

export type ImageSize = { readonly width: number; readonly height: number };

/** @returns null when the bytes are not an image we know how to measure */
export async function imageSize(blob: Blob): Promise<ImageSize | null> {
  const view = new DataView(await blob.slice(0, HEAD).arrayBuffer());
  try {
    return png(view) ?? gif(view) ?? webp(view) ?? jpeg(view);
  } catch {
    return null; // Cut short: reading past the end.
  }
}

const text = (view: DataView, at: number, length: number) => String.fromCharCode(...new Uint8Array(view.buffer, at, length));

function png(view: DataView): ImageSize | null {
  return view.byteLength > 24 && view.getUint32(0) === 0x89504e47 ? { width: view.getUint32(16), height: view.getUint32(20) } : null;
}

function gif(view: DataView): ImageSize | null {
  return view.byteLength > 10 && text(view, 0, 4) === 'GIF8' ? { width: view.getUint16(6, true), height: view.getUint16(8, true) } : null;
}

function webp(view: DataView): ImageSize | null {
  if (view.byteLength < 30 || text(view, 0, 4) !== 'RIFF' || text(view, 8, 4) !== 'WEBP') return null;
  const form = text(view, 12, 4);
  if (form === 'VP8X') return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(27, true) & 0xffffff) };
  if (form === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  return form === 'VP8 ' ? { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff } : null;
}

function jpeg(view: DataView): ImageSize | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at < view.byteLength - 9;) {
    const marker = view.getUint16(at);
    const frame = marker >= 0xffc0 && marker <= 0xffcf && marker !== 0xffc4 && marker !== 0xffc8 && marker !== 0xffcc;
    if (frame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    if (marker < 0xff00) return null;
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
