/** Pull and push over the wire: pages, cursors, compression, caps, signed checkpoints. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { checkpointText, PullAnswer } from '@navette/protocol/replication';
import { FRAME_TYPE, MEDIA_TYPE } from '@navette/protocol/version';
import { isSignedBy } from '../../sync-server/src/adapters/ed25519-signer.ts';
import { ask, pulled, syncWorld, TestDevice, freshId } from '../support/sync-world.ts';

async function filled(records: number, size = 10) {
  const world = syncWorld();
  const device = new TestDevice(world.client, world.deposits);
  for (let i = 0; i < records; i++) device.record({ v: 1, text: 'x'.repeat(size) });
  for (let i = 0; i < records; i += 20) {
    const waiting = device.waiting.splice(0, 20);
    const rest = device.waiting;
    device.waiting = waiting;
    await device.send(world.heart);
    device.waiting = rest;
  }
  return { ...world, device };
}
const pull = (body: Uint8Array | string, headers: Record<string, string>, { heart, client }: Awaited<ReturnType<typeof filled>>) =>
  ask(heart, client, '/api/v1/pull', { method: 'POST', headers, body: body as BodyInit });

describe('replication', () => {
  test('page after page brings every entry once, and the pages rebuild the room', async () => {
    const world = await filled(60, 50_000);
    const twin = new Y.Doc();
    const seen: number[] = [];
    let at = { epoch: null as string | null, cursor: 0, rights: null as string | null };
    for (let more = true; more;) {
      const { answer, bytes } = await pulled(world.heart, world.reader, at);
      let offset = 0;
      for (const entry of answer.entries) {
        Y.applyUpdate(twin, bytes.subarray(offset, offset + entry.size));
        offset += entry.size;
        seen.push(entry.cursor);
      }
      expect(offset).toBe(bytes.length);
      at = { epoch: answer.epoch, cursor: answer.cursor, rights: answer.rights?.digest ?? at.rights };
      ({ more } = answer);
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(twin.getMap('deposits').toJSON()).toEqual(world.device.map().toJSON());
    expect((await pulled(world.heart, world.reader, at)).answer).toMatchObject({ entries: [], more: false, rights: null, cursor: 60 });
  });

  test('K4 each answer carries a signed statement of where the log stands', async () => {
    const world = await filled(3);
    const { answer } = await pulled(world.heart, world.client);
    const { signature, ...facts } = answer.checkpoint;
    const head = await world.log.head();
    expect(facts).toMatchObject({ cursor: 3, epoch: head.epoch, head: head.hash });
    const signed = (text: string) => isSignedBy(world.signer.publicKey, text, base64UrlToBytes(signature) ?? new Uint8Array());
    expect([signed(checkpointText(facts)), signed(checkpointText({ ...facts, cursor: 2 }))]).toEqual([true, false]);
  });

  test('another epoch, or a cursor beyond the log, is answered from what there is', async () => {
    const world = await filled(3);
    const { answer } = await pulled(world.heart, world.client, { epoch: 'yesterday', cursor: 900 });
    expect([answer.cursor, answer.entries.length, answer.rights === null]).toEqual([3, 3, false]);
    const beyond = (await pulled(world.heart, world.client, { epoch: answer.epoch, cursor: 900 })).answer;
    expect([beyond.cursor, beyond.entries]).toEqual([3, []]);
  });

  test('answers over a kibibyte are compressed for who takes it; a compressed request is read, a bomb is not', async () => {
    const world = await filled(40, 200);
    const head = { device: world.client.device, epoch: null, cursor: 0, rights: null, backfill: [] };
    const frame = encodeFrame(head, []);
    const plain = await pull(frame, { 'content-type': FRAME_TYPE }, world);
    expect(plain.headers.get('content-encoding')).toBeNull();
    const packed = await pull(
      gzipSync(frame),
      { 'content-type': FRAME_TYPE, 'content-encoding': 'gzip', 'accept-encoding': 'br, gzip' },
      world,
    );
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const body = gunzipSync(new Uint8Array(await packed.arrayBuffer()));
    expect(decodeFrame(PullAnswer, new Uint8Array(body))?.head.entries).toHaveLength(40);
    const bomb = gzipSync(new Uint8Array(200 * 1024 * 1024));
    const refused = await pull(bomb, { 'content-type': FRAME_TYPE, 'content-encoding': 'gzip' }, world);
    expect([refused.status, await refused.json()]).toMatchObject([413, { problem: 'too-large' }]);
    expect((await pull(new Uint8Array([1, 2, 3]), { 'content-type': FRAME_TYPE, 'content-encoding': 'gzip' }, world)).status).toBe(400);
    expect((await pull(JSON.stringify(head), { 'content-type': MEDIA_TYPE }, world)).status).toBe(200);
  });

  test('crooked requests are refused: no session, no schema, sizes that do not add up, too much', async () => {
    const world = await filled(1);
    const { heart, client } = world;
    const post = (path: string, body: Uint8Array) =>
      ask(heart, client, path, { method: 'POST', headers: { 'content-type': FRAME_TYPE }, body: new Uint8Array(body) });
    expect((await ask(heart, null, '/api/v1/pull', { method: 'POST' })).status).toBe(401);
    expect((await post('/api/v1/pull', new Uint8Array([0, 0, 0, 9, 1]))).status).toBe(400);
    const update = { id: freshId(), counter: 9, room: world.deposits, size: 10 };
    expect(
      (await post('/api/v1/push', encodeFrame({ device: client.device, epoch: '', updates: [update] }, [new Uint8Array(9)]))).status,
    ).toBe(400);
    expect((await post('/api/v1/push', new Uint8Array(3 * 1024 * 1024))).status).toBe(413);
    const many = Array.from({ length: 501 }, (_, i) => ({ ...update, id: freshId(), counter: i, size: 0 }));
    expect((await post('/api/v1/push', encodeFrame({ device: client.device, epoch: '', updates: many }, []))).status).toBe(400);
  });
});
