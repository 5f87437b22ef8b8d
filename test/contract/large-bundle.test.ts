// A dossier's export may be larger than the memory of whoever checks it: `navette verify-bundle` reads it piece by piece.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { makeZip, type ZipSource } from '@navette/formats/zip-writer';
import { Folders } from '../support/command-line.ts';

const folders = new Folders();
afterAll(() => folders.remove());

const MEGABYTE = new Uint8Array(1024 ** 2).fill(7);
const DOSSIER = '01980000-0000-7000-8000-00000000d001';

/** A bundle of one document, as the export writes them; without a receipt, since it was never received. */
async function bundle(file: string, megabytes: number): Promise<void> {
  const hash = createHash('sha256');
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < megabytes; n++) {
      hash.update(MEGABYTE);
      yield MEGABYTE;
    }
  }
  const text = (name: string, value: unknown): ZipSource => ({ name, bytes: new TextEncoder().encode(JSON.stringify(value)), store: true });
  async function* entries(): AsyncGenerator<ZipSource> {
    yield { name: 'documents/grand.pdf', bytes: bytes(), store: true };
    const one = { path: 'documents/grand.pdf', name: 'grand.pdf', hash: hash.digest('hex'), size: megabytes * MEGABYTE.length };
    const more = { box: 'common', where: 'deposit', missing: false, erased: false, receivedAt: null };
    yield text('index.json', { v: 1, dossier: { id: DOSSIER, name: 'Atelier' }, files: [{ ...one, ...more }] });
    yield text('keys.json', { firm: DOSSIER, acts: [], pinned: { keyId: 'k', publicKey: 'A'.repeat(43) } });
    yield text('receipts.json', []);
  }
  await pipeline(Readable.from(makeZip(entries())), createWriteStream(file));
}

/** In a process of its own, so that its memory is its own: what it printed, and its most megabytes. */
function verified(file: string): { json: unknown; memory: number } {
  const cli = path.resolve('sync-server/src/cli/command-line.ts');
  const script = `
    const { runCommand } = await import(${JSON.stringify(cli)});
    const { systemClock: clock, systemRandom: random } = await import(${JSON.stringify(path.resolve('sync-server/src/adapters/node-platform.ts'))});
    const { out } = await runCommand('verify-bundle', [${JSON.stringify(file)}, '--json'], { language: 'fr', clock, random, stdin: async () => '' });
    console.log(JSON.stringify({ json: JSON.parse(out), memory: process.resourceUsage().maxRSS / 1024 }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { json: unknown; memory: number };
}

describe('R101 a large bundle', { timeout: 120_000 }, () => {
  test('of four hundred megabytes is checked in the memory that a small one takes, and some pieces', async () => {
    const folder = folders.free();
    await mkdir(folder, { recursive: true });
    const [small, large] = [path.join(folder, 'small.zip'), path.join(folder, 'large.zip')];
    await bundle(small, 1);
    await bundle(large, 400);
    const [one, other] = [verified(small), verified(large)];
    expect(one.json).toEqual({ sound: true, faults: [], missing: [], files: 1, receipts: 0 });
    expect(other.json).toEqual(one.json);
    expect(other.memory - one.memory).toBeLessThan(100);
  });
});
