/**
 * K3, K5: what the firm has erased stays erased, and provably so, when its keys are replaced; what a stolen key says of erasures since
 * the theft is worth nothing, until the firm has said it again.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { makeId } from '@navette/kernel/ids';
import { encodeFrame } from '@navette/protocol/framing';
import { HEAL_PATH } from '@navette/protocol/healing';
import type { Redaction } from '@navette/protocol/redaction';
import { CLIENT_HEADER, FRAME_TYPE } from '@navette/protocol/version';
import type { BackupKey } from '../../sync-server/src/backup/age-keys.ts';
import type { Finding } from '../../sync-server/src/cli/findings.ts';
import type { Redacted } from '../../sync-server/src/cli/redact.ts';
import type { Renewed } from '../../sync-server/src/cli/renew-receipts.ts';
import { signRedaction } from '../../sync-server/src/redaction/signed-redaction.ts';
import { navette, navetteJson } from '../support/command-line.ts';
import {
  deposited,
  documentOf,
  FirmWithKeys,
  keyAct,
  keysOf,
  problemOf,
  serverDevice,
  signInAgain,
  stolenKey,
} from '../support/firm-with-keys.ts';
import { CLAIRE, NADIA } from '../support/server-device.ts';

const firm = new FirmWithKeys();
const { folders } = firm;
afterEach(() => firm.stopAll());
afterAll(() => folders.remove());

const BY = ['--by', 'Nadia Ferrand, associée', '--why', 'déposé dans le mauvais dossier', '--yes'];
const redact = (data: string, id: string) => navetteJson<Redacted>('redact', ['--data', data, '--document', id, ...BY]);
const verify = async (data: string) => (await navetteJson<{ findings: Finding[]; redactions: number }>('verify', ['--data', data])).json;
const moment = (at: number) => new Date(at).toISOString();

/** Two documents, both on both devices; the server is stopped. */
async function given() {
  const data = folders.free();
  const server = await firm.serve(data);
  const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
  const [erased, kept] = [await deposited(claire, 'à effacer'), await deposited(claire, 'à garder')];
  await nadia.sync.syncNow();
  return { data, server, claire, nadia, erased, kept };
}

