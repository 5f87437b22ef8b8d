/**
 * K4, R10: after a restore, nobody brings back what the server never had: not another author, number, time, room or byte; not
 * by the proof of another entry, of another firm, or of their own making. Devices believe a restore on the firm's word only.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { createHmac, hkdfSync } from 'node:crypto';
import { readStatus } from '@navette/device/sync-status';
import { roomName } from '@navette/rooms/room-names';
import { temporarySigner } from '../../sync-server/src/adapters/ed25519-signer.ts';
import type { Signer } from '../../sync-server/src/ports.ts';
import { makeEntryProofs, proofSecretOf } from '../../sync-server/src/rooms/entry-proofs.ts';
import { handBack, served, words, type Served } from '../support/hand-back.ts';
import { restoredWorld, type RestoredWorld } from '../support/restored-world.ts';
import { freshId, pushed, TestDevice } from '../support/sync-world.ts';

const open: RestoredWorld[] = [];
afterEach(async () => {
  for (const world of open.splice(0)) await world.close();
});

async function lostEntry() {
  const world = await restoredWorld('memory');
  open.push(world);
  const room = roomName({ kind: 'deposits', dossier: world.dossier, year: 2026, box: 'common' });
  const backup = await world.backUp();
  const writer = new TestDevice(world.claire, room);
  writer.record({ v: 1, said: 'le 12, pas le 30' });
  writer.record({ v: 1, said: 'autre chose' });
  await pushed(world.heart, world.claire, writer.waiting.splice(0));
  const entries = await served(world.heart, world.paul);
  await world.restore(backup);
  const { epoch } = await world.log.head();
  return { world, room, entry: entries[0] as Served, other: entries[1] as Served, epoch };
}

const proofsOf = (signer: Signer) => {
  const secrets = [proofSecretOf(signer)];
  return makeEntryProofs(() => secrets);
};

describe('K4 R10 handing back', () => {
  test('with anything changed is refused, and nothing is stored', async () => {
    const { world, entry, other, epoch } = await lostEntry();
    const bytes = entry.bytes.slice();
    bytes[bytes.length - 4] = (bytes[bytes.length - 4] ?? 0) ^ 1;
    const otherBox = roomName({ kind: 'deposits', dossier: world.dossier, year: 2025, box: 'common' });
    const forged: Served[] = [
      { ...entry, bytes },
      { ...entry, author: world.paul.id },
      { ...entry, author: 'server' },
      { ...entry, device: world.paul.device },
      { ...entry, counter: 77 },
      { ...entry, counter: null },
      { ...entry, at: entry.at - 24 * 3600_000 },
      { ...entry, id: freshId() },
      { ...entry, cursor: entry.cursor + 1 },
      { ...entry, epoch },
      { ...entry, room: otherBox },
      { ...entry, proof: other.proof },
      { ...entry, proof: '' },
      { ...entry, proof: entry.proof.slice(0, 8) },
      { ...entry, proof: 'A'.repeat(22) },
      { ...entry, bytes: other.bytes },
    ];
    expect(words(await handBack(world.heart, world.paul, epoch, forged))).toEqual(forged.map(() => 'no-proof'));
    expect((await world.log.head()).cursor).toBe(0);
    expect(world.disk.healing.healed).toEqual([]);
    expect(words(await handBack(world.heart, world.paul, epoch, [entry]))).toEqual(['healed']);
  });

  test('a field that runs over into the next one makes no other entry of the same proof', () => {
    const proofs = proofsOf(temporarySigner());
    const entry = { epoch: 'e', cursor: 1, room: 'r', id: 'i', author: 'a\n3\n-\n4', device: 5, counter: 6, at: 7 };
    const same = { ...entry, id: 'i\na', author: '3\n-\n4' };
    const bytes = new Uint8Array(3);
    expect(proofs.of(same, bytes)).toBe(proofs.of(entry, bytes));
    for (const facts of [entry, same]) expect(proofs.good(facts, bytes, proofs.of(facts, bytes))).toBe(false);
  });

  test('with the proof of another firm’s server, or of a key of one’s own, is refused', async () => {
    const { world, entry, epoch } = await lostEntry();
    const elsewhere = proofsOf(temporarySigner());
    const own = proofsOf({ keyId: '', publicKey: world.signer.publicKey, sign: () => world.signer.publicKey });
    const forged = [elsewhere, own].map((proofs) => ({ ...entry, proof: proofs.of(entry, entry.bytes) }));
    expect(words(await handBack(world.heart, world.paul, epoch, forged))).toEqual(['no-proof', 'no-proof']);
  });

  test('a proof is a plain HMAC-SHA-256 of every fact and the bytes, whatever their size', () => {
    const signer = temporarySigner();
    const key = Buffer.from(hkdfSync('sha256', signer.sign('navette-entry-proof-key-v1\n'), '', 'navette-entry-proof-v1', 32));
    const proofs = proofsOf(signer);
    for (const size of [0, 1, 55, 64, 275, 20_000, 300_000, 10]) {
      const facts = { epoch: 'é'.repeat(9), cursor: size, room: 'r', id: 'i', author: 'a', device: 3, counter: size % 2 ? null : 4, at: 5 };
      const bytes = new Uint8Array(size).fill(size & 255);
      const text = ['navette-entry-proof-v1', facts.epoch, facts.cursor, 'r', 'i', 'a', 3, facts.counter ?? '-', 5, ''].join('\n');
      const expected = createHmac('sha256', key).update(text).update(bytes).digest('base64url').slice(0, 22);
      expect(proofs.of(facts, bytes)).toBe(expected);
      expect(proofs.good(facts, bytes, expected)).toBe(true);
    }
  });
});

describe('D3 N1 a device', () => {
  test('gives nothing back to a server that says it was restored without the firm’s signature', async () => {
    const world = await restoredWorld('memory');
    open.push(world);
    const claire = await world.device(world.claire);
    await claire.deposit('un');
    const backup = await world.backUp();
    await claire.sync.syncNow();
    await world.restore(backup);
    const [act] = world.disk.healing.restores;
    if (!act) throw new Error('no act');
    world.disk.healing.restores.splice(0, 1, { ...act, why: 'rien de grave' });
    await claire.sync.syncNow();
    expect(await readStatus(claire.store)).toMatchObject({ state: 'stopped', problem: 'other-server' });
    expect((await world.log.head()).cursor).toBe(0);
    expect(await claire.store.list('blobs')).toHaveLength(1);
    world.disk.healing.restores.splice(0, 1, act);
    await claire.sync.syncNow();
    await claire.sync.syncNow();
    expect(await readStatus(claire.store)).toMatchObject({ state: 'idle', problem: null, waiting: 0 });
  });

  test('hears who answers before it tells anything: another key gets no byte of what waits', async () => {
    const world = await restoredWorld('memory');
    open.push(world);
    const claire = await world.device(world.claire);
    await claire.sync.syncNow();
    await claire.deposit('secret');
    const told: string[] = [];
    const fake = temporarySigner();
    const real = { sign: world.signer.sign, keyId: world.signer.keyId };
    Object.assign(world.signer, { sign: fake.sign, keyId: fake.keyId });
    await world.restart();
    const write = world.heart.accept.write;
    Object.assign(world.heart.accept, { write: (...args: Parameters<typeof write>) => (told.push('write'), write(...args)) });
    await claire.sync.syncNow();
    expect(await readStatus(claire.store)).toMatchObject({ state: 'stopped', problem: 'other-server', waiting: 1 });
    expect(told).toEqual([]);
    expect(world.disk.blobs.uploads.size).toBe(0);
    Object.assign(world.signer, real);
    await world.restart();
    await claire.sync.syncNow();
    expect(await readStatus(claire.store)).toMatchObject({ state: 'idle', waiting: 0 });
  });
});
