/** N5: what inflates beyond its cap is refused while it inflates, and nobody's bytes are read before it is known whose they are. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodeFrame } from '@navette/protocol/framing';
import { FRAME_TYPE } from '@navette/protocol/version';
import { ask, pushed, syncWorld, TestDevice } from '../support/sync-world.ts';

/** 200 MiB of nothing, in 200 kB. */
const bomb = new Uint8Array(gzipSync(Buffer.alloc(200 * 1024 * 1024)));
const sent = (encoding: string, body: Uint8Array<ArrayBuffer>) => ({
  method: 'POST',
  headers: { 'content-type': FRAME_TYPE, 'content-encoding': encoding },
  body,
});

test('N5 a compression bomb is refused as too large, and costs no more memory than its cap', async () => {
  const { heart, client } = syncWorld();
  for (const path of ['/api/v1/pull', '/api/v1/push']) {
    const before = process.memoryUsage().arrayBuffers;
    expect((await ask(heart, client, path, sent('gzip', bomb))).status).toBe(413);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
    expect((await ask(heart, client, path, sent('br', bomb))).status).toBe(400);
    expect((await ask(heart, client, path, sent('gzip, gzip', bomb))).status).toBe(400);
    expect((await ask(heart, client, path, sent('gzip', bomb.slice(0, 20)))).status).toBe(400);
  }
});

test('N5 before sign-in nothing is inflated and nothing is read', async () => {
  const { heart } = syncWorld();
  for (const path of ['/api/v1/pull', '/api/v1/push', '/api/v1/ticket', '/api/v1/uploads']) {
    let read = 0;
    const body = new ReadableStream({ pull: (controller) => (read++, controller.enqueue(new Uint8Array(1024))) }, { highWaterMark: 0 });
    const init = { method: 'POST', headers: { 'content-type': FRAME_TYPE, 'tus-resumable': '1.0.0' }, body, duplex: 'half' } as RequestInit;
    expect((await ask(heart, null, path, init)).status).toBe(401);
    expect(read).toBe(0);
  }
});

test('N5 an honest batch may be compressed', async () => {
  const { heart, client, deposits } = syncWorld();
  const device = new TestDevice(client, deposits);
  device.record({ v: 1, note: 'a'.repeat(5000) });
  const [update] = device.waiting;
  if (!update) throw new Error('nothing to send');
  const head = { device: client.device, epoch: '', updates: [{ id: update.id, counter: 1, room: deposits, size: update.bytes.length }] };
  const answer = await ask(heart, client, '/api/v1/push', sent('gzip', new Uint8Array(gzipSync(encodeFrame(head, [update.bytes])))));
  expect(answer.status).toBe(200);
  expect(await pushed(heart, client, [update])).toMatchObject([{ status: 'known' }]);
});
