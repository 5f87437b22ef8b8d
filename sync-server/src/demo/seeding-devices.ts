/**
 * One enrolled device for each person of the demonstration, writing into rooms as ours do: a Yjs update under the
 * device's own client id, with its gapless counter, through the server's accept path.
 */
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import { makeId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { clientId } from '@navette/rooms/client-ids';
import { ROOT_OF } from '@navette/rooms/records';
import { roomName, type Room, type RoomName } from '@navette/rooms/room-names';
import * as Y from 'yjs';
import type { Directory } from '../ports.ts';
import type { Accept } from '../rooms/accept.ts';

type Device = { readonly number: DeviceNumber; counter: number; readonly rooms: Map<RoomName, Y.Doc> };

export type SeedingDevicesOptions = {
  readonly accept: Accept;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: Random;
};

export class SeedingDevices {
  readonly #devices = new Map<UserId, Device>();
  readonly #options: SeedingDevicesOptions;

  constructor(options: SeedingDevicesOptions) {
    this.#options = options;
  }

  /** @throws when the server refuses the write */
  async write(user: UserId, room: Room, key: string, record: object): Promise<void> {
    const { accept, clock, random } = this.#options;
    const device = this.#deviceOf(user);
    const name = roomName(room);
    const doc = device.rooms.get(name) ?? this.#open(device, name);
    const before = Y.encodeStateVector(doc);
    doc.getMap(ROOT_OF[room.kind]).set(key, record);
    const write = {
      id: makeId<string>(clock.now(), random.bytes(10)),
      counter: device.counter++,
      bytes: Y.encodeStateAsUpdate(doc, before),
    };
    const [accepted] = await accept.write(name, { user, device: device.number, by: 'push' }, [write]);
    if (accepted?.status !== 'stored') throw new Error(`the demonstration was refused: ${room.kind} ${JSON.stringify(accepted)}`);
  }

  #deviceOf(user: UserId): Device {
    const known = this.#devices.get(user);
    if (known) return known;
    const device: Device = { number: this.#options.directory.enrol(user, 'Ordinateur de la démonstration'), counter: 1, rooms: new Map() };
    this.#devices.set(user, device);
    return device;
  }

  #open(device: Device, name: RoomName): Y.Doc {
    const doc = new Y.Doc();
    doc.clientID = clientId(device.number, 0);
    device.rooms.set(name, doc);
    return doc;
  }
}
