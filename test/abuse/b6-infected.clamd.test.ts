/**
 * B6: a file that a scanner knows is kept and given to nobody else; the receipt says what was found by whom, and nothing more than
 * what was done. Against a real clamd, with a signature of our own.
 */
import { createHash } from 'node:crypto';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clamdScanner, readClamdPlace } from '../../sync-server/src/scan/clamd.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { startClamd, TEST_SIGNATURE, TEST_VIRUS, type TestClamd } from '../support/clamd.ts';
import { first } from '@navette/device/testing/test-device';
import { serverDevice } from '../support/server-device.ts';

const CLAIRE = 'claire.morel@demo.navette.example';
const NADIA = 'nadia.ferrand@demo.navette.example';

async function* pieces(...all: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const one of all) yield typeof one === 'string' ? Buffer.from(one) : one;
}

let clamd: TestClamd;
beforeAll(async () => {
  clamd = await startClamd();
}, 60_000);
afterAll(() => clamd?.stop());

describe('the scanner', () => {
  test('B6 what it knows is found, across the pieces it comes in; the rest is clean', async () => {
    const scanner = clamdScanner(clamd);
    expect(await scanner.scan(pieces('%PDF-1.7 ', 'bonjour'))).toEqual({ verdict: 'clean', said: '' });
    expect(await scanner.scan(pieces('%PDF-1.7 navette-test-', 'signature-8f2c1d7a', ' fin'))).toEqual({
      verdict: 'infected',
      said: TEST_SIGNATURE,
    });
    expect(await scanner.scan(pieces(Buffer.alloc(3_000_000, 7), TEST_VIRUS))).toMatchObject({ verdict: 'infected' });
    expect(await scanner.scan(pieces())).toMatchObject({ verdict: 'clean' });
  });

  test('a daemon that is away, refuses the size, or says nothing, says nothing about the file', async () => {
    expect(await clamdScanner({ path: '/nowhere/clamd.sock' }).scan(pieces('a'))).toEqual({ verdict: 'not-scanned', said: 'ENOENT' });
    const small = await startClamd({ streamLimit: 1 });
    const large = Array.from({ length: 40 }, () => Buffer.alloc(256 * 1024));
    expect((await clamdScanner(small).scan(pieces(...large))).verdict).toBe('not-scanned');
    await small.stop();
    const dumb = net.createServer((socket) => void socket.resume()).listen(0, '127.0.0.1');
    await new Promise((resolve) => dumb.once('listening', resolve));
    const { port } = dumb.address() as net.AddressInfo;
    expect(await clamdScanner({ host: '127.0.0.1', port }, 200).scan(pieces('a'))).toMatchObject({ verdict: 'not-scanned' });
    dumb.close();
  });

  test('O3 where it is, is a socket or an address and nothing else', () => {
    expect(readClamdPlace('unix:/run/clamav/clamd.ctl')).toEqual({ path: '/run/clamav/clamd.ctl' });
    expect(readClamdPlace('3310')).toEqual({ host: 'localhost', port: 3310 });
    expect(readClamdPlace('scan.cabinet.example:3310')).toEqual({ host: 'scan.cabinet.example', port: 3310 });
    for (const bad of ['', 'unix:relative', 'http://x', 'host', 'host:0', 'host:99999', 'a b:1']) expect(readClamdPlace(bad)).toBeNull();
  });
});

describe('a server with a scanner', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ clamd });
  });
  afterAll(() => server?.close());

  const give = async (who: string, text: string) => {
    const device = await serverDevice(server.origin, who);
    const made = await device.library.captureAndDeposit(
      new Blob([text]),
      { name: 'facture.pdf', way: 'drop' },
      { dossier: server.dossiers.bonnefoy, kind: 'purchase-invoices' },
    );
    if (!made.ok) throw new Error(made.refusal.tag);
    await device.sync.syncNow();
    await device.sync.syncNow();
    return { device, id: made.value.id, hash: made.value.hash };
  };

  test('B6 the verdict stands in the signed receipt, and the screens know it', async () => {
    const clean = await give(CLAIRE, '%PDF-1.7 propre');
    expect(await first(clean.device.library.document(clean.id))).toMatchObject({ state: 'received', verdict: 'clean' });
    const bad = await give(CLAIRE, `%PDF-1.7 ${TEST_VIRUS}`);
    expect(await first(bad.device.library.document(bad.id))).toMatchObject({ state: 'received', verdict: 'infected' });
  });

  test('B6 an infected file is kept and given to nobody, its depositor included; a clean one goes as before', async () => {
    const text = `%PDF-1.7 encore ${TEST_VIRUS}`;
    const { hash } = await give(CLAIRE, text);
    const nadia = await serverDevice(server.origin, NADIA);
    await nadia.sync.syncNow();
    expect(await nadia.sync.bring(server.dossiers.bonnefoy, hash)).toEqual({ ok: false, refusal: 'infected' });
    expect(hash).toBe(createHash('sha256').update(text).digest('hex'));
    expect(await server.blobs.size(hash)).toBe(Buffer.byteLength(text));
    const clean = await give(CLAIRE, '%PDF-1.7 propre aussi');
    await nadia.sync.syncNow();
    expect(await nadia.sync.bring(server.dossiers.bonnefoy, clean.hash)).toEqual({ ok: true, value: undefined });
  });
});
