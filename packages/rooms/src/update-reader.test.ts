import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { isMalformed, readUpdate, type ReadLimits, type ReadUpdate } from './update-reader.ts';

const LIMITS: ReadLimits = { structs: 10_000, clients: 100, deletes: 10_000, depth: 16 };

function read(bytes: Uint8Array, limits = LIMITS): ReadUpdate {
  const result = readUpdate(bytes, limits);
  if (isMalformed(result)) throw new Error(result.why);
  return result;
}

/** What Yjs itself reads from the same bytes. */
function byYjs(bytes: Uint8Array) {
  const { structs, ds } = Y.decodeUpdate(bytes);
  const deletes = [...ds.clients].flatMap(([client, items]) => items.map(({ clock, len }) => ({ client, clock, length: len })));
  return { structs: structs.map((s) => [s.id.client, s.id.clock, s.length]), deletes };
}

type Act = {
  readonly who: number;
  readonly act: 'set' | 'remove' | 'type' | 'erase' | 'format' | 'nest';
  readonly key: string;
  readonly text: string;
  readonly at: number;
};

const act: fc.Arbitrary<Act> = fc.record({
  who: fc.nat(2),
  act: fc.constantFrom('set', 'remove', 'type', 'erase', 'format', 'nest'),
  key: fc.constantFrom('a', 'b', 'c', 'é'),
  text: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constant('😀ï')),
  at: fc.nat(1000),
});

function perform(doc: Y.Doc, { act: what, key, text, at }: Act): void {
  const map = doc.getMap('m');
  const words = doc.getText('t');
  const place = words.length === 0 ? 0 : at % (words.length + 1);
  switch (what) {
    case 'set':
      return void map.set(key, { v: at, text, list: [1, 2.5, null, true, [at]] });
    case 'remove':
      return map.delete(key);
    case 'type':
      return words.insert(place, text);
    case 'erase':
      return words.delete(place, Math.min(3, words.length - place));
    case 'format':
      return words.format(place, Math.min(2, words.length - place), { bold: true });
    case 'nest':
      return void map.set(key, at % 2 ? new Y.Text(text) : new Y.Array());
  }
}

