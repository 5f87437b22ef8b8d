/** `navette verify` on real folders: a sound one passes untouched, and each way of spoiling one is found and named. */
import { chmodSync, closeSync, copyFileSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '@navette/kernel/result';
import { blobPath } from '../../sync-server/src/cli/verify-proofs.ts';
import { withStoredFolder } from '../../sync-server/src/cli/stored-folder.ts';
import { verifyFolder } from '../../sync-server/src/cli/verify-folder.ts';
import type { Finding } from '../../sync-server/src/cli/findings.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { runServerCommand } from '../../sync-server/src/testing/spawn-server.ts';
import { Folders, navette, navetteJson, printOf, rechain, tamper } from '../support/command-line.ts';

type Said = {
  sound: boolean;
  count: number;
  findings: Finding[];
  receipts: number;
  log: { entries: number; cursor: number };
  files: { files: number };
};

const folders = new Folders();
let data: string;
let entries: number;

beforeAll(async () => {
  data = folders.free();
  const server = await startTestServer({ data, papers: true });
  entries = (await server.roomLog.head()).cursor;
  await server.stop();
});
afterAll(() => folders.remove());

const verify = (folder: string) => navetteJson<Said>('verify', ['--data', folder]);

describe('a sound folder', () => {
  test('K4 I6 verifies from the first entry to the last, with its receipts and files, and is left exactly as it was', async () => {
    const before = printOf(data);
    const { code, json } = await verify(data);
    expect({ code, sound: json.sound, findings: json.findings }).toEqual({ code: 0, sound: true, findings: [] });
    expect(json.log.entries).toBe(entries);
    expect(json.receipts).toBeGreaterThan(40);
    expect(json.files.files).toBeGreaterThan(40);
    expect(printOf(data)).toEqual(before);
    const { out } = await navette('verify', ['--data', data]);
    expect(out).toContain('Tout est intact.');
    expect((await navette('verify', ['--data', data], { language: 'en' })).out).toContain('Everything is intact.');
  });

  test('verifies beside the server that is writing it', async () => {
    const copy = folders.copyOf(data);
    const server = await startTestServer({ data: copy });
    try {
      const writing = grow(server);
      const { code, stdout } = await runServerCommand(['verify', '--data', copy]);
      expect(stdout).toContain('Tout est intact.');
      expect(code).toBe(0);
      expect(await writing()).toBeGreaterThan(0);
    } finally {
      await server.stop();
    }
    expect((await verify(copy)).code).toBe(0);
  });

  test('a server that starts in the middle is noticed, and the folder is read again beside it', async () => {
    const copy = folders.copyOf(data);
    const servers: TestServer[] = [];
    let runs = 0;
    const read = await withStoredFolder(copy, async (stored) => {
      runs += 1;
      if (runs === 1) servers.push(await startTestServer({ data: copy }));
      return ok((await verifyFolder(stored)).count);
    });
    expect({ runs, read }).toEqual({ runs: 2, read: { ok: true, value: 0 } });
    for (const server of servers) await server.stop();
  });

  test('an empty firm verifies', async () => {
    const folder = folders.free();
    await (await startTestServer({ data: folder, demo: false })).stop();
    expect(await verify(folder)).toMatchObject({ code: 0, json: { count: 0, log: { entries: 0, cursor: 0 } } });
  });
});

describe('K4 a log that was touched', () => {
  const middle = () => Math.floor(entries / 2);

  test.each([
    ['one bit of its bytes', 'bytes', (old: Uint8Array) => old.map((byte, i) => (i === old.length - 3 ? byte ^ 1 : byte))],
    ['its author', 'author', () => 'server-2'],
    ['its time', 'at', (_old: unknown, row: Record<string, unknown>) => Number(row['at']) + 1],
    ['its device', 'device', () => 77],
  ])('an entry changed in %s is named', async (_what, column, change) => {
    const copy = folders.copyOf(data);
    tamper(copy, (log) => {
      const row = log.prepare('SELECT * FROM entry WHERE cursor = ?').get(middle()) ?? {};
      log.prepare(`UPDATE entry SET ${column} = ? WHERE cursor = ?`).run(change(row[column] as Uint8Array, row) as string, middle());
    });
    const { code, json } = await verify(copy);
    expect(code).toBe(1);
    expect(json.findings[0]).toMatchObject({ tag: 'broken-link', cursor: middle() });
    expect((await navette('verify', ['--data', copy])).out).toContain(`La première\u202f: l’entrée ${middle()} (numéro`);
  });

  test('a deleted entry is named first', async () => {
    const copy = folders.copyOf(data);
    tamper(copy, (log) => void log.prepare('DELETE FROM entry WHERE cursor = ?').run(middle()));
    const { code, json } = await verify(copy);
    expect({ code, count: json.count }).toMatchObject({ code: 1 });
    expect(json.findings[0]).toEqual({ tag: 'missing-entries', from: middle(), to: middle() });
    expect((await navette('verify', ['--data', copy])).out).toContain(`l’entrée ${middle()} du journal manque.`);
  });

  test('two entries that changed places are named', async () => {
    const copy = folders.copyOf(data);
    tamper(copy, (log) =>
      log.exec(
        `UPDATE entry SET cursor = -1 WHERE cursor = ${middle()}; UPDATE entry SET cursor = ${middle()} WHERE cursor = ${middle() + 1}; UPDATE entry SET cursor = ${middle() + 1} WHERE cursor = -1`,
      ),
    );
    const { code, json } = await verify(copy);
    expect(code).toBe(1);
    expect(json.findings[0]).toMatchObject({ tag: 'broken-link', cursor: middle() });
  });

  test('an end cut off is named by the rooms that went further', async () => {
    const copy = folders.copyOf(data);
    tamper(copy, (log) => log.exec(`DELETE FROM entry WHERE cursor > ${entries - 2}`));
    const { code, json } = await verify(copy);
    expect(code).toBe(1);
    expect(json.findings.map((one) => one.tag)).toContain('missing-end');
  });

  test('a past rewritten with a new chain is betrayed by the receipts, which are signed with the old one', async () => {
    const copy = folders.copyOf(data);
    tamper(copy, (log) => {
      log.exec('UPDATE entry SET device = 77 WHERE cursor = 1');
      rechain(log);
    });
    const { code, json } = await verify(copy);
    expect(code).toBe(1);
    expect(json.findings.map((one) => one.tag)).toEqual(json.findings.map(() => 'bad-receipt'));
    expect(json.findings[0]).toMatchObject({ problem: 'other-head' });
  });

  test('a room filed under another scope is named with its entries', async () => {
    const copy = folders.copyOf(data);
    tamper(copy, (log) =>
      log.exec(`UPDATE room SET scope = 'dossier/elsewhere' WHERE id = (SELECT room FROM entry WHERE cursor = ${middle()})`),
    );
    const { code, json } = await verify(copy);
    expect(code).toBe(1);
    expect(new Set(json.findings.map(({ tag }) => tag))).toEqual(new Set(['misplaced']));
  });

  test('a torn database file is said, not thrown', async () => {
    const copy = folders.copyOf(data);
    const file = path.join(copy, 'log.sqlite');
    const handle = openSync(file, 'r+');
    writeSync(handle, new Uint8Array(8192), 0, 8192, Math.floor(statSync(file).size / 2 / 4096) * 4096);
    closeSync(handle);
    const { code, json } = await verify(copy);
    expect(code).toBe(1);
    expect(json.findings[0]?.tag).toBe('damaged-database');
  });
});

describe('K2 I11 proofs and files that were touched', () => {
  const someFile = (folder: string): string => {
    const blobs = path.join(folder, 'blobs');
    const file = readdirSync(blobs, { recursive: true, withFileTypes: true }).find(
      (one) => one.isFile() && /^[0-9a-f]{64}$/.test(one.name),
    );
    return file?.name ?? '';
  };

  test('a file altered by one byte is named', async () => {
    const copy = folders.copyOf(data);
    const hash = someFile(copy);
    const file = blobPath(path.join(copy, 'blobs'), hash);
    chmodSync(file, 0o600);
    const handle = openSync(file, 'r+');
    writeSync(handle, 'X', 5);
    closeSync(handle);
    expect(await verify(copy)).toMatchObject({ code: 1, json: { findings: [{ tag: 'altered-file', hash }] } });
    expect((await navette('verify', ['--data', copy])).out).toContain(`le fichier ${hash} a changé`);
  });

  test('a file that is gone, or shorter, is named', async () => {
    const copy = folders.copyOf(data);
    const hash = someFile(copy);
    writeFileSync(blobPath(path.join(copy, 'blobs'), hash), 'short');
    expect((await verify(copy)).json.findings).toMatchObject([{ tag: 'wrong-size', hash }]);
    rmSync(blobPath(path.join(copy, 'blobs'), hash));
    expect((await verify(copy)).json.findings).toEqual([{ tag: 'missing-file', hash }]);
  });

  test('a right to a file that no receipt proves is named', async () => {
    const copy = folders.copyOf(data);
    tamper(copy, (log) =>
      log.exec("INSERT INTO blobs SELECT dossier, 'pay', hash, size, uploader, at FROM blobs WHERE box <> 'pay' LIMIT 1"),
    );
    expect((await verify(copy)).json.findings).toMatchObject([{ tag: 'row-without-receipt', box: 'pay' }]);
  });

  test('a receipt of another key is named', async () => {
    const copy = folders.copyOf(data);
    rmSync(path.join(copy, 'keys', 'signing.pem'));
    const other = folders.free();
    await (await startTestServer({ data: other, demo: false })).stop();
    copyFileSync(path.join(other, 'keys', 'signing.pem'), path.join(copy, 'keys', 'signing.pem'));
    const { code, json } = await verify(copy);
    expect(code).toBe(1);
    expect(json.findings[0]).toMatchObject({ tag: 'bad-receipt', problem: 'other-key' });
  });
});

describe('refusals', () => {
  test.each([
    [[], 'Il manque une option\u202f: donnez le dossier de données après --data.'],
    [['--data'], 'Il manque une option\u202f: donnez le dossier de données après --data.'],
    [['--data', ''], '«\u202f\u202f» ne convient pas\u202f: donnez le dossier de données après --data.'],
    [['--data', '/nowhere/at/all'], 'n’est pas un dossier de données de Navette'],
    [['--dta', 'x'], 'Option inconnue ou incomplète\u202f: «\u202f--dta\u202f»'],
    [['--data', 'a', 'b'], 'Option inconnue ou incomplète\u202f: «\u202fb\u202f»'],
  ])('O3 verify %s is refused with one sentence and exit code 2', async (args, sentence) => {
    const { code, out, err } = await navette('verify', args);
    expect(err).toContain(sentence);
    expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
  });

  test('a program gets a refusal as JSON too, and English where the machine is English', async () => {
    expect(JSON.parse((await navette('verify', ['--data', '/nowhere', '--json'], { language: 'en' })).out)).toMatchObject({
      refused: 'no-such-folder',
      sentence: 'The folder "/nowhere" is no data folder of Navette: there is no firm.json in it.',
    });
  });

  test('a folder without its signing key is refused, and none is made', async () => {
    const copy = folders.copyOf(data);
    rmSync(path.join(copy, 'keys', 'signing.pem'));
    expect((await navette('verify', ['--data', copy])).err).toContain('n’a pas de clé de signature');
    expect(readdirSync(path.join(copy, 'keys'))).toEqual(['session.secret']);
  });

  test('from a terminal: exit codes, help, and the command’s own sentence', async () => {
    expect(await runServerCommand(['verify', '--data', '/nowhere'])).toMatchObject({ code: 2, stdout: '' });
    const { code, stdout } = await runServerCommand(['verify', '--help'], { LANG: 'en_GB.UTF-8' });
    expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 0, first: 'navette verify --data FOLDER' });
    expect((await runServerCommand(['--help'])).stdout).toContain('verify-receipt');
    // Three starts of a process, on a machine that may be busy.
  }, 30_000);
});

/** Writes entries until the returned function is called, which says how many. */
function grow(server: TestServer): () => Promise<number> {
  let [going, count] = [true, 0];
  const done = (async () => {
    for (; going; count++) {
      const person = await server.createPerson();
      await server.grant(person.id, server.dossiers.bonnefoy, { side: 'staff' });
    }
  })();
  return async () => {
    going = false;
    await done;
    return count;
  };
}
