/**
 * A room's memory as bytes, written beside each segment: so that a cold room is known without reading its history.
 *
 *   digest := version seq at authors:string* clocks:(client clock)* owners:(client author device stock)*
 *             deletes:(client count (clock length)*)* collected segments:(to tier bytes)*
 *
 * Derived from the log: `navette verify` makes it again and compares.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import { RoomState } from '@navette/rooms/update-check';
import type { ClockRange } from '@navette/rooms/update-reader';
import { RecentEntries } from './recent-entries.ts';
import type { ClientOwner, RoomMemory } from './room-memory.ts';
import { writeDeletes } from './write-deletes.ts';

const VERSION = 1;

export type Kept = Pick<RoomMemory, 'segments' | 'collected'>;

/** Takes what a room amounts to now. @returns what makes the digest once the segment up to here is known */
export function digestAt({ state, owners, seq, at }: RoomMemory): (kept: Kept) => Uint8Array {
  const authors = [...new Set([...owners.values()].map((owner) => owner.user))];
  const place = new Map(authors.map((author, index) => [author, index]));
  const room = encoding.encode((encoder) => {
    const write = (...numbers: number[]): void => numbers.forEach((number) => encoding.writeVarUint(encoder, number));
    write(VERSION, seq, at, authors.length);
    for (const author of authors) encoding.writeVarString(encoder, author);
    write(state.clocks.size);
    for (const [client, clock] of state.clocks) write(client, clock);
    write(owners.size);
    for (const [client, { user, device, stock }] of owners) write(client, place.get(user) ?? 0, device, stock ? 1 : 0);
    writeDeletes(encoder, [...state.deletes()]);
  });
  return ({ segments, collected }) =>
    encoding.encode((encoder) => {
      const write = (...numbers: number[]): void => numbers.forEach((number) => encoding.writeVarUint(encoder, number));
      encoding.writeUint8Array(encoder, room);
      write(collected, segments.length);
      for (const { to, tier, bytes } of segments) write(to, tier, bytes);
    });
}

/** @returns the memory, or null for bytes of another version or none at all */
export function decodeDigest(bytes: Uint8Array): RoomMemory | null {
  try {
    return read(decoding.createDecoder(bytes));
  } catch {
    return null;
  }
}

function read(decoder: decoding.Decoder): RoomMemory | null {
  const number = (): number => decoding.readVarUint(decoder);
  const times = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);
  if (number() !== VERSION) return null;
  const [seq, at] = [number(), number()];
  const authors = times(number(), () => decoding.readVarString(decoder) as UserId | 'server');
  const clocks = times(number(), () => [number(), number()] as const);
  const owners = times(number(), (): [number, ClientOwner] => [
    number(),
    { user: authors[number()] as UserId | 'server', device: number() as DeviceNumber, stock: number() === 1 },
  ]);
  const deletes = times(number(), () => {
    const client = number();
    return times(number(), (): ClockRange => ({ client, clock: number(), length: number() }));
  }).flat();
  const collected = number();
  const segments = times(number(), () => ({ to: number(), tier: number(), bytes: number() }));
  if (decoding.hasContent(decoder)) return null;
  return {
    state: new RoomState(clocks, deletes),
    owners: new Map(owners),
    seq,
    at,
    segments,
    collected,
    tail: 0,
    recent: new RecentEntries(),
  };
}
