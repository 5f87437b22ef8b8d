/**
 * O2 the drill, with the command line and a real server: yesterday's backup restored on the same address, devices signed out
 * and in again, everything back, `verify`, `healed` and the next backup sound.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { readStatus } from '@navette/device/sync-status';
import { first } from '@navette/device/testing/test-device';
import type { DocumentId } from '@navette/kernel/ids';
import { TEST_PASSWORD, startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { newBackupKey } from '../../sync-server/src/backup/age-keys.ts';
import { spawnServer } from '../../sync-server/src/testing/spawn-server.ts';
import type { HealedRestore } from '../../sync-server/src/cli/healed.ts';
import { CLAIRE, deposit, NADIA, serverDevice, stateOf, type ServerDevice } from '../support/server-device.ts';
import { Folders, navette, navetteJson } from '../support/command-line.ts';
import { until } from '../support/sync-world.ts';

const folders = new Folders();
const running: TestServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});
afterAll(() => folders.remove());

async function serve(data: string, port = 0): Promise<TestServer> {
  const server = await startTestServer({ data, port });
  running.push(server);
  return server;
}

async function stop(server: TestServer): Promise<void> {
  running.splice(running.indexOf(server), 1);
  await server.stop();
}

async function received(device: ServerDevice, id: DocumentId): Promise<number | null | undefined> {
  return (await first(device.library.document(id)))?.receivedAt;
}

describe('O2 R101 the restore drill', () => {
  test('yesterday’s backup and everyone’s devices make the firm whole again, and both sides say so', async () => {
    const [data, to, target] = [folders.free(), folders.free(), folders.free()];
    const old = await serve(data);
    const [claire, nadia] = [await serverDevice(old.origin, CLAIRE), await serverDevice(old.origin, NADIA)];
    const yesterday = await deposit(claire, 'hier');
    await claire.sync.syncNow();
    expect(existsSync(path.join(data, 'backed-up.json'))).toBe(false);
    expect((await navette('backup', ['--data', data, '--to', to])).code).toBe(0);
    expect(JSON.parse(readFileSync(path.join(data, 'backed-up.json'), 'utf8'))).toMatchObject({ epoch: (await old.roomLog.head()).epoch });

    const today = await deposit(claire, 'aujourd’hui');
    await claire.sync.syncNow();
    await nadia.sync.syncNow();
    await nadia.library.takeIn(today);
    await nadia.library.accept(today);
    // Rights changed after the backup: accounts that the restored server will not remember.
    await old.grant(old.users.nadia, old.createDossier('Nouveau dossier'), { side: 'staff' });
    await nadia.sync.syncNow();
    await claire.sync.syncNow();
    const [before, at] = [await received(claire, today), await old.roomLog.head()];
    expect(await stateOf(claire, today)).toBe('accepted');
    await stop(old);

    const { code, out } = await navette('restore', ['--from', to, '--data', target, '--why', 'disque perdu']);
    expect(code).toBe(0);
    for (const told of ['toutes les sessions sont terminées', 'Retirez de nouveau les droits', 'Créez de nouveau', 'mot de passe'])
      expect(out).toContain(told);
    const server = await serve(target, old.port);
    expect((await server.roomLog.head()).cursor).toBeLessThan(at.cursor);

    for (const device of [nadia, claire]) {
      await device.sync.syncNow();
      expect(await readStatus(await device.store())).toMatchObject({ state: 'sign-in-needed' });
    }
    expect((await first(claire.library.documents({ dossier: null, limit: 9 }))).total).toBe(2);
    for (const [device, email] of [
      [nadia, NADIA],
      [claire, CLAIRE],
    ] as const) {
      expect((await device.session.signIn(server.origin, email, TEST_PASSWORD)).ok).toBe(true);
      await device.sync.syncNow();
    }
    await server.accounts.settled();
    for (const device of [nadia, claire]) {
      await device.sync.syncNow();
      expect(await readStatus(await device.store())).toMatchObject({ problem: null, waiting: 0, refused: 0 });
      expect(await stateOf(device, today)).toBe('accepted');
      expect(await stateOf(device, yesterday)).toBe('received');
    }
    expect(await received(claire, today)).toBe(before);
    // The directory has the last word in the rooms that only the server writes.
    expect((await first(nadia.library.account))?.dossiers.map(({ name }) => name)).not.toContain('Nouveau dossier');
    const { restored } = await readStatus(await claire.store());
    expect(restored?.documents).toContain(today);
    const late = await serverDevice(server.origin, NADIA);
    const row = await first(late.library.document(today));
    expect(row).toMatchObject({ state: 'accepted', author: server.users.claire, decidedBy: server.users.nadia, receivedAt: before });
    expect((await late.sync.bring(row?.dossier as never, row?.hash as never)).ok).toBe(true);

    const healed = await navetteJson<{ restores: HealedRestore[] }>('healed', ['--data', target]);
    expect(healed.json.restores).toHaveLength(1);
    expect(healed.json.restores[0]).toMatchObject({ act: { why: 'disque perdu' }, saidAgain: 0, awaited: [] });
    expect(healed.json.restores[0]?.entries).toBeGreaterThanOrEqual(at.cursor - (healed.json.restores[0]?.act.cursor ?? 0));
    const said = await navette('healed', ['--data', target]);
    expect(said.out).toContain('Entrées rendues par les appareils');
    const rooms = healed.json.restores[0]?.rooms.map(({ room }) => room) ?? [];
    const deposits = await navette('history', [rooms.find((room) => room.includes('/deposits/')) ?? '', '--data', target]);
    expect(deposits.out).toMatch(new RegExp(`Claire Morel .* rendu le .* ${today} = `));
    expect((await navette('healed', ['--data', data])).out).toContain('n’a jamais été restauré');
    expect(await navette('verify', ['--data', target])).toMatchObject({ code: 0 });
    for (const spoil of ["json_set(act, '$.why', 'rien')", "json_set(act, '$.from', 'ailleurs')", "'{}'"]) {
      const copy = folders.free();
      cpSync(target, copy, { recursive: true });
      const book = new DatabaseSync(path.join(copy, 'healing.sqlite'));
      book.exec(`UPDATE restored SET act = ${spoil}`);
      book.close();
      expect((await navette('verify', ['--data', copy])).out).toContain('healing.sqlite est abîmée');
    }
    const again = folders.free();
    expect(await navette('backup', ['--data', target, '--to', again])).toMatchObject({ code: 0 });
    expect((await navette('restore', ['--from', again, '--data', folders.free()])).code).toBe(0);
  }, 60_000);

  test('a file that no device has any more is named, and stops neither verify nor the next backup', async () => {
    const [data, to, target] = [folders.free(), folders.free(), folders.free()];
    const old = await serve(data);
    const [claire, nadia] = [await serverDevice(old.origin, CLAIRE), await serverDevice(old.origin, NADIA)];
    expect((await navette('backup', ['--data', data, '--to', to])).code).toBe(0);
    const id = await deposit(claire, 'perdu avec son appareil');
    await claire.sync.syncNow();
    await nadia.sync.syncNow();
    const hash = (await first(nadia.library.document(id)))?.hash ?? '';
    await stop(old);
    await navette('restore', ['--from', to, '--data', target]);
    const server = await serve(target, old.port);
    await nadia.session.signIn(server.origin, NADIA, TEST_PASSWORD);
    await nadia.sync.syncNow();
    expect(await stateOf(nadia, id)).toBe('received');
    const { json } = await navetteJson<{ restores: HealedRestore[] }>('healed', ['--data', target]);
    expect(json.restores[0]?.awaited.map((place) => place.split('/').at(-1))).toEqual([hash]);
    expect((await navette('healed', ['--data', target])).out).toContain(hash);
    expect((await navette('verify', ['--data', target])).code).toBe(0);
    expect((await navette('backup', ['--data', target, '--to', folders.free()])).code).toBe(0);
  }, 60_000);

  test('R099 the disk is lost: the night’s encrypted backup of another place, its private key and the devices bring it all back', async () => {
    const [data, place, target, publicFile, secretFile] = [folders.free(), folders.free(), folders.free(), folders.free(), folders.free()];
    const { secret, recipient } = newBackupKey();
    writeFileSync(publicFile, recipient);
    writeFileSync(secretFile, secret);
    mkdirSync(place);
    let server = await spawnServer(data, ['--demo', '--backup', place, '--encrypt-to', publicFile]);
    try {
      await until(() => server.stderr().includes('"event":"backup-made"'), server.stderr(), 100_000);
      const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
      const today = await deposit(claire, 'depuis la nuit');
      await claire.sync.syncNow();
      await nadia.sync.syncNow();
      expect(await stateOf(nadia, today)).toBe('received');
      const waiting = await deposit(claire, 'pas encore parti');
      // A power cut, and the disk does not come back.
      const port = Number(new URL(server.origin).port);
      await server.kill();
      rmSync(data, { recursive: true });

      const from = path.join(place, readdirSync(place)[0] ?? '');
      expect(await navette('restore', ['--from', from, '--data', target, '--key', secretFile])).toMatchObject({ code: 0 });
      server = await spawnServer(target, ['--demo'], port);
      for (const [device, email] of [
        [nadia, NADIA],
        [claire, CLAIRE],
      ] as const) {
        expect((await device.session.signIn(server.origin, email, TEST_PASSWORD)).ok).toBe(true);
        await device.sync.syncNow();
      }
      await nadia.sync.syncNow();
      for (const device of [nadia, claire]) {
        expect(await readStatus(await device.store())).toMatchObject({ problem: null, waiting: 0 });
        for (const id of [today, waiting]) expect(await stateOf(device, id)).toBe('received');
      }
      await server.stop();
      expect((await navette('verify', ['--data', target])).code).toBe(0);
      expect((await navetteJson<{ restores: HealedRestore[] }>('healed', ['--data', target])).json.restores[0]).toMatchObject({
        awaited: [],
      });
    } finally {
      await server.kill();
    }
  }, 240_000);
});
