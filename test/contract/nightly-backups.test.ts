/**
 * Backups by themselves, on a real server under a clock in the test's hand: two places, five calendar days, what is told when
 * one is late, and what stays when one fails (O2, R099).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { keptBackups } from '../../sync-server/src/backup/backup-place.ts';
import { newBackupKey } from '../../sync-server/src/backup/age-keys.ts';
import { blobPath } from '../../sync-server/src/cli/verify-proofs.ts';
import { backupRefusal } from '../../sync-server/src/backup/open-nightly.ts';
import { parseServe } from '../../sync-server/src/config.ts';
import { refusalSentence } from '../../sync-server/src/console-texts.ts';
import { readFirm } from '../../sync-server/src/data-folder.ts';
import { spawnServer } from '../../sync-server/src/testing/spawn-server.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../../sync-server/src/testing/test-server.ts';
import { Folders, navette } from '../support/command-line.ts';
import { CLAIRE, deposit, serverDevice } from '../support/server-device.ts';
import { until } from '../support/sync-world.ts';

const HOUR = 3600_000;
const folders = new Folders();
const running: TestServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});
afterAll(() => folders.remove());

/** Noon in Paris on 20 November 2026, and what waits for a moment to come. */
function handTime() {
  let now = Date.UTC(2026, 10, 20, 11);
  let waiting: { readonly at: number; readonly task: () => void }[] = [];
  return {
    clock: { now: () => now },
    timers: {
      after(delay: number, task: () => void) {
        const one = { at: now + delay, task };
        waiting.push(one);
        return () => void (waiting = waiting.filter((other) => other !== one));
      },
    },
    /** Nothing is run by itself here: the test says when the server looks. */
    pass: (milliseconds: number) => void (now += milliseconds),
    get next() {
      return waiting.reduce((least, { at }) => Math.min(least, at), Infinity) - now;
    },
  };
}

function place(): string {
  const folder = folders.free();
  mkdirSync(folder);
  return folder;
}

async function serve(data: string, time: ReturnType<typeof handTime>, backups: TestServerOptions['backups'], more: TestServerOptions = {}) {
  const server = await startTestServer({ data, clock: time.clock, timers: time.timers, ...more, ...(backups && { backups }) });
  running.push(server);
  const firm = readFirm(path.join(data, 'firm.json'))?.id ?? '';
  const look = async () => await server.nightly?.look();
  return { server, look, kept: (at: string) => keptBackups(at, firm) };
}

const dayOf = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Europe/Paris').toPlainDate().toString();
const events = (server: TestServer, event: string) =>
  server.logLines.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line['event'] === event);

