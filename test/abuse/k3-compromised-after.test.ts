/**
 * K3: a signing key was stolen. What it signed from then on, or cannot be shown to have signed before, proves nothing; the firm
 * gives it again under its new key, for what its own log and files bear out, and both stand in the log.
 */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { safeBlobs } from '@navette/device/safe-blobs';
import { receiptText } from '@navette/domain/receipt';
import type { BlobHash } from '@navette/kernel/ids';
import type { RestoreAct } from '@navette/protocol/healing';
import type { Receipt } from '@navette/rooms/records';
import { roomName } from '@navette/rooms/room-names';
import { memoryBus } from '../../sync-server/src/adapters/memory-bus.ts';
import type { Finding } from '../../sync-server/src/cli/findings.ts';
import type { Renewed } from '../../sync-server/src/cli/renew-receipts.ts';
import { blobPath } from '../../sync-server/src/cli/verify-proofs.ts';
import { signed } from '../../sync-server/src/keys/signed.ts';
import { openSqliteRoomLog } from '../../sync-server/src/log/sqlite-room-log.ts';
import { makeServerWriter } from '../../sync-server/src/rooms/server-writer.ts';
import type { Signer } from '../../sync-server/src/ports.ts';
import { countedRandom } from '../support/counted-random.ts';
import { navette, navetteJson } from '../support/command-line.ts';
import { CLAIRE, NADIA } from '../support/server-device.ts';
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
  stolenKey,
} from '../support/firm-with-keys.ts';

/** The server’s time, in the tests’ hand and behind that of the commands: an hour passes between what happens before a theft and after it. */
let ahead = 0;
const clock = { now: () => Date.now() - 12 * 3600_000 + ahead };
const firm = new FirmWithKeys({ clock });
const { folders } = firm;
afterEach(async () => {
  await firm.stopAll();
  ahead = 0;
});
afterAll(() => folders.remove());
const hourPasses = () => void (ahead += 3600_000);
const moment = (at: number) => new Date(at).toISOString();

/** One deposit before the theft, one after it; then the key is replaced and distrusted. */
async function stolen() {
  const data = folders.free();
  const server = await firm.serve(data);
  const claire = await serverDevice(server.origin, CLAIRE);
  const before = await deposited(claire, 'avant le vol');
  hourPasses();
  const at = clock.now();
  const old = await keysOf(data);
  const keyId = present(old, 'receipts');
  const thief = stolenKey(data, keyId);
  hourPasses();
  const after = await deposited(claire, 'après le vol');
  for (const id of [before, after]) expect(await documentOf(claire, id)).toMatchObject({ state: 'received' });
  await keyAct(data, '--rotate');
  return { data, server, claire, before, after, at, keyId, thief, old };
}

async function verify(data: string) {
  return await navetteJson<{ findings: Finding[] }>('verify', ['--data', data]);
}

const hashOf = async (device: Awaited<ReturnType<typeof stolen>>['claire'], id: Awaited<ReturnType<typeof stolen>>['before']) =>
  (await documentOf(device, id))?.hash as BlobHash;

