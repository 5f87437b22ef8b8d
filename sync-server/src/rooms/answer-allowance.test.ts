/** How much of answers may be on its way at once: of one person, and of everybody. */
import { expect, test } from 'vitest';
import type { UserId } from '@navette/kernel/ids';
import { makeAnswerAllowance } from './answer-allowance.ts';

const MEBIBYTE = 1024 * 1024;
const [one, other] = ['one', 'other'] as [UserId, UserId];
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('N5 one person’s large answers wait for one another, and leave room for others; small ones never wait', async () => {
  const allowance = makeAnswerAllowance(4 * MEBIBYTE, 6 * MEBIBYTE);
  const order: string[] = [];
  const take = (who: UserId, mebibytes: number, name: string) =>
    allowance.take(who, mebibytes * MEBIBYTE).then((give) => (order.push(name), give));
  const first = await take(one, 3, 'first');
  const second = take(one, 3, 'second');
  await take(one, 0.1, 'small');
  const third = await take(other, 2, 'third');
  const fourth = take(other, 5, 'larger than one may have');
  await turn();
  expect(order).toEqual(['first', 'small', 'third']);
  first();
  first();
  const give = await second;
  third();
  await turn();
  expect(order).toEqual(['first', 'small', 'third', 'second']);
  give();
  (await fourth)();
  expect(order.at(-1)).toBe('larger than one may have');
});
