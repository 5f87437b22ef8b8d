/**
 * The device's store in a real Chromium: three of our pages at work at once, and a transaction broken off in the middle.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DOSSIER, first } from '@navette/device/testing/test-device';
import type { RoomName } from '@navette/rooms/room-names';
import { isMalformed, readUpdate } from '@navette/rooms/update-reader';
import { CHOICE, DEVICE, everything, newDevice, paper, type OpenPage, type PagesOfOneDevice } from './open-pages.ts';

const ROOM = `dossier/${DOSSIER}/deposits/2026/common` as RoomName;
let pages: PagesOfOneDevice;

beforeEach(async () => void (pages = await newDevice()));
afterEach(() => pages.remove());

/** Rows as text, in an order that depends on nothing but them. */
async function rows(page: OpenPage): Promise<string[]> {
  const { rows: found } = await first(page.library.documents({ dossier: null, limit: 1000 }));
  return found.map((row) => JSON.stringify(row)).toSorted();
}

describe('three of our pages open at once', () => {
  test('all write one dossier at the same time: no act is lost, each page under an id of its own, and all show the same', async () => {
    const three = [pages.open(), pages.open(), pages.open()];
    const acts = three.flatMap((page, p) =>
      Array.from({ length: 12 }, async (_, i) => {
        const done = await page.library.captureAndDeposit(paper(`${p}/${i}`), { name: `${p}-${i}.pdf`, way: 'drop' }, CHOICE);
        if (!done.ok) throw new Error(done.refusal.tag);
        const said = await page.library.addComment(done.value.id, `Note ${p}/${i}`);
        if (!said.ok) throw new Error(said.refusal.tag);
        return done.value.id;
      }),
    );
    const ids = await Promise.all(acts);
    expect(new Set(ids).size).toBe(36);
    const [store] = three.map((page) => page.store);
    if (!store) throw new Error('no page');
    expect(await store.list('documents')).toHaveLength(36);
    expect(await store.list('comments')).toHaveLength(36);
    expect(await store.list('uploads')).toHaveLength(36);
    const outbox = await store.list('outbox');
    expect(outbox.map((row) => row.counter)).toEqual(Array.from({ length: 72 }, (_, i) => (outbox[0]?.counter ?? 0) + i));
    // Each page wrote under its own client id, and no clock was written twice.
    const clocks = new Set<string>();
    const clients = new Set<number>();
    for (const update of await store.list('updates')) {
      const read = readUpdate(update.bytes, { structs: 1e6, clients: 1e6, deletes: 1e6, depth: 64 });
      if (isMalformed(read)) throw new Error('not an update');
      for (const range of read.ranges) {
        clients.add(range.client);
        for (let clock = range.clock; clock < range.clock + range.length; clock++) {
          expect(clocks.has(`${range.client}@${update.room}@${clock}`)).toBe(false);
          clocks.add(`${range.client}@${update.room}@${clock}`);
        }
      }
    }
    expect([...clients].map((client) => Math.floor(client / 256))).toEqual([DEVICE, DEVICE, DEVICE]);
    const [a, b, c] = await Promise.all(three.map(rows));
    expect(b).toEqual(a);
    expect(c).toEqual(a);
    // Folded from nothing by a page that was not there, the same (I9).
    const { book } = await pages.open().desk();
    const room = await book.read(ROOM);
    expect([...room.keys()].toSorted()).toEqual(ids.toSorted());
  });
});

describe('a transaction broken off in the middle', () => {
  test('nothing of the act is written, its document is thrown away, and the next act is whole', async () => {
    const page = pages.open();
    const earlier = await page.library.captureAndDeposit(paper('before'), { name: 'avant.pdf', way: 'drop' }, CHOICE);
    expect(earlier.ok).toBe(true);
    const before = await everything(page.store);

    // The browser breaks the transaction off once its writes are under way: as a full disk or a dying tab does.
    const put = IDBObjectStore.prototype.put;
    let broken = 0;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<IDBObjectStore['put']>) {
      const request = put.apply(this, args);
      if (this.name === 'uploads') {
        broken++;
        request.addEventListener('success', () => this.transaction.abort());
      }
      return request;
    };
    try {
      const refused = await page.library.captureAndDeposit(paper('broken'), { name: 'rompu.pdf', way: 'drop' }, CHOICE);
      expect(refused).toEqual({ ok: false, refusal: { tag: 'store-unavailable' } });
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect(broken).toBe(1);
    expect(await everything(page.store)).toEqual(before);

    const next = await page.library.captureAndDeposit(paper('after'), { name: 'apres.pdf', way: 'drop' }, CHOICE);
    expect(next.ok).toBe(true);
    const shown = (await first(page.library.documents({ dossier: null, limit: 10 }))).rows.map((row) => row.name).toSorted();
    expect(shown).toEqual(['apres.pdf', 'avant.pdf']);
    // What a page opened later reads from the updates alone: the broken act left no trace and no hole in the clocks.
    const { book } = await pages.open().desk();
    const room = await book.read(ROOM);
    expect([...room.keys()]).toHaveLength(2);
    expect(room.doc.store.pendingStructs).toBeNull();
  });
});
