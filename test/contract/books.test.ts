/**
 * The books between a device of the firm and one of a client, over a real server: an import is the firm's alone until it is published;
 * then its readers have its figures and its files, and nobody else has.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import { ok } from '@navette/kernel/result';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, NADIA, serverDevice } from '../support/server-device.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const HEADER =
  'JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise';
const sale = (number: number, day: string, net: string, all: string) => [
  `VE\tVentes\t${number}\t${day}\t411000\tClients\tC1\tHôtel des Arts\tF-${number}\t${day}\tFacture ${number}\t${all}\t0,00\t\t\t${day}\t\t`,
  `VE\tVentes\t${number}\t${day}\t706000\tPrestations\t\t\tF-${number}\t${day}\tFacture ${number}\t0,00\t${net}\t\t\t${day}\t\t`,
  `VE\tVentes\t${number}\t${day}\t445710\tTVA\t\t\tF-${number}\t${day}\tFacture ${number}\t0,00\t20,00\t\t\t${day}\t\t`,
];
const fec = (...lines: readonly string[]) => new File([[HEADER, ...lines, ''].join('\n')], '552100554FEC20261231.txt');
const FIRST = fec(...sale(1, '20261105', '100,00', '120,00'), ...sale(2, '20261231', '100,00', '120,00'));
const SECOND = fec(
  ...sale(1, '20261105', '100,00', '120,00'),
  ...sale(2, '20261231', '200,00', '220,00'),
  ...sale(3, '20261231', '100,00', '120,00'),
);

type Device = Awaited<ReturnType<typeof serverDevice>>;

async function keep(device: Device, file: File): Promise<string> {
  const read = await device.library.books.read(file, () => undefined).result;
  if (!read.ok) throw new Error(read.refusal.tag);
  const kept = await device.library.books.keep(server.dossiers.bonnefoy, read.value);
  if (!kept.ok) throw new Error(kept.refusal.tag);
  return kept.value;
}
const exercises = (device: Device) => first(device.library.books.exercises(server.dossiers.bonnefoy));

test('R153 an import is the firm’s alone; published, it reaches who may read the accounts, with its figures and its files', async () => {
  const [claire, nadia, hugo] = [
    await serverDevice(server.origin, CLAIRE),
    await serverDevice(server.origin, NADIA),
    await serverDevice(server.origin, 'hugo.lambert@demo.navette.example'),
  ];
  const dossier = server.dossiers.bonnefoy;
  const id = await keep(nadia, FIRST);
  await nadia.sync.syncNow();
  const [imported] = await exercises(nadia);
  expect(imported).toMatchObject({ id, published: false, final: false, inForce: true, here: true, closing: '2026-12-31', lines: 6 });
  await claire.sync.syncNow();
  expect(await exercises(claire)).toEqual([]);
  // Nobody of the company has a right to bytes that are not published, whoever tells them the name.
  expect(await claire.sync.bring(dossier, imported?.files.figures as never)).toMatchObject({ ok: false });

  expect(await nadia.library.books.setFinal(id, true)).toEqual(ok(undefined));
  expect(await nadia.library.books.publish(id, true)).toEqual(ok(undefined));
  await nadia.sync.syncNow();
  await claire.sync.syncNow();
  const [seen] = await exercises(claire);
  expect(seen).toMatchObject({ id, published: true, final: true, inForce: true, here: false });
  expect(seen?.summary?.indicators).toMatchObject({ revenue: 20_000, receivables: 24_000 });
  if (!seen) throw new Error('nothing came');
  expect(await claire.library.books.open(seen)).toEqual({ ok: false, refusal: { tag: 'not-here' } });
  for (const hash of Object.values(seen.files)) expect(await claire.sync.bring(dossier, hash)).toEqual(ok(undefined));
  const opened = await claire.library.books.open(seen);
  if (!opened.ok) throw new Error(opened.refusal.tag);
  expect((await opened.value.ask('balance', { accounts: ['41'] })).map(({ balance }) => balance)).toEqual([24_000]);
  expect(await (await claire.library.books.source(seen))?.text()).toBe(await FIRST.text());

  // Without the right to read the accounts there is no room and no file.
  await hugo.sync.syncNow();
  expect(await exercises(hugo)).toEqual([]);
  expect(await hugo.sync.bring(dossier, seen.files.figures)).toMatchObject({ ok: false });

  // Taken back, it is gone from the client's figures.
  expect(await nadia.library.books.publish(id, false)).toEqual(ok(undefined));
  await nadia.sync.syncNow();
  await claire.sync.syncNow();
  expect(await exercises(claire)).toEqual([]);
  expect(await exercises(nadia)).toHaveLength(1);
});

test('a company cannot import: neither on its device nor at the server', async () => {
  const claire = await serverDevice(server.origin, CLAIRE);
  const read = await claire.library.books.read(FIRST, () => undefined).result;
  if (!read.ok) throw new Error(read.refusal.tag);
  expect(await claire.library.books.keep(server.dossiers.bonnefoy, read.value)).toEqual({ ok: false, refusal: { tag: 'not-allowed' } });
});

test('two people import one year at once: both are kept, the later is in force, and staff may choose', async () => {
  const [nadia, julien] = [await serverDevice(server.origin, NADIA), await serverDevice(server.origin, NADIA)];
  await nadia.sync.syncNow();
  await julien.sync.syncNow();
  const before = (await exercises(nadia)).length;
  const one = await keep(nadia, FIRST);
  const other = await keep(julien, SECOND);
  await nadia.sync.syncNow();
  await julien.sync.syncNow();
  await nadia.sync.syncNow();
  const seen = await exercises(nadia);
  expect(seen).toHaveLength(before + 2);
  expect(seen.filter(({ inForce }) => inForce)).toHaveLength(1);
  expect(await exercises(julien).then((all) => all.find(({ inForce }) => inForce)?.id)).toBe(seen.find(({ inForce }) => inForce)?.id);
  const [a, b] = [one, other].map((id) => seen.find((exercise) => exercise.id === id));
  if (!a || !b) throw new Error('an import is lost');
  for (const { files } of [a, b])
    for (const hash of [files.figures, files.words]) expect(await nadia.sync.bring(server.dossiers.bonnefoy, hash)).toEqual(ok(undefined));
  expect(await nadia.library.books.changes(a, b)).toMatchObject({ added: 3, removed: 0, changed: 2 });
  await nadia.library.books.putInForce(one);
  expect((await exercises(nadia)).find(({ inForce }) => inForce)?.id).toBe(one);
  await nadia.sync.syncNow();
  await julien.sync.syncNow();
  expect((await exercises(julien)).find(({ inForce }) => inForce)?.id).toBe(one);
});

test('a file that is cut short is read as far as it goes, and its report says what is wrong', async () => {
  const nadia = await serverDevice(server.origin, NADIA);
  const text = await FIRST.text();
  const read = await nadia.library.books.read(new File([text.slice(0, -90)], FIRST.name), () => undefined).result;
  if (!read.ok) throw new Error(read.refusal.tag);
  expect(read.value.reserves).toBe(true);
  expect(read.value.findings.map(({ tag }) => tag)).toContain('totals-differ');
});
