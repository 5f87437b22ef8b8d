/**
 * kill -9 in the middle of files: between any two bytes, while a file is hashed, named, or given its receipt. What the server
 * said it has is there after each restart; the file arrives whole, once, under one receipt.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { encodeUploadMetadata, UPLOADS_PATH } from '@navette/protocol/uploads';
import { runServerCommand, spawnServer, type SpawnedServer } from '../../sync-server/src/testing/spawn-server.ts';
import { TEST_EXTENSION_ORIGIN, TEST_PASSWORD } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, serverDevice } from '../support/server-device.ts';
import { first } from '@navette/device/testing/test-device';
import { seededRandom } from '../support/seeded-random.ts';
import { sha256 } from '../support/sync-world.ts';

const root = mkdtempSync(path.join(tmpdir(), 'navette-upload-kill-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const KILLS = 8;
const SIZE = 6 * 1024 * 1024;

test('kill -9 in the middle of files: nothing acknowledged is lost, each file arrives once', { timeout: 180_000 }, async () => {
  const { next: random } = seededRandom(20_261_120);
  const data = path.join(root, 'data');
  let server = await spawnServer(data);
  const port = Number(new URL(server.origin).port);
  const account = await first((await serverDevice(server.origin, CLAIRE)).library.account);
  const dossier = account?.dossiers[0]?.id ?? '';
  const token = await signIn(server);
  const call = (to: string, method: string, headers: Record<string, string>, body?: Uint8Array<ArrayBuffer>) =>
    fetch(server.origin + to, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'navette-client': 't',
        'tus-resumable': '1.0.0',
        origin: TEST_EXTENSION_ORIGIN,
        ...headers,
      },
      ...(body ? { body } : {}),
    });

  let kills = 0;
  let files = 0;
  const before = receiptsOf(data, dossier);
  for (; kills < KILLS; files++) {
    const bytes = new Uint8Array(SIZE).fill(files);
    const hash = sha256(bytes);
    const metadata = encodeUploadMetadata({ dossier, box: 'common', hash });
    const created = await call(UPLOADS_PATH, 'POST', { 'upload-length': String(SIZE), 'upload-metadata': metadata });
    expect(created.status).toBe(201);
    const location = created.headers.get('location') ?? '';
    let acknowledged = 0;
    while (acknowledged < SIZE) {
      // Half of the time the last piece: its end is hashed, named and written into the log.
      const piece = random() < 0.5 ? SIZE - acknowledged : Math.min(SIZE - acknowledged, Math.ceil(random() * 2_000_000));
      const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(acknowledged) };
      const sent = call(location, 'PATCH', headers, bytes.slice(acknowledged, acknowledged + piece)).catch(() => null);
      const killed = kills < KILLS && random() < 0.8;
      if (killed) {
        kills++;
        await new Promise((resolve) => setTimeout(resolve, random() * 60));
        await server.kill();
        server = await spawnServer(data, ['--demo'], port);
      }
      const answered = await sent;
      if (!killed && answered?.status !== 204) throw new Error(`a piece was answered with ${answered?.status}`);
      const told = answered?.status === 204 ? Number(answered.headers.get('upload-offset')) : acknowledged;
      const head = await call(location, 'HEAD', {});
      expect(head.status).toBe(200);
      acknowledged = Number(head.headers.get('upload-offset'));
      expect(acknowledged).toBeGreaterThanOrEqual(told);
    }
    const whole = await call(`/api/v1/dossiers/${dossier}/blobs/${hash}`, 'GET', {});
    expect(sha256(new Uint8Array(await whole.arrayBuffer()))).toBe(hash);
  }
  expect(await server.stop()).toBe(0);
  expect(kills).toBe(KILLS);
  const verified = await runServerCommand(['verify', '--data', data, '--json']);
  expect(verified.code).toBe(0);
  expect(receiptsOf(data, dossier) - before).toBe(files);
});

async function signIn(server: SpawnedServer): Promise<string> {
  const headers = { 'content-type': 'application/json', origin: TEST_EXTENSION_ORIGIN, 'navette-client': 't' };
  const body = JSON.stringify({ email: CLAIRE, password: TEST_PASSWORD });
  const answer = await fetch(`${server.origin}/api/auth/sign-in/email`, { method: 'POST', headers, body });
  return answer.headers.get('set-auth-token') ?? '';
}

/** Entries of the box's room of receipts. */
function receiptsOf(data: string, dossier: string): number {
  const log = new DatabaseSync(path.join(data, 'log.sqlite'), { readOnly: true });
  const sql = 'SELECT count(*) AS n FROM entry JOIN room ON room.id = entry.room WHERE room.name = ?';
  const found = log.prepare(sql).get(`dossier/${dossier}/receipts/common`);
  log.close();
  return Number(found?.['n']);
}
