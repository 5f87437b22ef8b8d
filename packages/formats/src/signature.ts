/**
 * What a file is, read from its first bytes; its name is never believed (P6, B4, F4).
 *
 * HTML and SVG are named so that nobody takes them for a document or an image: both are opaque to us.
 */
export const SIGNATURE_BYTES = 1024;

export const OCTETS = 'application/octet-stream';

type Signature = { readonly type: string; readonly at: number; readonly bytes: readonly number[] };

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));

const SIGNATURES: readonly Signature[] = [
  { type: 'image/png', at: 0, bytes: [0x89, ...ascii('PNG\r\n\x1a\n')] },
  { type: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', at: 0, bytes: ascii('GIF8') },
  { type: 'image/tiff', at: 0, bytes: [0x49, 0x49, 0x2a, 0x00] },
  { type: 'image/tiff', at: 0, bytes: [0x4d, 0x4d, 0x00, 0x2a] },
  { type: 'image/webp', at: 8, bytes: ascii('WEBP') },
  { type: 'image/heic', at: 4, bytes: ascii('ftypheic') },
  { type: 'image/heic', at: 4, bytes: ascii('ftypheix') },
  { type: 'image/heic', at: 4, bytes: ascii('ftypmif1') },
  { type: 'image/avif', at: 4, bytes: ascii('ftypavif') },
  { type: 'application/zip', at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { type: 'application/zip', at: 0, bytes: [0x50, 0x4b, 0x05, 0x06] },
  { type: 'application/x-ole-storage', at: 0, bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] },
  { type: 'application/x-7z-compressed', at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { type: 'application/gzip', at: 0, bytes: [0x1f, 0x8b] },
];

/** @param head the first bytes of the file, up to `SIGNATURE_BYTES` of them */
export function typeOfBytes(head: Uint8Array): string {
  const found = SIGNATURES.find(({ at, bytes }) => bytes.every((byte, i) => head[at + i] === byte));
  if (found) return found.type === 'application/zip' ? typeOfZip(head) : found.type;
  if (indexOf(head, ascii('%PDF-')) >= 0) return 'application/pdf';
  return typeOfText(head);
}

/** Office files are ZIPs whose first entry tells: no need to unpack anything. */
function typeOfZip(head: Uint8Array): string {
  const text = latin(head);
  if (text.includes('word/')) return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  if (text.includes('xl/')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  if (text.includes('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')) return 'application/vnd.oasis.opendocument.spreadsheet';
  if (text.includes('mimetypeapplication/vnd.oasis.opendocument.text')) return 'application/vnd.oasis.opendocument.text';
  return 'application/zip';
}

function typeOfText(head: Uint8Array): string {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const text = (utf16 ? latin(head).replaceAll('\0', '').slice(2) : latin(head)).replace(/^ï»¿/, '').trimStart();
  if (text === '') return head.length === 0 ? OCTETS : 'text/plain';
  const start = text.slice(0, 400).toLowerCase();
  if (/^(?:<!doctype html|<html|<head|<body|<script)/.test(start) || /^(?:<!--[^>]*-->\s*)+<(?:!doctype html|html)/.test(start))
    return 'text/html';
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!doctype svg[^>]*>\s*)?<svg[\s>]/.test(start)) return 'image/svg+xml';
  if (start.startsWith('ofxheader') || start.startsWith('<ofx')) return 'application/x-ofx';
  // With its declaration, or straight from the root element, after comments or not.
  if (/^(?:<!--[^>]*-->\s*)*<(?:\?xml[\s?]|!doctype\s|[a-z_][\w.-]*(?::[a-z_][\w.-]*)?[\s>/])/.test(start))
    return start.includes('<html') ? 'text/html' : 'application/xml';
  if (!utf16 && hasBinary(head)) return OCTETS;
  const line = text.split(/[\r\n]/, 1)[0] ?? '';
  return (line.match(/[;,\t]/g)?.length ?? 0) >= 2 ? 'text/csv' : 'text/plain';
}

function hasBinary(head: Uint8Array): boolean {
  return head.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27);
}

function indexOf(bytes: Uint8Array, wanted: readonly number[]): number {
  for (let i = 0; i + wanted.length <= bytes.length; i++) if (wanted.every((byte, j) => bytes[i + j] === byte)) return i;
  return -1;
}

function latin(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
