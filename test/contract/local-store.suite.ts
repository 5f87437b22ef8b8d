/** What every local store must do, whoever keeps the bytes. */
import { describe, expect, it } from 'vitest';
import type { DocumentId, DossierId } from '@navette/kernel/ids';
import type { LocalStore, UpdateRow } from '@navette/device/store';
import type { MemoryStore } from '@navette/device/store/memory';
import type { RoomName } from '@navette/rooms/room-names';

const room = 'dossier/01980000-0000-7000-8000-000000000001/ledger' as RoomName;
const update = (id: string): UpdateRow => ({
  room,
  id,
  bytes: new Uint8Array([1, 2]),
  author: 'server',
  device: 1 as never,
  at: 1,
  cursor: null,
  acknowledged: false,
});
const dossier = 'd1' as DossierId;

export function localStoreContract(name: string, open: (name: string) => LocalStore): void {
  const fresh = (): LocalStore => open(`contract-${Math.random().toString(36).slice(2)}`);

  describe(`local store: ${name}`, () => {
    it('keeps an update, its outbox entry and its blob together', async () => {
      const store = fresh();
      const bytes = new Blob(['facture']);
      await store.commit({
        put: {
          updates: [update('a')],
          outbox: [{ id: 'a', room, what: 'deposit', document: null, at: 1 }],
          blobs: [{ hash: 'h' as never, bytes, size: 7, usedAt: 1 }],
        },
      });
      expect(await store.list('updates')).toHaveLength(1);
      expect((await store.list('outbox'))[0]?.counter).toBe(1);
      expect(await (await store.get('blobs', 'h'))?.bytes.text()).toBe('facture');
    });

    it('tells whoever watches which keys each commit touched, in every context that has it open', async () => {
      const store = fresh();
      const other = 'sibling' in store ? (store as MemoryStore).sibling() : open(store.name);
      const told: unknown[] = [];
      const stop = other.watch((touched) => told.push(touched?.uploads ?? touched?.meta));
      const rows = Array.from({ length: 60 }, (_, n) => ({ key: `k${n}`, value: n }));
      await store.commit({ put: { meta: rows } });
      await store.commit({ remove: { meta: ['k1'] }, merge: { meta: [{ key: 'k2', value: 3 }] } });
      await expect.poll(() => told).toEqual([rows.map(({ key }) => key), ['k1', 'k2']]);
      stop();
      await store.commit({ put: { meta: [{ key: 'k3', value: 1 }] } });
      expect(told).toHaveLength(2);
    });

    it('is erased whole, or not at all while one of the tables asked about has a row', async () => {
      const store = fresh();
      await store.commit({ put: { updates: [update('a')], outbox: [{ id: 'a', room, what: 'deposit', document: null, at: 1 }] } });
      expect(await store.erase(['captures', 'outbox'])).toBe(false);
      expect(await store.list('updates')).toHaveLength(1);
      await store.commit({ remove: { outbox: [1] } });
      expect(await store.erase(['captures', 'outbox'])).toBe(true);
    });

    it('writes nothing at all when one part of a change cannot be written', async () => {
      const store = fresh();
      await store.commit({ put: { updates: [update('a')] } });
      await expect(
        store.commit({ put: { outbox: [{ id: 'b', room, what: 'other', document: null, at: 1 }], updates: [update('a')] } }),
      ).rejects.toThrow();
      expect(await store.list('updates')).toHaveLength(1);
      expect(await store.list('outbox')).toHaveLength(0);
    });

    it('answers conflict, and writes nothing, when a room moved on since the change was computed', async () => {
      const store = fresh();
      await store.commit({ put: { updates: [update('a')] } });
      expect(await store.commit({ expect: [{ room, last: 0 }], put: { updates: [update('b')] } })).toBe('conflict');
      expect(await store.list('updates')).toHaveLength(1);
      expect(await store.commit({ expect: [{ room, last: 1 }], put: { updates: [update('b')] } })).toBe('done');
    });

    it('numbers updates and outbox entries in the order of their commits', async () => {
      const store = fresh();
      await store.commit({ put: { updates: [update('a')] } });
      await store.commit({ put: { updates: [update('b')] } });
      const rows = await store.list('updates', { index: '[room+i]', from: [room, 2], to: [room, Number.MAX_SAFE_INTEGER] });
      expect(rows.map((row) => row.id)).toEqual(['b']);
    });

    it('merges fields into a row without touching the others', async () => {
      const store = fresh();
      const id = 'x' as DocumentId;
      await store.commit({ merge: { documents: [{ id, withdrawn: null }] } });
      await store.commit({
        merge: {
          documents: [
            { id, capturedAt: 5 },
            { id, dossier },
          ],
        },
      });
      expect(await store.get('documents', id)).toEqual({ id, withdrawn: null, capturedAt: 5, dossier });
    });

    it('changes a row that is there and makes none that is not', async () => {
      const store = fresh();
      const id = 'x' as DocumentId;
      await store.commit({ put: { documents: [{ id, capturedAt: 1 }] } });
      await store.commit({
        patch: {
          documents: [
            { id, dossier },
            { id: 'absent' as DocumentId, dossier },
          ],
        },
      });
      expect(await store.list('documents')).toEqual([{ id, capturedAt: 1, dossier }]);
    });

    it('removes first, then merges, then changes what is there, then puts, whatever is about the same row', async () => {
      const store = fresh();
      const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((key) => key as DocumentId) as [DocumentId, DocumentId, DocumentId, DocumentId];
      await store.commit({ put: { documents: [a, b, c].map((id) => ({ id, dossier, capturedAt: 1 })) } });
      await store.commit({
        remove: { documents: [a, c] },
        merge: {
          documents: [
            { id: a, capturedAt: 2 },
            { id: b, capturedAt: 2 },
            { id: b, withdrawn: null },
            { id: d, capturedAt: 2 },
          ],
        },
        patch: {
          documents: [
            { id: a, withdrawn: null },
            { id: c, withdrawn: null },
          ],
        },
        put: { documents: [{ id: d, capturedAt: 3 }] },
      });
      expect((await store.list('documents')).toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual([
        { id: a, capturedAt: 2, withdrawn: null },
        { id: b, dossier, capturedAt: 2, withdrawn: null },
        { id: d, capturedAt: 3 },
      ]);
    });

    it('lists by a compound index, newest first, as many as asked', async () => {
      const store = fresh();
      await store.commit({ put: { documents: [1, 2, 3].map((at) => ({ id: `n${at}` as DocumentId, dossier, capturedAt: at })) } });
      await store.commit({ put: { documents: [{ id: 'other' as DocumentId, dossier: 'd2' as DossierId, capturedAt: 9 }] } });
      const rows = await store.list('documents', {
        index: '[dossier+capturedAt]',
        from: [dossier, 0],
        to: [dossier, 100],
        reverse: true,
        limit: 2,
      });
      expect(rows.map((row) => row.id)).toEqual(['n3', 'n2']);
    });

    it('finds the rows of a few keys at once, absent ones left out', async () => {
      const store = fresh();
      await store.commit({ put: { updates: ['a', 'b', 'c'].map(update) } });
      const rows = await store.list('updates', { index: 'id', anyOf: ['c', 'x', 'a'] });
      expect(rows.map((row) => row.id)).toEqual(['a', 'c']);
      expect(await store.list('updates', { index: 'id', anyOf: [] })).toEqual([]);
    });

    it('lists the rows whose key begins with a word', async () => {
      const store = fresh();
      await store.commit({ put: { meta: ['a/1', 'departure/1', 'departure/2', 'departures'].map((key) => ({ key, value: key })) } });
      const rows = await store.list('meta', { from: 'departure/', to: 'departure/\uffff' });
      expect(rows.map(({ key }) => key)).toEqual(['departure/1', 'departure/2']);
    });

    it('removes rows by key, compound keys included', async () => {
      const store = fresh();
      const capture = 'c' as DocumentId;
      const piece = (index: number) => ({ capture, index, count: 2, size: 2, bytes: new Blob(['x']), at: 1 });
      await store.commit({ put: { pieces: [piece(0), piece(1)] } });
      expect(await store.list('pieces', { from: [capture, 0], to: [capture, 9] })).toHaveLength(2);
      await store.commit({ remove: { pieces: [[capture, 0]] } });
      expect((await store.list('pieces')).map((row) => row.index)).toEqual([1]);
    });

    it('tells an observer of each change, at once and afterwards', async () => {
      const store = fresh();
      const seen: number[] = [];
      const stop = store.observe(async () => (await store.list('updates')).length).subscribe((count) => seen.push(count));
      await expect.poll(() => seen.at(-1)).toBe(0);
      await store.commit({ put: { updates: [update('a')] } });
      await expect.poll(() => seen.at(-1)).toBe(1);
      stop();
    });

    it('tells an observer of a change in what it read last, several things at once, one after the other', async () => {
      const store = fresh();
      await store.commit({ put: { requests: ['a', 'b', 'c'].map((id) => ({ id, dossier })) } });
      /** As screens ask: each row, then what belongs to it, then what belongs to that. */
      const read = async (): Promise<number> => {
        const rows = await store.list('requests');
        const each = await Promise.all(
          rows.map(async ({ id }) => {
            const given = await store.list('documents', { index: 'answers', from: id, to: id });
            return (await Promise.all(given.map((one) => store.list('comments', { index: 'about', from: one.id, to: one.id })))).length;
          }),
        );
        return each.reduce((sum, one) => sum + one, 0);
      };
      const seen: number[] = [];
      const stop = store.observe(() => read()).subscribe((count) => seen.push(count));
      await expect.poll(() => seen.at(-1)).toBe(0);
      await store.commit({ put: { documents: [{ id: 'n1' as DocumentId, dossier, capturedAt: 1, answers: 'b' }] } });
      await expect.poll(() => seen.at(-1)).toBe(1);
      stop();
    });
  });
}
