/** Downloads over real HTTP: whole, in part, only if changed; and a device whose line is cut goes on from where it stopped. */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { MEBIBYTE } from '@navette/domain/limits';
import { Unreachable, type Net, type NetAnswer } from '@navette/device/net';
import { makeBringBlob } from '@navette/device/bring-blob';
import type { BlobHash, DossierId } from '@navette/kernel/ids';
import { startTestServer, TEST_EXTENSION_ORIGIN, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { openFolderBlobStore } from '../../sync-server/src/adapters/folder-blob-store.ts';
import { makeBudgets } from '../../sync-server/src/http/budgets.ts';
import { makeMetrics } from '../../sync-server/src/figures/metrics.ts';
import { ask, countedRandom, sha256, syncWorld, until, upload } from '../support/sync-world.ts';
import { CLAIRE, deposit, NADIA, serverDevice, type ServerDevice } from '../support/server-device.ts';
import { first, testPlatform } from '@navette/device/testing/test-device';

let server: TestServer;
let nadia: ServerDevice;
let token: string;
let file: { readonly dossier: DossierId; readonly hash: BlobHash };
const size = 3 * MEBIBYTE + 9;

vi.setConfig({ testTimeout: 20_000, hookTimeout: 30_000 });
beforeAll(async () => {
  server = await startTestServer();
  nadia = await serverDevice(server.origin, NADIA);
  token = await server.signIn(NADIA);
  file = await given(7);
});
afterAll(() => server.close());

/** A file that Claire deposited. */
async function given(fill: number): Promise<{ dossier: DossierId; hash: BlobHash }> {
  const claire = await serverDevice(server.origin, CLAIRE);
  const id = await deposit(claire, new Blob(['%PDF-1.7\n', new Uint8Array(3 * MEBIBYTE).fill(fill)]));
  await claire.sync.syncNow();
  const row = await first(claire.library.document(id));
  if (!row?.hash || row.state !== 'received') throw new Error('not received');
  return { dossier: row.dossier, hash: row.hash };
}

const address = ({ dossier, hash } = file) => `${server.origin}/api/v1/dossiers/${dossier}/blobs/${hash}`;
const get = (headers: Record<string, string> = {}, method = 'GET') =>
  fetch(address(), { method, headers: { authorization: `Bearer ${token}`, ...headers } });

describe('a file over HTTP', () => {
  test('HEAD tells what GET would, and sends nothing', async () => {
    const head = await get({}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), head.headers.get('etag'), head.headers.get('accept-ranges')]).toEqual([
      200,
      String(size),
      `"${file.hash}"`,
      'bytes',
    ]);
    expect((await head.arrayBuffer()).byteLength).toBe(0);
  });

  test('the same file is not sent twice: 304 for its tag, weak, among others, or any', async () => {
    for (const tag of [`"${file.hash}"`, `W/"${file.hash}"`, `"other", "${file.hash}"`, '*'])
      expect((await get({ 'if-none-match': tag })).status).toBe(304);
    expect((await get({ 'if-none-match': '"other"' }, 'HEAD')).status).toBe(200);
    // A right is asked before a tag is looked at.
    const stranger = await server.createPerson();
    const other = await server.signIn(stranger.email);
    const answer = await fetch(address(), { headers: { authorization: `Bearer ${other}`, 'if-none-match': '*' } });
    expect(answer.status).toBe(404);
  });

  test('a part is sent if it is a part of this very file, else the whole', async () => {
    const part = await get({ range: `bytes=${size - 5}-`, 'if-range': `"${file.hash}"` });
    expect([part.status, part.headers.get('content-range'), (await part.arrayBuffer()).byteLength]).toEqual([
      206,
      `bytes ${size - 5}-${size - 1}/${size}`,
      5,
    ]);
    expect((await get({ range: 'bytes=0-4', 'if-range': '"other"' }, 'HEAD')).status).toBe(200);
    expect((await get({ range: 'bytes=0-4', 'if-range': 'Fri, 20 Nov 2026 10:00:00 GMT' }, 'HEAD')).status).toBe(200);
    expect((await get({ range: `bytes=${size}-` })).status).toBe(416);
  });

  test('N5 a reader that stands still is given up, and the place it held is free; one that reads slowly gets all', async () => {
    const clock = { now: () => Date.now() };
    const metrics = makeMetrics();
    const budgets = makeBudgets({ clock, random: countedRandom(), metrics, limits: { 'parallel-downloads': 1 } });
    const transfers = { 'transfer-patience': 0.1, 'slowest-transfer': 10_000_000, 'open-uploads': 10 };
    const blobs = openFolderBlobStore({ folder: path.join(server.data, 'beside'), clock, random: countedRandom() });
    const { heart, dossier, client } = syncWorld({ clock, blobs, heart: { budgets, metrics, transfers } });
    const bytes = Buffer.alloc(MEBIBYTE, 'l');
    await upload(heart, client, bytes, { dossier });
    const open = () => ask(heart, client, `/api/v1/dossiers/${dossier}/blobs/${sha256(bytes)}`);
    const still = (await open()).body?.getReader();
    expect((await still?.read())?.value?.length).toBeGreaterThan(0);
    expect((await open()).status).toBe(429);
    await until(() => metrics.text().includes('reason="slow-download"} 1'), 'the reader to be given up');
    await expect(still?.read()).rejects.toThrow();
    const slow = (await open()).body?.getReader();
    let read = 0;
    for (let part = await slow?.read(); part && !part.done; part = await slow?.read()) {
      read += part.value.length;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(read).toBe(bytes.length);
    expect((await open()).status).toBe(200);
    blobs.close();
  });
});

