/**
 * The way out: a dossier's export is checked by anybody, and whatever was changed in it is said; the bin is emptied after ninety days,
 * and what a rule holds stays with the rule named (G16).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { RETENTION_TABLE } from '@navette/domain/retention';
import { first } from '@navette/device/testing/test-device';
import { makeZip, type ZipSource } from '@navette/formats/zip-writer';
import { listZip } from '@navette/formats/zip-entries';
import { archiveTexts } from '@navette/texts/archive-texts';
import { makeBundle } from '../../packages/ui/src/archive/make-bundle.ts';
import { runCommand } from '../../sync-server/src/cli/command-line.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { Folders, navette, navetteJson } from '../support/command-line.ts';
import { askCommand, JULIEN, tokenOf } from '../support/payroll-product.ts';
import { CLAIRE, deposit, NADIA, serverDevice, type ServerDevice } from '../support/server-device.ts';

const folders = new Folders();
const running: TestServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});
afterAll(() => folders.remove());

async function serve(data: string): Promise<TestServer> {
  const server = await startTestServer({ data, port: 0 });
  running.push(server);
  return server;
}
async function stop(server: TestServer): Promise<void> {
  running.splice(running.indexOf(server), 1);
  await server.stop();
}

async function publish(nadia: ServerDevice, server: TestServer, name: string, more: object = {}): Promise<string> {
  const kept = await nadia.library.capture(new Blob([`%PDF-1.7\n${name}`]), { name: `${name}.pdf`, way: 'pick' });
  if (!kept.ok) throw new Error(kept.refusal.tag);
  const place = { name, folder: [], year: 2025, category: 'accounting' as const, ...more };
  const source = { capture: kept.value.id, dossier: server.dossiers.bonnefoy };
  const done = await nadia.library.archive.publish([{ source, box: 'common', place }]);
  if (!done.ok || !done.value[0]) throw new Error('not published');
  await nadia.sync.syncNow();
  return done.value[0];
}

async function bundleOf(device: ServerDevice, server: TestServer, bring = true): Promise<Uint8Array> {
  const dossier = server.dossiers.bonnefoy;
  const plan = await device.library.archive.bundle(dossier);
  if (plan === null) throw new Error('no plan');
  const pieces: Uint8Array[] = [];
  const made = makeBundle(plan, archiveTexts('fr'), '2026-11-20T10:00:00.000Z', {
    bytes: async (hash) => {
      if (bring) await device.sync.bring(dossier, hash);
      return device.library.bytes(hash);
    },
    onFile: () => undefined,
    isOver: () => false,
  });
  for await (const piece of made) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The same ZIP with one entry changed, left out or put in. */
