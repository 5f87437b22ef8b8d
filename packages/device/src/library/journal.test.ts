/** Draft entries on devices that work apart (R151, R153): nothing is lost, and nothing is decided here. */
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '@navette/domain/drafts/entry';
import type { DossierRight } from '@navette/domain/membership';
import { roomName } from '@navette/rooms/room-names';
import { CLIENT_RIGHT, DOSSIER, exchange, first, STAFF, testDevice, type TestDevice } from '../testing/test-device.ts';
import { validationsIn } from '../sync/waiting-validations.ts';

const WRITE = { ...CLIENT_RIGHT, accounts: 'write' } as DossierRight;
const ENTRY: JournalEntry = {
  journal: 'AC',
  date: '2026-11-03',
  pieceRef: 'F-118',
  pieceDate: '2026-11-02',
  label: 'Farine T65',
  lines: [],
  documents: [],
};
const staffDevice = (device: number) => testDevice({ user: STAFF, device, right: { side: 'staff' } });
const view = async (device: TestDevice) => (await first(device.library.journal.view(DOSSIER, 2026))).entries;
async function save(device: TestDevice, label: string, draft: string | null = null, replaces: readonly string[] = [], withdrawn = false) {
  device.platform.advance(1000);
  const done = await device.library.journal.save({
    dossier: DOSSIER,
    year: 2026,
    draft,
    entry: { ...ENTRY, label },
    replaces,
    withdrawn,
  });
  if (!done.ok) throw new Error(done.refusal.tag);
  return done.value;
}

describe('R151 a draft entry', () => {
  it('R151 is saved offline, changed and withdrawn and taken back, and each version can still be read', async () => {
    const nadia = await staffDevice(9);
    const one = await save(nadia, 'Farine');
    const two = await save(nadia, 'Farine T65', one.draft, [one.revision]);
    const three = await save(nadia, 'Farine T65', one.draft, [two.revision], true);
    expect(await view(nadia)).toMatchObject([{ state: 'withdrawn', entry: { label: 'Farine T65' }, standing: [{ id: three.revision }] }]);
    await save(nadia, 'Farine T65', one.draft, [three.revision]);
    const [entry] = await view(nadia);
    expect(entry).toMatchObject({ state: 'draft', validated: null, refused: null });
    expect(entry?.revisions.map(({ entry: { label } }) => label)).toEqual(['Farine T65', 'Farine T65', 'Farine T65', 'Farine']);
  });

  it('R9 R153 changed by two people apart stands in both versions until somebody chooses; a third version settles it', async () => {
    const [nadia, julien] = [await staffDevice(9), await staffDevice(10)];
    const { draft, revision } = await save(nadia, 'Farine');
    await exchange(nadia, julien);
    await save(nadia, 'Farine de Nadia', draft, [revision]);
    await save(julien, 'Farine de Julien', draft, [revision]);
    await exchange(nadia, julien);
    for (const device of [nadia, julien]) {
      const [entry] = await view(device);
      expect(entry?.state).toBe('conflict');
      expect(entry?.standing.map(({ entry: { label } }) => label).toSorted()).toEqual(['Farine de Julien', 'Farine de Nadia']);
    }
    const ids = (await view(nadia))[0]?.standing.map(({ id }) => id) ?? [];
    await save(nadia, 'Farine de Julien', draft, ids);
    await exchange(nadia, julien);
    expect(await view(julien)).toMatchObject([{ state: 'draft', entry: { label: 'Farine de Julien' } }]);
    expect((await view(julien))[0]?.revisions).toHaveLength(4);
  });

  it('R153 of one window and another of the same device, neither writes over the other', async () => {
    const nadia = await staffDevice(9);
    const { draft, revision } = await save(nadia, 'Farine');
    await save(nadia, 'Première fenêtre', draft, [revision]);
    await save(nadia, 'Seconde fenêtre', draft, [revision]);
    expect((await view(nadia))[0]).toMatchObject({ state: 'conflict', standing: [{}, {}] });
  });

  it('R153 the firm and the company work on one draft, each in its own room', async () => {
    const [nadia, claire] = [await staffDevice(9), await testDevice({ right: WRITE })];
    const { draft, revision } = await save(claire, 'Caisse');
    await exchange(nadia, claire);
    await save(nadia, 'Caisse du 3', draft, [revision]);
    await exchange(nadia, claire);
    expect(await view(claire)).toMatchObject([
      { state: 'draft', entry: { label: 'Caisse du 3' }, standing: [{ side: 'firm', by: STAFF }] },
    ]);
  });

  it('R151 is not written by a company that may only read, and not validated by the company at all', async () => {
    const [reader, writer] = [await testDevice(), await testDevice({ right: WRITE })];
    const asked = { dossier: DOSSIER, year: 2026, draft: null, entry: ENTRY, replaces: [] };
    expect(await reader.library.journal.save(asked)).toEqual({ ok: false, refusal: { tag: 'not-allowed' } });
    expect(await first(reader.library.journal.view(DOSSIER, 2026))).toMatchObject({ mayWrite: false, mayValidate: false });
    const { draft } = await save(writer, 'Caisse');
    expect(await writer.library.journal.validate({ dossier: DOSSIER, year: 2026, draft: draft, wanted: true })).toEqual({
      ok: false,
      refusal: { tag: 'not-allowed' },
    });
    expect(await first(writer.library.journal.view(DOSSIER, 2026))).toMatchObject({ mayWrite: true, mayValidate: false });
  });
});

