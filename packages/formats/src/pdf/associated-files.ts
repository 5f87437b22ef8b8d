/**
 * Attachments of a PDF that are named by `/AF` alone: pdf.js lists only those of the names tree (accounting formats, 6.2: a file
 * may be in one and not in the other). A bounded look at the file's own objects, for XML and nothing else.
 *
 * Not a PDF reader: it finds file specifications as they stand, also inside object streams, and the stream each points to. What
 * is encrypted or hidden better is not found.
 */
import type { InflateRaw } from '../zip/compression.ts';
import type { PdfAttachment } from './pdf-facts.ts';

const FILE_BYTES = 40 * 1024 * 1024;
const OBJECT_STREAMS = 400;
const UNFOLDED = 16 * 1024 * 1024;
const FILES = 20;
const SPECIFICATIONS = 500;
const NEAR = 1_200;
const SPECIFICATION = /\/EF\s*<<[^>]{0,200}?\/U?F\s+(\d{1,7})\s+(\d{1,5})\s+R/g;

/**
 * @returns XML files the PDF names in file specifications; none for a file without `/AF`, with encryption, or too large
 */
export async function associatedFiles(bytes: Uint8Array, inflate: InflateRaw): Promise<PdfAttachment[]> {
  if (bytes.length > FILE_BYTES) return [];
  const text = latin(bytes);
  if (/\/Encrypt\s+\d/.test(text)) return [];
  const places = [text];
  let left = UNFOLDED;
  let streams = 0;
  for (const match of text.matchAll(/\/ObjStm\b/g)) {
    if (++streams > OBJECT_STREAMS) break;
    const data = streamAfter(text, bytes, match.index);
    if (!data || left <= 0) continue;
    const unfolded = await unfold(data.dictionary + text.slice(Math.max(0, match.index - 400), match.index), data.packed, inflate, left);
    left -= unfolded.length;
    places.push(latin(unfolded));
  }
  if (!places.some((place) => /\/AF[\s[]/.test(place))) return [];
  const found: PdfAttachment[] = [];
  let looked = 0;
  for (const place of places) {
    for (const match of place.matchAll(SPECIFICATION)) {
      if (found.length >= FILES || ++looked > SPECIFICATIONS) return found;
      const name = nameNear(place, match.index);
      if (name === null || !/\.xml$/i.test(name) || found.some((one) => one.name === name)) continue;
      const content = await streamOf(text, bytes, `${match[1]} ${match[2]} obj`, inflate);
      if (content) found.push({ name, bytes: content });
    }
  }
  return found;
}

/** Of several objects of one number the last is meant: changes are appended. */
async function streamOf(text: string, bytes: Uint8Array, header: string, inflate: InflateRaw): Promise<Uint8Array | null> {
  let at = text.lastIndexOf(header);
  while (at > 0 && /\d/.test(text[at - 1] ?? '')) at = text.lastIndexOf(header, at - 1);
  const data = at < 0 ? null : streamAfter(text, bytes, at);
  if (!data) return null;
  const unfolded = await unfold(data.dictionary, data.packed, inflate, UNFOLDED);
  return unfolded.length === 0 || unfolded.length >= UNFOLDED ? null : unfolded;
}

function streamAfter(text: string, bytes: Uint8Array, from: number): { readonly dictionary: string; readonly packed: Uint8Array } | null {
  const start = text.indexOf('stream', from);
  if (start < 0 || start - from > 4_000 || text.slice(from, start).includes('endobj')) return null;
  const data = start + 6 + (text[start + 6] === '\r' ? 2 : 1);
  const end = text.indexOf('endstream', data);
  return end < 0 ? null : { dictionary: text.slice(from, start), packed: bytes.subarray(data, end) };
}

/** @returns what came out before damage or the limit; nothing for another filter than deflate */
async function unfold(dictionary: string, packed: Uint8Array, inflate: InflateRaw, limit: number): Promise<Uint8Array> {
  if (!/\/Filter/.test(dictionary)) return packed.slice(0, limit);
  if (!/\/Filter\s*\[?\s*\/FlateDecode\s*\]?/.test(dictionary) || /\/DecodeParms/.test(dictionary)) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of inflate(packed.subarray(2))) {
      pieces.push(piece.subarray(0, limit - length));
      length = Math.min(limit, length + piece.length);
      if (length >= limit) break;
    }
  } catch {
    // The sum of zlib follows its data.
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** `/UF` before `/F`, in the dictionary around the specification. */
function nameNear(text: string, at: number): string | null {
  const before = text.slice(Math.max(0, at - NEAR), at);
  const around = before.slice(Math.max(before.lastIndexOf('endobj'), before.lastIndexOf(' obj'), before.lastIndexOf('/Filespec')) + 1);
  const object = `${around}${text.slice(at, at + NEAR).split('endobj')[0] ?? ''}`;
  for (const key of ['UF', 'F']) {
    const literal = new RegExp(`/${key}\\s*\\(((?:[^()\\\\]|\\\\.){1,300})\\)`, 's').exec(object)?.[1];
    if (literal !== undefined)
      return readable(
        literal
          .replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8) & 255))
          .replaceAll(/\\(.)/gs, '$1'),
      );
    const hex = new RegExp(`/${key}\\s*<([0-9A-Fa-f\\s]{2,1200})>`).exec(object)?.[1]?.replaceAll(/\s/g, '');
    if (hex !== undefined) return readable((hex.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join(''));
  }
  return null;
}

/** UTF-16 with its mark, else letter for byte. */
function readable(raw: string): string {
  if (!raw.startsWith('\u00fe\u00ff')) return raw;
  return new TextDecoder('utf-16be').decode(Uint8Array.from(raw.slice(2), (letter) => letter.charCodeAt(0)));
}

function latin(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return text;
}
