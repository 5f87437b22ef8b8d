/**
 * R7: Yjs writes the clients of an update highest first, and its merge relies on it. In another order every entry applies
 * and yet the merged room loses what stands in it: refused, by either door.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { clientId } from '@navette/rooms/client-ids';
import { isMalformed, readUpdate } from '@navette/rooms/update-reader';
import { handMade } from '../support/hand-made-updates.ts';
import { freshId, syncWorld } from '../support/sync-world.ts';

const LIMITS = { structs: 10_000, clients: 100, deletes: 10_000, depth: 16 };

test('R7 clients in rising order, or one of them twice, are malformed', async () => {
  const { heart, client, deposits } = syncWorld();
  const [low, high] = [clientId(client.device, 0), clientId(client.device, 5)];
  const written = (id: number) => ({ client: id, clock: 0, structs: [{ key: freshId<string>() }] });
  const rising = handMade({ clients: [written(low), written(high)] });
  for (const by of ['push', 'live'] as const) {
    const answer = (bytes: Uint8Array) =>
      heart.accept.write(deposits, { user: client.id, device: client.device, by }, [{ id: freshId(), counter: null, bytes }]);
    expect(await answer(rising)).toEqual([{ status: 'refused', reason: 'malformed' }]);
    expect(await answer(handMade({ clients: [written(low), written(low)] }))).toEqual([{ status: 'refused', reason: 'malformed' }]);
  }
  const falling = handMade({ clients: [written(high), written(low)] });
  const writer = { user: client.id, device: client.device, by: 'push' as const };
  expect(await heart.accept.write(deposits, writer, [{ id: freshId(), counter: null, bytes: falling }])).toMatchObject([
    { status: 'stored' },
  ]);
});

test('everything Yjs itself makes is in that order: whole states, differences, merges', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(5), fc.nat(3)), { minLength: 1, maxLength: 20 }),
      fc.array(fc.nat(2 ** 32 - 1), { minLength: 6, maxLength: 6 }),
      (acts, ids) => {
        const people = ids.map((clientID) => Object.assign(new Y.Doc(), { clientID }));
        for (const [who, key] of acts) people[who]?.getMap('m').set(`k${key}`, key);
        const states = people.map((doc) => Y.encodeStateAsUpdate(doc));
        const merged = Y.mergeUpdates(states);
        const one = new Y.Doc();
        Y.applyUpdate(one, merged);
        const difference = Y.diffUpdate(merged, Y.encodeStateVectorFromUpdate(states[0] ?? new Uint8Array([0, 0])));
        for (const bytes of [...states, merged, difference, Y.encodeStateAsUpdate(one)])
          expect(isMalformed(readUpdate(bytes, LIMITS))).toBe(false);
      },
    ),
    { numRuns: 100 },
  );
});
