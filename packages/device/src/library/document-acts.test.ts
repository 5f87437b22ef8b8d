import { describe, expect, test } from 'vitest';
import type { DossierId, UserId } from '@navette/kernel/ids';
import { CLIENT, DOSSIER, exchange, first, STAFF, testDevice } from '../testing/test-device.ts';

const OTHER = '01980000-0000-7000-8000-00000000d002' as DossierId;
const staff = () => testDevice({ user: STAFF, device: 9, right: { side: 'staff' } });
const facts = { v: 1, by: 'structure', issuer: 'Scierie du Vuache', number: 'F-2026-1187', total: 55_48_56, currency: 'EUR' } as const;

async function given(device: Awaited<ReturnType<typeof testDevice>>, more: object = {}) {
  const made = await device.library.captureAndDeposit(
    new Blob([`%PDF- ${Math.random()}`]),
    { name: 'facture.pdf', way: 'drop' },
    { dossier: DOSSIER, kind: 'purchase-invoices', ...more },
  );
  if (!made.ok) throw new Error(made.refusal.tag);
  return made.value;
}

describe('what is said of a document', () => {
  test('what was read in it travels with it; what a person puts right speaks before, the firm’s word before the client’s', async () => {
    const [claire, nadia] = [await testDevice(), await staff()];
    const { id } = await given(claire, { facts });
    await exchange(claire, nadia);
    expect((await first(nadia.library.document(id)))?.facts).toEqual(facts);
    expect(await claire.library.setFacts(id, { ...facts, by: 'person', total: 1 })).toMatchObject({ ok: true });
    await exchange(claire, nadia);
    expect((await first(nadia.library.document(id)))?.facts?.total).toBe(1);
    expect(await nadia.library.setFacts(id, { ...facts, by: 'person', total: 2 })).toMatchObject({ ok: true });
    await exchange(claire, nadia);
    expect((await first(claire.library.document(id)))?.facts?.total).toBe(2);
  });

  test('G19 it is shown turned and its bytes stay; the later of two sides speaks', async () => {
    const [claire, nadia] = [await testDevice(), await staff()];
    const { id, hash } = await given(claire);
    await claire.library.turn(id, 1);
    await exchange(claire, nadia);
    nadia.platform.advance(10_000);
    await nadia.library.turn(id, 3);
    await exchange(claire, nadia);
    for (const device of [claire, nadia]) expect(await first(device.library.document(id))).toMatchObject({ turn: 3, hash });
  });

  test('booked on a day is a fact beside its state, taken back by null; a client cannot say it', async () => {
    const [claire, nadia] = [await testDevice(), await staff()];
    const { id } = await given(claire);
    await exchange(claire, nadia);
    await nadia.library.accept(id);
    await nadia.library.book(id, { on: '2026-11-20', entry: 'AC-118' });
    await exchange(claire, nadia);
    expect(await first(claire.library.document(id))).toMatchObject({
      state: 'accepted',
      booked: { on: '2026-11-20', entry: 'AC-118', by: STAFF },
    });
    expect(await claire.library.book(id, null)).toEqual({ ok: false, refusal: { tag: 'not-allowed' } });
    await nadia.library.book(id, null);
    expect(await first(nadia.library.document(id))).toMatchObject({ booked: null });
  });

  test('in the bin and out of it; under a rule and a hold (G16)', async () => {
    const [claire, nadia] = [await testDevice(), await staff()];
    const { id } = await given(claire);
    await exchange(claire, nadia);
    await nadia.library.bin(id, true);
    await nadia.library.retain(id, { rule: 'accounting', hold: 'Contrôle fiscal en cours' });
    await exchange(claire, nadia);
    const seen = await first(claire.library.document(id));
    expect(seen?.binnedAt).not.toBeNull();
    expect(seen?.retained).toEqual({ rule: 'accounting', hold: 'Contrôle fiscal en cours' });
    await nadia.library.bin(id, false);
    expect((await first(nadia.library.document(id)))?.binnedAt).toBeNull();
  });

  test('moved to another box it is a new document there that names its source, and the old one says where it went', async () => {
    const nadia = await staff();
    const { id } = await given(nadia);
    const moved = await nadia.library.move(id, { dossier: DOSSIER, kind: 'payroll', box: 'pay' });
    if (!moved.ok) throw new Error(moved.refusal.tag);
    expect(moved.value).toMatchObject({ box: 'pay', kind: 'payroll', from: { how: 'moved', of: [id] }, state: 'local' });
    expect((await first(nadia.library.document(id)))?.moved).toEqual({ dossier: DOSSIER, document: moved.value.id });
    expect((await nadia.store.list('uploads')).map(({ document, box }) => [document, box])).toContainEqual([moved.value.id, 'pay']);
    expect(await nadia.library.move(id, { dossier: DOSSIER, kind: 'cash', box: 'common' })).toMatchObject({ refusal: { tag: 'too-late' } });
    expect(await nadia.library.move(moved.value.id, { dossier: OTHER, kind: 'cash', box: 'common' })).toMatchObject({
      refusal: { tag: 'not-allowed' },
    });
  });
});

