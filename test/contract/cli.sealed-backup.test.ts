/**
 * Backups encrypted to a key that is not on the server (O2): made beside the server, checked without the private key as far as
 * that goes, restored with it; and every one that was touched refused in a sentence, with nothing half restored.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AgeError, decrypt, encrypt, PIECE } from '../../sync-server/src/backup/age-format.ts';
import { newBackupKey, readIdentity, readRecipient } from '../../sync-server/src/backup/age-keys.ts';
import type { SealedManifest } from '../../sync-server/src/backup/sealed-manifest.ts';
import { packed, TarError, unpack } from '../../sync-server/src/backup/tar.ts';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { Folders, navette, navetteJson, printOf } from '../support/command-line.ts';
import { CLAIRE, deposit, pdf, serverDevice } from '../support/server-device.ts';

const folders = new Folders();
let data: string;
let sealed: string;
let publicFile: string;
let secretFile: string;
let key: ReturnType<typeof newBackupKey>;

beforeAll(async () => {
  [data, sealed, publicFile, secretFile] = [folders.free(), folders.free(), folders.free(), folders.free()];
  key = (await navetteJson<typeof key>('key', ['--make-backup-key'])).json;
  writeFileSync(publicFile, `${key.recipient}\n`);
  writeFileSync(secretFile, `# à garder au coffre\n${key.secret}\n`);
  const server = await startTestServer({ data });
  const claire = await serverDevice(server.origin, CLAIRE);
  // Larger than a few pieces of the format.
  await deposit(claire, pdf(`plusieurs morceaux\n${randomBytes(3 * PIECE).toString('hex')}`));
  await deposit(claire, 'un petit');
  await claire.sync.syncNow();
  // Beside the running server.
  const { code, out } = await navette('backup', ['--data', data, '--to', sealed, '--encrypt-to', publicFile]);
  if (code !== 0 || !out.includes('Elle est chiffrée')) throw new Error(out);
  await server.stop();
}, 60_000);
afterAll(() => folders.remove());

const restore = (from: string, to: string, ...more: string[]) =>
  navette('restore', ['--from', from, '--data', to, '--key', secretFile, ...more]);
const age = (folder: string) => path.join(folder, 'backup.age');

/** One more of the same. */
async function another(): Promise<string> {
  const to = folders.free();
  await navette('backup', ['--data', data, '--to', to, '--encrypt-to', publicFile]);
  return to;
}

/** Whether the standard program is on this machine: it opens what ours made, and the other way round. */
const HAS_AGE = ['age', 'tar'].every((program) => spawnSync(program, ['--version']).status === 0);

/** Spoils a byte, or what stands at a place of a file. */
function write(file: string, at: number, bytes: Uint8Array): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}

/** Where the pieces begin. */
const HEADER = 184;
const STEP = PIECE + 16;