describe('reading a Yjs update as bytes', () => {
  test('for random documents of three people, structs and deletions are what Yjs reads', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 40 }), fc.boolean(), (acts, gc) => {
        const docs = [1001, 2002, 3003].map((id) => Object.assign(new Y.Doc({ gc }), { clientID: id }));
        const updates: Uint8Array[] = [];
        for (const doc of docs) doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
        for (const [i, one] of acts.entries()) {
          const doc = docs[one.who] as Y.Doc;
          perform(doc, one);
          if (i % 5 === 4) for (const other of docs) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
        }
        const whole = docs.map((doc) => Y.encodeStateAsUpdate(doc));
        for (const bytes of [...updates, ...whole, Y.mergeUpdates(whole)]) {
          const mine = read(bytes);
          expect({ structs: mine.structs.map((s) => [s.client, s.clock, s.length]), deletes: mine.deletes }).toEqual(byYjs(bytes));
          expect(read(new Uint8Array([0, ...bytes.subarray(mine.deletesAt)])).deletes).toEqual(mine.deletes);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('a map key, its origin and its content are named', () => {
    const doc = Object.assign(new Y.Doc(), { clientID: 7 });
    doc.getMap('deposits').set('k', 1);
    doc.getMap('deposits').set('k', 2);
    const { structs, ranges, deletes } = read(Y.encodeStateAsUpdate(doc));
    expect(structs[0]).toMatchObject({ client: 7, clock: 0, length: 1, type: 'item', parent: 'deposits', key: 'k' });
    expect(structs.at(-1)).toMatchObject({ clock: 1, origin: { client: 7, clock: 0 }, parent: null, content: 8 });
    expect(ranges).toEqual([{ client: 7, clock: 0, length: 2, contiguous: true }]);
    expect(deletes).toEqual([{ client: 7, clock: 0, length: 1 }]);
  });

  test('a hole in a merged update makes its range not contiguous', () => {
    const doc = Object.assign(new Y.Doc(), { clientID: 7 });
    const updates: Uint8Array[] = [];
    doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
    for (const key of ['a', 'b', 'c']) doc.getMap('m').set(key, 1);
    const holed = Y.mergeUpdates([updates[0] as Uint8Array, updates[2] as Uint8Array]);
    expect(read(holed).ranges).toEqual([{ client: 7, clock: 0, length: 3, contiguous: false }]);
  });

  test('every cut of an update, and every update with bytes after it, is malformed', () => {
    const doc = Object.assign(new Y.Doc(), { clientID: 7 });
    doc.getText('t').insert(0, 'é😀 text');
    doc.getMap('m').set('k', { a: [1, { b: 'c' }], n: 1.5, big: 2 ** 40 });
    const bytes = Y.encodeStateAsUpdate(doc);
    for (let length = 0; length < bytes.length; length++) expect(isMalformed(readUpdate(bytes.subarray(0, length), LIMITS))).toBe(true);
    expect(isMalformed(readUpdate(new Uint8Array([...bytes, 0]), LIMITS))).toBe(true);
  });

  test('caps on structs, clients, deletions and depth hold before anything is kept', () => {
    const doc = Object.assign(new Y.Doc(), { clientID: 7 });
    for (let i = 0; i < 20; i++) doc.getMap('m').set(`k${i}`, i);
    for (let i = 0; i < 20; i += 2) doc.getMap('m').delete(`k${i}`);
    doc.getMap('m').set('deep', [[[[1]]]]);
    const bytes = Y.encodeStateAsUpdate(doc);
    for (const tight of [{ structs: 5 }, { clients: 0 }, { deletes: 3 }, { depth: 3 }])
      expect(isMalformed(readUpdate(bytes, { ...LIMITS, ...tight }))).toBe(true);
    expect(isMalformed(readUpdate(bytes, { ...LIMITS, depth: 4 }))).toBe(false);
  });

  /** One item of that content. */
  const withContent = (content: number, body: (encoder: encoding.Encoder) => void): Uint8Array =>
    encoding.encode((encoder) => {
      for (const n of [1, 1, 7, 0]) encoding.writeVarUint(encoder, n);
      encoding.writeUint8(encoder, content);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, 'm');
      body(encoder);
      encoding.writeVarUint(encoder, 0);
    });

  test('N5 a long text is counted as Yjs counts it, and never put together', () => {
    const made = [vi.spyOn(String, 'fromCharCode'), vi.spyOn(String, 'fromCodePoint')];
    const text = 'aé😀'.repeat(20_000);
    const update = withContent(4, (encoder) => encoding.writeVarString(encoder, text));
    const calls = (): number => made.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    const before = calls();
    expect(read(update).structs).toMatchObject([{ client: 7, clock: 0, length: text.length, content: 4 }]);
    // The names in it are.
    expect(calls() - before).toBeLessThan(10);
    for (const spy of made) spy.mockRestore();
  });

  test('N5 a text that has to be put together is made of large pieces, whatever letters follow one another', () => {
    const made = [vi.spyOn(String, 'fromCharCode'), vi.spyOn(String, 'fromCodePoint')];
    const calls = (): number => made.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    const update = withContent(5, (encoder) => encoding.writeVarString(encoder, JSON.stringify('aé😀'.repeat(20_000))));
    const before = calls();
    expect(read(update).structs).toMatchObject([{ length: 1, content: 5 }]);
    expect(calls() - before).toBeLessThan(40);
    for (const spy of made) spy.mockRestore();
  });

  test('R7 a JSON text whose quotes never end is walked once', () => {
    const text = `"${String.raw`\"`.repeat(64 * 1024)}`;
    const before = performance.now();
    for (const content of [2, 5, 6]) {
      const update = withContent(content, (encoder) => {
        if (content === 2) encoding.writeVarUint(encoder, 1);
        if (content === 6) encoding.writeVarString(encoder, 'bold');
        encoding.writeVarString(encoder, text);
      });
      expect(readUpdate(update, LIMITS)).toMatchObject({ why: expect.stringContaining('broken JSON') });
    }
    // A walk from each quote took a quarter of a minute.
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  test('R7 what would make Yjs throw in every client is malformed: broken text, broken or deep JSON, numbers out of range', () => {
    const one = (content: number, ...body: number[]) => new Uint8Array([1, 1, 7, 0, 0x20 | content, 1, 1, 109, 1, 107, ...body, 0]);
    const text = (value: string) => [value.length, ...new TextEncoder().encode(value)];
    const good = [
      one(8, 1, 119, 1, 65),
      one(8, 1, 118, 1, 1, 65, 126),
      one(5, ...text('{"a":[1,"]["]}')),
      one(6, 1, 98, ...text('true')),
      one(8, 1, 125, 0x80, 1),
    ];
    for (const bytes of good) {
      expect(isMalformed(readUpdate(bytes, LIMITS))).toBe(false);
      expect(() => Y.decodeUpdate(bytes)).not.toThrow();
    }
    const bad = [
      one(8, 1, 119, 1, 0x80),
      one(8, 1, 118, 1, 1, 0xff, 126),
      one(5, ...text('{"a":')),
      one(5, ...text('['.repeat(17) + ']'.repeat(17))),
      one(6, 1, 98, ...text('tru')),
      one(2, 1, ...text('undefine')),
      one(8, 1, 125, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1),
    ];
    for (const bytes of bad) expect(isMalformed(readUpdate(bytes, LIMITS))).toBe(true);
  });
});
