/** A receipt handed to somebody is checked with nothing but the firm's public key; a forged one is refused (K2). */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '@navette/rooms/records';
import { blobPath } from '../../sync-server/src/cli/verify-proofs.ts';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { deposit, CLAIRE, serverDevice } from '../support/server-device.ts';
import { Folders, navette, navetteJson, tamper } from '../support/command-line.ts';

type Key = { firm: string; name: string; keyId: string; publicKey: string; keys: readonly { purpose: string; publicKey: string }[] };
/** The key that signs receipts. */
const ofReceipts = (key: Key): string => key.keys.find(({ purpose }) => purpose === 'receipts')?.publicKey ?? '';

const folders = new Folders();
let data: string;
let key: Key;
let receipt: Receipt;
let about: Key;

beforeAll(async () => {
  data = folders.free();
  const server = await startTestServer({ data });
  const claire = await serverDevice(server.origin, CLAIRE);
  await deposit(claire, 'un');
  await claire.sync.syncNow();
  about = (await (await fetch(`${server.origin}/api/v1/about`)).json()) as Key;
  await server.stop();
  key = (await navetteJson<Key>('key', ['--data', data])).json;
  let hash = '';
  tamper(data, (log) => void (hash = String(log.prepare('SELECT hash FROM blobs').get()?.['hash'])));
  receipt = (await navetteJson<Receipt>('receipt', ['--data', data, '--hash', hash])).json;
});
afterAll(() => folders.remove());

const check = (handed: unknown, ...options: string[]) =>
  navette('verify-receipt', ['-', '--key', ofReceipts(key), ...options], { stdin: JSON.stringify(handed) });

describe('navette key', () => {
  test('says the key that the server publishes, and the firm’s name', async () => {
    expect({ keyId: key.keyId, publicKey: key.publicKey }).toEqual({ keyId: about.keyId, publicKey: about.publicKey });
    const { out } = await navette('key', ['--data', data]);
    expect(out).toContain(`Clé publique\u202f: ${key.publicKey}`);
    expect(out).toContain(key.name);
    expect(key.name).not.toBe('');
  });
});

describe('K2 a receipt that was handed to somebody', () => {
  test('is authentic, by a file or by the standard input, without any folder of the firm', async () => {
    const file = folders.free();
    writeFileSync(file, (await navette('receipt', ['--data', data, '--hash', receipt.hash])).out);
    const { code, out } = await navette('verify-receipt', [file, '--key', ofReceipts(key)]);
    expect(code).toBe(0);
    expect(out).toContain(`Accusé de réception authentique\u202f: le cabinet ${receipt.firm}`);
    expect((await check(receipt)).code).toBe(0);
  });

  test('goes with its document byte for byte, and with no other', async () => {
    const document = blobPath(path.join(data, 'blobs'), receipt.hash);
    expect(await check(receipt, '--document', document)).toMatchObject({
      code: 0,
      out: expect.stringContaining('octet pour octet') as string,
    });
    const other = folders.free();
    writeFileSync(other, 'x'.repeat(receipt.size));
    expect(await check(receipt, '--document', other)).toMatchObject({
      code: 1,
      out: expect.stringContaining('n’est pas celui qu’il atteste') as string,
    });
    expect((await check(receipt, '--document', '/nowhere')).code).toBe(2);
  });

  test.each([
    ['its size', { size: 1 }],
    ['its time', { at: 1 }],
    ['its hash', { hash: 'a'.repeat(64) }],
    ['its box', { box: 'pay' }],
    ['its verdict', { verdict: 'clean' }],
    ['its place in the log', { cursor: 99_999 }],
    ['its signature', { signature: 'A'.repeat(86) }],
    ['a signature that is no signature', { signature: '!' }],
  ])('changed in %s is refused', async (_what, change) => {
    expect(await check({ ...receipt, ...change })).toMatchObject({ code: 1, out: expect.stringContaining('faux ou modifié') as string });
  });

  test('a key that begins with a hyphen is a key', async () => {
    expect(await navette('verify-receipt', ['-', '--key', `-${'A'.repeat(42)}`], { stdin: JSON.stringify(receipt) })).toMatchObject({
      code: 1,
    });
    expect(await navette('verify-receipt', ['-', '--key', '--json'], { stdin: JSON.stringify(receipt) })).toMatchObject({ code: 2 });
  });

  test('signed by another firm under our key’s name, or checked with another key, is refused', async () => {
    const other = folders.free();
    await (await startTestServer({ data: other, demo: false })).stop();
    const theirs = (await navetteJson<Key>('key', ['--data', other])).json;
    expect(await check({ ...receipt, keyId: theirs.keyId })).toMatchObject({ code: 1 });
    expect(await navette('verify-receipt', ['-', '--key', ofReceipts(theirs)], { stdin: JSON.stringify(receipt) })).toMatchObject({
      code: 1,
      out: 'Cet accusé de réception n’est pas de cette clé.',
    });
    expect(
      await navette('verify-receipt', ['-', '--key', ofReceipts(theirs)], { stdin: JSON.stringify({ ...receipt, keyId: theirs.keyId }) }),
    ).toMatchObject({ code: 1 });
  });

  test.each([
    ['something beside what is signed', (one: Receipt) => JSON.stringify({ ...one, paid: true })],
    ['a field less', ({ head: _head, ...one }: Receipt) => JSON.stringify(one)],
    ['no JSON', () => 'Reçu'],
    ['nothing', () => ''],
  ])('with %s is no receipt', async (_what, print) => {
    const { code, err } = await navette('verify-receipt', ['-', '--key', ofReceipts(key)], { stdin: print(receipt) });
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('n’est pas un accusé de réception') as string });
  });
});

describe('refusals', () => {
  test.each([
    ['verify-receipt', ['-', '--key', 'short'], 'donnez la clé publique du cabinet'],
    ['verify-receipt', ['--key', 'A'.repeat(43)], 'donnez le fichier de l’accusé de réception'],
    ['verify-receipt', ['/nowhere', '--key', 'A'.repeat(43)], 'ne peut pas être lu'],
    ['receipt', ['--data', '.', '--hash', 'abc'], 'donnez l’empreinte SHA-256'],
  ])('O3 %s %s is refused', async (command, args, sentence) => {
    expect(await navette(command, args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(sentence) as string });
  });

  test('a file without a receipt is said', async () => {
    expect((await navette('receipt', ['--data', data, '--hash', 'b'.repeat(64)])).err).toContain('Aucun accusé de réception');
  });
});