describe('O2 an encrypted backup', () => {
  test('is restored with its private key to the same firm, files and log, and starts', async () => {
    const [plain, target] = [folders.free(), folders.free()];
    expect((await navette('backup', ['--data', data, '--to', plain])).code).toBe(0);
    const { code, out } = await restore(sealed, target, '--why', 'essai');
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('restaurée dans') as string });
    expect((await navette('verify', ['--data', target])).code).toBe(0);
    const files = (folder: string) =>
      printOf(path.join(folder, 'blobs'))
        .map((line) => line.replace(/ \d.* /, ' '))
        .filter((line) => !line.includes('index.sqlite'));
    expect(files(target)).toEqual(files(plain));
    expect(readdirSync(path.dirname(target)).filter((name) => name.includes('partial'))).toEqual([]);
    const server = await startTestServer({ data: target });
    await serverDevice(server.origin, CLAIRE);
    await server.stop();
  }, 60_000);

  test('says without the private key what it is and that it is whole, and shows nothing of what is in it', async () => {
    const { code, out } = await navette('verify', ['--data', sealed]);
    expect(code).toBe(0);
    expect(out).toContain('le fichier est celui que le cabinet a signé');
    expect(out).toContain(key.recipient);
    const { json } = await navetteJson<SealedManifest>('verify', ['--data', sealed]);
    expect(json.manifest.files).toBe(2);
    // What encryption adds: a header, and 16 bytes a piece; the form of the files around it.
    const inside = json.manifest.bytes;
    expect(json.size).toBeGreaterThan(inside);
    expect(readdirSync(data).filter((name) => name.includes('staging') || name.includes('partial'))).toEqual([]);
  });

  test.skipIf(!HAS_AGE)('opens with the programs age and tar, where they are, without any of ours', async () => {
    const out = folders.free();
    mkdirSync(out);
    const plain = execFileSync('age', ['-d', '-i', secretFile, age(sealed)], { maxBuffer: 1024 ** 3 });
    execFileSync('tar', ['x', '-C', out], { input: plain });
    expect((await navette('verify', ['--data', out])).out).toContain('Tout est intact.');
    const back = folders.free();
    writeFileSync(back, execFileSync('age', ['-r', key.recipient], { input: plain, maxBuffer: 1024 ** 3 }));
    expect(await wholeOf(decrypt(readIdentity(key.secret) as Uint8Array, of(readFileSync(back))))).toEqual(plain);
  });

  test.each<[string, string, (copy: string) => unknown]>([
    ['cut short by one byte', 'est incomplet', (copy) => truncateSync(age(copy), readFileSync(age(copy)).length - 1)],
    ['cut at the end of a piece', 'est incomplet', (copy) => truncateSync(age(copy), HEADER + 16 + 2 * STEP)],
    ['without its encrypted file', 'est incomplet', (copy) => rmSync(age(copy))],
    ['with a bit changed at its end', 'n’est pas celui qui a été signé', (copy) => flip(age(copy), -1)],
    ['with a bit changed in the middle', 'n’est pas celui qui a été signé', (copy) => flip(age(copy), HEADER + STEP + 7)],
    ['with a bit changed in its head', 'n’est pas celui qui a été signé', (copy) => flip(age(copy), 30)],
    ['with something added at its end', 'n’est pas celui qui a été signé', (copy) => writeFileSync(age(copy), 'x', { flag: 'a' })],
    ['with another backup’s file', 'n’est pas celui qui a été signé', async (copy) => cpSync(age(await another()), age(copy))],
    ['without its statement', 'manque ou n’est pas lisible', (copy) => rmSync(path.join(copy, 'sealed.json'))],
    ['with a statement that is no JSON', 'manque ou n’est pas lisible', (copy) => writeFileSync(path.join(copy, 'sealed.json'), '{')],
    ['with another hash in its statement', 'n’est pas celle que le cabinet a signée', (copy) => change(copy, { sha256: 'a'.repeat(64) })],
    ['with another size in its statement', 'n’est pas celle que le cabinet a signée', (copy) => change(copy, { size: 5 })],
    ['with another date in its statement', 'n’est pas celle que le cabinet a signée', (copy) => changeInside(copy, { madeAt: 5 })],
    ['with its findings hidden', 'n’est pas celle que le cabinet a signée', (copy) => changeInside(copy, { findings: 5 })],
    ['with no keys in its statement', 'n’est pas celle que le cabinet a signée', (copy) => change(copy, { acts: [] })],
  ])(
    '%s is refused, with the key and without it, and nothing is made',
    async (_what, sentence, spoil) => {
      const [copy, target] = [folders.copyOf(sealed), folders.free()];
      await spoil(copy);
      for (const said of [await restore(copy, target), await navette('verify', ['--data', copy])]) {
        expect(said).toMatchObject({ code: 2, out: '', err: expect.stringContaining(sentence) as string });
        expect(said.err).toContain('Rien n’a été restauré');
      }
      expect(existsSync(target)).toBe(false);
      expect(readdirSync(path.dirname(target)).filter((name) => name.startsWith(`${path.basename(target)}.`))).toEqual([]);
    },
    30_000,
  );

  test('with another private key, with one that is none, without one, or with one where none is needed, is refused', async () => {
    const [wrong, none, target, plain] = [folders.free(), folders.free(), folders.free(), folders.free()];
    writeFileSync(wrong, newBackupKey().secret);
    writeFileSync(none, key.recipient);
    const said = async (from: string, ...args: string[]) => (await navette('restore', ['--from', from, '--data', target, ...args])).err;
    expect(await said(sealed, '--key', wrong)).toContain('cette clé privée n’est pas celle à qui elle est chiffrée');
    expect(await said(sealed, '--key', none)).toContain('n’est pas une clé privée de sauvegardes');
    expect(await said(sealed, '--key', '/nowhere')).toContain('ne peut pas être lu');
    expect(await said(sealed)).toContain('donnez le fichier de la clé privée après --key');
    await navette('backup', ['--data', data, '--to', plain]);
    expect(await said(plain, '--key', secretFile)).toContain('enlevez --key');
    expect(existsSync(target)).toBe(false);
    expect((await navette('backup', ['--data', data, '--to', target, '--encrypt-to', secretFile])).err).toContain(
      'n’est pas une clé publique de sauvegardes',
    );
    expect(existsSync(target)).toBe(false);
  }, 30_000);

  test('made by somebody else for the same public key is not signed by the firm, and not taken', async () => {
    const [copy, target] = [folders.copyOf(sealed), folders.free()];
    const bytes = await wholeOf(encrypt(readRecipient(key.recipient) as Uint8Array, of(Buffer.from('autre chose'))));
    writeFileSync(age(copy), bytes);
    change(copy, { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    expect((await restore(copy, target)).err).toContain('n’est pas celle que le cabinet a signée');
  });

  test('is refused where something is, inside the data folder, and while another is under way; a full disk leaves nothing behind', async () => {
    const before = printOf(sealed);
    expect((await navette('backup', ['--data', data, '--to', sealed, '--encrypt-to', publicFile])).err).toContain('n’est pas vide');
    expect(printOf(sealed)).toEqual(before);
    expect((await navette('backup', ['--data', data, '--to', path.join(data, 'x'), '--encrypt-to', publicFile])).err).toContain(
      'ne peuvent pas se contenir',
    );
    const target = folders.free();
    const two = await Promise.all(
      [folders.free(), target].map((to) => navette('backup', ['--data', data, '--to', to, '--encrypt-to', publicFile])),
    );
    expect(two.map(({ code }) => code).toSorted()).toEqual([0, 2]);
    expect(two.find(({ code }) => code === 2)?.err).toContain('est en cours');
    const full = folders.free();
    // Files may not grow beyond 200 KiB here.
    const { code, err } = await limited(['backup', '--data', data, '--to', full, '--encrypt-to', publicFile]);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(/ne peut pas être (?:ouvert en écriture|lu)/) as string });
    expect(readdirSync(path.dirname(full)).filter((name) => name.startsWith(path.basename(full)))).toEqual([]);
    expect(readdirSync(data).filter((name) => name.includes('staging'))).toEqual([]);
  }, 60_000);
});

