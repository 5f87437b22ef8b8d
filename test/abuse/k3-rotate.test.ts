/**
 * K3: the firm replaces its keys. Each successor is signed by its predecessor, so devices follow by themselves and what was
 * signed before stays good for ever; whatever is not vouched for stops sync and loses nothing.
 */
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { readPosition } from '@navette/device/position';
import { isVouched, keyListText, type KeyAct, type KeyList } from '@navette/protocol/keys';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { Receipt } from '@navette/rooms/records';
import { newKey, temporarySigner } from '../../sync-server/src/adapters/ed25519-signer.ts';
import type { HealedRestore } from '../../sync-server/src/cli/healed.ts';
import { isSaid } from '../../sync-server/src/keys/key-book.ts';
import { introduce, openKeys, openRing, readKeys, writeKey } from '../../sync-server/src/keys/key-folder.ts';
import { beginAnewSteps, replaceSteps, type KeySteps } from '../../sync-server/src/keys/replace-keys.ts';
import { navette, navetteJson } from '../support/command-line.ts';
import { CLAIRE, deposit, NADIA } from '../support/server-device.ts';
import {
  deposited,
  documentOf,
  FirmWithKeys,
  keyAct,
  keysOf,
  present,
  problemOf,
  serverDevice,
  signInAgain,
} from '../support/firm-with-keys.ts';

const firm = new FirmWithKeys();
const { folders } = firm;
afterEach(() => firm.stopAll());
afterAll(() => folders.remove());

const pems = (data: string) => readdirSync(path.join(data, 'keys')).filter((name) => name.endsWith('.pem'));
/** The demonstration registers a company: it has a key for licences too. */
const PURPOSES = ['licence', 'log', 'receipts'] as const;
const changeIn = (data: string, at = 1) => ({ folder: path.join(data, 'keys'), at, place: null });

