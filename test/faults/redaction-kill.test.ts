/**
 * K5 I2 I6: killed with SIGKILL in the middle of a redaction, at whatever moment: the log is whole, nothing else is lost, and the next
 * start of the server, or the command said again, erases what was to be erased; on both stores.
 *
 * `NAVETTE_KILLS=200` for the long run.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import type { DocumentId } from '@navette/kernel/ids';
import { brokenLink, CHAIN_START } from '../../sync-server/src/log/log-chain.ts';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { countedRandom } from '../support/counted-random.ts';
import { Folders, navetteJson } from '../support/command-line.ts';
import { startPostgres } from '../support/postgres.ts';
import { CLAIRE, deposit, NADIA, serverDevice } from '../support/server-device.ts';

const KILLS = Number(process.env['NAVETTE_KILLS'] ?? 5);
const folders = new Folders();
afterAll(() => folders.remove());

const secretOf = (n: number): string => `SECRET NUMERO ${n} QUE PERSONNE NE LIT PLUS`;

function holding(folder: string, word: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.join(one.parentPath, one.name))
    .filter((file) => readFileSync(file).includes(word));
}

/** Runs the redactor and kills it this long after its first step. @returns the last word it said */
async function killedRedactor(data: string, database: string | null, id: string, moment: number | null): Promise<string> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'redactor.ts'), data, database ?? '-', id], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  let said = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('ready\n')) resolve();
    });
  });
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  await Promise.race([ready, ended]);
  if (moment !== null) {
    await Promise.race([sleep(moment), ended]);
    child.kill('SIGKILL');
  }
  await ended;
  return said.trim().split('\n').at(-1) ?? '';
}

async function filled(database: string | null, documents: number) {
  const data = folders.free();
  const server = await startTestServer({ data, ...(database === null ? {} : { database }) });
  const claire = await serverDevice(server.origin, CLAIRE);
  const ids: DocumentId[] = [];
  for (let n = 0; n <= documents; n++) {
    ids.push(await deposit(claire, secretOf(n)));
    await claire.library.addComment(ids[n] as DocumentId, `${secretOf(n)}, dit en commentaire`);
  }
  await claire.sync.syncNow();
  const { port } = server;
  await server.stop();
  return { data, ids, port, claire };
}

describe('K5 a redaction that is cut short', { timeout: 60_000 + KILLS * 8_000 }, () => {
  test(`SQLite: ${KILLS} kills leave a log that verifies, and what was begun is ended`, async () => {
    const { data, ids, port, claire } = await filled(null, KILLS);
    const begun = performance.now();
    expect(await killedRedactor(data, null, ids[0] as string, null)).toBe('done');
    const whole = performance.now() - begun;
    const random = countedRandom('redaction kills');
    let cut = 0;
    const begunOnly: unknown[] = [];
    for (let n = 1; n <= KILLS; n++) {
      const moment = ((random.bytes(1)[0] ?? 0) / 255) * whole;
      const said = await killedRedactor(data, null, ids[n] as string, moment);
      if (said === 'ready') cut++;
      const { json } = await navetteJson<{ findings: unknown[] }>('verify', ['--data', data]);
      expect(json.findings).toEqual([]);
      if (n % 2 === 0) {
        // A start of the server goes on where it was, if it had begun.
        const server = await startTestServer({ data });
        begunOnly.push(...(await server.roomLog.redactions()).filter(({ wiped }) => !wiped));
        await server.stop();
      }
      const again = await killedRedactor(data, null, ids[n] as string, null);
      expect(['done', 'nothing-to-redact']).toContain(again);
      expect(holding(data, secretOf(n))).toEqual([]);
    }
    expect(cut).toBeGreaterThan(0);
    expect(begunOnly).toEqual([]);
    expect((await navetteJson('verify', ['--data', data])).code).toBe(0);
    const server = await startTestServer({ data, port });
    await claire.sync.syncNow();
    expect((await first(claire.library.documents({ dossier: null, limit: 100 }))).total).toBe(0);
    await server.stop();
  });

  const FEW = Math.ceil(KILLS / 3);
  test(`PostgreSQL: ${FEW} kills leave a log that verifies, and what was begun is ended`, async () => {
    const postgres = await startPostgres();
    try {
      const { data, ids, port } = await filled(postgres.url, FEW);
      const begun = performance.now();
      expect(await killedRedactor(data, postgres.url, ids[0] as string, null)).toBe('done');
      const whole = performance.now() - begun;
      const random = countedRandom('redaction kills in postgres');
      for (let n = 1; n <= FEW; n++) {
        await killedRedactor(data, postgres.url, ids[n] as string, ((random.bytes(1)[0] ?? 0) / 255) * whole);
        const again = await killedRedactor(data, postgres.url, ids[n] as string, null);
        expect(['done', 'nothing-to-redact']).toContain(again);
        expect(holding(data, secretOf(n))).toEqual([]);
      }
      const server = await startTestServer({ data, port, database: postgres.url });
      const { entries } = await server.roomLog.since(0, () => true, 1e9);
      expect(brokenLink(CHAIN_START, entries)).toBeNull();
      expect(entries.filter(({ bytes }) => Buffer.from(bytes).includes('SECRET'))).toEqual([]);
      expect((await server.roomLog.redactions()).every(({ wiped }) => wiped)).toBe(true);
      const nadia = await serverDevice(server.origin, NADIA);
      expect((await first(nadia.library.documents({ dossier: null, limit: 100 }))).total).toBe(0);
      await server.stop();
      expect(postgres.files().filter((bytes) => bytes.includes('QUE PERSONNE NE LIT PLUS'))).toEqual([]);
    } finally {
      await postgres.stop();
    }
  });
});
