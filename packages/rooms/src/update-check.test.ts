import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { roomShape } from './room-shape.ts';
import { checkUpdate, RoomState, type UpdateRules } from './update-check.ts';
import { isMalformed, readUpdate, type ReadUpdate } from './update-reader.ts';

const ANYONE: UpdateRules = { shape: null, owns: () => true };
const ID = '01a0c450-6c02-7d66-9395-54b791e74f3b';

function read(bytes: Uint8Array): ReadUpdate {
  const update = readUpdate(bytes, { structs: 10_000, clients: 100, deletes: 10_000, depth: 16 });
  if (isMalformed(update)) throw new Error(update.why);
  return update;
}

function writer(clientID: number) {
  const doc = Object.assign(new Y.Doc(), { clientID });
  const updates: Uint8Array[] = [];
  doc.on('update', (bytes: Uint8Array, origin: unknown) => origin !== 'other' && updates.push(bytes));
  return { doc, map: doc.getMap('deposits'), updates, hear: (bytes: Uint8Array) => Y.applyUpdate(doc, bytes, 'other') };
}

/** An update by hand: one client, its structs as bytes, no deletions. */
const byHand = (client: number, clock: number, ...structs: number[][]) =>
  new Uint8Array([1, structs.length, client, clock, ...structs.flat(), 0]);
/** A map value `1` at key `k` of root `m`; or hanging on (client, clock). */
const ROOTED = [0x28, 1, 1, 109, 1, 107, 1, 125, 1];
const hangingOn = (client: number, clock: number) => [0x88, client, clock, 1, 125, 1];

