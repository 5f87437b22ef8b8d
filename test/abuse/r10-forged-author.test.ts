/** R10: author, device and time are those of the log entry: whatever a record, a push or a frame says of them counts for nothing. */
import { expect, test } from 'vitest';
import { encodeFrame } from '@navette/protocol/framing';
import { FRAME_TYPE } from '@navette/protocol/version';
import { ask, freshId, NOON, pulled, syncWorld, TestDevice } from '../support/sync-world.ts';

test('R10 a record that names another author, device and time is served under those of who sent it', async () => {
  const { heart, client, colleague, staff, deposits, time } = syncWorld();
  const device = new TestDevice(client, deposits);
  const forged = { author: colleague.id, user: colleague.id, device: colleague.device, at: 1, seq: 99, cursor: 99 };
  device.record({ v: 1, ...forged, by: { ...forged } });
  const [update] = device.waiting.splice(0);
  if (!update) throw new Error('nothing written');
  time.now = NOON + 1000;
  const head = {
    ...forged,
    device: client.device,
    epoch: '',
    updates: [{ id: update.id, counter: 1, room: deposits, size: update.bytes.length, ...forged }],
  };
  const send = async (claimed: number) => {
    const body = encodeFrame({ ...head, device: claimed }, [update.bytes]);
    return await ask(heart, client, '/api/v1/push', { method: 'POST', headers: { 'content-type': FRAME_TYPE }, body });
  };
  expect((await send(colleague.device)).status).toBe(403);
  expect((await send(client.device)).status).toBe(200);
  const { answer } = await pulled(heart, staff);
  expect(answer.entries).toMatchObject([{ author: client.id, device: client.device, at: NOON + 1000, seq: 1, cursor: 1, id: update.id }]);
});

test('R10 what comes by a socket is its person’s, whoever’s ids stand in it', async () => {
  const { heart, client, colleague, deposits } = syncWorld();
  const theirs = new TestDevice(colleague, deposits);
  theirs.record();
  const [update] = theirs.waiting;
  const writer = { user: client.id, device: client.device, by: 'live' as const };
  expect(await heart.accept.write(deposits, writer, [{ id: freshId(), counter: null, bytes: update?.bytes ?? new Uint8Array() }])).toEqual([
    { status: 'refused', reason: 'foreign-client' },
  ]);
});
