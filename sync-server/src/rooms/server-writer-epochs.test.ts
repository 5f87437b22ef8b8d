/** The server's own rooms after a restore: it writes beside what it wrote in an epoch it no longer knows of. */
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DossierId } from '@navette/kernel/ids';
import { makeId } from '@navette/kernel/ids';
import type { RestoreAct } from '@navette/protocol/healing';
import { SERVER_CLIENT, serverClient } from '@navette/rooms/client-ids';
import { roomName } from '@navette/rooms/room-names';
import { memoryBus } from '../adapters/memory-bus.ts';
import { memoryHealBook, memoryHealDisk } from '../adapters/memory-heal-book.ts';
import { memoryLogDisk, memoryRoomLog, type MemoryLogDisk } from '../log/memory-room-log.ts';
import type { LogEntry } from '../ports.ts';
import { makeServerWriter } from './server-writer.ts';

let n = 0;
const random = { bytes: (count: number) => Uint8Array.from({ length: count }, (_, i) => (n++ * 31 + i * 7) & 255) };
const clock = { now: () => 1_790_000_000_000 + n };
const dossier = makeId<DossierId>(1, new Uint8Array(10).fill(3));
const room = roomName({ kind: 'receipts', dossier, box: 'common' });

/** A server on a copy of this log, restored at these moments. */
function serverOn(log: MemoryLogDisk, ...restored: readonly number[]) {
  const disk = structuredClone(log);
  const roomLog = memoryRoomLog({ clock, random, disk });
  const heal = { ...memoryHealDisk(), restores: restored.map((at) => ({ at }) as RestoreAct) };
  const make = () => makeServerWriter({ log: roomLog, bus: memoryBus(), clock, random, healing: memoryHealBook(heal) });
  return { disk, roomLog, make, writer: make(), entries: () => roomLog.room(room, 0) };
}

/** What stock Yjs shows of entries, in whatever order they come. */
function shown(...lots: readonly (readonly LogEntry[])[]): Record<string, unknown> {
  const doc = new Y.Doc();
  for (const entry of lots.flat()) Y.applyUpdate(doc, entry.bytes);
  expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null]);
  return doc.getMap('receipts').toJSON();
}

async function lostDay() {
  const first = serverOn(memoryLogDisk(random));
  await first.writer.setRecords(room, [
    { key: 'kept', value: 'day 1' },
    { key: 'changed', value: 'day 1' },
  ]);
  const yesterday = structuredClone(first.disk);
  await first.writer.setRecord(room, 'changed', 'day 2');
  await first.writer.setRecord(room, 'changed', 'day 2, later');
  await first.writer.setRecord(room, 'lost', 'day 2');
  return { yesterday, lost: (await first.entries()).slice(1) };
}

/** What the heal route does: entries of another epoch, under their own ids. */
async function handBack(to: ReturnType<typeof serverOn>, lost: readonly LogEntry[]): Promise<void> {
  await to.writer.beside(room, () =>
    to.roomLog.append(lost.map(({ id, author, device, counter, bytes }) => ({ room, id, author, device, counter, bytes }))),
  );
}

test('it never uses clocks again that a device may hold, however often one backup is restored', async () => {
  const { yesterday, lost } = await lostDay();
  const [once, twice] = [serverOn(yesterday, 5_000), serverOn(yesterday, 9_000)];
  await once.writer.setRecord(room, 'new', 'second epoch');
  await twice.writer.setRecord(room, 'new', 'third epoch');
  const everything = [lost, (await once.entries()).slice(1), await twice.entries()];
  // A device that lived through all of it, in any order, holds one document.
  const expected = { kept: 'day 1', changed: 'day 2, later', lost: 'day 2', new: 'third epoch' };
  expect(shown(await twice.entries(), lost, (await once.entries()).slice(1))).toEqual(expected);
  expect(shown(...everything.toReversed())).toEqual(expected);
  expect(new Set([serverClient(null), serverClient(5_000), serverClient(9_000)]).size).toBe(3);
  expect(serverClient(null)).toBe(SERVER_CLIENT);
});

test('what it says after entries came back stands, whichever of its epochs wrote last', async () => {
  const { yesterday, lost } = await lostDay();
  const server = serverOn(yesterday, 5_000);
  await server.writer.setRecord(room, 'changed', 'after the restore');
  await handBack(server, lost);
  // Neither knew of the other: the later epoch stands, and the writer knows it, before and after a restart.
  expect(shown(await server.entries())).toEqual({ kept: 'day 1', changed: 'after the restore', lost: 'day 2' });
  for (const writer of [server.writer, server.make()]) {
    expect(await writer.value(room, 'changed')).toBe('after the restore');
    expect(await writer.value(room, 'lost')).toBe('day 2');
    expect(await writer.setRecord(room, 'changed', 'after the restore')).toBeNull();
    expect(await writer.setRecord(room, 'lost', 'day 2')).toBeNull();
  }
  await server.writer.setRecords(room, [
    { key: 'changed', value: 'corrected' },
    { key: 'lost', value: 'corrected' },
    { key: 'kept', value: 'corrected' },
  ]);
  expect(shown(await server.entries())).toEqual({ kept: 'corrected', changed: 'corrected', lost: 'corrected' });
  expect(shown((await server.entries()).toReversed())).toEqual({ kept: 'corrected', changed: 'corrected', lost: 'corrected' });
});

test('a key that came back, and was not said since, is corrected by the next word on it', async () => {
  const { yesterday, lost } = await lostDay();
  const server = serverOn(yesterday, 5_000);
  expect(await server.writer.setRecord(room, 'changed', 'day 1')).toBeNull();
  await handBack(server, lost);
  expect(await server.writer.value(room, 'changed')).toBe('day 2, later');
  await server.writer.setRecord(room, 'changed', 'day 1');
  expect(shown(await server.entries())).toMatchObject({ changed: 'day 1' });
});
