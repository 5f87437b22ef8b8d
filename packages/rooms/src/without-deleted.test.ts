/** R15: what was deleted goes out to nobody, and a reader ends with the same document all the same. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { RoomState } from './update-check.ts';
import { isMalformed, readUpdate, type ReadUpdate } from './update-reader.ts';
import { deletedWithin, withoutDeleted } from './without-deleted.ts';

function read(bytes: Uint8Array): ReadUpdate {
  const update = readUpdate(bytes, { structs: 100_000, clients: 100, deletes: 100_000, depth: 100 });
  if (isMalformed(update)) throw new Error(update.why);
  return update;
}

/** People who write maps, a list and formatted texts, hear each other now and then, and what the room's log holds of it. */
class History {
  readonly log: Uint8Array[] = [];
  readonly people = [11, 22, 33].map((clientID) => Object.assign(new Y.Doc(), { clientID }));
  words = 0;

  constructor() {
    for (const doc of this.people) {
      doc.on('update', (bytes: Uint8Array, origin: unknown) => origin !== 'other' && this.log.push(bytes));
    }
  }

  /** A word nobody wrote before, one character of it of two units. */
  word(): string {
    return `<${this.words++}😀>`;
  }

  act([who, what, at, size, key]: readonly [number, number, number, number, number]): void {
    const doc = this.people[who] as Y.Doc;
    const map = doc.getMap('m');
    const list = doc.getArray('l');
    switch (what) {
      case 0:
        for (const bytes of this.log) Y.applyUpdate(doc, bytes, 'other');
        break;
      case 1:
        map.set(`k${key}`, { v: 1, word: this.word() });
        break;
      case 2:
        map.delete(`k${key}`);
        break;
      case 3:
        list.insert(at % (list.length + 1), [this.word(), { word: this.word() }, new Uint8Array([1, 2, 3]), this.word()]);
        break;
      case 4:
        if (list.length > 0) list.delete(at % list.length, Math.min(size, list.length - (at % list.length)));
        break;
      case 5:
        map.set(`t${key}`, new Y.Text(this.word()));
        break;
      default: {
        const text = map.get(`t${key}`);
        if (!(text instanceof Y.Text)) return;
        if (what === 6 || text.length === 0) text.insert(at % (text.length + 1), this.word());
        else if (what === 7) text.delete(at % text.length, size);
        else text.format(at % text.length, size, { bold: key === 0 ? null : true });
      }
    }
  }
}

const acts = fc.array(fc.tuple(fc.nat(2), fc.nat(8), fc.nat(40), fc.integer({ min: 1, max: 6 }), fc.nat(1)), {
  minLength: 1,
  maxLength: 60,
});

function documentOf(updates: readonly Uint8Array[], gc = true): Y.Doc {
  const doc = new Y.Doc({ gc });
  for (const bytes of updates) Y.applyUpdate(doc, bytes);
  return doc;
}

function seen(doc: Y.Doc): unknown {
  const map = doc.getMap('m');
  const texts = [...map].filter(([, value]) => value instanceof Y.Text).map(([key, value]) => [key, (value as Y.Text).toDelta()]);
  return [
    map.toJSON(),
    doc.getArray('l').toJSON(),
    Object.fromEntries(texts),
    [...Y.decodeStateVector(Y.encodeStateVector(doc))].toSorted(),
  ];
}

function stateOf(log: readonly Uint8Array[]): RoomState {
  const state = new RoomState();
  for (const bytes of log) state.take(read(bytes));
  return state;
}

