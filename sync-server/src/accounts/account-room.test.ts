import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Log } from '@navette/kernel/ports';
import { roomName } from '@navette/rooms/room-names';
import { makeId, type DossierId, type FirmId, type UserId } from '@navette/kernel/ids';
import { memoryBus } from '../adapters/memory-bus.ts';
import { memoryRoomLog } from '../log/memory-room-log.ts';
import { systemClock, systemRandom } from '../adapters/node-platform.ts';
import { makeServerWriter } from '../rooms/server-writer.ts';
import { publishAccounts, type AccountRoomsOptions } from './account-room.ts';

const firm = makeId<FirmId>(1, new Uint8Array(10).fill(1));
const user = makeId<UserId>(1, new Uint8Array(10).fill(2));
const dossier = makeId<DossierId>(1, new Uint8Array(10).fill(3));
const person = { id: user, name: 'Claire Morel', email: 'claire@cabinet.example' };

function setUp() {
  const state = { shared: true, failing: 0 };
  const listeners: ((user: UserId) => void)[] = [];
  const directory = {
    people: () => [person],
    person: () => person,
    firm: () => ({ id: firm, name: 'Cabinet', demo: false }),
    migration: () => 'finalised',
    membership: () => ({ user, firmRole: null, dossiers: new Map(state.shared ? [[dossier, { side: 'staff' }]] : []) }),
    dossiers: () => [{ id: dossier, name: 'Atelier' }],
    members: () => [{ person, right: { side: 'staff' } }],
    onChange: (listener: (user: UserId) => void) => void listeners.push(listener),
  } as unknown as AccountRoomsOptions['directory'];
  const ports = { clock: systemClock, random: systemRandom };
  const roomLog = memoryRoomLog(ports);
  const append = roomLog.append.bind(roomLog);
  roomLog.append = (...args) => (state.failing-- > 0 ? Promise.reject(new Error('disk')) : append(...args));
  const events: string[] = [];
  const log: Log = (event) => void events.push(event);
  const start = () =>
    publishAccounts({
      directory,
      writer: makeServerWriter({ log: roomLog, bus: memoryBus(), ...ports }),
      fileLimit: 1,
      log,
      retryAfter: 20,
    });
  const read = async () => {
    const doc = new Y.Doc();
    for (const entry of await roomLog.room(roomName({ kind: 'account', user }), 0)) Y.applyUpdate(doc, entry.bytes);
    return doc.getMap('account').toJSON();
  };
  return { state, events, start, read, roomLog, changed: () => listeners.forEach((tell) => tell(user)) };
}

describe('the account rooms', () => {
  test('what could not be published is tried again by itself', async () => {
    const { state, events, start, read } = setUp();
    state.failing = 2;
    const accounts = await start();
    expect(await read()).toEqual({});
    await expect.poll(read, { timeout: 2000 }).toMatchObject({ me: { name: 'Claire Morel' } });
    expect(events).toEqual(['account-not-published', 'account-not-published']);
    await accounts.close();
  });

  test('a dossier no longer shared becomes null, also after a restart; what stands already is not written again', async () => {
    const { state, start, read, roomLog, changed } = setUp();
    const accounts = await start();
    expect((await read())[`dossier/${dossier}`]).toMatchObject({ name: 'Atelier' });
    await accounts.close();
    state.shared = false;
    const again = await start();
    expect((await read())[`dossier/${dossier}`]).toBeNull();
    const { cursor } = await roomLog.head();
    changed();
    await again.settled();
    expect((await roomLog.head()).cursor).toBe(cursor);
    await again.close();
  });
});
