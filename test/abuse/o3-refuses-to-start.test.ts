import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDataFolder } from '../../sync-server/src/data-folder.ts';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { runServerCommand, spawnServer } from '../../sync-server/src/testing/spawn-server.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'navette-start-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const made = (demo: boolean): void => {
  const opened = openDataFolder(folder, demo);
  if (!opened.ok) throw new Error('not made');
  opened.value.release();
};

describe('O3: the server refuses to start rather than start wrong', () => {
  test.each([
    [['--port', 'http'], 'Le port «\u202fhttp\u202f» n’en est pas un'],
    [['--port', '70000'], 'Le port «\u202f70000\u202f» n’en est pas un'],
    [['--origin', 'portail.exemple.fr'], 'L’adresse publique «\u202fportail.exemple.fr\u202f» n’en est pas une'],
    [['--origin', 'http://portail.exemple.fr'], 'doit commencer par https://'],
    [['--file-limit', '0'], 'La taille limite «\u202f0\u202f» n’en est pas une'],
    [['--extension', 'abc'], 'L’identifiant d’extension «\u202fabc\u202f» n’en est pas un'],
    [['--prot', '80'], 'Option inconnue ou incomplète\u202f: «\u202f--prot\u202f»'],
  ])('O3 serve %s is refused with a sentence and exit code 2', async (options, sentence) => {
    const { code, stderr, stdout } = await runServerCommand(['serve', '--data', folder, ...options]);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('O3 the sentence is English on an English machine, and --help is one a person can use', async () => {
    expect((await runServerCommand(['serve', '--port', 'x'], { LANG: 'en_GB.UTF-8' })).stderr).toContain('"x" is not a port');
    const { code, stdout } = await runServerCommand(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--data DOSSIER');
  });

  test('O3 two processes never open one data folder', async () => {
    const first = await spawnServer(folder);
    try {
      const second = await runServerCommand(['serve', '--data', folder, '--demo', '--port', '0']);
      expect(second.code).toBe(2);
      expect(second.stderr).toContain('Un autre serveur tient déjà le dossier');
      expect((await fetch(`${first.origin}/readyz`)).status).toBe(200);
    } finally {
      await first.kill();
    }
    const third = await spawnServer(folder);
    expect(await third.stop()).toBe(0);
  }, 30_000);

  test('O3 a real firm does not open a demonstration’s folder, nor the reverse, and the folder is left as it was', async () => {
    made(true);
    const before = readFileSync(path.join(folder, 'firm.json'), 'utf8');
    const real = await runServerCommand(['serve', '--data', folder, '--port', '0']);
    expect({ code: real.code, said: real.stderr.includes('est celui d’une démonstration') }).toEqual({ code: 2, said: true });
    expect(readFileSync(path.join(folder, 'firm.json'), 'utf8')).toBe(before);

    const other = path.join(folder, 'real');
    const opened = openDataFolder(other, false);
    if (opened.ok) opened.value.release();
    const demo = await runServerCommand(['serve', '--data', other, '--demo', '--port', '0']);
    expect({ code: demo.code, said: demo.stderr.includes('est celui d’un vrai cabinet') }).toEqual({ code: 2, said: true });
  });

  test('O3 a port already taken is named', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => void taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await runServerCommand(['serve', '--data', folder, '--demo', '--port', String(port)]);
    taken.close();
    expect(code).toBe(2);
    expect(stderr).toContain(`Le port ${port} est déjà pris`);
  });

  test('O3 a weak session secret, a damaged firm.json and a folder of newer code are refused, untouched', () => {
    made(false);
    const secret = path.join(folder, 'keys', 'session.secret');
    chmodSync(secret, 0o600);
    writeFileSync(secret, 'secret');
    expect(openDataFolder(folder, false)).toMatchObject({ ok: false, refusal: { tag: 'weak-secret' } });
    expect(readFileSync(secret, 'utf8')).toBe('secret');
    const firm = path.join(folder, 'firm.json');
    writeFileSync(firm, JSON.stringify({ ...(JSON.parse(readFileSync(firm, 'utf8')) as object), format: 99 }));
    expect(openDataFolder(folder, false)).toMatchObject({ ok: false, refusal: { tag: 'newer' } });
    writeFileSync(firm, '{');
    expect(openDataFolder(folder, false)).toMatchObject({ ok: false, refusal: { tag: 'unreadable' } });
  });

  test.each(['identity.sqlite', 'log.sqlite', 'blobs/index.sqlite'])(
    'O4 a %s written by newer code is not opened, and says so',
    async (name) => {
      const server = await startTestServer({ data: folder });
      await server.close();
      const newer = new DatabaseSync(path.join(folder, name));
      newer.exec('PRAGMA user_version = 99');
      newer.close();
      await expect(startTestServer({ data: folder })).rejects.toThrow('"tag":"newer"');
      const kept = new DatabaseSync(path.join(folder, name));
      expect(kept.prepare('PRAGMA user_version').get()?.['user_version']).toBe(99);
      kept.close();
    },
  );

  test('O3 a demonstration cut off while it was being filled starts over', async () => {
    made(true);
    writeFileSync(path.join(folder, 'identity.sqlite'), 'half of it');
    writeFileSync(path.join(folder, 'seeding'), '');
    const server = await spawnServer(folder);
    expect(server.stdout()).toContain('Claire Morel');
    expect(await server.stop()).toBe(0);
  }, 30_000);
});
