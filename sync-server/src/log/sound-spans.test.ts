/** Which entries of a room were found sound, remembered as spans. */
import { expect, test } from 'vitest';
import type { RoomName } from '@navette/rooms/room-names';
import { SoundSpans } from './sound-spans.ts';

const A = 'a' as RoomName;
const sound = (spans: SoundSpans) => Array.from({ length: 30 }, (_, seq) => seq).filter((seq) => spans.has(A, seq));

test('entries written one after the other are one span, whatever is read before them', () => {
  const spans = new SoundSpans();
  for (let seq = 20; seq < 25; seq++) spans.add(A, seq);
  spans.add(A, 15, 19);
  spans.add(A, 10, 16);
  expect(sound(spans)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
  expect(spans.has('b' as RoomName, 20)).toBe(false);
});

test('of two spans that do not touch the longer stays', () => {
  const spans = new SoundSpans();
  spans.add(A, 1, 3);
  spans.add(A, 20);
  expect(sound(spans)).toEqual([1, 2, 3]);
  spans.add(A, 10, 15);
  expect(sound(spans)).toEqual([10, 11, 12, 13, 14, 15]);
});
