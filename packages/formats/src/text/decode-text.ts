/**
 * Bytes to text, for files whose encoding nobody wrote down: a byte order mark, else UTF-8 if the bytes are UTF-8, else
 * windows-1252, which reads any bytes and is what French accounting software writes.
 */
export type Encoding = 'ascii' | 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'iso-8859-15';

export type DecodedText = { readonly text: string; readonly encoding: Encoding };

/** @param preferred tried before windows-1252 when the bytes are no UTF-8; what the file itself declares */
export function decodeText(bytes: Uint8Array, preferred?: 'windows-1252' | 'iso-8859-15'): DecodedText {
  const marked = byteOrderMark(bytes);
  if (marked) return { text: new TextDecoder(decoderOf(marked)).decode(bytes), encoding: marked };
  const utf8 = decodeStrictly(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, encoding: bytes.some((byte) => byte > 127) ? 'utf-8' : 'ascii' };
  const encoding = preferred ?? 'windows-1252';
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

/** @returns null when the bytes are not of this encoding */
export function decodeStrictly(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function byteOrderMark(bytes: Uint8Array): 'utf-8-bom' | 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8-bom';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

function decoderOf(marked: 'utf-8-bom' | 'utf-16le' | 'utf-16be'): string {
  return marked === 'utf-8-bom' ? 'utf-8' : marked;
}
