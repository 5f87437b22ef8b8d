/** What `navette inspect FILE...` says of a FEC: read in pieces, whatever its size, and never held whole. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CATEGORY_NAMES } from '@navette/formats/classify';
import { checkFec, type Finding } from '@navette/formats/check-fec';
import { fecReaderFor, looksLikeFec } from '@navette/formats/fec';
import { fecJson } from '@navette/formats/fec-json';
import type { FecXmlRefusal } from '@navette/formats/fec-xml';
import { fileLine } from '@navette/domain/ledger/ledger';
import type { InspectedFile } from './inspected-file.ts';

const PIECE = 8 * 1024 * 1024;
const HEAD = 4_096;

/** A finding with lines of the file in place of rows. */
export type InspectedFinding = Omit<Finding, 'rows'> & { readonly lines: readonly number[] };

/** Whether the first bytes of a file are those of a FEC. @throws when the file cannot be opened */
export function isFecFile(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const head = new Uint8Array(HEAD);
    return looksLikeFec(head.subarray(0, readSync(handle, head, 0, HEAD, 0)));
  } finally {
    closeSync(handle);
  }
}

/** @returns null when the file is no FEC. @throws when it cannot be opened */
export function inspectedFec(file: string, name: string): InspectedFile | null {
  if (!isFecFile(file)) return null;
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const piece = new Uint8Array(PIECE);
    let found = readSync(handle, piece, 0, PIECE, null);
    const reader = fecReaderFor(piece.subarray(0, found), size);
    while (found > 0 && reader.push(piece.subarray(0, found))) found = readSync(handle, piece, 0, PIECE, null);
    const read = reader.finish();
    const kind = { file: name, bytes: size, kind: 'fec', category: CATEGORY_NAMES.data, warnings: [] as readonly Finding[] };
    if (!read.ok) return { ...kind, error: read.refusal.tag, refusal: read.refusal satisfies FecXmlRefusal };
    const checks = checkFec(read.value, name).map(
      ({ rows, ...rest }): InspectedFinding => ({ ...rest, lines: rows.map((row) => fileLine(read.value.ledger, row)) }),
    );
    return { ...kind, ...fecJson(read.value, name, size), ...(read.value.form.xml ? { container: 'XML' } : {}), checks };
  } finally {
    closeSync(handle);
  }
}