describe('K3 a key that is replaced', () => {
  test('while the server runs: devices follow by its predecessor’s word, and every receipt is good, the old and the new', async () => {
    const data = folders.free();
    const server = await firm.serve(data);
    const claire = await serverDevice(server.origin, CLAIRE);
    const before = await deposited(claire, 'avant');
    const old = await keysOf(data);
    const out = await keyAct(data, '--rotate');
    expect(out).toContain('Faites une sauvegarde maintenant');
    const fresh = await keysOf(data);
    expect(fresh.publicKey).not.toBe(old.publicKey);
    // Each purpose has its own key, and the private halves that no longer sign are gone.
    expect(present(fresh, 'log')).not.toBe(present(fresh, 'receipts'));
    expect(pems(data).toSorted()).toEqual(PURPOSES.map((one) => `${one}-${present(fresh, one)}.pem`));
    const after = await deposited(claire, 'après');
    expect(await problemOf(claire)).toBeNull();
    for (const id of [before, after]) expect(await documentOf(claire, id)).toMatchObject({ state: 'received' });
    const receipts = await (await claire.store()).list('receipts');
    expect(receipts.map(({ keyId, valid }) => [keyId, valid]).toSorted()).toEqual(
      [
        [present(old, 'receipts'), true],
        [present(fresh, 'receipts'), true],
      ].toSorted(),
    );
    // Who comes for the first time pins the new key, and believes the old receipts on its word.
    const late = await serverDevice(server.origin, NADIA);
    for (const id of [before, after]) expect(await documentOf(late, id)).toMatchObject({ state: 'received' });
    await firm.stop(server);
    expect((await navette('verify', ['--data', data])).code).toBe(0);
  }, 60_000);

  test('twice while a device was away, and once more behind its back: it follows them all', async () => {
    const data = folders.free();
    const server = await firm.serve(data);
    const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
    await keyAct(data, '--rotate');
    const id = await deposited(nadia, 'entre les deux');
    await keyAct(data, '--rotate');
    await claire.sync.syncNow();
    expect(await problemOf(claire)).toBeNull();
    expect(await documentOf(claire, id)).toMatchObject({ state: 'received' });
    claire.cut('before');
    await keyAct(data, '--rotate');
    claire.cut('none');
    await deposited(claire, 'et après');
    expect(await problemOf(claire)).toBeNull();
  }, 60_000);

  test('a device that signs in again after a rotation needs to compare nothing: the old key leads to the new one', async () => {
    const data = folders.free();
    const server = await firm.serve(data);
    const claire = await serverDevice(server.origin, CLAIRE);
    await claire.session.signOut('keep');
    await keyAct(data, '--rotate');
    const seen = await claire.session.lookUp(server.origin);
    expect(seen.ok && seen.value).toMatchObject({ keyId: (await keysOf(data)).keyId });
    expect(seen.ok && seen.value.keyBefore).toBeUndefined();
    expect(await signInAgain(claire, server, CLAIRE)).toMatchObject({ ok: true });
    await deposited(claire, 'un');
    expect(await problemOf(claire)).toBeNull();
  }, 60_000);

  test('D2 D3 somebody who has left meanwhile hears of the new key with the order it signed, hands in and erases', async () => {
    const data = folders.free();
    const server = await firm.serve(data);
    const claire = await serverDevice(server.origin, CLAIRE);
    await deposited(claire, 'au dossier');
    await deposit(claire, 'pas encore parti');
    await keyAct(data, '--rotate');
    await server.remove(server.users.claire);
    await claire.sync.syncNow();
    expect(await claire.library.desk()).toBeNull();
    const nadia = await serverDevice(server.origin, NADIA);
    const tray = await nadia.firmTray();
    expect(tray.ok && tray.value.items.map(({ what }) => what)).toEqual(['deposit']);
  }, 60_000);

  test('R101 entries served before it are healed after a restore, when the restore is given the newer keys', async () => {
    const [data, to, target] = [folders.free(), folders.free(), folders.free()];
    const old = await firm.serve(data);
    const [claire, nadia] = [await serverDevice(old.origin, CLAIRE), await serverDevice(old.origin, NADIA)];
    expect((await navette('backup', ['--data', data, '--to', to])).code).toBe(0);
    const id = await deposited(claire, 'perdu');
    await nadia.sync.syncNow();
    await keyAct(data, '--rotate');
    await nadia.sync.syncNow();
    await firm.stop(old);
    // A folder of another firm is not taken for newer keys.
    const other = folders.free();
    await firm.stop(await firm.serve(other));
    expect((await navette('restore', ['--from', to, '--data', target, '--keys', other])).err).toContain('ne continuent pas');
    expect(await navette('restore', ['--from', to, '--data', target, '--keys', data])).toMatchObject({ code: 0 });
    const server = await firm.serve(target, old.port);
    expect(await signInAgain(nadia, server, NADIA)).toMatchObject({ ok: true });
    await nadia.sync.syncNow();
    expect(await problemOf(nadia)).toBeNull();
    const { json } = await navetteJson<{ restores: HealedRestore[] }>('healed', ['--data', target]);
    expect(json.restores[0]).toMatchObject({ saidAgain: 0 });
    expect(json.restores[0]?.entries).toBeGreaterThan(0);
    const late = await serverDevice(server.origin, CLAIRE);
    expect(await documentOf(late, id)).not.toBeNull();
    await firm.stop(server);
    expect((await navette('verify', ['--data', target])).code).toBe(0);
  }, 60_000);

  test('without the newer keys a restored server shows the old one: no device that knows better takes it, and nothing is lost', async () => {
    const [data, to, target] = [folders.free(), folders.free(), folders.free()];
    const old = await firm.serve(data);
    const claire = await serverDevice(old.origin, CLAIRE);
    expect((await navette('backup', ['--data', data, '--to', to])).code).toBe(0);
    await keyAct(data, '--rotate');
    await claire.sync.syncNow();
    const id = await deposited(claire, 'attend');
    await firm.stop(old);
    expect(await navette('restore', ['--from', to, '--data', target])).toMatchObject({ code: 0 });
    const server = await firm.serve(target, old.port);
    const waiting = await deposited(claire, 'attend encore');
    // The key it knew at its last sign-in; but not the last one it knows.
    expect(await signInAgain(claire, server, CLAIRE)).toMatchObject({ ok: true });
    await claire.sync.syncNow();
    expect(await problemOf(claire)).toBe('other-server');
    for (const one of [id, waiting]) expect(await documentOf(claire, one)).not.toBeNull();
    expect((await server.roomLog.rooms()).filter((room) => room.includes('/deposits/'))).toEqual([]);
  }, 60_000);

  test.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'killed after %s of its steps, the same command goes on: one replacement, never a folder that does not open',
    async (done) => {
      const data = folders.free();
      await firm.stop(await firm.serve(data));
      const before = await keysOf(data);
      const steps = replaceSteps({ ...changeIn(data, Date.now()), firm: before.firm }) as KeySteps;
      expect(steps).toHaveLength(7);
      for (const step of steps.slice(0, done)) step();
      // As a killed program leaves it: every reader and signer finds one whole truth.
      const ring = openRing(path.join(data, 'keys'));
      for (const purpose of PURPOSES) expect(ring.signer(purpose).sign('x')).toHaveLength(64);
      await keyAct(data, '--rotate');
      const after = await keysOf(data);
      // Begun again, or ended: after the last step there is nothing to end, and a second replacement was asked for.
      expect(after.acts.length - before.acts.length).toBe(done === 7 ? 6 : 3);
      expect(after.acts.slice(0, before.acts.length)).toEqual(before.acts);
      expect(pems(data)).toHaveLength(3);
      const server = await firm.serve(data);
      const claire = await serverDevice(server.origin, CLAIRE);
      await deposited(claire, 'un');
      expect(await problemOf(claire)).toBeNull();
      await firm.stop(server);
      expect((await navette('verify', ['--data', data])).code).toBe(0);
    },
    60_000,
  );

  test('a file half written by a kill is not the list, nor a key', async () => {
    const data = folders.free();
    await firm.stop(await firm.serve(data));
    for (const name of ['list.json.new', 'entry-proofs.json.new', 'log-0000000000000000.pem.new'])
      writeFileSync(path.join(data, 'keys', name), '{"format":1,"ac');
    await keyAct(data, '--rotate');
    const to = folders.free();
    expect((await navette('backup', ['--data', data, '--to', to])).code).toBe(0);
    expect(readdirSync(path.join(to, 'keys')).filter((name) => name.endsWith('.new'))).toEqual([]);
    // A backup’s own keys stay as they were backed up.
    expect((await navette('key', ['--data', to, '--rotate'])).err).toContain('est déjà une sauvegarde');
  });
});

