import type { DeviceNumber, FirmId, UserId } from '@navette/kernel/ids';
import { describe, expect, test } from 'vitest';
import { openMemoryStore } from '../store/memory-store.ts';
import { allEnrolments, currentEnrolment, endEnrolment, makeCurrent, saveEnrolment, type Enrolment } from './enrolment.ts';

/** A device store as it stood before a person could be signed in to several firms: one row, with or without its turn. */
const OLD_STORE = [
  {
    key: 'enrolment',
    value: {
      origin: 'https://navette.aubrac.example',
      user: { id: '01a1f99d-f3ac-71e8-8dd3-d40497e85f99', name: 'Claire Morel', email: 'claire@bonnefoy.example' },
      firm: { id: '01a1f99d-f3ac-71e8-8dd3-d40497e85f02', name: 'Cabinet Aubrac', demo: false },
      keyId: '7f3a 91c2',
      publicKey: 'cHVibGlj',
      device: 7,
      storeName: 'navette-navette.aubrac.example-01a1f99d-f3ac-71e8-8dd3-d40497e85f99',
      turn: 4,
    },
  },
  { key: 'sign-ins', value: 4 },
];

const at = (name: string, user = 'u'): Enrolment => ({
  origin: `https://${name}.example`,
  user: { id: `${user}-${name}` as UserId, name: user, email: `${user}@example.test` },
  firm: { id: name as FirmId, name, demo: false },
  keyId: 'k',
  publicKey: 'p',
  device: 1 as DeviceNumber,
  storeName: `store-${name}-${user}`,
});
const names = async (store: ReturnType<typeof openMemoryStore>) => (await allEnrolments(store)).map(({ firm }) => firm.name);

describe('R208 one person, several firms', () => {
  test('R208 a device store of before opens, and a second firm joins the first', async () => {
    const store = openMemoryStore('device');
    await store.commit({ put: { meta: OLD_STORE } });
    expect((await currentEnrolment(store))?.firm.name).toBe('Cabinet Aubrac');
    expect(await names(store)).toEqual(['Cabinet Aubrac']);
    await saveEnrolment(store, at('neuf'));
    expect(await names(store)).toEqual(['neuf', 'Cabinet Aubrac']);
    expect((await currentEnrolment(store))?.turn).toBe(5);
    await makeCurrent(store, OLD_STORE[0]?.value instanceof Object ? OLD_STORE[0].value.storeName : '');
    // Nothing of it is lost on the way: number, key and turn are those of before.
    expect(await currentEnrolment(store)).toEqual(OLD_STORE[0]?.value);
  });

  test('R208 each enrolment stands in one row, whatever is signed in to, switched and left', async () => {
    const store = openMemoryStore('device');
    const rows = async () => (await store.list('meta')).filter(({ key }) => key.startsWith('enrolment')).length;
    for (const name of ['a', 'b', 'c']) await saveEnrolment(store, at(name));
    await makeCurrent(store, 'store-a-u');
    await makeCurrent(store, 'store-a-u');
    await makeCurrent(store, 'nothing');
    expect([await names(store), await rows()]).toEqual([['a', 'b', 'c'], 3]);
    // Not the current one: the current one stays.
    await endEnrolment(store, (await allEnrolments(store))[1] ?? at('b'));
    expect([await names(store), await rows()]).toEqual([['a', 'c'], 2]);
    // The current one: the one signed in to last comes to the front.
    await endEnrolment(store, (await currentEnrolment(store)) ?? at('a'));
    expect([await names(store), await rows()]).toEqual([['c'], 1]);
    await endEnrolment(store, (await currentEnrolment(store)) ?? at('c'));
    expect([await currentEnrolment(store), await rows()]).toEqual([null, 0]);
  });

  test('D5 at one server a device is one person: who signs in takes the place of who was there, on screen or not', async () => {
    const store = openMemoryStore('device');
    await saveEnrolment(store, at('a', 'claire'));
    await saveEnrolment(store, at('b', 'claire'));
    await saveEnrolment(store, at('a', 'paul'));
    expect((await allEnrolments(store)).map(({ storeName }) => storeName)).toEqual(['store-a-paul', 'store-b-claire']);
    await saveEnrolment(store, at('a', 'claire'));
    expect((await allEnrolments(store)).map(({ storeName }) => storeName)).toEqual(['store-a-claire', 'store-b-claire']);
  });

  test('an end that comes after its person signed in anew ends nothing', async () => {
    const store = openMemoryStore('device');
    await saveEnrolment(store, at('a'));
    const former = await currentEnrolment(store);
    await saveEnrolment(store, at('a'));
    if (former) await endEnrolment(store, former);
    expect(await names(store)).toEqual(['a']);
  });

  test('a row that cannot be read hides no other firm', async () => {
    const store = openMemoryStore('device');
    await saveEnrolment(store, at('a'));
    await saveEnrolment(store, at('b'));
    await store.commit({
      put: {
        meta: [
          { key: 'enrolment/x', value: { origin: 7 } },
          { key: 'enrolment', value: 'damaged' },
        ],
      },
    });
    expect([await currentEnrolment(store), await names(store)]).toEqual([null, ['a']]);
  });
});
