/**
 * News of a write that never reach the process of a reader, as between several processes: the reader has everything all the
 * same with the next write, whoever came or asked in between.
 */
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { memoryBus } from '../../sync-server/src/adapters/memory-bus.ts';
import type { Bus } from '../../sync-server/src/ports.ts';
import { readClientMessage } from '../../sync-server/src/rooms/sync-messages.ts';
import { listen, syncWorld, TestDevice, ticketFor, until } from '../support/sync-world.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** A room on a bus that loses the news of these positions, and the device that writes to it. */
async function lossyRoom(...lost: readonly number[]) {
  const bus = memoryBus();
  const lossy: Bus = { ...bus, publish: (news) => void (lost.includes(news.seq) || bus.publish(news)) };
  const world = syncWorld({ heart: { bus: lossy } });
  const { url, close } = await listen(world.heart);
  ends.push(close);
  const device = new TestDevice(world.client, world.deposits);
  /** So many records, pushed as one. */
  const write = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) device.record();
    expect((await device.send(world.heart)).every(({ status }) => status === 'stored')).toBe(true);
  };
  /** Somebody who watches, and was answered. @returns how many records they hold */
  const join = async (): Promise<() => number> => {
    const doc = new Y.Doc();
    let answered = false;
    const socket = new WebSocket(`${url}/${world.deposits}?ticket=${await ticketFor(world.heart, world.reader, world.deposits)}`);
    ends.push(() => socket.terminate());
    socket.on('open', () => socket.send(new Uint8Array([0, 0, 1, 0])));
    socket.on('message', (data: Buffer) => {
      const message = readClientMessage(new Uint8Array(data));
      if (message.tag !== 'writes') return;
      Y.applyUpdate(doc, message.update);
      answered ||= message.answers;
    });
    await until(() => answered, 'answered');
    return () => doc.getMap('deposits').size;
  };
  return { write, join };
}

test('lost between two others that are told in one turn', async () => {
  const { write, join } = await lossyRoom(3);
  const held = await join();
  await write(1);
  await write(3);
  await expect.poll(held).toBe(4);
});

test('lost before somebody else came and was answered', async () => {
  const { write, join } = await lossyRoom(2);
  const held = await join();
  await write(1);
  await expect.poll(held).toBe(1);
  await write(1);
  const newcomer = await join();
  expect(newcomer()).toBe(2);
  await write(1);
  await expect.poll(() => [held(), newcomer()]).toEqual([3, 3]);
});

test.each([0, 1])('lost as the first since anybody watches a room of %i', async (count) => {
  const { write, join } = await lossyRoom(count + 1);
  if (count > 0) await write(count);
  const held = await join();
  expect(held()).toBe(count);
  await write(1);
  await write(1);
  await expect.poll(held).toBe(count + 2);
});
