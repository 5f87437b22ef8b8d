/**
 * K1: an invented or shared key. Only the server decides; without it a key is "à vérifier" and nothing is unlocked by it. Tries
 * are slowed and logged without a number; the table of keys tells none.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeActivationKey, readActivationKey } from '@navette/domain/registration/activation-key';
import { KeyCheck } from '@navette/protocol/registration';
import { DAY, registrationWorld, type RegistrationWorld } from '../support/registration-world.ts';

let world: RegistrationWorld;
let key: string;
beforeAll(async () => {
  world = await registrationWorld();
  key = await world.issue((await world.send(world.lea)).id);
}, 60_000);
afterAll(() => world.close());

const product = { code: 'WCPTA', version: '17.0' };
const typed = { licence: '401182297', clientCode: 'C20311', product, identification: '07E631E8C6B659D0' };
const invented = (n: number) => makeActivationKey(new Uint8Array(14).fill(n));

describe('K1 k1-key-offline', () => {
  test('K1 a key that is well formed is not a good one: offline nobody can tell them apart, and the server refuses it', async () => {
    expect(readActivationKey(invented(7)).ok).toBe(true);
    expect(await world.ask(null, KeyCheck, { ...typed, key: invented(7) })).toEqual({ status: 'refused', reason: 'wrong' });
  });

  test('K1 a good key beside another licence, another client, another product is refused in the same words as an invented one', async () => {
    world.time.now += DAY;
    for (const other of [
      { licence: '401182298' },
      { clientCode: 'C20312' },
      { product: { code: 'WPAYE', version: '17.0' } },
      { product: { code: 'WCPTA', version: '18.1' }, key: invented(3) },
    ])
      expect(await world.ask(null, KeyCheck, { ...typed, key, ...other })).toEqual({ status: 'refused', reason: 'wrong' });
    expect(await world.ask(null, KeyCheck, { ...typed, key })).toMatchObject({ status: 'accepted' });
  });

  test('K1 guessing is slowed: a few tries, then longer and longer waits, for that network and that licence', async () => {
    world.time.now += DAY;
    const answers: (string | number)[] = [];
    for (let n = 0; n < 12; n++) answers.push(await world.refusal(null, KeyCheck, { ...typed, key: invented(n) }));
    expect(answers.filter((answer) => answer === 200).length).toBeLessThanOrEqual(6);
    expect(answers.at(-1)).toBe('too-many');
    // The right one waits like the others, and passes once the wait is over.
    expect(await world.refusal(null, KeyCheck, { ...typed, key })).toBe('too-many');
    world.time.now += DAY;
    expect(await world.ask(null, KeyCheck, { ...typed, key })).toMatchObject({ status: 'accepted' });
  });

  test('K1 O1 each refusal is logged, and no log and no table holds a key, a licence or a client code', () => {
    const refusals = world.server.logLines.filter((line) => line.includes('key-refused'));
    expect(refusals.length).toBeGreaterThan(3);
    for (const line of world.server.logLines) expect(line).not.toMatch(new RegExp(`${key}|401182297|C20311`));
    const rows = world.database((db) => JSON.stringify(db.prepare('SELECT key_hash, secret_hash FROM registration').all()));
    expect(rows).not.toContain(key);
  });

  test('K1 crooked numbers never reach the table', async () => {
    for (const crooked of [{ key: 'ABCDE' }, { key: `${key}A` }, { licence: '1' }, { clientCode: "' OR 1=1" }, { identification: 'x' }])
      expect(await world.refusal(null, KeyCheck, { ...typed, key, ...crooked })).toBe('bad-request');
  });
});
