import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from './byte-source.ts';
import { deflateBy, inflateBy, inflateStreamBy } from './compression.ts';
import { crc32 } from './crc32.ts';
import { listZip, listZipSource, ZIP_LIMITS, type ZipEntry } from './list-zip.ts';
import { makeZip, type ZipPorts, type ZipSource } from './make-zip.ts';
import { readZipEntry, ZipEntryFault, zipEntryPieces } from './read-zip-entry.ts';
import { safeZipPath } from './zip-names.ts';

const inflate = inflateBy(() => new DecompressionStream('deflate-raw'));
const deflate = deflateBy(() => new CompressionStream('deflate-raw'));
const utf8 = (text: string) => new TextEncoder().encode(text);

async function zipped(entries: readonly ZipSource[], ports: ZipPorts = { deflate }): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of makeZip(entries, ports)) pieces.push(piece);
  return Uint8Array.from(Buffer.concat(pieces));
}
function listed(bytes: Uint8Array): readonly ZipEntry[] {
  const found = listZip(bytes);
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  return found.value;
}
async function* slowly(bytes: Uint8Array, piece = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

type Raw = {
  readonly name?: string | Uint8Array;
  readonly content?: Uint8Array;
  readonly packed?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly size?: number;
  readonly crc?: number;
  readonly offset?: number;
  readonly localName?: string;
  readonly made?: number;
  readonly attributes?: number;
  readonly extra?: Uint8Array;
};
/** An archive written field by field, false where a test wants it. */
function raw(entries: readonly Raw[], comment: Uint8Array = new Uint8Array()): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = entry.content ?? utf8('bonjour');
    const method = entry.method ?? 0;
    const packed = Buffer.from(entry.packed ?? (method === 8 ? deflateRawSync(content) : content));
    const name = Buffer.from(typeof entry.name === 'object' ? entry.name : utf8(entry.name ?? 'a.txt'));
    const localName = entry.localName === undefined ? name : Buffer.from(entry.localName);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(entry.flags ?? 0, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(entry.crc ?? crc32(content), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(entry.size ?? content.length, 22);
    local.writeUInt16LE(localName.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(entry.made ?? 20, 4);
    central.writeUInt16LE(entry.flags ?? 0, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(entry.crc ?? crc32(content), 16);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(entry.size ?? content.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(entry.extra?.length ?? 0, 30);
    central.writeUInt32LE(entry.attributes ?? 0, 38);
    central.writeUInt32LE(entry.offset ?? offset, 42);
    locals.push(local, localName, packed);
    centrals.push(central, name, Buffer.from(entry.extra ?? []));
    offset += 30 + localName.length + packed.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Uint8Array.from(Buffer.concat([...locals, directory, end, comment]));
}
const refusals = (bytes: Uint8Array) => listed(bytes).map(({ refusal }) => refusal?.tag ?? null);
const firstOf = async (bytes: Uint8Array) => readZipEntry(bytes, listed(bytes)[0]!, { inflate });

describe('a ZIP of ours', () => {
  test('is read again as it was written: stored, packed, in pieces, with and without zip64', async () => {
    const text = utf8(Array.from({ length: 4000 }, (_, i) => `Écriture ${i};${(i * 7919) % 1000}\n`).join(''));
    for (const zip64From of [undefined, 10]) {
      for (const packer of [deflate, undefined]) {
        const bytes = await zipped(
          [
            { name: 'dossier/é.txt', bytes: text, modified: '2026-11-03T10:20:30' },
            { name: 'flux.txt', bytes: slowly(text, 1000) },
            { name: 'vide.txt', bytes: new Uint8Array() },
            { name: 'photo.jpg', bytes: utf8('JPEG'.repeat(20)), store: true },
          ],
          { ...(packer ? { deflate: packer } : {}), ...(zip64From === undefined ? {} : { zip64From }) },
        );
        const entries = listed(bytes);
        expect(entries.map(({ folder, name }) => [folder, name])).toEqual([
          ['dossier', 'é.txt'],
          ['', 'flux.txt'],
          ['', 'vide.txt'],
          ['', 'photo.jpg'],
        ]);
        for (const [index, wanted] of [text, text, new Uint8Array(), utf8('JPEG'.repeat(20))].entries())
          expect(await readZipEntry(bytes, entries[index]!, { inflate })).toEqual({ ok: true, value: wanted });
        expect(entries[3]?.method).toBe(0);
      }
    }
  });
  test('of seventy thousand files uses zip64 and is listed within the limit that was asked', async () => {
    const bytes = await zipped(
      Array.from({ length: 70_000 }, (_, i) => ({ name: `${i}.txt`, bytes: utf8('x') })),
      {},
    );
    expect(listZip(bytes)).toMatchObject({ ok: false, refusal: { tag: 'zip-too-many-entries', entries: 70_000 } });
    const all = listZip(bytes, { ...ZIP_LIMITS, entries: 100_000 });
    expect(all.ok && all.value.length).toBe(70_000);
  });
  test('names two files of one name apart, also where cases are not told apart', async () => {
    const bytes = await zipped(['a.pdf', 'A.pdf', 'a.pdf', 'b', 'b'].map((name) => ({ name, bytes: utf8('x') })));
    expect(listed(bytes).map(({ name }) => name)).toEqual(['a.pdf', 'A (2).pdf', 'a (3).pdf', 'b', 'b (2)']);
  });
  test.each([
    ['../../etc/passwd', 'etc/passwd'],
    ['C:\\Windows\\x.pdf', 'C_/Windows/x.pdf'],
    ['con.txt', '_con.txt'],
    ['a/./b//c.', 'a/b/c_'],
    ['..', 'document'],
    ['relevé "mai".pdf', 'relevé _mai_.pdf'],
    ['\u202efdp.exe', 'fdp.exe'],
  ])('writes the name %s as %s', (name, written) => {
    expect(safeZipPath(name)).toBe(written);
  });
  test('stops its source when nobody reads on', async () => {
    let ended = false;
    const source = (async function* () {
      try {
        for (;;) yield new Uint8Array(1000);
      } finally {
        ended = true;
      }
    })();
    for await (const piece of makeZip([{ name: 'x', bytes: source }])) if (piece.length === 1000) break;
    expect(ended).toBe(true);
  });
  test('hands on what its source throws', async () => {
    const broken = (async function* () {
      yield utf8('x');
      throw new Error('disk');
    })();
    await expect(zipped([{ name: 'x', bytes: broken }])).rejects.toThrow('disk');
  });
});

describe('a hostile ZIP', () => {
  test.each(['../x.txt', 'a/../../x.txt', '/etc/x.txt', '\\\\server\\x.txt', 'C:\\x.txt', 'a\\..\\..\\x.txt', 'x.txt\0.pdf'])(
    'B4 whose name %s climbs is shown clean and not read',
    async (name) => {
      const bytes = raw([{ name }, { name: 'bon.txt' }]);
      expect(refusals(bytes)).toEqual(['zip-name', null]);
      expect(listed(bytes)[0]?.name).toMatch(/^[^/\\\0]+$/);
      expect(await firstOf(bytes)).toEqual({ ok: false, refusal: { tag: 'zip-name' } });
    },
  );
  test('that packs more than a hundred times is refused by its figures', () => {
    expect(refusals(raw([{ method: 8, content: new Uint8Array(1_000_000) }]))).toEqual(['zip-ratio']);
  });
  test('that unpacks to more than it says is stopped at the first byte too many', async () => {
    let given = 0;
    const counting: typeof inflate = async function* (packed) {
      for await (const piece of inflate(packed)) {
        given += piece.length;
        yield piece;
      }
    };
    const content = new Uint8Array(200_000_000);
    const bytes = raw([{ method: 8, packed: deflateRawSync(content), content: new Uint8Array(100_000) }]);
    expect(await readZipEntry(bytes, listed(bytes)[0]!, { inflate: counting })).toEqual({
      ok: false,
      refusal: { tag: 'zip-size', said: 100_000 },
    });
    expect(given).toBeLessThan(1_000_000);
  });
  test('that unpacks to less than it says, is cut, or has another sum, is said', async () => {
    const content = utf8('bonjour '.repeat(30));
    expect(await firstOf(raw([{ method: 8, content, size: 250 }]))).toMatchObject({ refusal: { tag: 'zip-size' } });
    expect(await firstOf(raw([{ method: 8, content, packed: deflateRawSync(content).subarray(0, 8) }]))).toMatchObject({
      refusal: { tag: 'zip-entry-damaged' },
    });
    expect(await firstOf(raw([{ method: 8, content, packed: Buffer.from('not deflate at all') }]))).toMatchObject({
      refusal: { tag: 'zip-entry-damaged' },
    });
    expect(await firstOf(raw([{ crc: 1 }]))).toEqual({ ok: false, refusal: { tag: 'zip-crc' } });
  });
  test('whose entries share bytes is refused whole (Fifield)', () => {
    expect(listZip(raw([{ name: 'a.txt' }, { name: 'a.txt', offset: 0 }]))).toEqual({ ok: false, refusal: { tag: 'zip-overlap' } });
  });
  test('beyond the total is refused whole', () => {
    const content = utf8('0123456789');
    expect(listZip(raw([{ content }, { name: 'b', content }]), { ...ZIP_LIMITS, totalBytes: 19 })).toEqual({
      ok: false,
      refusal: { tag: 'zip-too-large', bytes: 20 },
    });
  });
  test('B4 with an archive inside, by its name or by its bytes, does not give it', async () => {
    expect(refusals(raw([{ name: 'x.zip' }, { name: 'x.TAR' }, { name: 'x.docx' }]))).toEqual(['zip-nested', 'zip-nested', null]);
    expect(await firstOf(raw([{ name: 'facture.pdf', content: raw([{}]) }]))).toEqual({ ok: false, refusal: { tag: 'zip-nested' } });
  });
  test('with a secret, a link, another packing or headers that differ says which', () => {
    expect(refusals(raw([{ flags: 1 }]))).toEqual(['zip-encrypted']);
    expect(refusals(raw([{ made: 0x314, attributes: (0o120777 << 16) >>> 0 }]))).toEqual(['zip-link']);
    expect(refusals(raw([{ method: 12 }]))).toEqual(['zip-method']);
    expect(refusals(raw([{ name: 'facture.pdf', localName: 'facture.exe' }]))).toEqual(['zip-headers-differ']);
  });
  test('with two ends, of which readers take one or the other, is refused', () => {
    const inner = raw([{}]);
    expect(listZip(raw([{}], inner.subarray(inner.length - 22)))).toEqual({
      ok: false,
      refusal: { tag: 'zip-damaged', what: 'two-directories' },
    });
  });
  test('with a name there twice lists both, and says so', () => {
    expect(listed(raw([{ name: 'a.txt' }, { name: 'a.txt' }, { name: 'b.txt' }])).map(({ duplicate }) => duplicate)).toEqual([
      true,
      true,
      false,
    ]);
  });
  test.each([
    ['UTF-8 that is said', 0x800, utf8('été.pdf')],
    ['UTF-8 that is not said', 0, utf8('été.pdf')],
    ['the code page of DOS', 0, Uint8Array.from([0x82, 0x74, 0x82, 0x2e, 0x70, 0x64, 0x66])],
  ])('names in %s are read', (_what, flags, name) => {
    expect(listed(raw([{ name, flags }]))[0]?.name).toBe('été.pdf');
  });
  test('a name of the Unicode extra field is believed when it speaks of this entry', () => {
    const name = utf8('_t_.pdf');
    const extra = (sum: number) => {
      const head = Buffer.alloc(9);
      head.writeUInt16LE(0x7075, 0);
      head.writeUInt16LE(5 + utf8('été.pdf').length, 2);
      head.writeUInt8(1, 4);
      head.writeUInt32LE(sum, 5);
      return Uint8Array.from(Buffer.concat([head, utf8('été.pdf')]));
    };
    expect(listed(raw([{ name, extra: extra(crc32(name)) }]))[0]?.name).toBe('été.pdf');
    expect(listed(raw([{ name, extra: extra(7) }]))[0]?.name).toBe('_t_.pdf');
  });

  test('whatever bytes are changed, is listed within its limits or refused, and no entry gives more than it said', async () => {
    const good = await zipped([
      { name: 'a.txt', bytes: utf8('bonjour '.repeat(50)) },
      { name: 'b.txt', bytes: slowly(utf8('au revoir '.repeat(50))) },
    ]);
    const change = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    let wrong = 0;
    await fc.assert(
      fc.asyncProperty(change, fc.integer({ min: 0, max: good.length }), fc.boolean(), async (changes, cut, cuts) => {
        const bytes = Uint8Array.from(cuts ? good.subarray(0, cut) : good);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const found = listZip(bytes);
        for (const entry of found.ok ? found.value : []) {
          const read = await readZipEntry(bytes, entry, { inflate });
          if (read.ok && (read.value.length !== entry.size || crc32(read.value) !== entry.crc)) wrong++;
        }
      }),
      { numRuns: 1500, seed: 11 },
    );
    expect(wrong).toBe(0);
  });
});

describe('a ZIP that is not held in memory', () => {
  const inflateStream = inflateStreamBy(() => new DecompressionStream('deflate-raw'));
  const sourceOf = (bytes: Uint8Array): ByteSource => ({
    size: bytes.length,
    read: (from, to) => {
      if (from < 0 || to > bytes.length || from > to) throw new Error('beyond the archive');
      return Promise.resolve(bytes.slice(from, to) as Uint8Array<ArrayBuffer>);
    },
  });
  const whole = async (bytes: Uint8Array, entry: ZipEntry): Promise<Uint8Array | string> => {
    const pieces: Uint8Array[] = [];
    try {
      for await (const piece of zipEntryPieces(sourceOf(bytes), entry, { inflate: inflateStream })) pieces.push(piece);
    } catch (error) {
      if (error instanceof ZipEntryFault) return error.refusal.tag;
      throw error;
    }
    return Uint8Array.from(Buffer.concat(pieces));
  };

  test('is listed and read as one that is, good or spoilt in any way', async () => {
    const good = await zipped(
      [
        { name: 'a.txt', bytes: utf8('bonjour '.repeat(50)) },
        { name: 'b.txt', bytes: slowly(utf8('au revoir '.repeat(50))), store: true },
      ],
      { deflate, zip64From: 300 },
    );
    const change = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 });
    let other = 0;
    await fc.assert(
      fc.asyncProperty(change, fc.integer({ min: 0, max: good.length }), fc.boolean(), async (changes, cut, cuts) => {
        const bytes = Uint8Array.from(cuts ? good.subarray(0, cut) : good);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const [held, asked] = [listZip(bytes), await listZipSource(sourceOf(bytes))];
        if (JSON.stringify(held) !== JSON.stringify(asked)) other++;
        for (const entry of held.ok ? held.value : []) {
          const [read, streamed] = [await readZipEntry(bytes, entry, { inflate }), await whole(bytes, entry)];
          // Whether what was read is an archive itself is asked of what is held alone.
          const expected = read.ok ? read.value : read.refusal.tag;
          if (expected !== 'zip-nested' && Buffer.compare(Buffer.from(expected), Buffer.from(streamed)) !== 0) other++;
        }
      }),
      { numRuns: 1000, seed: 5 },
    );
    expect(other).toBe(0);
  });

  test('whose source fails is not taken for a damaged one', async () => {
    const bytes = await zipped([{ name: 'a.txt', bytes: utf8('bonjour '.repeat(50)) }]);
    const failing: ByteSource = { size: bytes.length, read: () => Promise.reject(new Error('disk')) };
    await expect(listZipSource(failing)).rejects.toThrow('disk');
    const pieces = zipEntryPieces(failing, listed(bytes)[0] as ZipEntry, { inflate: inflateStream });
    await expect(pieces.next()).rejects.toThrow('disk');
  });
});
