/** `navette backup` beside a server under load, and `navette restore` into a folder that a server starts on (O2, K4). */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import type { DeviceNumber } from '@navette/kernel/ids';
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { restoreActText, type RestoreAct } from '@navette/protocol/healing';
import { PullAnswer } from '@navette/protocol/replication';
import { CLIENT_HEADER, FRAME_TYPE } from '@navette/protocol/version';
import * as v from 'valibot';
import { isSignedBy } from '../../sync-server/src/adapters/ed25519-signer.ts';
import { openRing } from '../../sync-server/src/keys/key-folder.ts';
import type { BackupManifest } from '../../sync-server/src/cli/backup-manifest.ts';
import type { Finding } from '../../sync-server/src/cli/findings.ts';
import { openDataFolder } from '../../sync-server/src/data-folder.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { runServerCommand } from '../../sync-server/src/testing/spawn-server.ts';
import { CLAIRE, deposit, serverDevice } from '../support/server-device.ts';
import { Folders, navette, navetteJson, printOf, tamper } from '../support/command-line.ts';

const folders = new Folders();
const running: TestServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});
afterAll(() => folders.remove());

async function serve(data: string): Promise<TestServer> {
  const server = await startTestServer({ data });
  running.push(server);
  return server;
}

async function stop(server: TestServer): Promise<void> {
  running.splice(running.indexOf(server), 1);
  await server.stop();
}

/** A stopped firm with a few deposits, and its backup. */
async function backedUp(): Promise<{ data: string; to: string }> {
  const [data, to] = [folders.free(), folders.free()];
  const server = await serve(data);
  const claire = await serverDevice(server.origin, CLAIRE);
  await deposit(claire, 'un');
  await deposit(claire, 'deux');
  await claire.sync.syncNow();
  await stop(server);
  expect((await navette('backup', ['--data', data, '--to', to])).code).toBe(0);
  return { data, to };
}

async function pull(server: TestServer): Promise<PullAnswer> {
  const { token, device } = await server.device(CLAIRE);
  const response = await fetch(`${server.origin}/api/v1/pull`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': FRAME_TYPE, [CLIENT_HEADER]: 'test' },
    body: encodeFrame({ device, epoch: null, cursor: 0, rights: null, backfill: [] }, []),
  });
  return v.parse(PullAnswer, decodeFrame(PullAnswer, new Uint8Array(await response.arrayBuffer()))?.head);
}

describe('O2 a backup', () => {
  test('made while devices deposit verifies, holds all that was received before it began, and nothing half', async () => {
    const [data, to] = [folders.free(), folders.free()];
    const server = await serve(data);
    const claire = await serverDevice(server.origin, CLAIRE);
    await deposit(claire, 'avant');
    await claire.sync.syncNow();
    const before = await server.roomLog.head();
    let [going, made] = [true, 0];
    const writing = (async () => {
      for (; going; made++) {
        await deposit(claire, `pendant ${made}`);
        await claire.sync.syncNow();
      }
    })();
    const ended = await runServerCommand(['backup', '--data', data, '--to', to, '--json']);
    going = false;
    await writing;
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const { manifest } = JSON.parse(ended.stdout) as { manifest: BackupManifest };
    expect(made).toBeGreaterThan(2);
    expect(manifest.checkpoint.cursor).toBeGreaterThanOrEqual(before.cursor);
    expect(manifest.checkpoint.cursor).toBeLessThanOrEqual((await server.roomLog.head()).cursor);
    expect(manifest.files).toBeGreaterThan(0);
    expect(manifest.receipts).toBe(manifest.files);
    const verified = await navette('verify', ['--data', to]);
    expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('Tout est intact.') as string });
    expect(readdirSync(path.dirname(to)).filter((name) => name.includes('partial'))).toEqual([]);
  }, 60_000);

  test('is its owner’s only, and says how far it goes in a statement that the firm signed', async () => {
    const { to } = await backedUp();
    for (const name of [
      'keys/list.json',
      'keys/entry-proofs.json',
      'keys/session.secret',
      'log.sqlite',
      'identity.sqlite',
      'backup.json',
      'firm.json',
    ]) {
      expect(`${name} ${(statSync(path.join(to, name)).mode & 0o777).toString(8)}`).toBe(`${name} 600`);
    }
    expect((statSync(to).mode & 0o777).toString(8)).toBe('700');
    const manifest = JSON.parse(readFileSync(path.join(to, 'backup.json'), 'utf8')) as BackupManifest;
    expect(manifest.findings).toBe(0);
    writeFileSync(path.join(to, 'backup.json'), JSON.stringify({ ...manifest, checkpoint: { ...manifest.checkpoint, cursor: 1 } }));
    expect((await navetteJson<{ findings: Finding[] }>('verify', ['--data', to])).json.findings).toEqual([
      { tag: 'bad-manifest', problem: 'signature' },
    ]);
  });

  test('K4 cut short behind its back, in the log and in the rooms, does not verify', async () => {
    const { to } = await backedUp();
    tamper(to, (log) =>
      log.exec(`DELETE FROM entry WHERE cursor = (SELECT max(cursor) FROM entry);
        UPDATE room SET seq = coalesce((SELECT max(seq) FROM entry WHERE entry.room = room.id), 0)`),
    );
    const { code, json } = await navetteJson<{ findings: Finding[] }>('verify', ['--data', to]);
    expect(code).toBe(1);
    expect(json.findings.map((one) => one.tag)).toContain('not-the-log-backed-up');
  });

  test('of a damaged folder is made all the same, and says what is damaged', async () => {
    const { data } = await backedUp();
    const to = folders.free();
    const file = readdirSync(path.join(data, 'blobs'), { recursive: true, withFileTypes: true }).find((one) =>
      /^[0-9a-f]{64}$/.test(one.name),
    );
    rmSync(path.join(file?.parentPath ?? '', file?.name ?? ''));
    const { code, out } = await navette('backup', ['--data', data, '--to', to]);
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining(`le fichier ${file?.name} manque`) as string });
    expect((await navette('verify', ['--data', to])).code).toBe(1);
  });

  test('is refused where something is, inside the folder itself, or of a backup; and no server opens in one', async () => {
    const { data, to } = await backedUp();
    const before = printOf(to);
    expect(await navette('backup', ['--data', data, '--to', to])).toMatchObject({
      code: 2,
      err: expect.stringContaining('n’est pas vide') as string,
    });
    expect(printOf(to)).toEqual(before);
    expect((await navette('backup', ['--data', data, '--to', path.join(data, 'copy')])).err).toContain('ne peuvent pas se contenir');
    expect((await navette('backup', ['--data', to, '--to', folders.free()])).err).toContain('est déjà une sauvegarde');
    expect(openDataFolder(to, true)).toMatchObject({ ok: false, refusal: { tag: 'backup' } });
    const empty = folders.free();
    mkdirSync(empty);
    expect((await navette('backup', ['--data', data, '--to', empty])).code).toBe(0);
  });
});