describe('K3 N1 what nobody vouches for', () => {
  test('keys of another firm in the place of ours stop sync before a byte has left, and sync goes on when ours are back', async () => {
    const data = folders.free();
    let server = await firm.serve(data);
    const claire = await serverDevice(server.origin, CLAIRE);
    await firm.stop(server);
    const other = folders.free();
    await firm.stop(await firm.serve(other));
    const aside = path.join(folders.free());
    renameSync(path.join(data, 'keys'), aside);
    cpSync(path.join(other, 'keys'), path.join(data, 'keys'), { recursive: true });
    // The session's secret is the firm's own.
    cpSync(path.join(aside, 'session.secret'), path.join(data, 'keys', 'session.secret'));
    server = await firm.serve(data, server.port);
    const heads = (await server.roomLog.head()).cursor;
    const id = await deposited(claire, 'un');
    expect(await problemOf(claire)).toBe('other-server');
    expect(await documentOf(claire, id)).toMatchObject({ state: 'local' });
    expect((await server.roomLog.head()).cursor).toBe(heads);
    await firm.stop(server);
    rmSync(path.join(data, 'keys'), { recursive: true });
    renameSync(aside, path.join(data, 'keys'));
    await firm.serve(data, server.port);
    await claire.sync.syncNow();
    expect(await documentOf(claire, id)).toMatchObject({ state: 'received' });
  }, 60_000);

  test.each<[string, (list: KeyList) => KeyList]>([
    ['that lacks the newest key', ({ firm: id, acts }) => ({ firm: id, acts: acts.slice(0, -1) })],
    ['whose newest key was put in by nobody', (list) => forged(list, temporarySigner())],
    ['of another firm', ({ acts }) => ({ firm: '01980000-0000-7000-8000-00000000f001', acts })],
    [
      'with one date changed',
      ({ firm: id, acts }) => ({ firm: id, acts: acts.map((act, i) => (i === 0 && act.act === 'key' ? { ...act, from: 7 } : act)) }),
    ],
    ['with its acts in another order', ({ firm: id, acts }) => ({ firm: id, acts: acts.toReversed() })],
    ['that is empty', ({ firm: id }) => ({ firm: id, acts: [] })],
  ])(
    'a list %s is not believed, and what was known stays',
    async (_what, change) => {
      const data = folders.free();
      const server = await firm.serve(data);
      const claire = await serverDevice(server.origin, CLAIRE);
      const held = async () => (await readPosition({ store: await claire.store() })).keys;
      const before = await held();
      expect(before).toEqual((await keysOf(data)).acts);
      await keyAct(data, '--rotate');
      claire.meddle('/api/v1/keys', (body) => change(body as unknown as KeyList));
      await claire.sync.syncNow();
      expect(await problemOf(claire)).toBe('other-server');
      expect(await held()).toEqual(before);
      claire.meddle('/api/v1/keys', null);
      await claire.sync.syncNow();
      expect(await problemOf(claire)).toBeNull();
      expect(await held()).toEqual((await keysOf(data)).acts);
    },
    60_000,
  );

  test('a successor that a stranger signed, or that does not own its own key, is no successor; nor is one of another purpose', async () => {
    const [first, second, stranger] = [temporarySigner(), temporarySigner(), temporarySigner()];
    const check = (publicKey: string, text: string, signature: string) => Promise.resolve(isSaid(publicKey, text, signature));
    const key = (purpose: 'log' | 'receipts', signer = second) => ({ purpose, key: signer, from: 1, place: null });
    const root = introduce('f', [], first, key('log', first));
    const pin = bytesToBase64Url(first.publicKey);
    const vouched = (acts: readonly KeyAct[], by = pin) => isVouched({ firm: 'f', acts: [...acts] }, by, check);
    expect(await vouched(introduce('f', root, first, key('log')))).toBe(true);
    expect(await vouched(introduce('f', root, first, key('log')), bytesToBase64Url(second.publicKey))).toBe(true);
    expect(await vouched(introduce('f', root, stranger, key('log')))).toBe(false);
    const stolen = introduce('f', root, first, { ...key('log', second) });
    const last = stolen.at(-1) as Extract<KeyAct, { act: 'key' }>;
    const own = bytesToBase64Url(stranger.sign(keyListText('f', stolen)));
    expect(await vouched([...root, { ...last, own }])).toBe(false);
    // The receipts’ key vouches for nothing.
    const withReceipts = introduce('f', root, first, key('receipts'));
    expect(await vouched(introduce('f', withReceipts, second, key('log', stranger)))).toBe(false);
    // Begun anew beyond the pinned key: only the new key itself says so.
    const anew = introduce('f', root, second, key('log', second));
    expect(await vouched(anew)).toBe(false);
    expect(await vouched(anew, bytesToBase64Url(second.publicKey))).toBe(true);
  });

  test('a fingerprint shown beside another key than its own is not believed', async () => {
    const data = folders.free();
    const server = await firm.serve(data);
    const claire = await serverDevice(server.origin, CLAIRE);
    claire.meddle('/api/v1/about', (body) => ({ ...body, publicKey: bytesToBase64Url(temporarySigner().publicKey) }));
    expect(await claire.session.lookUp(server.origin)).toMatchObject({ ok: false, refusal: { tag: 'not-navette' } });
  });
});

