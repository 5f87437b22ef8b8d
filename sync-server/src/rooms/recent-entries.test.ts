/** The latest entries of a room, kept in memory: bounded, without a gap. */
import { expect, test } from 'vitest';
import { RecentEntries } from './recent-entries.ts';

const entry = (seq: number, size = 10) => ({ seq, bytes: new Uint8Array(size), ranges: [] });
const kept = (recent: RecentEntries, seq: number) => recent.upTo(seq).map((one) => one.seq);

test('the latest entries are kept without a gap, bounded by number and bytes, and none that end elsewhere are given', () => {
  const recent = new RecentEntries();
  for (let seq = 1; seq <= 200; seq++) recent.add(entry(seq));
  expect([kept(recent, 200).length, kept(recent, 200)[0]]).toEqual([128, 73]);
  expect(kept(recent, 201)).toEqual([]);
  recent.add(entry(203));
  expect(kept(recent, 203)).toEqual([203]);
  recent.add(entry(204, 60_000));
  recent.add(entry(205, 6_000));
  expect(kept(recent, 205)).toEqual([205]);
  recent.add(entry(206, 1_000_000));
  expect(kept(recent, 206)).toEqual([]);
  expect(recent.weight).toBe(0);
});

test('N5 what is kept of an entry holds its bytes alone, not the request it came in', () => {
  const recent = new RecentEntries();
  recent.add({ seq: 1, bytes: new Uint8Array(1_000_000).subarray(7, 32), ranges: [] });
  recent.add(entry(2));
  expect(recent.upTo(2).map(({ bytes }) => [bytes.length, bytes.buffer.byteLength])).toEqual([
    [25, 25],
    [10, 10],
  ]);
});