describe('K3 K5 what was erased', { timeout: 90_000 }, () => {
  test('is proved by the key of its day when the keys were replaced since; devices that were away obey', async () => {
    const { data, server, claire, nadia, erased, kept } = await given();
    await firm.stop(server);
    expect((await redact(data, erased)).json.redactions.length).toBeGreaterThan(0);
    const { redactions } = await verify(data);
    await keyAct(data, '--rotate');
    expect(await verify(data)).toMatchObject({ findings: [], redactions });
    await firm.serve(data, server.port);
    for (const device of [claire, nadia]) {
      await device.sync.syncNow();
      expect(await problemOf(device)).toBeNull();
      expect(await documentOf(device, erased)).toBeNull();
      expect(await documentOf(device, kept)).toMatchObject({ state: 'received' });
    }
  });

  test('is erased again in a backup of before, by words of a key that came after it', async () => {
    const { data, server, erased } = await given();
    const [to, target] = [folders.free(), folders.free()];
    expect((await navette('backup', ['--data', data, '--to', to])).code).toBe(0);
    await firm.stop(server);
    await keyAct(data, '--rotate');
    const { json } = await redact(data, erased);
    const restored = await navette('restore', ['--from', to, '--data', target, '--keys', data, '--erasures', data]);
    expect(restored.out).toContain(`Ce que le cabinet avait effacé depuis (${json.redactions.length})`);
    const again = await firm.serve(target, server.port);
    const late = await serverDevice(again.origin, NADIA);
    expect(await documentOf(late, erased)).toBeNull();
    await firm.stop(again);
    expect((await verify(target)).findings).toEqual([]);
  });

  test('is erased again in an encrypted backup of before, by the plain one beside it; each holds the words and who read what', async () => {
    const { data, server, erased } = await given();
    const [beside, target, keys] = [folders.free(), folders.free(), folders.free()];
    mkdirSync(keys);
    const [publicFile, privateFile] = [path.join(keys, 'public'), path.join(keys, 'private')];
    const { json: key } = await navetteJson<BackupKey>('key', ['--make-backup-key']);
    writeFileSync(publicFile, key.recipient);
    writeFileSync(privateFile, key.secret);
    mkdirSync(beside);
    const [before, after] = [path.join(beside, 'lundi'), path.join(beside, 'mardi')];
    expect((await navette('backup', ['--data', data, '--to', before, '--encrypt-to', publicFile])).code).toBe(0);
    await firm.stop(server);
    const { json } = await redact(data, erased);
    expect((await navette('backup', ['--data', data, '--to', after])).code).toBe(0);
    const restored = await navette('restore', ['--from', before, '--data', target, '--key', privateFile]);
    expect(restored.out).toContain(`Ce que le cabinet avait effacé depuis (${json.redactions.length})`);
    for (const name of ['erasures.jsonl', 'trace.sqlite'])
      for (const folder of [after, target]) expect(existsSync(path.join(folder, name)), name).toBe(true);
    await firm.stop(await firm.serve(target));
    expect((await verify(target)).findings).toEqual([]);
  });

  test('since the theft of the key is said again under the present one, once: the log verifies, and a device that was away obeys', async () => {
    const { data, server, nadia, erased, kept } = await given();
    const at = Date.now();
    await firm.stop(server);
    const { keyId } = await keysOf(data);
    const { json } = await redact(data, erased);
    await keyAct(data, '--rotate');
    await keyAct(data, '--distrust', keyId, '--after', moment(at));
    expect((await verify(data)).findings.map(({ tag }) => tag)).toContain('bad-redaction');
    expect((await navetteJson<Renewed>('key', ['--data', data, '--renew'])).json).toMatchObject({ acts: json.redactions.length });
    expect((await navetteJson<Renewed>('key', ['--data', data, '--renew'])).json).toMatchObject({ acts: 0, left: [] });
    expect((await verify(data)).findings).toEqual([]);
    const words = readFileSync(path.join(data, 'erasures.jsonl'), 'utf8').split('\n').filter(Boolean);
    expect(words.map((line) => (JSON.parse(line) as Redaction).keyId)).toEqual([
      ...json.redactions.map(() => keyId),
      ...json.redactions.map(() => expect.not.stringContaining(keyId) as string),
    ]);
    await firm.serve(data, server.port);
    await nadia.sync.syncNow();
    expect(await problemOf(nadia)).toBeNull();
    expect(await documentOf(nadia, erased)).toBeNull();
    expect(await documentOf(nadia, kept)).toMatchObject({ state: 'received' });
  });
});

test('K3 K5 a word of a stolen key that a device hands back is refused, whatever day it bears; one of a key that was replaced is taken', async () => {
  const { data, server, claire, kept } = await given();
  const { keyId } = await keysOf(data);
  const thief = stolenKey(data, keyId);
  const file = path.join(data, 'erasures.jsonl');
  await keyAct(data, '--rotate');
  const token = await server.signIn(CLAIRE);
  const device = (await claire.library.desk())?.enrolment.device ?? 0;
  const firmId = server.directory.firm().id;
  const hand = async (): Promise<number> => {
    const id = makeId(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    const facts = { firm: firmId, id, room: 'dossier/x/deposits/common/client', ranges: [], document: kept, file: null };
    const word = signRedaction({ ...facts, at: 1000, by: 'x', why: 'x', basis: '' }, thief);
    const frame = encodeFrame({ device, epoch: 'another', entries: [], redactions: [word] }, []);
    const headers = { authorization: `Bearer ${token}`, 'content-type': FRAME_TYPE, [CLIENT_HEADER]: 'test' };
    return (await fetch(`${server.origin}${HEAL_PATH}`, { method: 'POST', headers, body: frame })).status;
  };
  expect(await hand()).toBe(200);
  expect(readFileSync(file, 'utf8').split('\n').filter(Boolean)).toHaveLength(1);
  await keyAct(data, '--distrust', keyId, '--after', moment(Date.now() - 1000));
  expect(await hand()).toBe(200);
  expect(existsSync(file) && readFileSync(file, 'utf8').split('\n').filter(Boolean)).toHaveLength(1);
  expect(await signInAgain(claire, server, CLAIRE)).toMatchObject({ ok: true });
}, 60_000);
