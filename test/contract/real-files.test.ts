/** Real files, where this machine has them (NAVETTE_TEST_DATA): each is what its first bytes say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SIGNATURE_BYTES, typeOfBytes } from '@navette/formats/signature';

const ROOT = process.env['NAVETTE_TEST_DATA'] ?? '';
const here = ROOT !== '' && existsSync(ROOT);

/** Folder and ending of files whose names tell the truth. */
const TRUTHFUL = [
  ['pdf-factures', '.pdf', 'application/pdf'],
  ['einvoice', '.pdf', 'application/pdf'],
  ['classement', '.pdf', 'application/pdf'],
  ['classement', '.jpg', 'image/jpeg'],
  ['einvoice', '.xml', 'application/xml'],
] as const;

describe.skipIf(!here)('P6 real files (NAVETTE_TEST_DATA)', () => {
  it.each(TRUTHFUL)('%s/*%s are recognised by their bytes', (folder, ending, type) => {
    const names = readdirSync(path.join(ROOT, folder)).filter((name) => name.endsWith(ending));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names)
      expect(typeOfBytes(readFileSync(path.join(ROOT, folder, name)).subarray(0, SIGNATURE_BYTES)), name).toBe(type);
  });
});