/** Cuts the body of the first answers after so many bytes of what came; remembers what was asked. */
function cutting(net: Net, cuts: number[], asked: (string | undefined)[]): Net {
  return {
    async send(request) {
      asked.push(request.headers?.['range']);
      const answer = await net.send(request);
      const at = cuts.shift();
      if (at === undefined) return answer;
      return { ...answer, bytes: async () => Promise.reject(new Unreachable('cut', {}, (await answer.bytes()).slice(0, at))) };
    },
  };
}

function direct(): Net {
  return {
    async send({ method, path: to, headers }): Promise<NetAnswer> {
      const answer = await fetch(server.origin + to, {
        method,
        headers: { ...headers, authorization: `Bearer ${token}`, origin: TEST_EXTENSION_ORIGIN },
      });
      return {
        status: answer.status,
        header: (name) => answer.headers.get(name),
        bytes: async () => new Uint8Array(await answer.arrayBuffer()),
      };
    },
  };
}

describe('a device whose line is cut', () => {
  const desk = async () => {
    const found = await nadia.library.desk();
    if (!found) throw new Error('no desk');
    return found;
  };
  const kept = async (hash: BlobHash) => (await (await desk()).store.get('blobs', hash))?.bytes.size;

  test('goes on from where it stopped, brings each byte once, and keeps the file only whole', async () => {
    const asked: (string | undefined)[] = [];
    const bring = makeBringBlob(testPlatform(1));
    const net = cutting(direct(), [MEBIBYTE, 500_000], asked);
    expect(await bring(await desk(), net, file.dossier, file.hash)).toEqual({ ok: true, value: undefined });
    expect(asked).toEqual([undefined, `bytes=${MEBIBYTE}-`, `bytes=${MEBIBYTE + 500_000}-`]);
    expect(await kept(file.hash)).toBe(size);
  });

  test('does not insist on a line that brings nothing more, and goes on at the next try', async () => {
    const other = await given(8);
    const asked: (string | undefined)[] = [];
    const bring = makeBringBlob(testPlatform(2));
    const net = cutting(direct(), [1000, 0], asked);
    expect(await bring(await desk(), net, other.dossier, other.hash)).toEqual({ ok: false, refusal: 'server-down' });
    expect(await kept(other.hash)).toBeUndefined();
    expect((await bring(await desk(), net, other.dossier, other.hash)).ok).toBe(true);
    expect(asked).toEqual([undefined, 'bytes=1000-', 'bytes=1000-']);
    expect(await kept(other.hash)).toBe(size);
  });

  test('cut after the last byte, it finds that nothing is left to bring', async () => {
    const other = await given(9);
    const bring = makeBringBlob(testPlatform(3));
    expect((await bring(await desk(), cutting(direct(), [size], []), other.dossier, other.hash)).ok).toBe(true);
    expect(await kept(other.hash)).toBe(size);
  });

  test('I11 bytes that do not make the file are never kept, and the next try begins anew', async () => {
    const other = await given(10);
    const asked: (string | undefined)[] = [];
    const bring = makeBringBlob(testPlatform(4));
    const lying: Net = {
      async send(request) {
        const answer = await direct().send(request);
        asked.push(request.headers?.['range']);
        if (asked.length > 1) return answer;
        return { ...answer, bytes: async () => (await answer.bytes()).fill(0, 0, 10) };
      },
    };
    expect(await bring(await desk(), lying, other.dossier, other.hash)).toEqual({ ok: false, refusal: 'server-error' });
    expect((await bring(await desk(), lying, other.dossier, other.hash)).ok).toBe(true);
    expect(asked).toEqual([undefined, undefined]);
  });

  test('I11 a file damaged on the server is never given whole: it is said once, and then it is not there', async () => {
    const other = await given(11);
    const home = path.join(server.data, 'blobs', other.hash.slice(0, 2), other.hash.slice(2, 4));
    writeFileSync(path.join(home, other.hash), Buffer.alloc(size, 'x'));
    const bring = makeBringBlob(testPlatform(5));
    expect((await bring(await desk(), direct(), other.dossier, other.hash).catch(() => ({ ok: false }))).ok).toBe(false);
    expect(await kept(other.hash)).toBeUndefined();
    expect(readdirSync(home)).toEqual([`${other.hash}.damaged`]);
    expect(server.logLines.filter((line) => line.includes('file-damaged'))).toHaveLength(1);
    expect((await fetch(address(other), { headers: { authorization: `Bearer ${token}` } })).status).toBe(404);
    // Given again, it is there again, under the receipt it had.
    expect(await given(11)).toEqual(other);
    expect((await bring(await desk(), direct(), other.dossier, other.hash)).ok).toBe(true);
  });
});
