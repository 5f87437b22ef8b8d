/** N5: who is slow on purpose holds a socket for a moment and nothing else; who is slow by their line gets through. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeUploadMetadata, UPLOADS_PATH } from '@navette/protocol/uploads';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { sha256, until } from '../support/sync-world.ts';

const CLAIRE = 'claire.morel@demo.navette.example';
let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startTestServer({
    metrics: true,
    serverLimits: {
      'headers-patience': 0.2,
      'body-patience': 0.3,
      'silence-patience': 0.2,
      'transfer-patience': 0.3,
      'slowest-transfer': 1000,
      'connections-per-network': 12,
    },
  });
  token = await server.signIn(CLAIRE);
});
afterAll(() => server.close());

/** A socket that sends what it is told and remembers what it hears. */
async function open(first = ''): Promise<{ socket: Socket; heard(): string; ended: Promise<string> }> {
  const socket = connect(server.port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
  socket.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(heard)));
  await once(socket, 'connect');
  if (first !== '') socket.write(first);
  return { socket, heard: () => heard, ended };
}

/** Writes one piece every few milliseconds until the socket is closed. */
function trickle(socket: Socket, piece: string, every = 20): void {
  const timer = setInterval(() => socket.write(piece), every);
  socket.once('close', () => clearInterval(timer));
}

const figure = async (name: string): Promise<number> => {
  const text = await (await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`)).text();
  return Number(new RegExp(`^navette_${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
};

const RECEIVED = 'bytes_received_total\\{way="files"\\}';

describe('N5 slow on purpose', { timeout: 20_000 }, () => {
  test('N5 a socket that says nothing, and one whose headers never end, are closed', async () => {
    const silent = await open();
    const endless = await open('GET /api/v1/about HTTP/1.1\r\nHost: localhost\r\n');
    trickle(endless.socket, 'X-More: 1\r\n');
    expect(await silent.ended).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
    expect(await endless.ended).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
  });

  test('N5 a body that trickles in is cut, before sign-in and after it', async () => {
    const head = (path: string, more = '') =>
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nNavette-Client: test\r\n${more}Content-Length: 4000\r\n\r\n`;
    const nameless = await open(head('/api/auth/sign-in/email', 'Origin: chrome-extension://pnfolhlmicpjpheaelgbjchmceplpnga\r\n'));
    const known = await open(head('/api/v1/pull', `Authorization: Bearer ${token}\r\n`));
    for (const { socket } of [nameless, known]) trickle(socket, ' ');
    await Promise.all([nameless.ended, known.ended]);
    expect(await figure('connections_refused_total\\{reason="slow-body"\\}')).toBe(2);
    // Nobody's bug: the log has no line of it.
    expect(server.logLines.filter((line) => line.includes('"error"'))).toEqual([]);
  });

  test('N5 a connection kept for nothing is closed, and one that goes on asking is not', async () => {
    const idle = await open('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await idle.ended).toMatch(/^HTTP\/1\.1 200 /);
    const busy = await open();
    for (let i = 1; i <= 8; i++) {
      busy.socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await until(() => busy.heard().split('HTTP/1.1 200').length > i, 'an answer');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    busy.socket.destroy();
  });

  test('N5, N6 one network holds so many nameless connections; who has a session does not count, and others get in as they leave', async () => {
    const crowd = await Promise.all(Array.from({ length: 12 }, () => open('GET /healthz HTTP/1.1\r\nHost: localhost\r\n')));
    const refused = await open();
    expect(await refused.ended).toBe('');
    for (const { socket } of crowd.slice(0, 6)) socket.destroy();
    await Promise.all(crowd.slice(0, 6).map(({ ended }) => ended));
    const signedIn = await Promise.all(
      Array.from({ length: 6 }, () =>
        open(
          `POST /api/v1/enrol HTTP/1.1\r\nHost: localhost\r\nNavette-Client: t\r\nAuthorization: Bearer ${token}\r\nContent-Length: 2\r\n\r\n{}`,
        ),
      ),
    );
    for (const one of signedIn) await until(() => one.heard().includes('HTTP/1.1 400'), 'an answer to a session');
    const next = await open('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await until(() => next.heard().includes('HTTP/1.1 200'), 'an answer to a newcomer');
    for (const { socket } of [...crowd, ...signedIn, next]) socket.destroy();
    expect(await figure('connections_refused_total\\{reason="network"\\}')).toBeGreaterThan(0);
  });
});

describe('N5 slow files', { timeout: 20_000 }, () => {
  const bytes = Buffer.alloc(3000, 'f');
  const begin = async (file = bytes): Promise<string> => {
    const created = await fetch(server.origin + UPLOADS_PATH, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'navette-client': 'test',
        'tus-resumable': '1.0.0',
        'upload-length': String(file.length),
        'upload-metadata': encodeUploadMetadata({ dossier: server.dossiers.bonnefoy, box: 'common', hash: sha256(file) }),
      },
    });
    return created.headers.get('location') ?? '';
  };
  const patch = (location: string, offset: number): string =>
    `PATCH ${location} HTTP/1.1\r\nHost: localhost\r\nNavette-Client: t\r\nAuthorization: Bearer ${token}\r\nTus-Resumable: 1.0.0\r\n` +
    `Content-Type: application/offset+octet-stream\r\nUpload-Offset: ${offset}\r\nContent-Length: ${bytes.length - offset}\r\n\r\n`;
  const offsetOf = async (location: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' };
    return Number((await fetch(server.origin + location, { method: 'HEAD', headers })).headers.get('upload-offset'));
  };

  test('N5 a piece that trickles is cut with 408, what came is kept, and a slow line that moves gets to its end', async () => {
    const location = await begin();
    const loris = await open(patch(location, 0));
    loris.socket.write(bytes.subarray(0, 100));
    trickle(loris.socket, 'f', 50);
    const heard = await loris.ended;
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    const kept = Number(/upload-offset: (\d+)/i.exec(heard)?.[1]);
    expect(kept).toBeGreaterThanOrEqual(100);
    expect(kept).toBeLessThan(200);
    expect(await offsetOf(location)).toBe(kept);
    // Well above the slowest pace, and longer than the first allowance.
    const slow = await open(patch(location, kept));
    for (let at = kept; at < bytes.length; at += 120) {
      slow.socket.write(bytes.subarray(at, at + 120));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await until(() => slow.heard().includes('HTTP/1.1 204'), 'the whole file');
    slow.socket.destroy();
    expect(await server.roomLog.holds(server.dossiers.bonnefoy, 'common', sha256(bytes) as never)).not.toBeNull();
  });

  test('N5 a line that is cut in the middle of a piece costs nothing that came, and no line of the log', async () => {
    const address = await begin(Buffer.alloc(3000, 'g'));
    const before = await figure(RECEIVED);
    const cut = await open(patch(address, 0));
    cut.socket.write(bytes.subarray(0, 700));
    while ((await figure(RECEIVED)) < before + 700) await new Promise((resolve) => setTimeout(resolve, 10));
    cut.socket.destroy();
    await cut.ended;
    let stands = 0;
    for (let i = 0; i < 100 && stands === 0; i++) {
      stands = await offsetOf(address);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(stands).toBe(700);
    expect(server.logLines.filter((line) => line.includes('"error"'))).toEqual([]);
  });
});
