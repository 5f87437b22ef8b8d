/**
 * The bin emptied by itself on a real server under a clock in the test's hand: nothing unless somebody put their name to it, then every
 * night what has had its ninety days; what a rule or a hold keeps stays, and figures and lines have counts alone (G16).
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import { parseServe } from '../../sync-server/src/config.ts';
import { refusalSentence } from '../../sync-server/src/console-texts.ts';
import { blobPath } from '../../sync-server/src/cli/verify-proofs.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../../sync-server/src/testing/test-server.ts';
import { Folders, navette } from '../support/command-line.ts';
import { NADIA, serverDevice, type ServerDevice } from '../support/server-device.ts';

const DAY = 86_400_000;
const folders = new Folders();
const running: TestServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});
afterAll(() => folders.remove());

/** Noon in Paris on 20 November 2026; nothing runs by itself, the test says when the server looks. */
function handTime() {
  let now = Date.UTC(2026, 10, 20, 11);
  let waiting: number[] = [];
  return {
    clock: { now: () => now },
    timers: {
      after(delay: number) {
        const at = now + delay;
        waiting.push(at);
        return () => void (waiting = waiting.filter((other) => other !== at));
      },
    },
    pass: (milliseconds: number) => void (now += milliseconds),
  };
}

async function serve(data: string, time: ReturnType<typeof handTime>, more: TestServerOptions = {}): Promise<TestServer> {
  const server = await startTestServer({ data, clock: time.clock, timers: time.timers, metrics: true, ...more });
  running.push(server);
  return server;
}
async function stop(server: TestServer): Promise<void> {
  running.splice(running.indexOf(server), 1);
  await server.stop();
}

async function publish(nadia: ServerDevice, server: TestServer, name: string, year: number) {
  const kept = await nadia.library.capture(new Blob([`%PDF-1.7\n${name}`]), { name: `${name}.pdf`, way: 'pick' });
  if (!kept.ok || !kept.value.hash) throw new Error('not kept');
  const place = { name, folder: [], year, category: 'accounting' as const };
  const source = { capture: kept.value.id, dossier: server.dossiers.bonnefoy };
  const made = await nadia.library.archive.publish([{ source, box: 'common', place }]);
  if (!made.ok || !made.value[0]) throw new Error('not published');
  await nadia.sync.syncNow();
  return { id: made.value[0], hash: kept.value.hash };
}
const events = (server: TestServer, event: string) =>
  server.logLines.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line['event'] === event);
const BY = { by: 'Julien Mercier', at: '04:00' };

describe('G16 the bin by itself', { timeout: 60_000 }, () => {
  test('every night what has had its ninety days goes; what a rule or a hold keeps stays; counts are told, and no name', async () => {
    const [data, time] = [folders.free(), handTime()];
    const server = await serve(data, time, { purge: BY });
    const nadia = await serverDevice(server.origin, NADIA);
    const old = await publish(nadia, server, 'Grand livre 2010', 2010);
    const ruled = await publish(nadia, server, 'Grand livre 2025', 2025);
    const held = await publish(nadia, server, 'Grand livre 2009', 2009);
    await nadia.library.archive.retain(held.id as never, { rule: null, hold: 'Contrôle fiscal' });
    for (const { id } of [old, ruled, held]) await nadia.library.archive.bin(id as never, true);
    await nadia.sync.syncNow();
    const erasures = () => (existsSync(path.join(data, 'erasures.jsonl')) ? readFileSync(path.join(data, 'erasures.jsonl'), 'utf8') : '');
    const binned = async (device: ServerDevice) => {
      await device.sync.syncNow();
      return (await first(device.library.archive.view(server.dossiers.bonnefoy))).binned.map(({ place }) => place.name).toSorted();
    };

    time.pass(89 * DAY);
    await server.purge?.look();
    expect(erasures()).toBe('');

    time.pass(2 * DAY);
    await server.purge?.look();
    expect(events(server, 'bin-emptied')).toEqual([expect.objectContaining({ documents: 1, held: 2 })]);
    expect(erasures()).toContain('"by":"Julien Mercier"');
    // Told at once, and given to nobody, though the disk has it until the next start.
    expect(await binned(nadia)).toEqual(['Grand livre 2009', 'Grand livre 2025']);
    const again = await serverDevice(server.origin, NADIA);
    expect(await binned(again)).toEqual(['Grand livre 2009', 'Grand livre 2025']);
    const file = async (hash: string) =>
      (
        await fetch(`${server.origin}/api/v1/dossiers/${server.dossiers.bonnefoy}/blobs/${hash}`, {
          headers: { authorization: `Bearer ${await server.signIn(NADIA)}` },
        })
      ).status;
    expect([await file(old.hash), await file(ruled.hash)]).toEqual([404, 200]);
    const lines = server.logLines.join('\n');
    expect(lines).not.toMatch(/Grand livre|Contrôle|Julien/);
    expect(lines).not.toContain(old.id);

    // The night after there is nothing more to say.
    const words = erasures();
    time.pass(DAY);
    await server.purge?.look();
    expect(erasures()).toBe(words);

    const figures = await (await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`)).text();
    expect(figures).toMatch(/documents_erased(?:_total)? 1\n/);
    expect(figures).toMatch(/bin_emptyings(?:_total)?\{outcome="done"\} 3\n/);

    expect(existsSync(blobPath(path.join(data, 'blobs'), old.hash))).toBe(true);
    await stop(server);
    const next = await serve(data, time, { purge: BY });
    expect(existsSync(blobPath(path.join(data, 'blobs'), old.hash))).toBe(false);
    expect(existsSync(blobPath(path.join(data, 'blobs'), ruled.hash))).toBe(true);
    await stop(next);
    expect((await navette('verify', ['--data', data])).code).toBe(0);
  });

  test('nothing is emptied unless somebody asked for it, and never at once', async () => {
    const [data, time] = [folders.free(), handTime()];
    const server = await serve(data, time);
    expect(server.purge).toBeNull();
    const nadia = await serverDevice(server.origin, NADIA);
    const old = await publish(nadia, server, 'Grand livre 2010', 2010);
    await nadia.library.archive.bin(old.id as never, true);
    await nadia.sync.syncNow();
    await stop(server);
    time.pass(100 * DAY);
    const asked = await serve(data, time, { purge: BY });
    await asked.purge?.look();
    expect(existsSync(path.join(data, 'erasures.jsonl')), 'not before four in the morning').toBe(false);
    time.pass(DAY);
    await asked.purge?.look();
    expect(existsSync(path.join(data, 'erasures.jsonl'))).toBe(true);
  });

  test.each([
    [['--purge-at', '04:00'], '--purge-by'],
    [['--purge-by', ''], '--purge-by'],
    [['--purge-by', 'Julien', '--purge-at', '25:00'], 'par exemple --purge-at 04:00'],
  ])('a wrong option (%j) is refused by a sentence', (args, sentence) => {
    const parsed = parseServe(args, {});
    expect(parsed.ok ? '' : refusalSentence(parsed.refusal as never, 'fr')).toContain(sentence);
  });

  test('in a name it is on, at four unless told otherwise', () => {
    expect(parseServe(['--purge-by', ' Julien Mercier '], {})).toMatchObject({ ok: true, value: { purge: BY } });
    expect(parseServe([], {})).toMatchObject({ ok: true, value: { purge: null } });
  });
});
