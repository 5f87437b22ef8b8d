import { describe, expect, test } from 'vitest';
import type { DossierRight } from '@navette/domain/membership';
import type { DocumentId } from '@navette/kernel/ids';
import { safeBlobs } from '../capture/safe-blobs.ts';
import type { PublishAsked } from '../model.ts';
import { CLIENT_RIGHT, DOSSIER, exchange, first, STAFF, testDevice, testPlatform, type TestDevice } from '../testing/test-device.ts';

const staff = () => testDevice({ user: STAFF, device: 9, right: { side: 'staff' } });
const place = (name: string, folder: string[] = [], year: number | null = 2025) => ({
  name,
  folder,
  year,
  category: 'accounting' as const,
});

async function captured(device: TestDevice, text: string): Promise<DocumentId> {
  const kept = await device.library.capture(new Blob([`%PDF-1.7\n${text}`]), { name: `${text}.pdf`, way: 'pick' });
  if (!kept.ok) throw new Error(kept.refusal.tag);
  return kept.value.id;
}

async function published(device: TestDevice, text: string, more: Partial<PublishAsked> = {}): Promise<DocumentId> {
  const capture = await captured(device, text);
  const done = await device.library.archive.publish([
    { source: { capture, dossier: DOSSIER }, box: 'common', place: place(text), ...more },
  ]);
  if (!done.ok || done.value[0] === undefined) throw new Error('not published');
  return done.value[0];
}

describe('the archive (R203)', () => {
  test('what the firm publishes is saved with its upload in one act, leaves the tray, and stands in the tree of a client', async () => {
    const [nadia, claire] = [await staff(), await testDevice()];
    await published(nadia, 'Comptes annuels 2025', { place: place('Comptes annuels 2025', ['Comptes annuels']), date: '2026-04-15' });
    await published(nadia, 'Statuts', { place: { ...place('Statuts', [], null), category: 'legal' } });
    expect(await first(nadia.library.tray)).toEqual([]);
    expect((await nadia.store.list('uploads')).map(({ box }) => box)).toEqual(['archive-common', 'archive-common']);
    await exchange(nadia, claire);
    const { tree, files } = await first(claire.library.archive.view(DOSSIER));
    expect(files.map((file) => [file.place.name, file.date, file.received])).toEqual([
      ['Statuts', null, false],
      ['Comptes annuels 2025', '2026-04-15', false],
    ]);
    expect(tree.map(({ part, count }) => [part, count])).toEqual([
      [{ year: 2025 }, 1],
      [{ year: null }, 1],
    ]);
    expect(tree[0]?.children[0]?.children[0]).toMatchObject({ key: '2025/accounting/Comptes%20annuels', count: 1, children: [] });
  });

  test('a deposit is published as it is: the same file, and it says which document it was', async () => {
    const [nadia, claire] = [await staff(), await testDevice()];
    const given = await claire.library.captureAndDeposit(
      new Blob(['%PDF-1.7 facture']),
      { name: 'facture.pdf', way: 'drop' },
      { dossier: DOSSIER, kind: 'purchase-invoices' },
    );
    if (!given.ok) throw new Error(given.refusal.tag);
    await exchange(claire, nadia);
    // Its bytes are at the firm's server alone: it is published all the same.
    const done = await nadia.library.archive.publish([{ source: { document: given.value.id }, box: 'pay', place: place('Facture') }]);
    expect(done).toMatchObject({ ok: true });
    expect((await first(nadia.library.archive.view(DOSSIER))).files).toMatchObject([
      { hash: given.value.hash, of: given.value.id, box: 'pay' },
    ]);
  });

  test('sixty at once are sixty, and a refusal leaves none behind', async () => {
    // The test's own chance repeats itself before sixty ids are drawn.
    const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
    const nadia = await testDevice({ user: STAFF, device: 9, right: { side: 'staff' }, platform: { ...testPlatform(9), random } });
    const asked: PublishAsked[] = [];
    for (let i = 0; i < 60; i++)
      asked.push({ source: { capture: await captured(nadia, `n${i}`), dossier: DOSSIER }, box: 'common', place: place(`n${i}`) });
    const nothing = await nadia.library.archive.publish([
      ...asked,
      { source: { document: 'no' as DocumentId }, box: 'common', place: place('x') },
    ]);
    expect(nothing).toEqual({ ok: false, refusal: { tag: 'unknown-document' } });
    expect((await first(nadia.library.archive.view(DOSSIER))).files).toHaveLength(0);
    const done = await nadia.library.archive.publish(asked);
    expect(done.ok && done.value).toHaveLength(60);
    expect((await first(nadia.library.archive.view(DOSSIER))).files).toHaveLength(60);
  });

  test('a client publishes, moves, bins and retains nothing', async () => {
    const [nadia, claire] = [await staff(), await testDevice()];
    const id = await published(nadia, 'Bilan');
    await exchange(nadia, claire);
    const no = { ok: false, refusal: { tag: 'not-allowed' } };
    const { archive } = claire.library;
    const capture = await captured(claire, 'mine');
    expect(await archive.publish([{ source: { capture, dossier: DOSSIER }, box: 'common', place: place('x') }])).toEqual(no);
    expect(await archive.place(id, place('x'))).toEqual(no);
    expect(await archive.bin(id, true)).toEqual(no);
    expect(await archive.retain(id, { rule: null, hold: null })).toEqual(no);
  });

  test('renamed, moved, in the bin and out of it, under a rule and a hold; the bin is the firm’s to see', async () => {
    const [nadia, claire] = [await staff(), await testDevice()];
    const id = await published(nadia, 'Bilan');
    await nadia.library.archive.place(id, place('Bilan définitif', ['Comptes annuels'], 2024));
    await nadia.library.archive.retain(id, { rule: 'accounting', hold: 'Contrôle' });
    await nadia.library.archive.bin(id, true);
    await exchange(nadia, claire);
    expect(await first(claire.library.archive.view(DOSSIER))).toEqual({ tree: [], files: [], binned: [] });
    expect((await first(nadia.library.archive.view(DOSSIER))).binned).toMatchObject([
      { id, retained: { rule: 'accounting', hold: 'Contrôle' } },
    ]);
    await nadia.library.archive.bin(id, false);
    await exchange(nadia, claire);
    expect((await first(claire.library.archive.view(DOSSIER))).files).toMatchObject([
      { id, place: { name: 'Bilan définitif', folder: ['Comptes annuels'], year: 2024 }, binnedAt: null },
    ]);
  });
});

