import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommentId, DocumentId } from '@navette/kernel/ids';
import type { DocumentPage, DocumentQuery } from '../document-model.ts';
import { openMemoryStore } from '../store/memory-store.ts';
import { madeDocument, madeDossier, madeHash, madeReceipt } from '../testing/made-documents.ts';
import { followModel, joined, modelLists, followDocuments } from './document-lists.ts';
import { ListModel } from './list-model.ts';
import { pageOf } from './list-rules.ts';

const all: DocumentQuery = { dossier: null, limit: 10_000 };

async function filled(count: number) {
  const store = openMemoryStore('lists');
  const documents = Array.from({ length: count }, (_, n) => madeDocument(n, 3));
  await store.commit({ put: { documents, receipts: documents.filter((_, n) => n % 2 === 0).map(madeReceipt) } });
  return store;
}

/** What a fresh reading of everything says. */
async function fresh(store: Awaited<ReturnType<typeof filled>>, query: DocumentQuery): Promise<DocumentPage> {
  const texts = new Map((await store.list('texts')).map(({ hash, text }) => [hash, text]));
  return pageOf(await joined(store, await store.list('documents')), query, texts);
}

const until = async (holds: () => boolean) => {
  for (let i = 0; i < 200 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(holds()).toBe(true);
};

describe('lists in memory', () => {
  test('stay what a fresh reading gives, whatever is committed in whatever order', async () => {
    const step = fc.record({
      act: fc.constantFrom('change', 'receipt', 'comment', 'uncomment', 'upload', 'remove', 'many', 'bin', 'ask'),
      n: fc.nat(119),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const store = await filled(120);
        const model = new ListModel(store.sibling());
        let waiting: Promise<unknown> = Promise.resolve();
        for (const { act, n } of steps) {
          const document = madeDocument(n, 3);
          const id = document.id;
          if (act === 'change') await store.commit({ merge: { documents: [{ id, taken: { by: null, at: n } }] } });
          if (act === 'bin') await store.commit({ merge: { documents: [{ id, binned: { by: null, at: n } }] } });
          if (act === 'receipt') await store.commit({ put: { receipts: [madeReceipt(document)] } });
          if (act === 'comment')
            await store.commit({
              put: {
                comments: [{ id: `c${n}` as CommentId, about: id, dossier: madeDossier(0), text: 'vu', author: null, at: n, sent: true }],
              },
            });
          if (act === 'uncomment') await store.commit({ remove: { comments: [`c${n}`] } });
          if (act === 'upload')
            await store.commit({
              put: {
                uploads: [
                  {
                    document: id,
                    dossier: madeDossier(0),
                    box: 'common',
                    hash: madeHash(n),
                    size: 9,
                    path: null,
                    offset: n,
                    attempt: 0,
                    nextAt: 0,
                    problem: null,
                  },
                ],
              },
            });
          if (act === 'remove') await store.commit({ remove: { documents: [id] } });
          if (act === 'many')
            await store.commit({ put: { documents: Array.from({ length: 80 }, (_, i) => madeDocument(200 + n + i, 3)) } });
          // Not waited for: changes come while it reads.
          if (act === 'ask') waiting = Promise.all([waiting, model.settled()]);
        }
        await waiting;
        await model.settled();
        for (const query of [all, { ...all, sort: { by: 'supplier', down: false } }, { ...all, text: 'vu scierie' }] as DocumentQuery[]) {
          if (query.text) await model.searchTexts(query, () => false);
          expect(model.page(query)).toEqual(await fresh(store, query));
        }
        model.close();
      }),
      { numRuns: 60 },
    );
  }, 30_000);

  test('answer again after each change, once for what comes together', async () => {
    const store = await filled(200);
    const pages: DocumentPage[] = [];
    const stop = modelLists(store)
      .follow({ ...all, limit: 10 })
      .subscribe((page) => pages.push(page));
    await until(() => pages.length > 0);
    expect(pages.at(-1)?.total).toBe(200);
    await store.commit({ put: { documents: [madeDocument(900, 3)] } });
    await until(() => pages.at(-1)?.total === 201);
    stop();
    const told = pages.length;
    await store.commit({ put: { documents: [madeDocument(901, 3)] } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pages.length).toBe(told);
  });

  test('words of files come after what fields say, and stay while they are searched again', async () => {
    const store = await filled(150);
    await store.commit({ put: { texts: [{ hash: madeHash(8), text: 'bois de charpente' }] } });
    const model = new ListModel(store);
    const pages: DocumentPage[] = [];
    followModel(model, { ...all, text: 'charpente' }, (page) => pages.push(page));
    await until(() => pages.length >= 2);
    expect(pages[0]).toMatchObject({ total: 0, searching: true });
    expect(pages[1]).toMatchObject({ total: 1, inText: [madeDocument(8).id] });
    await store.commit({ put: { texts: [{ hash: madeHash(9), text: 'charpente' }] } });
    await until(() => pages.at(-1)?.total === 2);
    expect(pages.slice(1).every(({ searching, total }) => searching === undefined && total > 0)).toBe(true);
  });

  test('of a large store the newest rows may come first, and say that they are not all', async () => {
    const store = await filled(300);
    const pages: DocumentPage[] = [];
    followDocuments(store, modelLists(store), { dossier: null, limit: 20, early: true }).subscribe((page) => pages.push(page));
    await until(() => pages.length >= 2);
    expect(pages[0]?.partial).toBe(true);
    expect(pages[0]?.rows.slice(0, 20).map(({ id }) => id)).toEqual(pages.at(-1)?.rows.map(({ id }) => id));
    expect(pages.at(-1)).toMatchObject({ total: 300 });
  });

  test('fifty thousand rows stay correct under changes that come while they are read', async () => {
    const store = await filled(50_000);
    const model = new ListModel(store);
    const reading = model.settled();
    const ids: DocumentId[] = [];
    for (let n = 0; n < 50; n++) {
      const { id } = madeDocument(n * 997, 3);
      ids.push(id);
      await store.commit({ merge: { documents: [{ id, booked: { by: null, at: 1, record: { v: 1, on: '2026-11-20' } } }] } });
    }
    await reading;
    await model.settled();
    const page = model.page({ ...all, booked: true });
    expect(new Set(page.rows.map(({ id }) => id))).toEqual(new Set(ids));
    expect(model.page({ ...all, limit: 1 }).total).toBe(50_000);
    model.close();
  }, 60_000);
});
