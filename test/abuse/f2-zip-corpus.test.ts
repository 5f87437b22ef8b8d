// F2: archives made to harm, as the reading worker takes them apart: bombs, names that climb, archives inside archives, shared bytes.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { deflateBy } from '@navette/formats/zip-compression';
import { makeZip, type ZipSource } from '@navette/formats/zip-writer';
import { readFile, unpack } from '../../packages/ui/src/reading/read-file.ts';

const DATA = process.env['NAVETTE_TEST_DATA'];
const known = { companies: [], corrections: { version: 1 as const, issuers: {} } };
const ports = {
  hash: async () => '' as never,
  readPdf: async () => ({ ok: false as const, refusal: { tag: 'pdf-unreadable' as const } }),
};

async function zip(entries: readonly ZipSource[], packed = false): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const ways = packed ? { deflate: deflateBy(() => new CompressionStream('deflate-raw')) } : {};
  for await (const piece of makeZip(entries, ways)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

async function takenOut(
  bytes: Uint8Array,
): Promise<{ readonly files: string[]; readonly refused: string[]; readonly size: number; readonly end: string }> {
  const [files, refused]: [string[], string[]] = [[], []];
  let [size, end] = [0, ''];
  for await (const answer of unpack(bytes)) {
    if (answer.answer === 'entry') {
      files.push(answer.name);
      size += answer.bytes.size;
    } else if (answer.answer === 'entry-refused') refused.push(answer.why);
    else end = answer.answer;
  }
  return { files, refused, size, end };
}

const text = (content: string) => new TextEncoder().encode(content);

/** Changes a name everywhere it stands, to one of the same length. */
function renamed(archive: Uint8Array, from: string, to: string): Uint8Array {
  return new Uint8Array(Buffer.from(Buffer.from(archive).toString('latin1').replaceAll(from, to), 'latin1'));
}

describe('F2: hostile archives', () => {
  test('a bomb is refused by its figures, and the honest file beside it comes out', async () => {
    const bytes = await zip(
      [
        { name: 'bombe.txt', bytes: new Uint8Array(30_000_000) },
        { name: 'facture.txt', bytes: text('bonjour') },
      ],
      true,
    );
    expect(bytes.length).toBeLessThan(100_000);
    expect(await takenOut(bytes)).toEqual({ files: ['facture.txt'], refused: ['zip-ratio'], size: 7, end: 'end' });
  });

  test('a name that climbs is no file of ours, whatever it holds', async () => {
    const bytes = renamed(await zip([{ name: 'aa/bb/cc.txt', bytes: text('x') }]), 'aa/bb/cc.txt', '../../cc.txtx'.slice(0, 12));
    expect(await takenOut(bytes)).toMatchObject({ files: [], refused: ['zip-name'] });
  });

  test('an archive inside an archive stays closed, also under another name', async () => {
    const inner = await zip([{ name: 'a.txt', bytes: text('x') }]);
    const { files, refused } = await takenOut(
      await zip([
        { name: 'a.zip', bytes: inner },
        { name: 'facture.pdf', bytes: inner },
      ]),
    );
    expect([files, refused]).toEqual([[], ['zip-nested', 'zip-nested']]);
  });

  test('what was cut, or changed on the way, gives nothing but its reason', async () => {
    const whole = await zip([{ name: 'a.txt', bytes: text('bonjour') }]);
    expect((await takenOut(whole.subarray(0, whole.length - 10))).files).toEqual([]);
    const changed = renamed(whole, 'bonjour', 'bonsoir');
    expect((await takenOut(changed)).refused).toEqual(['zip-crc']);
  });

  test('it is asked about by what may come out of it, litter of systems left aside', async () => {
    const bytes = await zip([
      { name: 'facture.txt', bytes: text('x') },
      { name: '__MACOSX/._facture.txt', bytes: text('x') },
      { name: '.DS_Store', bytes: text('x') },
      { name: 'interieur.zip', bytes: text('PK') },
    ]);
    const { archive } = await readFile(bytes, 'a.zip', known, ports);
    expect(archive).toMatchObject({ files: [{ name: 'facture.txt' }], refused: 1 });
  });

  test.skipIf(DATA === undefined)('those of the folder of hostile files end at once', async () => {
    for (const name of ['zip-bomb-small.zip', 'zip-path-traversal.zip']) {
      const began = performance.now();
      const { size } = await takenOut(new Uint8Array(readFileSync(path.join(DATA ?? '', 'malicious', name))));
      expect([performance.now() - began < 5_000, size < 20_000_000], name).toEqual([true, true]);
    }
  });
});