describe('a request', () => {
  const asked = {
    dossier: DOSSIER,
    box: 'common',
    title: 'Relevé d’octobre',
    kind: 'bank',
    due: '2026-11-24',
    every: 7,
    list: 'Bilan 2026',
  } as const;

  test('is asked by the firm, answered by a document, and closes when that is accepted', async () => {
    const [claire, nadia] = [await testDevice(), await staff()];
    const request = await nadia.library.ask(asked);
    if (!request.ok) throw new Error(request.refusal.tag);
    await exchange(claire, nadia);
    const { id } = await given(claire, { kind: 'bank', answers: request.value });
    await exchange(claire, nadia);
    const seen = async (device: typeof claire) => (await first(device.library.requests(DOSSIER)))[0];
    expect(await seen(nadia)).toMatchObject({ ...asked, state: 'answered', by: STAFF, answeredBy: [id] });
    await nadia.library.refuse(id, 'Illisible');
    await exchange(claire, nadia);
    expect(await seen(claire)).toMatchObject({ state: 'open' });
    const { id: again } = await given(claire, { kind: 'bank', answers: request.value });
    await exchange(claire, nadia);
    await nadia.library.accept(again);
    await exchange(claire, nadia);
    expect(await seen(claire)).toMatchObject({ state: 'closed' });
  });

  test('« Je n’ai pas ce document » says so with its reason, and is taken back; the firm closes it, and asks again', async () => {
    const [claire, nadia] = [await testDevice(), await staff()];
    const request = await nadia.library.ask(asked);
    if (!request.ok) throw new Error(request.refusal.tag);
    await exchange(claire, nadia);
    await claire.library.answerNone(request.value, { why: ' Compte clos en mai ' });
    await exchange(claire, nadia);
    const seen = async (device: typeof claire) => (await first(device.library.requests(null)))[0];
    expect(await seen(nadia)).toMatchObject({ state: 'none', none: { by: CLIENT as UserId, why: 'Compte clos en mai' } });
    await nadia.library.closeRequest(request.value, { with: null });
    await exchange(claire, nadia);
    expect(await seen(claire)).toMatchObject({ state: 'closed', closed: { by: STAFF, with: null } });
    await nadia.library.closeRequest(request.value, false);
    await claire.library.answerNone(request.value, null);
    await exchange(claire, nadia);
    expect(await seen(nadia)).toMatchObject({ state: 'open', none: null, closed: null });
  });

  test('a client cannot ask the firm, nor close what it asked', async () => {
    const [claire, nadia] = [await testDevice(), await staff()];
    expect(await claire.library.ask(asked)).toEqual({ ok: false, refusal: { tag: 'not-allowed' } });
    const request = await nadia.library.ask(asked);
    await exchange(claire, nadia);
    expect(await claire.library.closeRequest(request.ok ? request.value : '', { with: null })).toMatchObject({
      refusal: { tag: 'not-allowed' },
    });
  });
});
