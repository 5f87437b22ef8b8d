/**
 * Publishes each person's account room: at start and at every change of the directory; the writer writes only what changed.
 *
 * A dossier or person no longer shared becomes null, never a deletion. Changes that come while one publication runs are
 * taken together by the next; one that failed is tried again.
 */
import type { UserId } from '@navette/kernel/ids';
import type { Log } from '@navette/kernel/ports';
import type { AccountSecurity } from '@navette/rooms/records';
import { roomName } from '@navette/rooms/room-names';
import { errorFacts } from '../error-facts.ts';
import type { Directory } from '../ports.ts';
import type { ServerWriter } from '../rooms/server-writer.ts';
import { accountRecords, type AccountRecords } from './account-records.ts';
import type { DirectoryActs } from './directory.ts';

export type AccountRoomsOptions = {
  readonly directory: Directory & Pick<DirectoryActs, 'people'>;
  readonly writer: Pick<ServerWriter, 'setRecords' | 'keys'>;
  /** What other rooms of work have to say to a person, beside the directory. */
  readonly also?: (user: UserId) => AccountRecords;
  /** Bytes, told to the devices with each dossier. */
  readonly fileLimit: number;
  /** What stands of somebody's security in their own room. */
  readonly security?: (user: UserId) => AccountSecurity;
  readonly log: Log;
  /** Milliseconds until what could not be published is tried again. */
  readonly retryAfter?: number;
};

export type AccountRooms = {
  /** Something else wrote to this person's room: what the directory says is published again, where it does not stand any more. */
  publishAgain(user: UserId): void;
  /** Resolves when everything known so far is published, or waits for its next try. */
  settled(): Promise<void>;
  /** Ends what is under way; nothing more is published. */
  close(): Promise<void>;
};

const RETRY_AFTER = 30_000;

/** Resolves when every room says what the directory says, as far as it could be written. */
export async function publishAccounts({
  directory,
  writer,
  also = () => new Map(),
  fileLimit,
  security,
  log,
  retryAfter = RETRY_AFTER,
}: AccountRoomsOptions): Promise<AccountRooms> {
  const waiting = new Set<UserId>();
  const failed = new Set<UserId>();
  let running: Promise<void> | null = null;
  let closed = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const publish = async (user: UserId): Promise<void> => {
    const room = roomName({ kind: 'account', user });
    const wanted = new Map([...accountRecords(directory, user, fileLimit, security), ...also(user)]);
    const gone = (await writer.keys(room)).filter((key) => !wanted.has(key));
    await writer.setRecords(room, [...[...wanted].map(([key, value]) => ({ key, value })), ...gone.map((key) => ({ key, value: null }))]);
  };

  const drain = async (): Promise<void> => {
    for (const user of waiting) {
      waiting.delete(user);
      try {
        await publish(user);
      } catch (error) {
        log('account-not-published', { user, ...errorFacts(error) });
        failed.add(user);
      }
    }
    running = null;
    if (failed.size > 0) retry ??= setTimeout(again, retryAfter).unref();
  };
  const soon = (): Promise<void> => (running ??= Promise.resolve().then(drain));
  const again = (): void => {
    retry = undefined;
    for (const user of failed) waiting.add(user);
    failed.clear();
    void soon();
  };

  const publishAgain = (user: UserId): void => {
    if (closed) return;
    waiting.add(user);
    void soon();
  };
  directory.onChange(publishAgain);
  for (const person of directory.people()) waiting.add(person.id);
  const settled = async (): Promise<void> => {
    while (waiting.size > 0 || running) await soon();
  };
  await settled();
  return {
    publishAgain,
    settled,
    async close() {
      closed = true;
      await settled();
      clearTimeout(retry);
    },
  };
}