describe('O2 the age format', () => {
  const identity = () => readIdentity(key.secret) as Uint8Array;
  const sealedOf = (size: number) => wholeOf(encrypt(readRecipient(key.recipient) as Uint8Array, of(randomBytes(size))));
  const problemOf = async (bytes: Uint8Array) => {
    try {
      await wholeOf(decrypt(identity(), of(bytes)));
      return null;
    } catch (error) {
      return error instanceof AgeError ? error.problem : error;
    }
  };

  test.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])('%s bytes come back, whatever pieces they travel in', async (size) => {
    const plain = randomBytes(size);
    const bytes = await wholeOf(encrypt(readRecipient(key.recipient) as Uint8Array, of(plain, 10_007)));
    for (const step of [13, 65_536, 1_000_000]) expect(await wholeOf(decrypt(identity(), of(bytes, step)))).toEqual(plain);
  });

  test('pieces swapped, repeated or left out, a byte more or less, any bit of it: each is refused', async () => {
    const bytes = Buffer.from(await sealedOf(3 * PIECE + 100));
    const start = bytes.length - 3 * STEP - 116;
    const piece = (n: number) => bytes.subarray(start + n * STEP, start + (n + 1) * STEP);
    const head = bytes.subarray(0, start);
    expect(await problemOf(Buffer.concat([head, piece(1), piece(0), piece(2), piece(3)]))).toBe('damaged');
    expect(await problemOf(Buffer.concat([head, piece(0), piece(0), piece(1), piece(2), piece(3)]))).toBe('damaged');
    expect(await problemOf(Buffer.concat([head, piece(0), piece(2), piece(3)]))).toBe('damaged');
    expect(await problemOf(Buffer.concat([head, piece(0), piece(1)]))).toBe('cut-short');
    expect(await problemOf(head)).toBe('cut-short');
    expect(await problemOf(Buffer.concat([bytes, bytes.subarray(0, 1)]))).toBe('damaged');
    expect(await problemOf(bytes.subarray(0, -1))).toBe('damaged');
    for (let at = 0; at < start; at++) {
      const spoilt = Buffer.from(bytes);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      expect(await problemOf(spoilt), `byte ${at}`).not.toBeNull();
    }
    for (const text of [
      '',
      'x',
      'age-encryption.org/v2\n',
      'age-encryption.org/v1\n--- \n',
      `age-encryption.org/v1\n-> X25519 ${'A'.repeat(20_000)}`,
    ])
      expect(await problemOf(Buffer.from(text))).toMatch(/not-age|cut-short|wrong-key/);
  });

  test.each(['', 'age1', 'AGE-SECRET-KEY-1QQ', 'b'.repeat(62)])('%j is no key', (text) => {
    expect(readRecipient(text)).toBeUndefined();
    expect(readIdentity(text)).toBeUndefined();
  });

  test('a key with one character changed, or in two cases, or beside another, is none', () => {
    expect(readRecipient(key.recipient.replace(/.$/, (last) => (last === 'q' ? 'p' : 'q')))).toBeUndefined();
    expect(readRecipient(key.recipient.replace('age1', 'Age1'))).toBeUndefined();
    expect(readRecipient(`${key.recipient}\n${key.recipient}`)).toBeUndefined();
    expect(readRecipient(key.secret)).toBeUndefined();
    expect(readRecipient(`# commentaire\n\n  ${key.recipient}  \n`)).toHaveLength(32);
  });
});

