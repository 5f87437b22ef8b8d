/** R5: structs that hold nothing claim a million clocks in a few bytes; they buy no deletions, and cost nobody theirs. */
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DeviceNumber } from '@navette/kernel/ids';
import { clientId } from '@navette/rooms/client-ids';
import { handMade, type HandMadeStruct } from '../support/hand-made-updates.ts';
import { documentOf, freshId, pushed, syncWorld, TestDevice } from '../support/sync-world.ts';

const HOLLOW: readonly (readonly [string, HandMadeStruct])[] = [
  ['collected', { gc: 1_000_000 }],
  ['deleted', { key: freshId(), content: 1, body: new Uint8Array([0xc0, 0x84, 0x3d]) }],
];

describe('R5 hollow structs', () => {
  test.each(HOLLOW)('a million %s clocks of one’s own do not pay for a colleague’s 500 records', async (_name, hollow) => {
    const { heart, log, client, colleague, deposits } = syncWorld();
    const victim = new TestDevice(colleague, deposits);
    victim.doc.transact(() => {
      for (let i = 0; i < 500; i++) victim.record();
    });
    await victim.send(heart);
    const bytes = handMade({
      clients: [{ client: clientId(client.device, 0), clock: 0, structs: [hollow] }],
      deletes: [[victim.doc.clientID, 0, 500]],
    });
    expect(await pushed(heart, client, [{ id: freshId(), counter: 1, room: deposits, bytes }])).toMatchObject([
      { status: 'refused', reason: 'wipe' },
    ]);
    // Nor in two updates of one push.
    const [first, second] = [
      handMade({ clients: [{ client: clientId(client.device, 0), clock: 0, structs: [hollow] }] }),
      handMade({ deletes: [[victim.doc.clientID, 0, 500]] }),
    ];
    const results = await pushed(heart, client, [
      { id: freshId(), counter: 2, room: deposits, bytes: first },
      { id: freshId(), counter: 3, room: deposits, bytes: second },
    ]);
    expect(results.map(({ status }) => status)).toEqual(['stored', 'refused']);
    expect((await documentOf(log, deposits)).getMap('deposits').size).toBe(500);
  });

  test.each(HOLLOW)(
    'after a million %s clocks, a stock client’s own deletion is still taken, at each reconnection',
    async (_name, hollow) => {
      const { heart, log, client, colleague, deposits } = syncWorld();
      const mine = new TestDevice(colleague, deposits);
      const key = mine.record();
      await mine.send(heart);
      const bytes = handMade({ clients: [{ client: clientId(client.device, 0), clock: 0, structs: [hollow] }] });
      await pushed(heart, client, [{ id: freshId(), counter: 1, room: deposits, bytes }]);
      const stock = await documentOf(log, deposits);
      stock.getMap('deposits').delete(key);
      const writer = { user: colleague.id, device: 0 as DeviceNumber, by: 'live' as const };
      const [answer] = await heart.accept.write(deposits, writer, [{ id: freshId(), counter: null, bytes: Y.encodeStateAsUpdate(stock) }]);
      expect(answer).toMatchObject({ status: 'stored' });
      expect(answer).not.toHaveProperty('without');
      expect((await documentOf(log, deposits)).getMap('deposits').size).toBe(0);
    },
  );
});