describe('K3 a key that is not to be trusted after a moment', () => {
  test('what it proved since is shown as to be renewed; the server gives it again, once; both stand in the log', async () => {
    const { data, server, claire, before, after, at, keyId } = await stolen();
    const [hash, receivedAt] = [await hashOf(claire, after), (await documentOf(claire, after))?.receivedAt];
    await keyAct(data, '--distrust', keyId, '--after', moment(at));
    await claire.sync.syncNow();
    expect(await problemOf(claire)).toBeNull();
    expect(await documentOf(claire, before)).toMatchObject({ state: 'received' });
    expect(await documentOf(claire, before)).not.toHaveProperty('proofToRenew');
    expect(await documentOf(claire, after)).toMatchObject({ state: 'sent', receivedAt: null, proofToRenew: true });
    // Until it is proved again, its file stays on the device.
    expect((await navette('backup', ['--data', data, '--to', folders.free()])).code).toBe(1);
    expect((await safeBlobs(await claire.store())).map((row) => row.hash)).not.toContain(hash);

    expect((await verify(data)).json.findings).toEqual([expect.objectContaining({ tag: 'bad-receipt', problem: 'distrusted', hash })]);
    const offline = folders.free();
    writeFileSync(offline, JSON.stringify(await keysOf(data)));
    const handed = (await navetteJson<Receipt>('receipt', ['--data', data, '--hash', hash])).json;
    expect(await navette('verify-receipt', ['-', '--keys', offline], { stdin: JSON.stringify(handed) })).toMatchObject({
      code: 1,
      out: expect.stringMatching(/demandez au cabinet l’accusé renouvelé\.\nClé .*non fiable après le /) as string,
    });

    expect((await navette('key', ['--data', data, '--renew'])).err).toContain('Un autre serveur tient déjà le dossier');
    await firm.stop(server);
    const heads = (await navetteJson<{ log: { cursor: number } }>('verify', ['--data', data])).json.log.cursor;
    const renewed = await navetteJson<Renewed>('key', ['--data', data, '--renew']);
    expect(renewed).toEqual({ code: 0, json: { sound: true, renewed: 1, acts: 0, left: [] } });
    expect((await navetteJson<Renewed>('key', ['--data', data, '--renew'])).json.renewed).toBe(0);
    const { code, json } = await navetteJson<{ receipts: number; log: { cursor: number } }>('verify', ['--data', data]);
    expect({ code, receipts: json.receipts, added: json.log.cursor - heads }).toEqual({ code: 0, receipts: 3, added: 1 });
    const again = (await navetteJson<Receipt>('receipt', ['--data', data, '--hash', hash])).json;
    expect(again).toMatchObject({ at: handed.at, uploader: handed.uploader, keyId: present(await keysOf(data), 'receipts') });
    expect(again.renewed).toBeGreaterThan(handed.at);
    expect(await navette('verify-receipt', ['-', '--keys', offline], { stdin: JSON.stringify(again) })).toMatchObject({
      code: 0,
      out: expect.stringContaining('Donné de nouveau le ') as string,
    });

    const back = await firm.serve(data, server.port);
    await claire.sync.syncNow();
    expect(await documentOf(claire, after)).toMatchObject({ state: 'received', receivedAt });
    expect(await documentOf(claire, after)).not.toHaveProperty('proofToRenew');
    const late = await serverDevice(back.origin, NADIA);
    for (const id of [before, after]) expect(await documentOf(late, id)).toMatchObject({ state: 'received' });
    expect((await navette('backup', ['--data', data, '--to', folders.free()])).code).toBe(0);
  }, 60_000);

  test('a receipt that the thief dates back is not believed: it stands in the log after the theft', async () => {
    const { data, server, claire, at, keyId, thief } = await stolen();
    const forgedHash = 'f'.repeat(64) as BlobHash;
    await firm.stop(server);
    await writeReceipt(data, thief, { hash: forgedHash, at: at - 1800_000, cursor: 1 });
    await keyAct(data, '--distrust', keyId, '--after', moment(at));
    await firm.serve(data, server.port);
    await claire.sync.syncNow();
    const row = (await (await claire.store()).list('receipts')).find((one) => one.hash === forgedHash);
    expect(row).toMatchObject({ valid: false, toRenew: true });
    // Nor is it given again: no file and no row of the server’s own bears it out.
    await firm.stopAll();
    const { code, json } = await navetteJson<Renewed>('key', ['--data', data, '--renew']);
    expect(code).toBe(1);
    expect(json.left.map((place) => place.split('/').at(-1))).toEqual([forgedHash]);
  }, 60_000);

  test('a receipt that the thief signs for himself after the key was replaced is nobody’s, whatever is said of the key', async () => {
    const { data, server, claire, thief } = await stolen();
    const forgedHash = 'f'.repeat(64) as BlobHash;
    await firm.stop(server);
    await writeReceipt(data, thief, { hash: forgedHash, at: Date.now() + 3600_000, cursor: 9999 });
    await firm.serve(data, server.port);
    await claire.sync.syncNow();
    expect((await (await claire.store()).list('receipts')).find((one) => one.hash === forgedHash)).toMatchObject({ valid: false });
    expect((await verify(data)).json.findings).toContainEqual(expect.objectContaining({ problem: 'spent-key', hash: forgedHash }));
  }, 60_000);

  test('a file that is damaged or gone is named, and its proof is not given again', async () => {
    const { data, server, claire, after, at, keyId } = await stolen();
    const hash = await hashOf(claire, after);
    await keyAct(data, '--distrust', keyId, '--after', moment(at));
    await firm.stop(server);
    writeFileSync(blobPath(path.join(data, 'blobs'), hash), 'x');
    const { code, out } = await navette('key', ['--data', data, '--renew']);
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining(hash) as string });
    rmSync(blobPath(path.join(data, 'blobs'), hash));
    expect((await navetteJson<Renewed>('key', ['--data', data, '--renew'])).json).toMatchObject({
      renewed: 0,
      left: [expect.stringContaining(hash)],
    });
  }, 60_000);

  test('with --all, what stands in the log from before the theft is given again too: for readers who have no log', async () => {
    const { data, server, claire, before, at, keyId } = await stolen();
    const hash = await hashOf(claire, before);
    await keyAct(data, '--distrust', keyId, '--after', moment(at));
    await firm.stop(server);
    expect((await navetteJson<Renewed>('key', ['--data', data, '--renew', '--all'])).json.renewed).toBe(2);
    const list = folders.free();
    writeFileSync(list, JSON.stringify(await keysOf(data)));
    const receipt = (await navetteJson<Receipt>('receipt', ['--data', data, '--hash', hash])).json;
    expect((await navette('verify-receipt', ['-', '--keys', list], { stdin: JSON.stringify(receipt) })).code).toBe(0);
    expect((await navette('verify', ['--data', data])).code).toBe(0);
  }, 60_000);

  test('once heard it is never unsaid: a list without it is another server’s', async () => {
    const { data, claire, after, at, keyId } = await stolen();
    await keyAct(data, '--distrust', keyId, '--after', moment(at));
    await claire.sync.syncNow();
    expect(await documentOf(claire, after)).toMatchObject({ proofToRenew: true });
    await keyAct(data, '--rotate');
    claire.meddle('/api/v1/keys', (body) => ({
      ...body,
      acts: (body['acts'] as { act: string }[]).filter(({ act }) => act !== 'distrust'),
    }));
    await claire.sync.syncNow();
    expect(await problemOf(claire)).toBe('other-server');
    expect(await documentOf(claire, after)).toMatchObject({ proofToRenew: true });
  }, 60_000);

  test('is refused for a key that signs, for one the firm never had, and for a moment to come; said twice it is said once', async () => {
    const { data, at, keyId } = await stolen();
    const keys = await keysOf(data);
    const refused = async (...args: string[]) => (await navette('key', ['--data', data, ...args])).err;
    expect(await refused('--distrust', keys.keyId, '--after', moment(at))).toContain('Cette clé signe encore');
    expect(await refused('--distrust', '0'.repeat(16), '--after', moment(at))).toContain('n’a jamais eu cette clé');
    expect(await refused('--distrust', keyId, '--after', '2099-01-01')).toContain('donnez le dernier moment');
    expect(await refused('--distrust', keyId)).toContain('donnez le dernier moment');
    expect(await refused('--distrust', 'x', '--after', moment(at))).toContain('donnez l’identifiant de la clé');
    expect(await refused('--distrust', keyId, '--rotate')).toContain('une seule chose à faire');
    expect(await keysOf(data)).toEqual(keys);
    await keyAct(data, '--distrust', keyId, '--after', moment(at));
    await keyAct(data, '--distrust', keyId, '--after', moment(at));
    expect((await keysOf(data)).acts).toHaveLength(keys.acts.length + 1);
    // A stricter word counts, a softer one does not.
    await keyAct(data, '--distrust', keyId, '--after', moment(at + 60_000));
    await keyAct(data, '--distrust', keyId, '--after', moment(at - 60_000));
    const said = (await keysOf(data)).keys.find((key) => key.keyId === keyId);
    expect(said?.distrusted?.after).toBe(at - 60_000);
  }, 60_000);
});