describe('R213 searching the archive', () => {
  test('by the name first, then by the words of the files that are here; accents and case count for nothing', async () => {
    const nadia = await staff();
    await published(nadia, 'Bilan détaillé');
    await published(nadia, 'Balance');
    const { files } = await first(nadia.library.archive.view(DOSSIER));
    for (const file of files)
      await nadia.library.keepWords(
        file.hash,
        file.place.name === 'Balance' ? 'Balance DÉTAILLÉE au 31 décembre, total 268 514,85' : 'rien',
      );
    const hits = await first(nadia.library.archive.search(DOSSIER, 'Detaille'));
    expect(hits.byName.map((file) => file.place.name)).toEqual(['Bilan détaillé']);
    expect(hits.byContent.map(({ file, around }) => [file.place.name, around])).toEqual([
      ['Balance', 'balance detaillee au 31 decembre total 268 514 85'],
    ]);
    expect(await first(nadia.library.archive.search(DOSSIER, '268 514 decembre'))).toMatchObject({ byName: [], byContent: [{}] });
    expect(await first(nadia.library.archive.search(DOSSIER, '  '))).toEqual({ byName: [], byContent: [] });
  });
});

describe('kept offline', () => {
  test('a pinned year says what is missing, and what is here is not let go of when room is needed', async () => {
    const [nadia, claire] = [
      await staff(),
      await testDevice({ right: { ...(CLIENT_RIGHT as Extract<DossierRight, { side: 'client' }>) } }),
    ];
    await published(nadia, 'Bilan');
    await published(nadia, 'Ancien', { place: place('Ancien', [], 2020) });
    await exchange(nadia, claire);
    await claire.library.archive.pin(DOSSIER, { year: 2025 }, true);
    expect(await first(claire.library.archive.pinned)).toEqual([DOSSIER]);
    expect(await first(claire.library.archive.offline(DOSSIER))).toMatchObject({
      pins: [{ year: 2025 }],
      wanted: 1,
      here: 0,
      missing: [{ size: 14 }],
    });
    const file = (await first(claire.library.archive.view(DOSSIER))).files.find(({ place: at }) => at.year === 2025);
    const bytes = new Blob(['%PDF-1.7\nBilan']);
    await claire.store.commit({ put: { blobs: [{ hash: file?.hash as never, bytes, size: 14, usedAt: 0 }] } });
    expect(await first(claire.library.archive.offline(DOSSIER))).toMatchObject({ wanted: 1, here: 1, bytesHere: 14, missing: [] });
    expect(await safeBlobs(claire.store)).toEqual([]);
    await claire.library.archive.pin(DOSSIER, { year: 2025 }, false);
    expect(await first(claire.library.archive.offline(DOSSIER))).toMatchObject({ pins: [], wanted: 0 });
  });
});
