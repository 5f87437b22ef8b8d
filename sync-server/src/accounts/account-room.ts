/**
 * Publishes each person's account room: at start and at every change of the directory, and only what changed.
 *
 * A dossier or person no longer shared becomes null, never a deletion. Changes that come while one publication runs are
 * taken together by the next.
 */
import type { UserId } from '@navette/kernel/ids';
import type { Log } from '@navette/kernel/ports';
import { ROOT_OF } from '@navette/rooms/records';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import * as Y from 'yjs';
import { errorFacts } from '../error-facts.ts';
import type { Directory, RoomLog } from '../ports.ts';
import type { ServerWriter } from '../rooms/server-writer.ts';
import { accountRecords } from './account-records.ts';
import type { DirectoryActs } from './directory.ts';

export type AccountRoomsOptions = {
  readonly directory: Directory & DirectoryActs;
  readonly roomLog: RoomLog;
  readonly writer: Pick<ServerWriter, 'setRecords'>;
  /** Bytes, told to the devices with each dossier. */
  readonly fileLimit: number;
  readonly log: Log;
};

export type AccountRooms = {
  /** Resolves when everything known so far is published. */
  settled(): Promise<void>;
};

/** Resolves when every room says what the directory says. */
export async function publishAccounts({ directory, roomLog, writer, fileLimit, log }: AccountRoomsOptions): Promise<AccountRooms> {
  /** What stands in each room, as text, by key. */
  const published = new Map<UserId, Map<string, string>>();
  const waiting = new Set<UserId>();
  let running: Promise<void> | null = null;

  const publish = async (user: UserId): Promise<void> => {
    const room = roomName({ kind: 'account', user });
    const known = published.get(user) ?? (await readRoom(roomLog, room));
    published.set(user, known);
    const wanted = accountRecords(directory, user, fileLimit);
    const changes = new Map<string, unknown>([...wanted].filter(([key, record]) => known.get(key) !== JSON.stringify(record)));
    for (const [key, text] of known) if (!wanted.has(key) && text !== 'null') changes.set(key, null);
    if (changes.size === 0) return;
    await writer.setRecords(room, [...changes].map(([key, value]) => ({ key, value })));
    for (const [key, record] of changes) known.set(key, JSON.stringify(record));
  };

  const drain = async (): Promise<void> => {
    for (const user of waiting) {
      waiting.delete(user);
      try {
        await publish(user);
      } catch (error) {
        // The next start publishes what this one could not.
        log('account-not-published', { user, ...errorFacts(error) });
      }
    }
    running = null;
  };
  const soon = (): Promise<void> => (running ??= Promise.resolve().then(drain));

  directory.onChange((user) => {
    waiting.add(user);
    void soon();
  });
  for (const person of directory.people()) waiting.add(person.id);
  const settled = async (): Promise<void> => {
    while (waiting.size > 0 || running) await soon();
  };
  await settled();
  return { settled };
}

async function readRoom(roomLog: RoomLog, room: RoomName): Promise<Map<string, string>> {
  const doc = new Y.Doc();
  for (const entry of await roomLog.room(room, 0)) Y.applyUpdate(doc, entry.bytes);
  const map = doc.getMap(ROOT_OF.account);
  return new Map([...map.keys()].map((key) => [key, JSON.stringify(map.get(key))]));
}
