/** R7: hostile shapes are refused before anything is reserved, on either road, and the server goes on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import * as encoding from 'lib0/encoding';
import { clientId } from '@navette/rooms/client-ids';
import { handMade, type HandMadeStruct } from '../support/hand-made-updates.ts';
import { documentOf, freshId, push, syncWorld, TestDevice } from '../support/sync-world.ts';

const world = syncWorld();
const own = clientId(world.client.device, 0);

async function bothRoads(bytes: Uint8Array): Promise<unknown[]> {
  const { heart, client, deposits } = world;
  const out: unknown[] = [];
  for (const by of ['push', 'live'] as const) {
    const [answer] = await heart.accept.write(deposits, { user: client.id, device: client.device, by }, [
      { id: freshId(), counter: null, bytes },
    ]);
    out.push(answer?.status === 'refused' ? answer.reason : answer?.status);
  }
  return out;
}

const one = (struct: HandMadeStruct) => handMade({ clients: [{ client: own, clock: 0, structs: [struct] }] });
const body = (write: (e: encoding.Encoder) => void) => encoding.encode(write);

describe('R7 hostile updates', () => {
  test('seven bytes that make Yjs reserve 256 MiB cost nothing here', async () => {
    const before = process.memoryUsage().rss;
    expect(await bothRoads(new Uint8Array([1, 255, 255, 255, 127, 1, 0]))).toEqual(['malformed', 'malformed']);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  test('a value 60,000 deep, or of a length that lies, is malformed, without recursion', async () => {
    const deep = body((e) => {
      encoding.writeVarUint(e, 1);
      for (let i = 0; i < 60_000; i++) encoding.writeUint8Array(e, new Uint8Array([117, 1]));
      encoding.writeUint8(e, 126);
    });
    expect(await bothRoads(one({ key: freshId(), body: deep }))).toEqual(['malformed', 'malformed']);
    expect(await bothRoads(one({ key: freshId(), body: new Uint8Array([255, 255, 255, 255, 15]) }))).toEqual(['malformed', 'malformed']);
    expect(await bothRoads(one({ key: freshId(), body: new Uint8Array([1, 117, 255, 255, 255, 255, 15]) }))).toEqual([
      'malformed',
      'malformed',
    ]);
  });

  test('a subdocument, a shared type, text, a foreign root, a key of no record: refused for their shape', async () => {
    const subdocument = body((e) => {
      encoding.writeVarString(e, 'guid');
      encoding.writeAny(e, { autoLoad: true });
    });
    const structs: HandMadeStruct[] = [
      { key: freshId(), content: 9, body: subdocument },
      { key: freshId(), content: 7, body: new Uint8Array([1]) },
      { key: freshId(), content: 4, body: body((e) => encoding.writeVarString(e, 'x')) },
      { key: freshId(), root: 'receipts' },
      { key: '__proto__' },
      { key: 'constructor' },
      { key: '' },
      {},
    ];
    for (const struct of structs) expect(await bothRoads(one(struct))).toEqual(['shape', 'shape']);
  });

  test('rubbish, nothing at all, and an empty update', async () => {
    for (const bytes of [new Uint8Array(), new Uint8Array([0]), new Uint8Array([255]), new Uint8Array(64).fill(128)])
      expect(await bothRoads(bytes)).toEqual(['malformed', 'malformed']);
    expect(await bothRoads(new Uint8Array([0, 0]))).toEqual(['known', 'known']);
  });

  test('an update beyond 256 KiB is too large for a push, and is told so', async () => {
    const large = one({
      key: freshId(),
      body: body((e) => {
        encoding.writeVarUint(e, 1);
        encoding.writeAny(e, 'x'.repeat(300_000));
      }),
    });
    const { heart, client, deposits } = world;
    const writer = { user: client.id, device: client.device, by: 'push' as const };
    expect(await heart.accept.write(deposits, writer, [{ id: freshId(), counter: null, bytes: large }])).toEqual([
      { status: 'refused', reason: 'too-large' },
    ]);
  });

  test('fuzz: a changed, cut or lengthened valid update is answered, never thrown at, and what is taken Yjs reads the same', async () => {
    const source = new TestDevice(world.colleague, world.deposits, 5);
    const key = source.record({ v: 1, name: 'é😀', list: [1, 2.5, null] });
    source.map().set(key, { v: 1 });
    source.record('text');
    const valid = Y.encodeStateAsUpdate(source.doc);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(valid.length),
        async (changes, cut) => {
          const fresh = syncWorld({ directory: world.directory });
          const bytes = new Uint8Array(valid);
          for (const [at, byte] of changes) bytes[at] = byte;
          const sent = cut < valid.length / 4 ? bytes.subarray(0, bytes.length - cut) : bytes;
          const [answer] = await fresh.heart.accept.write(
            world.deposits,
            { user: world.colleague.id, device: world.colleague.device, by: 'push' },
            [{ id: freshId(), counter: null, bytes: sent }],
          );
          if (answer?.status !== 'stored') return;
          const doc = await documentOf(fresh.log, world.deposits);
          expect(doc.store.pendingStructs).toBeNull();
          expect(doc.store.pendingDs).toBeNull();
          expect([...doc.share.keys()].filter((root) => root !== 'deposits')).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('after all of it, the room holds nothing and takes an honest write', async () => {
    expect(await world.log.room(world.deposits, 0)).toEqual([]);
    const device = new TestDevice(world.client, world.deposits);
    device.record();
    expect((await push(world.heart, world.client, device.waiting)).status).toBe(200);
    expect(await world.log.room(world.deposits, 0)).toHaveLength(1);
  });
});
