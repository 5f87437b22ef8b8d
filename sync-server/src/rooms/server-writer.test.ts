import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DossierId, UserId } from '@navette/kernel/ids';
import { makeId } from '@navette/kernel/ids';
import { roomName } from '@navette/rooms/room-names';
import { memoryBus } from '../adapters/memory-bus.ts';
import { memoryRoomLog } from '../log/memory-room-log.ts';
import { makeServerWriter } from './server-writer.ts';

let n = 0;
const random = { bytes: (count: number) => Uint8Array.from({ length: count }, (_, i) => (n++ * 31 + i * 7) & 255) };
const clock = { now: () => 1_790_000_000_000 + n };
const dossier = makeId<DossierId>(1, new Uint8Array(10).fill(3));
const room = roomName({ kind: 'receipts', dossier, box: 'common' });

function setUp() {
  const log = memoryRoomLog({ clock, random });
  const make = () => makeServerWriter({ log, bus: memoryBus(), clock, random });
  const read = async () => {
    const doc = new Y.Doc();
    for (const entry of await log.room(room, 0)) Y.applyUpdate(doc, entry.bytes);
    expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null]);
    return Object.fromEntries(doc.getMap('receipts').entries());
  };
  return { log, make, read };
}

describe('the server’s own writes', () => {
  test('stock Yjs reads what was written by hand: new keys, replaced keys, several at once, after a restart', async () => {
    const value = fc.oneof(
      fc.integer(),
      fc.string({ unit: 'grapheme' }),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.record({ v: fc.constant(1), list: fc.array(fc.nat()), name: fc.string() }),
    );
    const record = fc.record({ key: fc.constantFrom('a', 'b', 'c/é', 'd'.repeat(64)), value });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.array(record, { minLength: 1, maxLength: 4 }), fc.boolean()), { maxLength: 12 }),
        async (writes) => {
          const { make, read } = setUp();
          let writer = make();
          const expected: Record<string, unknown> = {};
          for (const [records, restart] of writes) {
            await writer.setRecords(room, records);
            for (const one of records) expected[one.key] = one.value;
            if (restart) writer = make();
            expect(await read()).toEqual(expected);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('its bytes are those Yjs itself writes', async () => {
    const { log, make } = setUp();
    const doc = Object.assign(new Y.Doc(), { clientID: 1 });
    const updates: Uint8Array[] = [];
    doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
    const writer = make();
    for (const [key, value] of [
      ['a', { v: 1 }],
      ['b', 'x'],
      ['a', { v: 2 }],
    ] as const) {
      doc.getMap('receipts').set(key, value);
      await writer.setRecord(room, key, value);
    }
    expect((await log.room(room, 0)).map((entry) => [...entry.bytes])).toEqual(updates.map((bytes) => [...bytes]));
  });

  test('a value that stands already is not written again; a value read back by a live client is', async () => {
    const { log, make, read } = setUp();
    const writer = make();
    expect(await writer.setRecord(room, 'a', { v: 1 })).not.toBeNull();
    expect(await writer.setRecord(room, 'a', { v: 1 })).toBeNull();
    expect(await make().setRecord(room, 'a', { v: 1 })).toBeNull();
    expect((await log.head()).cursor).toBe(1);
    expect(await read()).toEqual({ a: { v: 1 } });
  });

  test('many at once keep their order; a room that people write is refused', async () => {
    const { make, read } = setUp();
    const writer = make();
    await Promise.all(Array.from({ length: 50 }, (_, i) => writer.setRecord(room, `k${i % 7}`, i)));
    expect(await read()).toEqual({ k0: 49, k1: 43, k2: 44, k3: 45, k4: 46, k5: 47, k6: 48 });
    await expect(writer.setRecord(roomName({ kind: 'internal', dossier }), 'a', 1)).rejects.toThrow();
    expect(await writer.setRecord(roomName({ kind: 'account', user: dossier as string as UserId }), 'me', { v: 1 })).not.toBeNull();
  });

  test('a receipt costs the same in a large room as in a small one', async () => {
    const { log, make } = setUp();
    const writer = make();
    await writer.setRecords(
      room,
      Array.from({ length: 5000 }, (_, i) => ({ key: `k${i}`, value: { v: 1, n: i } })),
    );
    let reads = 0;
    const { room: original } = log;
    log.room = (...args) => {
      reads++;
      return original(...args);
    };
    const entry = await writer.setRecord(room, 'one more', { v: 1 });
    expect(reads).toBe(0);
    expect(entry?.bytes.length).toBeLessThan(60);
  });
});