const asText = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('R15 an update without what was deleted', () => {
  test('of any history: the same document, whole or entry by entry, and nothing that was deleted', () => {
    fc.assert(
      fc.property(acts, (plan) => {
        const history = new History();
        for (const act of plan) history.act(act);
        const state = stateOf(history.log);
        const deleted = deletedWithin(state.deletes());
        const served = history.log.map((bytes) => withoutDeleted(bytes, deleted));
        const original = documentOf(history.log);
        expect(seen(documentOf(served))).toEqual(seen(original));
        expect(seen(documentOf(served, false))).toEqual(seen(original));
        expect(seen(documentOf([Y.mergeUpdates(served.length > 0 ? served : [new Uint8Array([0, 0])])]))).toEqual(seen(original));
        // Half of it as it was, half as it is served: a device that comes back in the middle.
        const half = Math.floor(served.length / 2);
        expect(seen(documentOf([...history.log.slice(0, half), ...served.slice(half)]))).toEqual(seen(original));
        expect(documentOf(served).store.pendingStructs).toBeNull();

        // Whatever holds something lives.
        const holding = served.flatMap((bytes) => read(bytes).structs.filter(({ type, content }) => type === 'item' && content !== 1));
        expect(holding.filter((struct) => deleted(struct).length > 0)).toEqual([]);
        for (const [i, bytes] of served.entries()) {
          const [before, after] = [read(history.log[i] as Uint8Array), read(bytes)];
          expect([after.ranges, after.deletes]).toEqual([before.ranges, before.deletes]);
          expect(withoutDeleted(bytes, deleted)).toBe(bytes);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('what is written later fits on it: a reader who was served it goes on with those who have everything', () => {
    fc.assert(
      fc.property(acts, acts, (first, then) => {
        const history = new History();
        for (const act of first) history.act(act);
        const deleted = deletedWithin(stateOf(history.log).deletes());
        const reader = documentOf(history.log.map((bytes) => withoutDeleted(bytes, deleted)));
        const until = history.log.length;
        for (const act of then) history.act(act);
        for (const bytes of history.log.slice(until)) Y.applyUpdate(reader, bytes);
        expect(seen(reader)).toEqual(seen(documentOf(history.log)));
      }),
      { numRuns: 200 },
    );
  });

  test('a run deleted in part keeps what lives, also where a character of two units is cut', () => {
    const doc = Object.assign(new Y.Doc(), { clientID: 7 });
    const log: Uint8Array[] = [];
    doc.on('update', (bytes: Uint8Array) => log.push(bytes));
    doc.getText('t').insert(0, 'secret😀bonjour');
    doc.getArray('l').push([1, 'secret', 2, 'secret', 3]);
    doc.getText('t').delete(0, 7);
    doc.getArray('l').delete(1, 1);
    doc.getArray('l').delete(2, 1);
    const deleted = deletedWithin(stateOf(log).deletes());
    const served = log.map((bytes) => withoutDeleted(bytes, deleted));
    expect(served.map(asText).join('')).not.toContain('secret');
    expect(documentOf(served).getText('t').toJSON()).toBe(doc.getText('t').toJSON());
    expect(documentOf(served).getArray('l').toJSON()).toEqual([1, 2, 3]);
  });

  test('a run of 200,000 values, every other one deleted, is gone through once', () => {
    const run = { client: 7, clock: 0, length: 200_000 };
    const doc = Object.assign(new Y.Doc(), { clientID: 7 });
    doc.getArray('l').push(Array.from({ length: run.length }, () => true));
    const every = Array.from({ length: run.length / 2 }, (_, i) => ({ client: 7, clock: 2 * i, length: 1 }));
    const before = performance.now();
    const served = withoutDeleted(Y.encodeStateAsUpdate(doc), deletedWithin(every));
    expect(performance.now() - before).toBeLessThan(2000);
    expect(documentOf([served]).getArray('l').length).toBe(run.length / 2);
  });

  test('a record replaced by another leaves nothing of itself; an update without deleted items is the very same bytes', () => {
    const doc = Object.assign(new Y.Doc(), { clientID: 7 });
    const log: Uint8Array[] = [];
    doc.on('update', (bytes: Uint8Array) => log.push(bytes));
    doc.getMap('m').set('k', { v: 1, comment: 'secret' });
    doc.getMap('m').set('k', { v: 1, comment: 'public' });
    const deleted = deletedWithin(stateOf(log).deletes());
    const [first, second] = log as [Uint8Array, Uint8Array];
    expect(asText(withoutDeleted(first, deleted))).not.toContain('secret');
    expect(withoutDeleted(second, deleted)).toBe(second);
    expect(withoutDeleted(first, deletedWithin([]))).toBe(first);
  });
});