describe('K3 K4 after the theft of the log’s key', () => {
  test('a restore it signed since is signed again, so that a device that comes back from before follows; the first act is kept', async () => {
    const [data, to, target] = [folders.free(), folders.free(), folders.free()];
    const old = await firm.serve(data);
    const [claire, nadia] = [await serverDevice(old.origin, CLAIRE), await serverDevice(old.origin, NADIA)];
    const id = await deposited(claire, 'un');
    await nadia.sync.syncNow();
    expect((await navette('backup', ['--data', data, '--to', to])).code).toBe(0);
    const at = clock.now();
    const { keyId } = await keysOf(data);
    await firm.stop(old);
    expect((await navette('restore', ['--from', to, '--data', target])).code).toBe(0);
    await keyAct(target, '--rotate');
    await keyAct(target, '--distrust', keyId, '--after', moment(at));
    expect((await verify(target)).json.findings.map((one) => one.tag)).toContain('damaged-database');
    expect((await navetteJson<Renewed>('key', ['--data', target, '--renew'])).json).toMatchObject({ acts: 1 });
    expect((await navette('verify', ['--data', target])).code).toBe(0);
    const book = new DatabaseSync(path.join(target, 'healing.sqlite'), { readOnly: true });
    const [first, again] = ['signed_again', 'restored'].map(
      (table) => JSON.parse(String(book.prepare(`SELECT act FROM ${table}`).get()?.['act'])) as RestoreAct,
    );
    book.close();
    expect(first?.keyId).toBe(keyId);
    expect(again).toEqual({ ...first, keyId: (await keysOf(target)).keyId, signature: again?.signature });

    const server = await firm.serve(target, old.port);
    await signInAgain(nadia, server, NADIA);
    await nadia.sync.syncNow();
    expect(await problemOf(nadia)).toBeNull();
    expect(await documentOf(nadia, id)).toMatchObject({ state: 'received' });
  }, 60_000);

  test('proofs of entries from its time are believed no more: a person’s own work comes back from their device all the same', async () => {
    const [data, to, target] = [folders.free(), folders.free(), folders.free()];
    const old = await firm.serve(data);
    const [claire, nadia] = [await serverDevice(old.origin, CLAIRE), await serverDevice(old.origin, NADIA)];
    expect((await navette('backup', ['--data', data, '--to', to])).code).toBe(0);
    const id = await deposited(claire, 'à moi');
    await nadia.sync.syncNow();
    const at = clock.now();
    const { keyId } = await keysOf(data);
    await keyAct(data, '--rotate');
    await keyAct(data, '--distrust', keyId, '--after', moment(at));
    await firm.stop(old);
    expect((await navette('restore', ['--from', to, '--data', target, '--keys', data])).code).toBe(0);
    const server = await firm.serve(target, old.port);
    const refused: string[] = [];
    await signInAgain(nadia, server, NADIA);
    nadia.watch((method, where) => refused.push(`${method} ${where}`));
    await nadia.sync.syncNow();
    expect(refused).toContain('POST /api/v1/heal');
    expect((await server.roomLog.rooms()).filter((room) => room.includes('/deposits/'))).toEqual([]);
    await signInAgain(claire, server, CLAIRE);
    await claire.sync.syncNow();
    await claire.sync.syncNow();
    await nadia.sync.syncNow();
    for (const device of [claire, nadia]) expect(await documentOf(device, id)).toMatchObject({ state: 'received' });
    await firm.stop(server);
    expect((await navette('verify', ['--data', target])).code).toBe(0);
  }, 60_000);

  test('how far the log is backed up, said by it since, counts for nothing until the next backup', async () => {
    const data = folders.free();
    const server = await firm.serve(data);
    const claire = await serverDevice(server.origin, CLAIRE);
    const at = clock.now() - 1000;
    await deposited(claire, 'un');
    expect((await navette('backup', ['--data', data, '--to', folders.free()])).code).toBe(0);
    expect(existsSync(path.join(data, 'backed-up.json'))).toBe(true);
    const { keyId } = await keysOf(data);
    await keyAct(data, '--rotate');
    await keyAct(data, '--distrust', keyId, '--after', moment(at));
    await claire.sync.syncNow();
    // Devices are not sent a word they would have to refuse.
    expect(await problemOf(claire)).toBeNull();
    expect(readdirSync(path.join(data, 'keys')).filter((name) => name.endsWith('.pem'))).toHaveLength(3);
  }, 60_000);
});

/** Puts a receipt into the log as a thief who came to the disk would. */
async function writeReceipt(data: string, signer: Signer, changed: { hash: BlobHash; at: number; cursor: number }): Promise<void> {
  const random = countedRandom(`thief ${changed.hash} ${changed.at}`);
  const log = openSqliteRoomLog({ file: path.join(data, 'log.sqlite'), clock, random });
  try {
    const room = (await log.rooms()).find((one) => one.includes('/receipts/common'));
    const writer = makeServerWriter({ log, bus: memoryBus(), clock, random });
    const [first] = room ? await writer.standing(room) : [];
    if (!first) throw new Error('no receipts yet');
    const { v: _v, signature: _signature, keyId: _keyId, ...facts } = first.value as Receipt;
    const receipt = { v: 1, ...signed(signer, { ...facts, ...changed }, receiptText) };
    await writer.setRecord(roomName({ kind: 'receipts', dossier: facts.dossier, box: facts.box }), changed.hash, receipt);
  } finally {
    await log.close();
  }
}
