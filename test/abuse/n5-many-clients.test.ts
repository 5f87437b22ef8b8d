/**
 * N5, R2: a Yjs client id is remembered for ever, by the server and by every reader. A page that is opened takes one; nobody
 * takes thousands at once, nor a room's whole space in many steps.
 */
import { expect, test } from 'vitest';
import type { DeviceNumber } from '@navette/kernel/ids';
import { handMade } from '../support/hand-made-updates.ts';
import { freshId, syncWorld } from '../support/sync-world.ts';

const FIRST = 0x40_00_00_00;

test('N5 thousands of new client ids in one update are refused; a few, as after work without a network, are taken', async () => {
  const { heart, client, deposits } = syncWorld();
  const writer = { user: client.id, device: 0 as DeviceNumber, by: 'live' as const };
  const write = async (from: number, count: number) => {
    const clients = Array.from({ length: count }, (_, i) => ({ client: from - i, clock: 0, structs: [{ key: freshId<string>() }] }));
    const [answer] = await heart.accept.write(deposits, writer, [{ id: freshId(), counter: null, bytes: handMade({ clients }) }]);
    return answer?.status;
  };
  expect(await write(FIRST, 8)).toBe('stored');
  expect(await write(FIRST - 100, 9_000)).toBe('refused');
  expect(await write(FIRST - 10_000, 500)).toBe('refused');
  expect(await heart.accept.look(deposits, ({ state }) => state.clocks.size)).toBe(8);
});

test('N5 one person’s new ids in a room come to an end; colleagues and enrolled devices go on writing', async () => {
  const { heart, client, colleague, deposits } = syncWorld();
  const write = async (who: typeof client, id: number, device = 0 as DeviceNumber) => {
    const bytes = handMade({ clients: [{ client: id, clock: 0, structs: [{ key: freshId<string>() }] }] });
    const [answer] = await heart.accept.write(deposits, { user: who.id, device, by: 'live' }, [{ id: freshId(), counter: null, bytes }]);
    return answer?.status;
  };
  let taken = 0;
  for (let i = 0; i < 6_000; i++) if ((await write(client, FIRST + i)) === 'stored') taken++;
  expect(taken).toBeGreaterThan(500);
  expect(taken).toBeLessThan(5_000);
  expect(await write(colleague, FIRST - 1)).toBe('stored');
  expect(await write(client, client.device * 256 + 9, client.device)).toBe('stored');
  expect(await heart.accept.look(deposits, ({ state }) => state.clocks.size)).toBeLessThan(5_010);
}, 30_000);
