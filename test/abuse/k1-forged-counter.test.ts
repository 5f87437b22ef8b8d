/**
 * K1, R006, G1: what is limited is refused by the server, which counts for itself. A device that forges, forgets or never
 * tells its count gains nothing; and nobody else is ever held up.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import * as Y from 'yjs';
import { clientId } from '@navette/rooms/client-ids';
import { KeyCheck, LaunchTold } from '@navette/protocol/registration';
import { licenceKey } from '@navette/protocol/registration-keys';
import { freshId, syncWorld } from '../support/sync-world.ts';
import { CLAIRE, serverDevice } from '../support/server-device.ts';
import { CLIENT, DAY, registrationWorld, SETTINGS, type RegistrationWorld } from '../support/registration-world.ts';

let world: RegistrationWorld;
afterEach(() => world.close());

const used = async () => ((await world.room(world.lea.user)).get(licenceKey(world.dossier)) as { used: number }).used;
const product = { code: 'WCPTA', version: '17.0' };

describe('K1 k1-forged-counter', () => {
  test('K1 R006 a device that never tells a launch sends on as many days as the firm allows, and then waits', async () => {
    world = await registrationWorld();
    for (const day of [1, 2, 3]) {
      expect(await world.deposit(world.lea), `day ${day}`).toBe('stored');
      expect(await world.deposit(world.lea)).toBe('stored');
      expect(await world.upload(world.lea)).toBe(201);
      expect(await used()).toBe(day);
      world.time.now += DAY;
    }
    expect(await world.deposit(world.lea)).toBe('later');
    expect(await world.upload(world.lea)).toBe(402);
  }, 60_000);

  test('K1 a count told as nothing, or as less than before, takes nothing away from the server’s', async () => {
    world = await registrationWorld();
    const tell = (launches: number) => world.ask(world.lea, LaunchTold, { dossier: world.dossier, launches });
    expect(await tell(0)).toMatchObject({ status: 'counted', used: 1 });
    world.time.now += DAY;
    expect(await tell(0)).toMatchObject({ used: 2 });
    world.time.now += DAY;
    expect(await tell(0)).toMatchObject({ used: 3 });
    world.time.now += DAY;
    expect(await tell(0)).toMatchObject({ used: 3 });
    expect(await world.deposit(world.lea)).toBe('later');
  }, 60_000);

  test('G1 launches made offline are added when they are told, and no later word takes them back', async () => {
    world = await registrationWorld();
    const tell = (launches: number) => world.ask(world.lea, LaunchTold, { dossier: world.dossier, launches });
    expect(await tell(3)).toMatchObject({ used: 3 });
    expect(await tell(1)).toMatchObject({ used: 3 });
    // The day it was told on is one of them.
    expect(await world.deposit(world.lea)).toBe('stored');
    world.time.now += DAY;
    expect(await world.deposit(world.lea)).toBe('later');
  }, 60_000);

  test('G1 a launch told again and again the same day is one', async () => {
    world = await registrationWorld();
    for (let i = 0; i < 5; i++) await world.ask(world.lea, LaunchTold, { dossier: world.dossier, launches: 0 });
    expect(await used()).toBe(1);
  }, 60_000);

  test('R006 the clock of the server going back gives no launch, and one gone forward costs one', async () => {
    world = await registrationWorld();
    await world.deposit(world.lea);
    world.time.now += 4000 * DAY;
    await world.deposit(world.lea);
    expect(await used()).toBe(2);
    world.time.now -= 4000 * DAY;
    await world.deposit(world.lea);
    expect(await used()).toBe(2);
  }, 60_000);

  test('G1 somebody the firm invited, its staff and every other dossier are never held up', async () => {
    world = await registrationWorld();
    const other = world.server.createDossier('Autre dossier');
    await world.server.grant(world.lea.user, other, CLIENT);
    await world.ask(world.lea, LaunchTold, { dossier: world.dossier, launches: 400 });
    world.time.now += 10 * DAY;
    expect(await world.deposit(world.lea)).toBe('later');
    expect(await world.deposit(world.lea, other)).toBe('stored');
    expect(await world.upload(world.lea, other)).toBe(201);
    expect(await world.deposit(world.invited)).toBe('stored');
    expect(await world.upload(world.invited)).toBe(201);
    expect(await world.upload(world.staff)).toBe(201);
  }, 60_000);

  test('R005 R008 R045 a key opens the way at once, whoever activated what; withdrawn or over, it is shut again', async () => {
    world = await registrationWorld();
    await world.ask(world.lea, LaunchTold, { dossier: world.dossier, launches: 400 });
    world.time.now += DAY;
    expect(await world.deposit(world.lea)).toBe('later');
    const { id } = await world.send(world.lea);
    expect(await world.deposit(world.lea)).toBe('later');
    await world.issue(id);
    expect(await world.deposit(world.lea)).toBe('stored');
    expect(await world.upload(world.lea)).toBe(201);
    world.server.licences.store.answer(id, 'withdrawn', 'Licence cédée.', world.admin.user, world.time.now);
    expect(await world.deposit(world.lea)).toBe('later');
  }, 60_000);

  test('R023 the key of the former version lets nothing through for the new one, which has launches of its own', async () => {
    world = await registrationWorld();
    const key = await world.issue((await world.send(world.lea)).id);
    world.server.licences.store.setSettings({ ...SETTINGS, product: { ...SETTINGS.product, version: '18.0' } });
    for (let day = 0; day < 3; day++) {
      expect(await world.deposit(world.lea)).toBe('stored');
      world.time.now += DAY;
    }
    expect(await world.deposit(world.lea)).toBe('later');
    const typed = { key, licence: '401182297', clientCode: 'C20311', identification: '07E631E8C6B659D0', product };
    // Accepted for the version it was made for, and for that one alone.
    expect(await world.ask(null, KeyCheck, typed)).toMatchObject({ status: 'accepted' });
    expect(await world.deposit(world.lea)).toBe('later');
  }, 60_000);

  test('K1 R006 neither a push nor a live socket goes round it, and what was taken before is answered as known', async () => {
    world = await registrationWorld();
    let shut = false;
    const room = syncWorld({ heart: { gate: { waits: () => shut } } });
    const write = (by: 'push' | 'live', id: string, n: number) => {
      const doc = Object.assign(new Y.Doc(), { clientID: clientId(room.client.device, n) });
      doc.getMap('deposits').set(freshId<string>(), { v: 1 });
      const writes = [{ id, counter: by === 'push' ? n : null, bytes: Y.encodeStateAsUpdate(doc) }];
      return room.heart.accept.write(room.deposits, { user: room.client.id, device: room.client.device, by }, writes);
    };
    const before = freshId<string>();
    expect(await write('push', before, 1)).toMatchObject([{ status: 'stored' }]);
    shut = true;
    expect(await write('push', before, 1)).toMatchObject([{ status: 'known' }]);
    expect(await write('push', freshId(), 2)).toEqual([{ status: 'later' }]);
    expect(await write('live', freshId(), 3)).toEqual([{ status: 'refused', reason: 'forbidden' }]);
    shut = false;
    expect(await write('live', freshId(), 3)).toMatchObject([{ status: 'stored' }]);
  }, 60_000);

  test('R006 nothing that waits is lost: the device keeps it, says why, goes on with the rest, and sends it all once the key is there', async () => {
    world = await registrationWorld({ settings: { allowance: 1 } });
    const other = world.server.dossiers.bonnefoy;
    const claire = world.server.users.claire;
    await world.server.grant(claire, world.dossier, { ...CLIENT, deposit: ['common', 'pay'] });
    const device = await serverDevice(world.server.origin, CLAIRE);
    await world.ask(world.lea, LaunchTold, { dossier: world.dossier, launches: 1 });
    world.time.now += DAY;
    const give = async (text: string, dossier: typeof other) => {
      const done = await device.library.captureAndDeposit(
        new Blob([`%PDF-1.7\n${text}`]),
        { name: `${text}.pdf`, way: 'drop' },
        { dossier, kind: 'purchase-invoices' },
      );
      if (!done.ok) throw new Error(done.refusal.tag);
      return done.value.id;
    };
    const state = async (id: Awaited<ReturnType<typeof give>>) => {
      const row = await first(device.library.document(id));
      return [row?.state, row?.delay?.problem ?? null];
    };
    const held = [await give('un', world.dossier), await give('deux', world.dossier)];
    const free = await give('trois', other);
    await device.sync.syncNow();
    await device.sync.syncNow();
    expect(await state(free)).toEqual(['received', null]);
    for (const id of held) expect(await state(id)).toEqual(['local', 'activation-needed']);
    expect((await first(device.sync.status)).waiting).toBe(2);
    expect(await first(device.library.refused)).toEqual([]);
    const { id } = await world.send(world.lea);
    await world.issue(id);
    await device.sync.syncNow();
    for (const one of held) expect(await state(one)).toEqual(['received', null]);
  }, 60_000);
});
