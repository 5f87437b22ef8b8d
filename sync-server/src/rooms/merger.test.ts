/** The thread that makes segments: one job after the other, each of which fails alone. */
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeThreadMerger, type Merger } from './merger.ts';

const open: Merger[] = [];
afterEach(async () => {
  for (const merger of open.splice(0)) await merger.close();
});

function threadMerger(limits?: Parameters<typeof makeThreadMerger>[0]): Merger {
  const merger = makeThreadMerger(limits);
  open.push(merger);
  return merger;
}

function updatesOf(count: number): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < count; i++) doc.getMap('m').set(`k${i}`, i);
  return updates;
}

async function* inPages(parts: readonly Uint8Array[]) {
  for (let i = 0; i < parts.length; i += 2) yield parts.slice(i, i + 2);
}

const sizeOf = (update: Uint8Array): number => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return doc.getMap('m').size;
};

describe('the thread that makes segments', () => {
  test('takes one job after the other, and starts again after it ended for want of work', async () => {
    const merger = threadMerger({ megabytes: 64, time: 10_000, idle: 1 });
    for (const count of [3, 70, 5]) {
      expect(sizeOf(await merger.merge({ deletes: [], collect: false }, inPages(updatesOf(count))))).toBe(count);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const both = await Promise.all([2, 4].map((count) => merger.merge({ deletes: [], collect: true }, inPages(updatesOf(count)))));
    expect(both.map(sizeOf)).toEqual([2, 4]);
  });

  test('a job that fails, or takes too long, fails alone', async () => {
    const merger = threadMerger();
    await expect(
      merger.merge({ deletes: [], collect: true }, inPages([new Uint8Array([1, 255, 255, 255]), new Uint8Array([1, 255])])),
    ).rejects.toThrow();
    expect(sizeOf(await merger.merge({ deletes: [], collect: false }, inPages(updatesOf(2))))).toBe(2);
    const hasty = threadMerger({ megabytes: 64, time: 0, idle: 1000 });
    await expect(hasty.merge({ deletes: [], collect: false }, inPages(updatesOf(2)))).rejects.toThrow('too long');
  });

  test('a history with a hole is not collected', async () => {
    await expect(threadMerger().merge({ deletes: [], collect: true }, inPages(updatesOf(3).slice(1)))).rejects.toThrow('whole document');
  });
});