describe('K3 a key that is lost', () => {
  test('is never made anew in silence: the server refuses to start, and a person compares the fingerprint before they sign in', async () => {
    const data = folders.free();
    let server = await firm.serve(data);
    const claire = await serverDevice(server.origin, CLAIRE);
    const before = await deposited(claire, 'avant');
    await firm.stop(server);
    const old = await keysOf(data);
    expect((await navette('key', ['--data', data, '--lost'])).err).toContain('navette key --rotate');
    rmSync(path.join(data, 'keys', `log-${old.keyId}.pem`));
    await expect(firm.serve(data)).rejects.toThrow('key-lost');
    expect((await navette('key', ['--data', data, '--rotate'])).err).toContain('navette key --lost');
    const said = await keyAct(data, '--lost');
    const fresh = await keysOf(data);
    expect(said).toContain(fresh.keyId);

    server = await firm.serve(data, server.port);
    const waiting = await deposited(claire, 'attend');
    expect(await problemOf(claire)).toBe('other-server');
    // No password leaves before the person has compared.
    const asked: string[] = [];
    claire.watch((_method, at) => asked.push(at));
    expect(await claire.session.lookUp(server.origin)).toMatchObject({ ok: true, value: { keyId: fresh.keyId, keyBefore: old.keyId } });
    expect(await signInAgain(claire, server, CLAIRE)).toEqual({ ok: false, refusal: { tag: 'key-changed' } });
    expect(asked.filter((at) => at.includes('sign-in'))).toEqual([]);
    expect(await claire.session.trustKey(server.origin, old.keyId)).toEqual({ ok: false, refusal: { tag: 'key-changed' } });
    expect(await claire.session.trustKey(server.origin, fresh.keyId)).toEqual({ ok: true, value: undefined });
    expect(await signInAgain(claire, server, CLAIRE)).toMatchObject({ ok: true });
    await claire.sync.syncNow();
    expect(await problemOf(claire)).toBeNull();
    for (const id of [before, waiting]) expect(await documentOf(claire, id)).toMatchObject({ state: 'received' });
    await firm.stop(server);
    expect((await navette('verify', ['--data', data])).code).toBe(0);
  }, 60_000);

  test.each([0, 1, 2, 3, 4, 5, 6])(
    'killed after %s steps of beginning anew, the same command goes on',
    async (done) => {
      const data = folders.free();
      await firm.stop(await firm.serve(data));
      const before = await keysOf(data);
      rmSync(path.join(data, 'keys', `log-${before.keyId}.pem`));
      const steps = beginAnewSteps({ ...changeIn(data, Date.now()), firm: before.firm }) as KeySteps;
      for (const step of steps.slice(0, done)) step();
      const { code, err } = await navette('key', ['--data', data, '--lost']);
      // Once it happened there is nothing lost any more.
      expect(err.includes('navette key --rotate')).toBe(done === 6);
      expect(code).toBe(done === 6 ? 2 : 0);
      await firm.stop(await firm.serve(data));
      expect((await navette('verify', ['--data', data])).code).toBe(0);
    },
    60_000,
  );
});