describe('O2 B4 the files inside', () => {
  test.each(['../x', '/etc/x', 'a/../../x', '.hidden', 'a//b', 'a b'])('named %s go nowhere', async (name) => {
    const folder = folders.free();
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'x'), 'x');
    const good = await wholeOf(packed(folder, ['x'], 0));
    const bad = Buffer.from(good);
    bad.fill(0, 0, 100);
    bad.write(name, 0, 'latin1');
    bad.fill(' ', 148, 156);
    const sum = bad.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    bad.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    const out = folders.free();
    mkdirSync(out);
    await expect(unpack(of(bad), out)).rejects.toThrow(TarError);
    expect(readdirSync(out)).toEqual([]);
    await expect(unpack(of(good.subarray(0, 700)), out)).rejects.toThrow(TarError);
  });
});

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  const place = at < 0 ? bytes.length + at : at;
  write(file, place, Uint8Array.of((bytes[place] ?? 0) ^ 1));
}

function change(folder: string, fields: Record<string, unknown>): void {
  const file = path.join(folder, 'sealed.json');
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...fields }));
}

function changeInside(folder: string, fields: Record<string, unknown>): void {
  const { manifest } = JSON.parse(readFileSync(path.join(folder, 'sealed.json'), 'utf8')) as SealedManifest;
  change(folder, { manifest: { ...manifest, ...fields } });
}

async function* of(bytes: Uint8Array, step = 100_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) yield await Promise.resolve(bytes.subarray(at, at + step));
}

async function wholeOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

/** The program where no file may grow large: as on a disk that is nearly full. */
function limited(args: readonly string[]): Promise<{ code: number | null; err: string }> {
  const main = path.resolve(import.meta.dirname, '../../sync-server/src/main.ts');
  const child = spawn('bash', ['-c', 'ulimit -f 200; exec "$0" "$@"', process.execPath, main, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LANG: 'fr_FR.UTF-8', LC_ALL: '', NODE_OPTIONS: '' },
  });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve) => void child.once('close', (code) => resolve({ code, err })));
}