describe('R153 a validation asked for offline', () => {
  it('R153 waits on the device and counts as waiting; a later version takes it back', async () => {
    const nadia = await staffDevice(9);
    const { draft, revision } = await save(nadia, 'Farine');
    expect(await nadia.library.journal.validate({ dossier: DOSSIER, year: 2026, draft: draft, wanted: true })).toEqual({
      ok: true,
      value: undefined,
    });
    expect((await view(nadia))[0]?.state).toBe('asked');
    expect(await validationsIn(nadia.store)).toMatchObject([{ asked: { draft, of: [revision], entry: { label: 'Farine' } } }]);
    await save(nadia, 'Farine T80', draft, [revision]);
    expect(await validationsIn(nadia.store)).toEqual([]);
    expect((await view(nadia))[0]?.state).toBe('draft');
  });

  it('R153 is not asked for while versions have to be chosen from, nor for what was withdrawn', async () => {
    const nadia = await staffDevice(9);
    const { draft, revision } = await save(nadia, 'Farine');
    await save(nadia, 'Une', draft, [revision]);
    await save(nadia, 'Autre', draft, [revision]);
    expect(await nadia.library.journal.validate({ dossier: DOSSIER, year: 2026, draft: draft, wanted: true })).toEqual({
      ok: false,
      refusal: { tag: 'too-late' },
    });
    const gone = await save(nadia, 'Erreur', null, [], true);
    expect(await nadia.library.journal.validate({ dossier: DOSSIER, year: 2026, draft: gone.draft, wanted: true })).toEqual({
      ok: false,
      refusal: { tag: 'too-late' },
    });
  });

  it('R155 once validated the draft is neither changed nor withdrawn; what was written apart is shown beside', async () => {
    const nadia = await staffDevice(9);
    const { draft, revision } = await save(nadia, 'Farine');
    await save(nadia, 'Écrite à part', draft, [revision]);
    const entry = { ...ENTRY, label: 'Farine' };
    const record = { v: 1 as const, number: 12, at: 5, by: STAFF, of: [revision], entry, hash: 'h', previous: '' };
    const room = roomName({ kind: 'entries', dossier: DOSSIER, year: 2026 });
    await nadia.store.commit({ put: { entries: [{ key: `${room}#${draft}`, room, dossier: DOSSIER, year: 2026, draft, record }] } });
    expect(await view(nadia)).toMatchObject([
      { state: 'validated', validated: { number: 12 }, entry: { label: 'Farine' }, leftOut: [{ entry: { label: 'Écrite à part' } }] },
    ]);
    const again = await nadia.library.journal.save({ dossier: DOSSIER, year: 2026, draft, entry: ENTRY, replaces: [] });
    expect(again).toEqual({ ok: false, refusal: { tag: 'too-late' } });
  });
});

describe('R155 the days of an exercise', () => {
  it('R155 are the calendar year until the server says others, which every device then asks of a date', async () => {
    const nadia = await staffDevice(9);
    const shown = async () => (await first(nadia.library.journal.view(DOSSIER, 2026))).exercise;
    expect(await shown()).toEqual({ year: 2026, from: '2026-01-01', to: '2026-12-31' });
    const desk = await nadia.desk();
    const room = roomName({ kind: 'entries', dossier: DOSSIER, year: 2026 });
    const days = { v: 1, from: '2025-07-01', to: '2026-06-30' };
    await desk.book.write({ user: STAFF, device: desk.enrolment.device }, [
      { room, what: 'other', document: null, mutate: (map) => void map.set(`exercise/${DOSSIER}`, days) },
    ]);
    expect(await shown()).toEqual({ year: 2026, from: '2025-07-01', to: '2026-06-30' });
    expect((await first(nadia.library.journal.view(DOSSIER, 2026))).entries).toEqual([]);
  });
});

describe('R7 a journal room', () => {
  it('R7 of which a record cannot be read shows the others, and keeps that one', async () => {
    const nadia = await staffDevice(9);
    await save(nadia, 'Farine');
    const desk = await nadia.desk();
    const room = roomName({ kind: 'journal', dossier: DOSSIER, year: 2026, side: 'firm' });
    const draft = '01980000-0000-7000-8000-0000000000aa';
    await desk.book.write({ user: STAFF, device: desk.enrolment.device }, [
      { room, what: 'other', document: null, mutate: (map) => void map.set(`${draft}/rev~x`, { v: 1, entry: { lines: 'no' } }) },
      { room, what: 'other', document: null, mutate: (map) => void map.set(draft, { v: 1 }) },
    ]);
    expect(await view(nadia)).toHaveLength(1);
    expect((await nadia.store.list('unreadable')).map(({ key }) => key)).toEqual([`${room}#${draft}/rev~x`, `${room}#${draft}`].toSorted());
  });
});
