import { describe, expect, it, vi } from 'vitest';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import { endEnrolment, saveEnrolment, type Enrolment } from '../accounts/enrolment.ts';
import { openMemoryStore } from '../store/memory-store.ts';
import { CLIENT, first, FIRM, STAFF, testPlatform } from '../testing/test-device.ts';
import { followDesk } from './desk.ts';

const enrolment = (user: UserId): Enrolment => ({
  origin: 'http://localhost',
  user: { id: user, name: 'Claire Morel', email: 'claire@example.test' },
  firm: { id: FIRM, name: 'Cabinet', demo: false },
  keyId: 'k',
  publicKey: '',
  device: 7 as DeviceNumber,
  storeName: `store-${user}`,
});

/** Two people of one device, the first signed in, each with a word of their own in their store. */
async function twoPeople() {
  const deviceStore = openMemoryStore('device');
  const stores = new Map([CLIENT, STAFF].map((user) => [`store-${user}`, openMemoryStore(`store-${user}`)]));
  for (const [name, store] of stores) await store.commit({ put: { meta: [{ key: 'word', value: name }] } });
  await saveEnrolment(deviceStore, enrolment(CLIENT));
  const openStore = (name: string) => stores.get(name) ?? openMemoryStore(name);
  const following = followDesk({ platform: testPlatform(7), deviceStore, openStore });
  const word = following.follow(async (store) => (await store.get('meta', 'word'))?.value ?? null);
  return { deviceStore, following, word };
}

describe('what follows the person who is signed in', () => {
  it('says nothing of somebody who has left, though their rows were asked for before it was known', async () => {
    const { deviceStore, following, word } = await twoPeople();
    expect(await first(word)).toBe(`store-${CLIENT}`);
    await following.desk();
    await saveEnrolment(deviceStore, enrolment(STAFF));
    const heard: unknown[] = [];
    const stop = word.subscribe((value) => heard.push(value));
    await vi.waitFor(() => expect(heard).toEqual([`store-${STAFF}`]));
    stop();
  });

  it('says nothing of anybody once nobody is signed in', async () => {
    const { deviceStore, word } = await twoPeople();
    expect(await first(word)).toBe(`store-${CLIENT}`);
    await endEnrolment(deviceStore, { ...enrolment(CLIENT), turn: 1 });
    const heard: unknown[] = [];
    const stop = word.subscribe((value) => heard.push(value));
    await vi.waitFor(() => expect(heard).toEqual([null]));
    stop();
  });

  it('moves on when somebody else signs in, and says each value once', async () => {
    const { deviceStore, word } = await twoPeople();
    await first(word);
    const heard: unknown[] = [];
    const stop = word.subscribe((value) => heard.push(value));
    await vi.waitFor(() => expect(heard).toEqual([`store-${CLIENT}`]));
    await saveEnrolment(deviceStore, enrolment(STAFF));
    await vi.waitFor(() => expect(heard.at(-1)).toBe(`store-${STAFF}`));
    expect(heard).toEqual([`store-${CLIENT}`, `store-${STAFF}`]);
    stop();
  });
});
