/**
 * R151, R153: draft entries from device to device by the server, validated once each whatever the network does in between.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { JournalEntry } from '@navette/domain/drafts/entry';
import { reversalOf } from '@navette/domain/drafts/reversal';
import { first } from '@navette/device/testing/test-device';
import { ValidatedEntry } from '@navette/rooms/draft-records';
import { roomName } from '@navette/rooms/room-names';
import * as v from 'valibot';
import * as Y from 'yjs';
import { activeDossiers } from '../../sync-server/src/entries/active-dossiers.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { purchase } from '../support/entries.ts';
import { CLAIRE, NADIA, serverDevice, type ServerDevice } from '../support/server-device.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const JULIEN = 'julien.mercier@demo.navette.example';
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.grant(server.users.julien, server.dossiers.bonnefoy, { side: 'staff' });
});
afterAll(() => server.close());

const dossier = () => server.dossiers.bonnefoy;
const view = async ({ library }: ServerDevice) => (await first(library.journal.view(dossier(), 2026))).entries;
const entryOf = async (device: ServerDevice, draft: string) => (await view(device)).find(({ id }) => id === draft);
async function save(device: ServerDevice, entry: JournalEntry, draft: string | null = null, replaces: readonly string[] = []) {
  const done = await device.library.journal.save({ dossier: dossier(), year: 2026, draft, entry, replaces });
  if (!done.ok) throw new Error(done.refusal.tag);
  return done.value;
}
const ask = async (device: ServerDevice, draft: string) =>
  await device.library.journal.validate({ dossier: dossier(), year: 2026, draft, wanted: true });

/** What the log says of the books. */
async function books(): Promise<ReadonlyMap<string, ValidatedEntry>> {
  const doc = new Y.Doc();
  for (const entry of await server.roomLog.room(roomName({ kind: 'entries', dossier: dossier(), year: 2026 }), 0))
    Y.applyUpdate(doc, entry.bytes);
  return new Map([...doc.getMap('validated')].map(([draft, value]) => [draft, v.parse(ValidatedEntry, value)]));
}

