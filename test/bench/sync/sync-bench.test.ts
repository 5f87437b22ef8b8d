/** The bench itself runs: one small round on our server and on the built-in relay, and the table is drawn. No time is judged. */
import { expect, test } from 'vitest';
import type { Figures } from './figures.ts';
import { lines } from './goals.ts';
import { runPlan, WORKLOADS } from './run.ts';
import { table } from './table.ts';
import { NAVETTE, RELAY } from './targets.ts';
import { clientFrame, frameAt } from './wire.ts';

test('the sync bench measures our server and a relay, and gives numbers', { timeout: 60_000 }, async () => {
  const failures: unknown[] = [];
  const results = await runPlan({
    targets: [NAVETTE, RELAY],
    work: WORKLOADS.filter(({ letter }) => 'ae'.includes(letter)),
    reps: 1,
    scale: 0.01,
    progress: (_target, _letter, outcome) => 'error' in outcome && failures.push(outcome),
  });
  expect(failures).toEqual([]);
  const figures = (target: string, letter: string): Figures => results.get(target)?.get(letter) ?? {};
  expect(figures('relay', 'a')['empty-p50-ms']).toBeGreaterThan(0);
  expect(figures('navette', 'a')['full-p50-ms']).toBeGreaterThan(0);
  expect(figures('navette', 'e')['seen']).toBeGreaterThan(0);
  expect(figures('navette', 'e')['lost']).toBe(0);
  expect(table(lines(results, 'navette'), ['relay'])).toContain('first sync, empty room');
});

test('a ratio is judged against the peer its goal names, and against nothing when that peer was not there', () => {
  const alone = new Map([['navette', new Map([['a', { 'empty-p50-ms': 0.5 }]])]]);
  expect(lines(alone, 'navette')[0]?.verdict).toBe('no peer to compare with');
  const beside = lines(new Map([...alone, ['y-websocket', new Map([['a', { 'empty-p50-ms': 1 }]])]]), 'navette');
  expect(beside[0]).toMatchObject({ ratios: { 'y-websocket': 0.5 }, verdict: 'reached' });
  expect(table(beside, ['y-websocket'])).toContain('0.5x');
});

test('a frame of any size is found again, and not before its head is whole', () => {
  for (const [size, head] of [
    [0, 6],
    [125, 6],
    [126, 8],
    [65_535, 8],
    [65_536, 14],
  ] as const) {
    const frame = clientFrame(new Uint8Array(size));
    expect(frame.length).toBe(head + size);
    // Four bytes of mask stand between the head that `frameAt` reads and the content: a server sends none.
    expect(frameAt(frame, 0, frame.length)).toMatchObject({ opcode: 2, payload: head - 4, end: head - 4 + size });
    expect(frameAt(frame, 0, head - 5)).toBeNull();
  }
});