describe('checking an update against its room', () => {
  test('honest writes of several people are taken in any order that keeps each one’s own, and known when they come again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(4), fc.nat(2)), { minLength: 1, maxLength: 40 }), (acts) => {
        const people = [writer(11), writer(22), writer(33)];
        const state = new RoomState();
        const twin = new Y.Doc();
        for (const [who, key, what] of acts) {
          const person = people[who] as (typeof people)[number];
          const before = person.updates.length;
          if (what === 0 && person.map.has(`k${key}`)) person.map.delete(`k${key}`);
          else person.map.set(`k${key}`, what);
          for (const bytes of person.updates.slice(before)) {
            const update = read(bytes);
            expect(checkUpdate(update, state, ANYONE).verdict).toBe('take');
            state.take(update);
            Y.applyUpdate(twin, bytes);
            expect(checkUpdate(update, state, ANYONE).verdict).toBe('known');
            if (key % 2) for (const other of people) other.hear(bytes);
          }
        }
        expect(new Map([...state.clocks].toSorted())).toEqual(new Map([...Y.decodeStateVector(Y.encodeStateVector(twin))].toSorted()));
      }),
      { numRuns: 100 },
    );
  });

  test('R3 a write that builds on one the room has not seen is a gap, and taken once that one is there', () => {
    const a = writer(11);
    a.map.set('x', 1);
    a.map.set('y', 2);
    const [first, second] = a.updates.map(read) as [ReadUpdate, ReadUpdate];
    const state = new RoomState();
    expect(checkUpdate(second, state, ANYONE)).toEqual({ verdict: 'gap', client: 11 });
    state.take(first);
    expect(checkUpdate(second, state, ANYONE).verdict).toBe('take');
  });

  test('R6 a struct that hangs on itself, on a later one of its own, or on a circle of two, hangs on nothing', () => {
    const dangling = { verdict: 'refused', refusal: { tag: 'dangling-origin' } };
    const state = new RoomState();
    expect(checkUpdate(read(byHand(5, 0, hangingOn(5, 0))), state, ANYONE)).toMatchObject(dangling);
    expect(checkUpdate(read(byHand(5, 0, hangingOn(5, 1), ROOTED)), state, ANYONE)).toMatchObject(dangling);
    expect(checkUpdate(read(byHand(5, 0, hangingOn(9, 0))), state, ANYONE)).toMatchObject(dangling);
    const circle = new Uint8Array([2, 1, 6, 0, ...hangingOn(5, 0), 1, 5, 0, ...hangingOn(6, 0), 0]);
    expect(checkUpdate(read(circle), state, ANYONE)).toMatchObject(dangling);
    const ladder = new Uint8Array([2, 2, 6, 0, ...ROOTED, ...hangingOn(5, 0), 2, 5, 0, ...hangingOn(6, 0), ...hangingOn(6, 1), 0]);
    expect(checkUpdate(read(ladder), state, ANYONE).verdict).toBe('take');
    Y.applyUpdate(new Y.Doc(), ladder);
  });

  test('R7 a room of records takes its own root, keys of its own form and flat values, and nothing else', () => {
    const shape = roomShape('deposits');
    const verdictOf = (write: (doc: Y.Doc) => void) => {
      const doc = Object.assign(new Y.Doc(), { clientID: 11 });
      const updates: Uint8Array[] = [];
      doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
      write(doc);
      const state = new RoomState();
      for (const bytes of updates) {
        const verdict = checkUpdate(read(bytes), state, { shape, owns: () => true });
        if (verdict.verdict !== 'take') return verdict.verdict === 'refused' ? verdict.refusal.tag : verdict.verdict;
        state.take(read(bytes));
      }
      return 'take';
    };
    expect(verdictOf((doc) => doc.getMap('deposits').set(ID, { v: 1 }))).toBe('take');
    expect(
      verdictOf((doc) => {
        doc.getMap('deposits').set(`${ID}/kind`, 1);
        doc.getMap('deposits').set(`${ID}/kind`, 2);
      }),
    ).toBe('take');
    expect(verdictOf((doc) => doc.getMap('elsewhere').set(ID, 1))).toBe('shape');
    expect(verdictOf((doc) => doc.getMap('deposits').set('__proto__', 1))).toBe('shape');
    expect(verdictOf((doc) => doc.getArray('deposits').push([1]))).toBe('shape');
    expect(verdictOf((doc) => doc.getMap('deposits').set(ID, new Y.Map()))).toBe('shape');
    expect(verdictOf((doc) => doc.getMap('deposits').set(ID, new Y.Doc()))).toBe('shape');
    expect(verdictOf((doc) => doc.getText('deposits').insert(0, 'x'))).toBe('shape');
  });

  test('R7 fuzz: of changed updates of a text room, Yjs reads every one that is taken, with the same clocks and nothing left pending', () => {
    const { doc } = writer(7);
    const text = new Y.Text();
    doc.getMap('notes').set(ID, text);
    text.insert(0, 'héllo 😀 world');
    text.format(2, 4, { bold: true, comment: { a: [1] } });
    text.delete(1, 2);
    doc.getMap('notes').set(`${ID}/x`, { a: [1, 2.5, 'é', -70_000, 2 ** 40, new Uint8Array([1, 2])] });
    const valid = Y.encodeStateAsUpdate(doc);
    const rules: UpdateRules = { shape: roomShape('internal'), owns: () => true };
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = new Uint8Array(valid);
        for (const [at, byte] of changes) bytes[at] = byte;
        const update = readUpdate(bytes, { structs: 1000, clients: 16, deletes: 1000, depth: 16 });
        if (isMalformed(update) || checkUpdate(update, new RoomState(), rules).verdict !== 'take') return;
        const state = new RoomState();
        state.take(update);
        const twin = new Y.Doc();
        Y.applyUpdate(twin, bytes);
        expect([twin.store.pendingStructs, twin.store.pendingDs]).toEqual([null, null]);
        expect(Y.decodeStateVector(Y.encodeStateVector(twin))).toEqual(state.clocks);
        Y.mergeUpdates([bytes, Y.encodeStateAsUpdate(twin)]);
      }),
      { numRuns: 5000 },
    );
  });
});
