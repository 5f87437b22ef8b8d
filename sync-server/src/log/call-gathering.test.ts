/** Which calls wait for company, and which are company enough for themselves. */
import { expect, test } from 'vitest';
import { makeGathering } from './call-gathering.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a call of many entries waits for nobody, not even for the commit under way; small ones go together', async () => {
  const sent: number[][] = [];
  const gathering = makeGathering<number>(
    10_000,
    (calls) => void sent.push([...calls]),
    (entries) => entries,
  );
  gathering.add(1);
  await turn();
  gathering.add(1);
  gathering.add(2);
  await turn();
  expect(sent).toEqual([[1]]);
  gathering.add(64);
  await turn();
  expect(sent).toEqual([[1], [1, 2, 64]]);
  gathering.answered();
  gathering.add(64);
  await turn();
  expect(sent.at(-1)).toEqual([64]);
  gathering.flush();
});
