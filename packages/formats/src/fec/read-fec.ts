/** A FEC in either form, from its pieces; and whether a file is one, from its first bytes. */
import type { Result } from '@navette/kernel/result';
import { readHeader } from './fec-columns.ts';
import { FecReader } from './fec-reader.ts';
import type { FecFile } from './fec-file.ts';
import { FecXmlReader, looksLikeFecXml, type FecXmlRefusal } from './fec-xml-reader.ts';

export type AnyFecReader = {
  /** Lines read so far. */
  readonly rows: number;
  /** @returns false once the file is known not to be taken */
  push(piece: Uint8Array): boolean;
  finish(): Result<FecFile, FecXmlRefusal>;
};

/** @param head the first bytes of the file, some thousands; @param sizeHint its size */
export function fecReaderFor(head: Uint8Array, sizeHint = 0): AnyFecReader {
  return looksLikeFecXml(head) ? new FecXmlReader(sizeHint) : new FecReader(sizeHint);
}

/** Whether the first bytes are those of a FEC: a header that names accounts and entries, or the XML form. */
export function looksLikeFec(head: Uint8Array): boolean {
  if (looksLikeFecXml(head)) return true;
  const text = new TextDecoder('windows-1252')
    .decode(head.subarray(0, 4_000))
    .replaceAll('\0', '')
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '');
  const first = text.split(/[\r\n]/, 1)[0] ?? '';
  return ['\t', '|', ';'].some((separator) => {
    const { at } = readHeader(first.split(separator));
    return at.has('CompteNum') && (at.has('EcritureNum') || at.has('EcritureDate'));
  });
}

/** @param bytes the whole file; for those that have it already */
export function readFec(bytes: Uint8Array): Result<FecFile, FecXmlRefusal> {
  const reader = fecReaderFor(bytes, bytes.length);
  reader.push(bytes);
  return reader.finish();
}
