import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'navette-portal-'));
  const portal = path.join(folder, 'dist');
  mkdirSync(path.join(portal, 'assets'), { recursive: true });
  writeFileSync(path.join(portal, 'index.html'), '<!doctype html><title>portal</title>');
  writeFileSync(path.join(portal, 'sw.js'), 'sw');
  writeFileSync(path.join(portal, 'assets', 'app-1a2b3c4d.js'), 'app');
  writeFileSync(path.join(portal, 'assets', 'app-1a2b3c4d.js.map'), 'map');
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  server = await startTestServer({ portal });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends the request line exactly as written: `fetch` would tidy it. */
function raw(target: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n\r\n`),
    );
    let text = '';
    socket
      .setEncoding('utf8')
      .on('data', (part: string) => (text += part))
      .on('end', () => resolve(text))
      .on('error', reject);
  });
}

describe('N7: one path is read in one way', () => {
  test.each([
    '//api/v1/about',
    '/api//v1/about',
    '/api/v1/%2e%2e/about',
    '/api/v1/../v1/about',
    '/./api/v1/about',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2E%2E/secret.txt',
    '/../secret.txt',
    '/..%5csecret.txt',
    '/assets\\..\\secret.txt',
    '/api%2fv1/about',
    '/api/v1/about%00',
    '/%252e%252e/secret.txt',
    `/${'a'.repeat(3000)}`,
  ])('N7 %s is refused at the edge', async (target) => {
    const answer = await raw(target);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain('secret\n');
  });

  test('N7 a target of another host, or without a leading slash, opens nothing', async () => {
    for (const target of ['http://elsewhere.example/api/v1/about', 'api/v1/about', '*'])
      expect(await raw(target)).toMatch(/^HTTP\/1\.1 (?:400|404) /);
  });

  test('N7 the portal’s files are the listed ones, and other addresses are its pages', async () => {
    const get = (address: string) => fetch(server.origin + address);
    expect((await get('/assets/app-1a2b3c4d.js')).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/sw.js')).headers.get('cache-control')).toBe('no-cache');
    expect(await (await get('/documents/abc')).text()).toContain('portal');
    expect((await get('/')).headers.get('cache-control')).toBe('no-cache');
    for (const missing of ['/assets/app-1a2b3c4d.js.map', '/secret.txt', '/assets/other.js', '/assets/']) {
      const answer = await get(missing);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('secret');
    }
  });

  test('N7 the address of an API route in other letters is not a way round its guard', async () => {
    for (const address of ['/API/v1/enrol', '/api/v1/enrol/', '/Api/auth/sign-in/email']) {
      expect([403, 404]).toContain((await fetch(server.origin + address, { method: 'POST', body: '{}' })).status);
    }
  });
});
