/**
 * What a store remembers of a room whose updates were taken out of it: how often, and up to which clocks this device had
 * written there. A clock the server may have is never written again with something else (D6): it would be lost as "known".
 */
import type { DeviceNumber } from '@navette/kernel/ids';
import { deviceOfClient } from '@navette/rooms/client-ids';
import type { RoomName } from '@navette/rooms/room-names';
import type { Change, KeyValueRow, LocalStore, UpdateRow } from '../store/local-store.ts';
import { NO_PAST, rangesOf, type RoomPast } from './open-room.ts';

function keyOf(room: RoomName): string {
  return `generation/${room}`;
}

export async function readPast(store: LocalStore, room: RoomName): Promise<RoomPast> {
  const value = (await store.get('meta', keyOf(room)))?.value as number | [number, [number, number][]] | undefined;
  if (value === undefined) return NO_PAST;
  const [generation, clocks] = Array.isArray(value) ? value : [value, []];
  return { generation, clocks: new Map(clocks) };
}

/** The row that says that updates left the room once more. */
export function nextPast(room: RoomName, { generation, clocks }: RoomPast): KeyValueRow {
  return { key: keyOf(room), value: [generation + 1, [...clocks]] };
}

/** To be written in the commit that takes these updates out of their rooms. */
export async function pastOf(store: LocalStore, gone: readonly UpdateRow[], device: DeviceNumber): Promise<Change> {
  const pasts = new Map<RoomName, { generation: number; clocks: Map<number, number> }>();
  for (const row of gone) {
    const before = pasts.get(row.room) ?? (await readPast(store, row.room));
    const clocks = new Map(before.clocks);
    for (const { client, clock, length } of rangesOf(row))
      if (deviceOfClient(client) === device) clocks.set(client, Math.max(clocks.get(client) ?? 0, clock + length));
    pasts.set(row.room, { generation: before.generation, clocks });
  }
  return { put: { meta: [...pasts].map(([room, past]) => nextPast(room, past)) } };
}