describe('R153 two accountants apart', () => {
  test('R153 both validate the same draft offline, and others beside: one number each, from 1 without a gap, the same for everybody', async () => {
    const [nadia, julien] = [await serverDevice(server.origin, NADIA), await serverDevice(server.origin, JULIEN)];
    const shared = await save(nadia, purchase({ label: 'Commune' }));
    await nadia.sync.syncNow();
    await julien.sync.syncNow();
    for (const device of [nadia, julien]) device.cut('before');
    const mine = await save(nadia, purchase({ label: 'De Nadia' }));
    const theirs = await save(julien, purchase({ label: 'De Julien' }));
    for (const [device, drafts] of [
      [nadia, [shared, mine]],
      [julien, [theirs, shared]],
    ] as const)
      for (const { draft } of drafts) expect((await ask(device, draft)).ok).toBe(true);
    await nadia.sync.syncNow();
    expect((await view(nadia)).map(({ state }) => state)).toEqual(['asked', 'asked']);
    for (const device of [nadia, julien]) device.cut('none');
    await Promise.all([nadia.sync.syncNow(), julien.sync.syncNow()]);
    for (const device of [nadia, julien, nadia]) await device.sync.syncNow();

    const said = await books();
    expect([...said.values()].map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    for (const device of [nadia, julien]) {
      const seen = await view(device);
      expect(seen.map(({ id, validated }) => [id, validated?.number])).toEqual(
        [...said].map(([draft, { number }]) => [draft, number]).toSorted(([, a], [, b]) => Number(b) - Number(a)),
      );
      expect((await first(device.sync.status)).waiting).toBe(0);
    }
  });

  test('R153 an answer that is lost on the way is asked for again: the draft keeps the one number it was given', async () => {
    const nadia = await serverDevice(server.origin, NADIA);
    const { draft } = await save(nadia, purchase({ label: 'Réponse perdue' }));
    await nadia.sync.syncNow();
    await ask(nadia, draft);
    const before = (await books()).size;
    nadia.watch((_, path) => nadia.cut(path.endsWith('/entry-validate') ? 'after' : 'none'));
    await nadia.sync.syncNow();
    expect((await entryOf(nadia, draft))?.state).not.toBe('draft');
    nadia.watch(() => undefined);
    nadia.cut('none');
    await nadia.sync.syncNow();
    await nadia.sync.syncNow();
    expect((await books()).size).toBe(before + 1);
    expect(await entryOf(nadia, draft)).toMatchObject({ state: 'validated', validated: { number: before + 1 } });
  });

  test('R155 a version written apart while the other was validated is kept and shown, and the books say what was validated', async () => {
    const [nadia, julien] = [await serverDevice(server.origin, NADIA), await serverDevice(server.origin, JULIEN)];
    const { draft, revision } = await save(nadia, purchase({ label: 'Avant' }));
    await nadia.sync.syncNow();
    await julien.sync.syncNow();
    julien.cut('before');
    await save(julien, purchase({ label: 'Corrigée à part' }), draft, [revision]);
    await ask(nadia, draft);
    await nadia.sync.syncNow();
    julien.cut('none');
    await julien.sync.syncNow();
    await nadia.sync.syncNow();
    for (const device of [nadia, julien])
      expect(await entryOf(device, draft)).toMatchObject({
        state: 'validated',
        entry: { label: 'Avant' },
        leftOut: [{ entry: { label: 'Corrigée à part' } }],
      });
  });

  test('R151 two reversals of one entry written apart: the first validated stands, the other is refused and says so', async () => {
    const nadia = await serverDevice(server.origin, NADIA);
    const { draft } = await save(nadia, purchase({ label: 'À reprendre' }));
    await ask(nadia, draft);
    await nadia.sync.syncNow();
    const entry = (await entryOf(nadia, draft))?.entry;
    if (!entry) throw new Error('no entry');
    const back = reversalOf(entry, { of: draft, date: '2026-11-20', label: 'Contre-passation' });
    const [one, two] = [await save(nadia, back), await save(nadia, back)];
    await ask(nadia, one.draft);
    await nadia.sync.syncNow();
    await ask(nadia, two.draft);
    await nadia.sync.syncNow();
    expect(await entryOf(nadia, two.draft)).toMatchObject({ state: 'draft', refused: 'reversed-already' });
    expect((await entryOf(nadia, draft))?.reversedBy).toMatchObject({ id: one.draft });
  });

  test('D2 R152 a validation asked for offline by somebody who has left the dossier since is done by nobody, and leaves the device with the rest', async () => {
    const julien = await serverDevice(server.origin, JULIEN);
    const { draft } = await save(julien, purchase({ label: 'Demandée puis partie' }));
    await julien.sync.syncNow();
    julien.cut('before');
    expect((await ask(julien, draft)).ok).toBe(true);
    const before = (await books()).size;
    await server.revoke(server.users.julien, dossier());
    julien.cut('none');
    await julien.sync.syncNow();
    await julien.sync.syncNow();
    expect((await books()).size).toBe(before);
    const store = await julien.store();
    expect(await store.list('meta', { from: 'validation/', to: 'validation/\uffff' })).toEqual([]);
    expect([...(await store.list('drafts')), ...(await store.list('entries'))].filter((row) => row.dossier === dossier())).toEqual([]);
    // For the others the draft is there, to be validated by somebody else.
    const nadia = await serverDevice(server.origin, NADIA);
    expect(await entryOf(nadia, draft)).toMatchObject({ state: 'draft', entry: { label: 'Demandée puis partie' } });
    await server.grant(server.users.julien, dossier(), { side: 'staff' });
  });

  test('R150 the dossier is active this year, by the log alone', async () => {
    const year = new Date().getFullYear();
    expect(await activeDossiers(server.roomLog)).toMatchObject([{ dossier: dossier(), year }]);
  });
});

describe('R153 the company', () => {
  test('R151 R153 writes with the right to write, sees what the firm validated, and is refused by the server once the right is gone', async () => {
    const right = server.directory.membership(server.users.claire)?.dossiers.get(dossier());
    if (right?.side !== 'client') throw new Error('no right');
    await server.grant(server.users.claire, dossier(), { ...right, accounts: 'write' });
    const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
    const { draft } = await save(claire, purchase({ label: 'De l’atelier' }));
    await claire.sync.syncNow();
    await nadia.sync.syncNow();
    expect(await entryOf(nadia, draft)).toMatchObject({ standing: [{ side: 'client', by: server.users.claire }] });
    await ask(nadia, draft);
    await nadia.sync.syncNow();
    await claire.sync.syncNow();
    expect(await entryOf(claire, draft)).toMatchObject({ state: 'validated' });

    claire.cut('before');
    const late = await save(claire, purchase({ label: 'Écrite trop tard' }));
    await server.grant(server.users.claire, dossier(), { ...right, accounts: 'read' });
    claire.cut('none');
    await claire.sync.syncNow();
    await nadia.sync.syncNow();
    expect(await entryOf(nadia, late.draft)).toBeUndefined();
    expect((await first(claire.library.refused)).map(({ reason }) => reason)).toEqual(['forbidden']);

    await server.grant(server.users.claire, dossier(), { ...right, accounts: 'none' });
    await claire.sync.syncNow();
    expect(await view(claire)).toEqual([]);
  });
});
