/** N1: somebody else answers in the server's name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveEnrolment } from '@navette/device/enrolment';
import { isServerOrigin } from '@navette/device/server-origin';
import { readStatus } from '@navette/device/sync-status';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, serverDevice, stateOf } from '../support/server-device.ts';

let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

describe('N1 other-server', () => {
  it('a log signed by another key stops sync, and nothing that waits is lost', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    const id = await deposit(claire, 'un');
    const desk = await claire.library.desk();
    if (!desk) throw new Error('signed out');
    await saveEnrolment(claire.deviceStore, { ...desk.enrolment, device: (desk.enrolment.device + 1) as never, publicKey: 'A'.repeat(43) });
    await claire.sync.syncNow();
    expect((await readStatus(await claire.store())).state).not.toBe('idle');
    expect(await stateOf(claire, id)).not.toBe('received');
    expect(await (await claire.store()).list('blobs')).toHaveLength(1);
  });

  it.each(['http://portail.example', 'https://a.example/x', 'ftp://a.example', 'javascript:alert(1)', 'http://localhost.evil.example'])(
    'no password is sent to %s',
    (origin) => {
      expect(isServerOrigin(origin)).toBe(false);
    },
  );

  it.each(['https://portail.example', 'https://portail.example:8443', 'http://localhost:8787', 'http://127.0.0.1:1'])(
    '%s is an address of a server',
    (origin) => {
      expect(isServerOrigin(origin)).toBe(true);
    },
  );
});
