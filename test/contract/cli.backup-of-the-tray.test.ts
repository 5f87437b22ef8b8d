/** O2, D2: what somebody handed in on their way out is in the backup, files included, and there again after a restore. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ClientRight } from '@navette/domain/membership';
import { TRAY_PATH, TrayAnswer } from '@navette/protocol/leaving';
import { CLIENT_HEADER } from '@navette/protocol/version';
import * as v from 'valibot';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { deposit, NADIA, pdf, serverDevice } from '../support/server-device.ts';
import { Folders, navette, navetteJson } from '../support/command-line.ts';

const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
const folders = new Folders();
afterAll(() => folders.remove());

test(
  'O2 D2 the firm’s tray is backed up with its files, restored with them, and a file that is gone is found',
  { timeout: 30_000 },
  async () => {
    const [data, to, again] = [folders.free(), folders.free(), folders.free()];
    const server = await startTestServer({ data });
    const person = await server.createPerson({ email: 'sorti@demo.navette.example' });
    await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
    const device = await serverDevice(server.origin, person.email);
    device.cut('before');
    await deposit(device, 'remis');
    await server.revoke(person.id, server.dossiers.bonnefoy);
    device.cut('none');
    await device.sync.syncNow();
    await server.stop();
    expect((await navette('backup', ['--data', data, '--to', to])).code).toBe(0);
    expect((await navette('verify', ['--data', to])).code).toBe(0);
    expect((await navette('restore', ['--from', to, '--data', again])).code).toBe(0);
    const restored = await startTestServer({ data: again });
    const { status, text, hash } = await readFromTray(restored);
    await restored.stop();
    expect([status, text]).toEqual([200, await pdf('remis').text()]);
    rmSync(path.join(again, 'blobs', hash.slice(0, 2), hash.slice(2, 4), hash));
    expect(await navetteJson('verify', ['--data', again])).toMatchObject({ json: { findings: [{ tag: 'missing-file', hash }] } });
  },
);

async function readFromTray(server: TestServer): Promise<{ status: number; text: string; hash: string }> {
  const headers = { authorization: `Bearer ${await server.signIn(NADIA)}`, [CLIENT_HEADER]: 'test' };
  const { items } = v.parse(TrayAnswer, await (await fetch(`${server.origin}${TRAY_PATH}`, { headers })).json());
  const hash = items.find(({ what }) => what === 'deposit')?.file?.hash ?? '';
  const answer = await fetch(`${server.origin}/api/v1/dossiers/${server.dossiers.bonnefoy}/blobs/${hash}`, { headers });
  return { status: answer.status, text: await answer.text(), hash };
}