describe('O2 K4 a restore', () => {
  test('starts a server with every paper of the backup, under another epoch that the firm signed', async () => {
    const { data, to } = await backedUp();
    const old = await serve(data);
    const before = await pull(old);
    const rooms = await old.roomLog.rooms();
    await stop(old);

    const target = folders.free();
    const before2 = printOf(to);
    const { code, json } = await navetteJson<{ epoch: RestoreAct }>('restore', ['--from', to, '--data', target, '--why', 'disque perdu']);
    expect(code).toBe(0);
    expect(printOf(to)).toEqual(before2);
    expect((await navette('verify', ['--data', target])).code).toBe(0);

    const server = await serve(target);
    const after = await pull(server);
    expect(after.epoch).not.toBe(before.epoch);
    expect(after.epoch).toBe(json.epoch.epoch);
    expect(json.epoch).toMatchObject({ from: before.epoch, why: 'disque perdu' });
    expect(await server.roomLog.rooms()).toEqual(expect.arrayContaining([...rooms]));

    const signature = base64UrlToBytes(json.epoch.signature) ?? new Uint8Array();
    expect(isSignedBy(openRing(path.join(target, 'keys')).signer('log').publicKey, restoreActText(json.epoch), signature)).toBe(true);
  });

  test('a device that knew the server goes on with the restored one, and a backup of that verifies again', async () => {
    const { to } = await backedUp();
    const target = folders.free();
    await navette('restore', ['--from', to, '--data', target]);
    const server = await serve(target);
    const claire = await serverDevice(server.origin, CLAIRE);
    await deposit(claire, 'trois');
    await claire.sync.syncNow();
    const again = folders.free();
    expect((await navette('backup', ['--data', target, '--to', again])).code).toBe(0);
    expect((await navette('verify', ['--data', target])).code).toBe(0);
  });

  test('of a backup that somebody opened, with rows still in SQLite’s side file, takes those rows too', async () => {
    const { to } = await backedUp();
    const open = new DatabaseSync(path.join(to, 'identity.sqlite'));
    open.exec("PRAGMA journal_mode = WAL; UPDATE user SET name = 'Claire M.' WHERE email = 'claire.morel@demo.navette.example'");
    const target = folders.free();
    expect((await navette('restore', ['--from', to, '--data', target])).code).toBe(0);
    open.close();
    const server = await serve(target);
    expect(server.directory.personByEmail(CLAIRE)?.name).toBe('Claire M.');
  });

  test('R2 a device enrolled after the backup never shares its number with one enrolled after the restore', async () => {
    const { data, to } = await backedUp();
    const lost = await serve(data);
    const numbers: DeviceNumber[] = [];
    for (let i = 0; i < 3; i++) numbers.push(lost.directory.enrol(lost.users.claire, 'lost'));
    await stop(lost);
    const target = folders.free();
    await navette('restore', ['--from', to, '--data', target]);
    const server = await serve(target);
    const later = Array.from({ length: 50 }, () => server.directory.enrol(server.users.claire, 'later'));
    expect(later.filter((number) => numbers.includes(number))).toEqual([]);
  });

  test('of a spoiled backup makes nothing, and says what is spoiled', async () => {
    const { to } = await backedUp();
    tamper(to, (log) => log.exec('UPDATE entry SET at = at + 1 WHERE cursor = 2'));
    const target = folders.free();
    expect(await navette('restore', ['--from', to, '--data', target])).toMatchObject({
      code: 1,
      out: expect.stringContaining('l’entrée 2') as string,
    });
    expect(readdirSync(path.dirname(target))).not.toContain(path.basename(target));
  });

  test('is refused into a folder that is not empty, that a server holds, or from what is no backup', async () => {
    const { data, to } = await backedUp();
    const before = printOf(data);
    expect(await navette('restore', ['--from', to, '--data', data])).toMatchObject({
      code: 2,
      err: expect.stringContaining('n’est pas vide') as string,
    });
    expect(printOf(data)).toEqual(before);
    const held = openDataFolder(data, true);
    expect((await navette('restore', ['--from', to, '--data', data])).err).toContain('Un autre serveur tient déjà le dossier');
    if (held.ok) held.value.release();
    expect((await navette('restore', ['--from', data, '--data', folders.free()])).err).toContain('n’est pas une sauvegarde');
    expect((await navette('restore', ['--from', to, '--data', folders.free(), '--why', 'a\nb'])).code).toBe(2);
  });
});
