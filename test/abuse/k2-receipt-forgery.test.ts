/** K2: "reçu" is said for what the firm's pinned key has signed, and for nothing else, whatever stands in the receipts room. */
import { safeBlobs } from '@navette/device/safe-blobs';
import { expect, test } from 'vitest';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { BlobHash, DossierId, FirmId } from '@navette/kernel/ids';
import { receiptText, type ReceiptFacts } from '@navette/domain/receipt';
import type { DocumentRow } from '@navette/device/model';
import { first } from '@navette/device/testing/test-device';
import { roomName } from '@navette/rooms/room-names';
import { temporarySigner } from '../../sync-server/src/adapters/ed25519-signer.ts';
import { makeServerWriter } from '../../sync-server/src/rooms/server-writer.ts';
import { CLIENT_RIGHT, freshId, syncWorld, type SyncWorld } from '../support/sync-world.ts';
import { mortalDevice, type Life, type MortalDevice } from '../faults/mortal-device.ts';

type Scene = {
  readonly world: SyncWorld;
  readonly device: MortalDevice;
  readonly life: Life;
  readonly row: DocumentRow;
  now(): Promise<DocumentRow | null>;
  write(receipt: unknown): Promise<void>;
};

/** A deposit that the server's log has, its bytes still here: "envoyé" at best. */
async function deposited(): Promise<Scene> {
  const world = syncWorld();
  const device = await mortalDevice(world, world.client, CLIENT_RIGHT);
  const life = device.start(null);
  const done = await life.library.captureAndDeposit(
    new Blob(['%PDF-1.7\nun']),
    { name: 'un.pdf', way: 'drop' },
    { dossier: world.dossier, kind: 'purchase-invoices' },
  );
  if (!done.ok) throw new Error(done.refusal.tag);
  device.fault = (path) => (path.startsWith('/api/v1/uploads') ? 'status-500' : 'none');
  await life.sync.syncNow();
  const writer = makeServerWriter({
    log: world.log,
    bus: { publish: () => undefined, subscribe: () => () => undefined },
    clock: world.clock,
    random: world.random,
  });
  return {
    world,
    device,
    life,
    row: done.value,
    now: () => first(life.library.document(done.value.id)),
    async write(receipt) {
      await writer.setRecord(roomName({ kind: 'receipts', dossier: world.dossier, box: 'common' }), done.value.hash, receipt);
      world.time.now += 600_000;
      await life.sync.syncNow();
    },
  };
}

function receipt({ world, row }: Scene, signer = world.signer, changed: Partial<ReceiptFacts> = {}, signed: Partial<ReceiptFacts> = {}) {
  const facts: ReceiptFacts = {
    firm: world.directory.firmId,
    dossier: world.dossier,
    box: 'common',
    hash: row.hash,
    size: row.size,
    at: world.time.now,
    uploader: world.client.id,
    cursor: 1,
    head: 'a'.repeat(64),
    verdict: 'not-scanned',
    keyId: world.signer.keyId,
    ...changed,
  };
  return { v: 1, ...facts, signature: bytesToBase64Url(signer.sign(receiptText({ ...facts, ...signed }))) };
}

test('K2 the firm’s own receipt turns "envoyé" into "reçu": the scene is honest', async () => {
  const scene = await deposited();
  expect(await scene.now()).toMatchObject({ state: 'local', sentAt: null, receivedAt: null });
  await scene.write(receipt(scene));
  expect((await scene.now())?.receivedAt).not.toBeNull();
});

const forgeries: readonly [string, (scene: Scene) => unknown][] = [
  ['signed by another key under the firm’s key name', (scene) => receipt(scene, temporarySigner())],
  ['signed by another key under its own name', (scene) => ((signer) => receipt(scene, signer, { keyId: signer.keyId }))(temporarySigner())],
  ['signed by the firm for another file', (scene) => receipt(scene, scene.world.signer, {}, { hash: 'b'.repeat(64) as BlobHash })],
  ['signed by the firm for another size', (scene) => receipt(scene, scene.world.signer, {}, { size: 1 })],
  ['signed by the firm for another moment', (scene) => receipt(scene, scene.world.signer, {}, { at: 1 })],
  ['of another firm that uses the same key', (scene) => receipt(scene, scene.world.signer, { firm: freshId<FirmId>() })],
  ['of another dossier, put into this one', (scene) => receipt(scene, scene.world.signer, { dossier: freshId<DossierId>() })],
  ['without a signature', (scene) => ({ ...receipt(scene), signature: '' })],
  ['that is no receipt at all', () => ({ v: 1, received: true })],
];

test.each(forgeries)('K2 a receipt %s leaves the document as it was, its bytes kept and waiting', async (_name, forge) => {
  const scene = await deposited();
  await scene.write(forge(scene));
  expect(await scene.now()).toMatchObject({ receivedAt: null, state: 'local' });
  expect(await scene.device.disk.list('uploads')).toHaveLength(1);
  expect(await safeBlobs(scene.device.disk)).toEqual([]);
  // The server says that it took the last byte: it was handed over, and that is all that may be said.
  await scene.device.disk.commit({ remove: { uploads: [scene.row.id] } });
  expect(await scene.now()).toMatchObject({ receivedAt: null, state: 'sent' });
});

test('I10 a forged receipt written over the true one takes nothing back', async () => {
  const scene = await deposited();
  await scene.write(receipt(scene));
  const received = (await scene.now())?.receivedAt;
  expect(received).toBeTypeOf('number');
  await scene.write(receipt(scene, temporarySigner(), { at: scene.world.time.now }));
  expect(await scene.now()).toMatchObject({ receivedAt: received });
});