async function changed(zip: Uint8Array, change: (name: string, bytes: Uint8Array) => Uint8Array | null): Promise<Uint8Array> {
  const listed = listZip(zip);
  if (!listed.ok) throw new Error(listed.refusal.tag);
  const entries = listed.value.flatMap((entry): ZipSource[] => {
    const name = entry.folder === '' ? entry.name : `${entry.folder}/${entry.name}`;
    const bytes = change(name, zip.subarray(entry.at, entry.at + entry.packed));
    return bytes === null ? [] : [{ name, bytes, store: true }];
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of makeZip(entries)) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('the export of a dossier', { timeout: 60_000 }, () => {
  test('is sound as it was made; a file, a receipt, an index or a key that was changed is said, and what is missing by name', async () => {
    const data = folders.free();
    const server = await serve(data);
    const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
    await deposit(claire, 'facture du bois');
    await publish(nadia, server, 'Comptes annuels 2025');
    await claire.sync.syncNow();
    const zip = await bundleOf(claire, server);
    const file = `${folders.free()}.zip`;
    const check = async (bytes: Uint8Array, ...args: string[]) => {
      writeFileSync(file, bytes);
      return navetteJson<{ sound: boolean; faults: { tag: string; name: string }[]; missing: string[]; files: number; receipts: number }>(
        'verify-bundle',
        [file, ...args],
      );
    };
    const tags = async (bytes: Uint8Array) => (await check(bytes)).json.faults.map(({ tag }) => tag);
    const sound = (await check(zip)).json;
    expect(sound).toMatchObject({ sound: true, faults: [], missing: [] });
    expect([sound.files >= 2, sound.receipts >= 2]).toEqual([true, true]);
    expect((await navette('verify-bundle', [file])).out).toContain('comparez-la');

    const bytesOf = (text: string) => new TextEncoder().encode(text);
    const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    let once = true;
    const firstDocument = (name: string) => name.startsWith('documents/') && once && !(once = false);
    expect(await tags(await changed(zip, (name, bytes) => (firstDocument(name) ? bytesOf('%PDF autre') : bytes)))).toEqual([
      'file-altered',
    ]);
    once = true;
    expect(await tags(await changed(zip, (name, bytes) => (firstDocument(name) ? null : bytes)))).toEqual(['file-gone']);
    expect(await tags(await changed(zip, (name, bytes) => (name === 'keys.json' ? null : bytes)))).toContain('unreadable');
    expect(
      await tags(
        await changed(zip, (name, bytes) => (name === 'receipts.json' ? bytesOf(textOf(bytes).replace(/"at": \d/, '"at": 9')) : bytes)),
      ),
    ).toEqual(['receipt-bad', 'receipt-gone']);
    expect(await tags(await changed(zip, (name, bytes) => (name === 'receipts.json' ? bytesOf('[]') : bytes)))).toContain('receipt-gone');
    expect(await tags(zip.subarray(0, zip.length - 9))).toEqual(['not-a-zip']);
    // Another firm's key does not answer for it.
    expect((await check(zip, '--key', 'A'.repeat(43))).json.sound).toBe(false);

    // What could not come is said, and is no fault of the file.
    await nadia.sync.syncNow();
    const lazy = await bundleOf(nadia, server, false);
    const partial = (await check(lazy)).json;
    expect(partial.sound).toBe(true);
    expect(partial.missing.length).toBeGreaterThan(0);
    expect(readFileSync(file).includes('LISEZMOI.txt')).toBe(true);
  });
});

describe('G16 the bin', { timeout: 60_000 }, () => {
  test('after ninety days it is emptied of what no rule holds; what one holds stays, and the rule is named with its end', async () => {
    const data = folders.free();
    const server = await serve(data);
    const nadia = await serverDevice(server.origin, NADIA);
    const old = await publish(nadia, server, 'Grand livre 2010', { year: 2010 });
    const held = await publish(nadia, server, 'Grand livre 2025');
    for (const id of [old, held]) await nadia.library.archive.bin(id as never, true);
    await nadia.sync.syncNow();
    await stop(server);
    const purge = (days: number, ...args: string[]) =>
      runCommand('purge', ['--data', data, '--by', 'Nadia Ferrand', ...args], {
        language: 'fr',
        clock: { now: () => Date.now() + days * 86_400_000 },
        random: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) },
        stdin: async () => '',
      });
    expect((await purge(89)).out).toContain('Rien à effacer');
    const trial = await purge(91);
    expect(trial.out).toContain('Grand livre 2010');
    expect(trial.out).toMatch(/Grand livre 2025.* reste.*pièces comptables.*2035-12-31/s);
    expect((await purge(91, '--yes')).code).toBe(0);
    const again = await serve(data);
    const back = await serverDevice(again.origin, NADIA);
    const { binned } = await first(back.library.archive.view(again.dossiers.bonnefoy));
    expect(binned.map(({ place }) => place.name)).toEqual(['Grand livre 2025']);
  });
});

describe('G16 the table of the firm', { timeout: 60_000 }, () => {
  test('is changed by its administrators alone, told to everybody, and speaks when something is to be erased', async () => {
    const data = folders.free();
    const server = await serve(data);
    const nadia = await serverDevice(server.origin, NADIA);
    const ask = async (email: string, name: string, body: unknown) => {
      const answer = await askCommand(server, await tokenOf(server, email), name, body);
      return { status: answer.status, said: (await answer.json()) as unknown };
    };
    expect(await ask(NADIA, 'retention-rules', {})).toEqual({ status: 200, said: { rules: RETENTION_TABLE, mayChange: false } });
    const rules = RETENTION_TABLE.map((rule) => (rule.id === 'accounting' ? { ...rule, years: 15 } : rule));
    expect(await ask(NADIA, 'change-retention-rules', { rules })).toMatchObject({ status: 403 });
    expect(await ask(JULIEN, 'change-retention-rules', { rules: [...rules, rules[0]] })).toMatchObject({ status: 400 });
    expect(await ask(JULIEN, 'change-retention-rules', { rules })).toMatchObject({ said: { outcome: 'changed' } });
    await vi.waitFor(async () => {
      await nadia.sync.syncNow();
      expect(await first(nadia.library.published('retention'))).toEqual({ v: 1, rules });
    });
    const id = await publish(nadia, server, 'Grand livre 2013', { year: 2013 });
    await stop(server);
    const refused = await navette('redact', ['--data', data, '--document', id, '--by', 'N', '--why', 'essai', '--yes']);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('2028-12-31')]);
  });
});