describe('R099 O2 backups by themselves', () => {
  test('every night at two places, kept five calendar days, each of them good to restore from; older ones are gone', async () => {
    const [data, time, first, second] = [folders.free(), handTime(), place(), place()];
    const { server, look, kept } = await serve(data, time, { places: [first, second] });
    // The first at once: a firm has no night without one.
    expect(time.next).toBe(0);
    await look();
    for (let night = 0; night < 8; night++) {
      const claire = await serverDevice(server.origin, CLAIRE);
      await deposit(claire, `jour ${night}`);
      await claire.sync.syncNow();
      await look();
      expect(kept(first).length, 'nothing more before the night').toBe(Math.min(night + 1, 5));
      time.pass(15 * HOUR);
      await look();
      time.pass(9 * HOUR);
    }
    for (const where of [first, second]) {
      const days = kept(where).map(({ madeAt }) => dayOf(madeAt));
      expect(days).toEqual(['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28']);
      expect(readdirSync(where)).toHaveLength(5);
    }
    const newest = path.join(second, kept(second).at(-1)?.name ?? '');
    expect((await navette('verify', ['--data', newest])).code).toBe(0);
    expect((await navette('restore', ['--from', newest, '--data', folders.free()])).code).toBe(0);
    expect(events(server, 'backup-made')).toHaveLength(18);
    expect(events(server, 'backups-removed').at(-1)).toMatchObject({ place: 2, count: 1 });
    // How far devices may let go is that of the last one.
    const { checkpoint } = JSON.parse(readFileSync(path.join(newest, 'backup.json'), 'utf8')) as { checkpoint: unknown };
    expect(JSON.parse(readFileSync(path.join(data, 'backed-up.json'), 'utf8'))).toEqual(checkpoint);
  }, 120_000);

  test('looks five minutes on, or exactly at the time; a server that was off at that time makes it when it starts', async () => {
    const [data, time, where] = [folders.free(), handTime(), place()];
    let { server, look, kept } = await serve(data, time, { places: [where], at: '12:03' });
    await look();
    expect(time.next).toBe(3 * 60_000);
    await server.stop();
    running.pop();
    time.pass(20 * 60_000);
    ({ server, look, kept } = await serve(data, time, { places: [where], at: '12:03' }));
    await look();
    expect(kept(where)).toHaveLength(2);
    expect(time.next).toBe(5 * 60_000);
    await look();
    expect(kept(where)).toHaveLength(2);
  }, 60_000);

  test('a place that is missing stops no other, is said, tried again each hour and told when it is late; nothing is made in its stead', async () => {
    const [data, time, first, second] = [folders.free(), handTime(), place(), folders.free()];
    const { server, look, kept } = await serve(data, time, { places: [first, second] }, { metrics: true });
    await look();
    expect(kept(first)).toHaveLength(1);
    expect(existsSync(second)).toBe(false);
    expect(events(server, 'backup-failed')).toMatchObject([{ place: 2, reason: 'place-missing' }]);
    const ready = async () => (await (await fetch(`${server.origin}/readyz`)).json()) as { ok: boolean; backup: boolean };
    expect(await ready()).toMatchObject({ ok: true, backup: true });
    for (let hour = 0; hour < 27; hour++) {
      time.pass(HOUR);
      await look();
    }
    expect(events(server, 'backup-failed').length).toBeGreaterThan(20);
    expect(events(server, 'backup-late')).toEqual([expect.objectContaining({ place: 2, hours: 27 })]);
    expect(await ready()).toMatchObject({ ok: true, backup: false });
    const figures = async () => (await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`)).text();
    expect(await figures()).toContain(`navette_backup_age_seconds ${27 * 3600}`);
    expect(server.nightly?.state()).toMatchObject([
      { late: false, problem: null },
      { madeAt: null, late: true, problem: 'place-missing' },
    ]);
    mkdirSync(second);
    time.pass(HOUR);
    await look();
    expect(kept(second)).toHaveLength(1);
    expect(await figures()).toMatch(/navette_backup_age_seconds \d{1,5}\n/);
    expect(await figures()).toContain('navette_backups_total{outcome="failed"}');
    expect((await ready()).backup).toBe(true);
  }, 60_000);

  test('one in which something was found wrong takes the place of none that is good, however old, and moves nothing on', async () => {
    const [data, time, where] = [folders.free(), handTime(), place()];
    const { server, look, kept } = await serve(data, time, { places: [where] });
    const claire = await serverDevice(server.origin, CLAIRE);
    await deposit(claire, 'un');
    await claire.sync.syncNow();
    await look();
    const backedUp = readFileSync(path.join(data, 'backed-up.json'), 'utf8');
    const hash = (await (await claire.store()).list('blobs'))[0]?.hash ?? '';
    const file = blobPath(path.join(data, 'blobs'), hash);
    const aside = folders.free();
    renameSync(file, aside);
    for (let day = 0; day < 7; day++) {
      time.pass(24 * HOUR);
      await look();
    }
    expect(events(server, 'backup-failed').at(-1)).toMatchObject({ reason: 'unsound' });
    expect(kept(where).map(({ sound }) => sound)).toEqual([true, ...Array.from({ length: 5 }, () => false)]);
    expect(readFileSync(path.join(data, 'backed-up.json'), 'utf8')).toBe(backedUp);
    expect(events(server, 'backup-late')).toHaveLength(1);
    renameSync(aside, file);
    time.pass(24 * HOUR);
    await look();
    expect(kept(where).map(({ sound }) => sound)).toEqual([...Array.from({ length: 4 }, () => false), true]);
  }, 60_000);

  test('K3 after the keys were replaced one is made at once: a restore of the one before would bring back the old keys', async () => {
    const [data, time, where] = [folders.free(), handTime(), place()];
    const { look, kept } = await serve(data, time, { places: [where] });
    await look();
    time.pass(60_000);
    await look();
    expect(kept(where)).toHaveLength(1);
    expect((await navette('key', ['--data', data, '--rotate'])).code).toBe(0);
    time.pass(5 * 60_000);
    await look();
    expect(kept(where)).toHaveLength(2);
    expect(
      (await navette('restore', ['--from', path.join(where, kept(where)[1]?.name ?? ''), '--data', folders.free(), '--keys', data])).code,
    ).toBe(0);
  }, 60_000);

  test('encrypted ones lie there without a plain byte, are kept and removed the same, and leave nothing in the data folder', async () => {
    const [data, time, where, keyFile] = [folders.free(), handTime(), place(), folders.free()];
    const { secret, recipient } = newBackupKey();
    writeFileSync(keyFile, `# clé publique des sauvegardes\n${recipient}\n`);
    const { server, look, kept } = await serve(data, time, { places: [where], encryptTo: keyFile });
    const claire = await serverDevice(server.origin, CLAIRE);
    await deposit(claire, 'pièce très reconnaissable');
    await claire.sync.syncNow();
    for (let night = 0; night < 7; night++) {
      await look();
      time.pass(24 * HOUR);
    }
    expect(kept(where)).toHaveLength(5);
    const newest = path.join(where, kept(where).at(-1)?.name ?? '');
    expect(readdirSync(newest).toSorted()).toEqual(['backup.age', 'sealed.json']);
    for (const name of readdirSync(newest)) {
      const bytes = readFileSync(path.join(newest, name));
      for (const plain of ['%PDF-1.7', 'reconnaissable', 'SQLite format', 'PRIVATE KEY', 'Claire', 'facture.pdf'])
        expect(bytes.includes(plain), `${name} ${plain}`).toBe(false);
      expect(statSync(path.join(newest, name)).mode & 0o777).toBe(0o600);
    }
    expect(readdirSync(data).filter((name) => name.includes('staging'))).toEqual([]);
    const secretFile = folders.free();
    writeFileSync(secretFile, secret);
    expect((await navette('restore', ['--from', newest, '--data', folders.free(), '--key', secretFile])).code).toBe(0);
  }, 120_000);

  test('what else lies at the place stays: others’ folders, another firm’s backups; what was left of a killed one goes', async () => {
    const [data, time, where] = [folders.free(), handTime(), place()];
    const { look, kept } = await serve(data, time, { places: [where] });
    const other = await serve(folders.free(), time, { places: [where] });
    await other.look();
    for (const name of [
      'photos',
      'navette-2020',
      'navette-20200101T000000Z.partial-0123abcd',
      'navette-20200101T000000Z.gone',
      'navette-20200101T000000Z',
    ])
      mkdirSync(path.join(where, name));
    time.pass(6 * 24 * HOUR);
    await look();
    expect(kept(where)).toHaveLength(1);
    expect(other.kept(where)).toHaveLength(1);
    const names = readdirSync(where);
    for (const name of ['photos', 'navette-2020', 'navette-20200101T000000Z']) expect(names).toContain(name);
    expect(names.filter((name) => /gone|partial/.test(name))).toEqual([]);
  }, 60_000);
});

describe('O2 the program', () => {
  test('serves and backs up by itself, in a process of its own', async () => {
    const [data, first, keyFile] = [folders.free(), place(), folders.free()];
    writeFileSync(keyFile, newBackupKey().recipient);
    const server = await spawnServer(data, ['--demo', '--backup', first, '--encrypt-to', keyFile]);
    try {
      await until(() => server.stderr().includes('backup-made') || server.stderr().includes('backup-failed'), server.stderr(), 100_000);
      expect(server.stderr()).toContain('"event":"backup-made","place":1');
      const [name] = readdirSync(first);
      expect((await navette('verify', ['--data', path.join(first, name ?? '')])).out).toContain('Sauvegarde chiffrée du');
      expect(await (await fetch(`${server.origin}/readyz`)).json()).toMatchObject({ backup: true });
    } finally {
      await server.stop();
    }
  }, 180_000);

  test.each([
    [['--backup', '/somewhere/data/inside'], 'hors du dossier de données'],
    [['--backup', '/a', '--backup', '/a'], 'donnez des dossiers différents'],
    [['--encrypt-to', '/a'], 'hors du dossier de données'],
    [['--backup', '/a', '--backup-at', '25:00'], 'par exemple --backup-at 02:30'],
    [['--backup', '/a', '--encrypt-to', '/nowhere'], 'clé publique de sauvegardes'],
    [['--backup', '/a', '--database', 'postgres://x@localhost/y'], 'enlevez --backup'],
  ])('O3 refuses %s with one sentence', (args, sentence) => {
    const config = parseServe(['--data', '/somewhere/data', ...args], {});
    const refused = config.ok ? backupRefusal(config.value) : config.refusal;
    expect(refused && refusalSentence(refused, 'fr')).toContain(sentence);
  });
});