describe('K3 the folder of keys', () => {
  test('of a firm from before the list: its one key becomes the log’s, and what it signed stays good', async () => {
    const keys = folders.free();
    const data = folders.free();
    await firm.stop(await firm.serve(data));
    cpSync(path.join(data, 'keys'), keys, { recursive: true });
    for (const name of readdirSync(keys)) if (name !== 'session.secret') rmSync(path.join(keys, name));
    const { signer, pem } = newKey();
    writeFileSync(path.join(keys, 'signing.pem'), pem, { mode: 0o600 });
    // As commands read it, and as the next start lists it.
    expect(openRing(keys).signer('receipts').keyId).toBe(signer.keyId);
    const clock = { now: () => 1000 };
    const options = { folder: keys, lock: folders.free(), firm: 'f', clock, place: { epoch: 'e', cursor: 5 }, mayMake: false };
    const ring = openKeys(options).now();
    expect(ring.signer('log').keyId).toBe(signer.keyId);
    expect(ring.signer('receipts').keyId).not.toBe(signer.keyId);
    expect(ring.acts.map((act) => act.act === 'key' && [act.purpose, act.keyId, act.from])).toEqual([
      ['log', signer.keyId, 0],
      ['receipts', signer.keyId, 0],
      ['receipts', ring.signer('receipts').keyId, 1000],
    ]);
    // Entries that the one key proved are proved still.
    expect(readKeys(keys).secrets).toHaveLength(1);
  });

  test('of a firm that was served before is never filled anew; one of a first start that was cut short is', async () => {
    const clock = { now: () => 1 };
    const options = { folder: folders.free(), lock: folders.free(), firm: 'f', clock, place: null };
    expect(() => openKeys({ ...options, mayMake: false })).toThrow('no list of keys');
    const { signer, pem } = newKey();
    const folder = folders.free();
    mkdirSync(folder);
    writeKey(folder, 'log', signer, pem);
    const ring = openKeys({ ...options, folder, mayMake: true }).now();
    expect(ring.signer('log').keyId).not.toBe(signer.keyId);
    expect(readdirSync(folder)).toHaveLength(4);
  });

  test('has a key of its own for licences from the first time one is asked for, listed like the others, and replaced with them', async () => {
    const data = folders.free();
    // A firm that registers nobody.
    const plain = new FirmWithKeys({ demo: false });
    await plain.stop(await plain.serve(data));
    const before = await keysOf(data);
    const clock = { now: () => Date.now() };
    const options = { folder: path.join(data, 'keys'), lock: folders.free(), firm: before.firm, clock, place: null, mayMake: false };
    const keys = openKeys(options);
    expect(() => keys.now().signer('licence')).toThrow('licence');
    const licence = keys.ensure('licence');
    expect(keys.ensure('licence').keyId).toBe(licence.keyId);
    expect(present(await keysOf(data), 'licence')).toBe(licence.keyId);
    await keyAct(data, '--rotate');
    expect(keys.now().signer('licence').keyId).toBe(present(await keysOf(data), 'licence'));
    expect(keys.now().signer('licence').keyId).not.toBe(licence.keyId);
  });
});

