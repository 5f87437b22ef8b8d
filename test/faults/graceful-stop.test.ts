/**
 * The server is asked to stop while people work: it says so first, lets what runs end, tells everybody else when to come
 * back, and ends with 0. Asked twice, it ends at once. Nothing that was acknowledged is lost either way.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { encodeUploadMetadata, UPLOADS_PATH } from '@navette/protocol/uploads';
import { comeBackAfter } from '../../sync-server/src/http/edge.ts';
import { runServerCommand, spawnServer, type SpawnedServer } from '../../sync-server/src/testing/spawn-server.ts';
import { startTestServer, TEST_EXTENSION_ORIGIN, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, serverDevice } from '../support/server-device.ts';
import { countedRandom, listen, sha256, syncWorld, ticketFor } from '../support/sync-world.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(path.join(tmpdir(), 'navette-stop-'));
  folders.push(made);
  return path.join(made, 'data');
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

describe('SIGTERM under load', () => {
  test('the server ends with 0, its log whole, and what it acknowledged is there after', { timeout: 60_000 }, async () => {
    const data = folder();
    const server = await spawnServer(data);
    const claire = await serverDevice(server.origin, CLAIRE);
    let stopping: Promise<number | null> | null = null;
    for (let n = 0; n < 40; n++) {
      await deposit(claire, `piece ${n}`);
      if (n === 20) stopping = server.stop();
      await claire.sync.syncNow();
    }
    expect(await stopping).toBe(0);
    expect(server.stdout()).toContain('Navette est arrêtée.');
    expect(server.stderr()).toContain('"event":"stopping"');
    expect(server.stderr()).not.toMatch(/"event":"(?:error|crashed)"/);
    const received = (await (await claire.store()).list('receipts')).length;
    expect(received).toBeGreaterThan(0);
    expect((await runServerCommand(['verify', '--data', data])).code).toBe(0);
    const again = await spawnServer(data, ['--demo'], Number(new URL(server.origin).port));
    try {
      // It was told to come back within fifteen seconds, and does not before: a minute later by its clock.
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
      await claire.sync.syncNow();
      const store = await claire.store();
      expect([await store.list('outbox'), await store.list('refused')]).toEqual([[], []]);
    } finally {
      vi.useRealTimers();
      await again.stop();
    }
  });

  test('a second signal ends it at once, and the next start finds everything in order', { timeout: 60_000 }, async () => {
    const data = folder();
    const server = await spawnServer(data);
    // A request that never ends holds the first stop back.
    await holdRequest(server);
    await setTimeout(100);
    server.child.kill('SIGTERM');
    await untilStderr(server, '"event":"stopping"');
    const from = performance.now();
    const code = await server.stop();
    expect(performance.now() - from).toBeLessThan(2000);
    expect(code).not.toBe(0);
    expect((await runServerCommand(['verify', '--data', data])).code).toBe(0);
  });
});

describe('while it ends', () => {
  test('readiness says so first; what runs ends; what comes is told to come back, each at another moment', async () => {
    const server = await startTestServer({ metrics: true, serverLimits: { 'drain-patience': 0.5 } });
    const headers = { authorization: `Bearer ${await server.signIn(CLAIRE)}`, 'navette-client': 'test', 'tus-resumable': '1.0.0' };
    const bytes = Buffer.alloc(1000, 'f');
    const created = await fetch(server.origin + UPLOADS_PATH, {
      method: 'POST',
      headers: {
        ...headers,
        'upload-length': String(bytes.length),
        'upload-metadata': encodeUploadMetadata({ dossier: server.dossiers.bonnefoy, box: 'common', hash: sha256(bytes) }),
      },
    });
    const mayGo = Promise.withResolvers<void>();
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(bytes.subarray(0, 400));
        await mayGo.promise;
        controller.enqueue(bytes.subarray(400));
        controller.close();
      },
    });
    const running = fetch(server.origin + (created.headers.get('location') ?? ''), {
      method: 'PATCH',
      headers: { ...headers, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' },
      body,
      duplex: 'half',
    } as RequestInit);
    await figure(server, 'uploads_running', 1);
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);

    const closed = server.close();
    const ready = await fetch(`${server.origin}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { ok: false, draining: true, log: true }]);
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
    const late = await fetch(`${server.origin}/api/v1/about`);
    expect([late.status, await late.json()]).toEqual([503, { problem: 'unavailable' }]);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThanOrEqual(3);
    // An extension in its browser may read it, and every answer keeps its headers.
    const inBrowser = await fetch(`${server.origin}/api/v1/about`, { headers: { origin: TEST_EXTENSION_ORIGIN } });
    expect(inBrowser.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect([inBrowser.headers.get('x-content-type-options'), inBrowser.headers.get('connection')]).toEqual(['nosniff', 'close']);
    const socket = new WebSocket(`ws://localhost:${server.port}/live/account/x`);
    const [, refused] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect([refused.statusCode, Number(refused.headers['retry-after']) >= 3]).toEqual([503, true]);
    mayGo.resolve();
    expect((await running).status).toBe(204);
    await closed;
    await expect(fetch(`${server.origin}/readyz`)).rejects.toThrow();
  });

  test('sockets are closed with 1012 one after the other, so that stock clients do not come back together', async () => {
    const world = syncWorld();
    const { heart, client, deposits } = world;
    const server = await listen(heart);
    const sockets = [];
    for (let i = 0; i < 30; i++) {
      const address = `${server.url}/${deposits}?ticket=${await ticketFor(heart, client, deposits)}`;
      const socket = new WebSocket(address, { origin: 'https://portal.example' });
      await once(socket, 'open');
      sockets.push(once(socket, 'close').then(([code]) => ({ code: Number(code), at: performance.now() })));
    }
    const closed = server.close();
    const ends = await Promise.all(sockets);
    await closed;
    expect(new Set(ends.map(({ code }) => code))).toEqual(new Set([1012]));
    const moments = ends.map(({ at }) => at);
    // Thirty of them, five milliseconds apart.
    expect(Math.max(...moments) - Math.min(...moments)).toBeGreaterThan(100);
  });

  test('those who hear "later" come back over some seconds', () => {
    const random = countedRandom();
    const seconds = Array.from({ length: 500 }, () => Number(comeBackAfter(random)));
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(15);
    expect(new Set(seconds).size).toBeGreaterThan(10);
  });
});

/** A request whose body is announced and never comes. */
async function holdRequest(server: SpawnedServer): Promise<void> {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const head =
    'POST /api/auth/sign-in/email HTTP/1.1\r\nHost: localhost\r\nOrigin: chrome-extension://pnfolhlmicpjpheaelgbjchmceplpnga\r\n';
  socket.write(`${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`);
}

/** Waits until a figure of the server has this value. */
async function figure(server: TestServer, name: string, value: number): Promise<void> {
  const line = new RegExp(`^navette_${name} ${value}$`, 'm');
  while (!line.test(await (await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`)).text())) await setTimeout(10);
}

async function untilStderr(server: SpawnedServer, words: string): Promise<void> {
  for (let i = 0; i < 500 && !server.stderr().includes(words); i++) await setTimeout(10);
}