describe('K3 a receipt that was handed to somebody, with the published list', () => {
  test('is checked offline: by which key, good from when to when; a list of another firm, or one the pinned key does not know, is refused', async () => {
    const data = folders.free();
    const server = await firm.serve(data);
    const claire = await serverDevice(server.origin, CLAIRE);
    const id = await deposited(claire, 'un');
    const hash = (await documentOf(claire, id))?.hash ?? '';
    const before = await keysOf(data);
    await keyAct(data, '--rotate');
    const after = await keysOf(data);
    const published = (await (await fetch(`${server.origin}/api/v1/keys`)).json()) as KeyList;
    expect(published).toEqual({ firm: after.firm, acts: after.acts });
    await firm.stop(server);
    const receipt = (await navetteJson<Receipt>('receipt', ['--data', data, '--hash', hash])).json;
    const list = folders.free();
    writeFileSync(list, JSON.stringify(published));
    const check = (...args: string[]) => navette('verify-receipt', ['-', ...args], { stdin: JSON.stringify(receipt) });
    const { code, out } = await check('--keys', list);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('Accusé de réception authentique') as string });
    expect(out).toMatch(new RegExp(`Clé ${present(before, 'receipts')}\u202f: accusés de réception, du .*, jusqu’au `));
    // Either of the log’s keys may be the one that somebody wrote down.
    for (const { publicKey } of [before, after]) expect((await check('--keys', list, '--key', publicKey)).code).toBe(0);
    expect((await check('--keys', list, '--key', bytesToBase64Url(temporarySigner().publicKey))).out).toContain('n’en répond pas');
    writeFileSync(list, JSON.stringify({ ...published, firm: '01980000-0000-7000-8000-00000000f001' }));
    expect((await check('--keys', list)).code).toBe(1);
    writeFileSync(list, JSON.stringify({ ...published, acts: forged(published, temporarySigner()).acts }));
    // Of its own it holds together; nobody who knows the firm’s key takes it.
    expect((await check('--keys', list, '--key', before.publicKey)).code).toBe(1);
    for (const text of ['', '{}', '{"firm":"x","acts":[]}']) {
      writeFileSync(list, text);
      expect((await check('--keys', list)).err).toContain('n’est pas une liste de clés');
    }
    expect((await check()).err).toContain('--keys');
  }, 60_000);
});

/** The newest log key is somebody else's; its statement is signed by that key alone. */
function forged({ firm: id, acts }: KeyList, thief: ReturnType<typeof temporarySigner>): KeyList {
  const before = acts.slice(0, -2);
  return { firm: id, acts: introduce(id, before, thief, { purpose: 'log', key: thief, from: 1, place: null }) };
}
