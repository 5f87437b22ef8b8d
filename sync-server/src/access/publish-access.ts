/**
 * Publishes the access room of each dossier: at start, at every change of the directory, and where a room of work says so.
 *
 * The server answers while it goes on: a firm of a thousand dossiers is written a few at a time. What stands already is not
 * written again; what is gone becomes null, never a deletion; what failed is tried again. Knows no request.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { DossierId } from '@navette/kernel/ids';
import type { Log } from '@navette/kernel/ports';
import { roomName } from '@navette/rooms/room-names';
import type { DirectoryActs } from '../accounts/directory.ts';
import { errorFacts } from '../error-facts.ts';
import type { Directory } from '../ports.ts';
import type { ServerWriter } from '../rooms/server-writer.ts';
import { accessRecords, type AccessFacts } from './access-records.ts';

export type AccessRoomsOptions = Pick<AccessFacts, 'database'> &
  Partial<Omit<AccessFacts, 'database'>> & {
    readonly directory: Pick<Directory & DirectoryActs, 'dossiers' | 'dossiersEver' | 'onChange'>;
    readonly writer: Pick<ServerWriter, 'setRecords' | 'keys'>;
    readonly log: Log;
    /** Milliseconds until what could not be published is tried again. */
    readonly retryAfter?: number;
  };

export type AccessRooms = {
  /** Something the directory does not tell of changed in this dossier, or somebody else wrote to its room. */
  changed(dossier: DossierId): void;
  /** Resolves when everything known so far is published, or waits for its next try. */
  settled(): Promise<void>;
  /** Ends what is under way; nothing more is published. */
  close(): Promise<void>;
};

const RETRY_AFTER = 30_000;
/** Rooms written side by side: their entries share commits. */
const AT_ONCE = 8;

export function publishAccess({
  database,
  hasSecondFactor = () => false,
  reminders = () => new Map(),
  decisions = () => new Map(),
  directory,
  writer,
  log,
  retryAfter = RETRY_AFTER,
}: AccessRoomsOptions): AccessRooms {
  const facts: AccessFacts = { database, hasSecondFactor, reminders, decisions };
  const waiting = new Set<DossierId>();
  const failed = new Set<DossierId>();
  /** What was published of each dossier: most changes of a person change nothing in most of their dossiers. */
  const published = new Map<DossierId, string>();
  let running: Promise<void> | null = null;
  let closed = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const publish = async (dossier: DossierId): Promise<void> => {
    const wanted = accessRecords(facts, dossier);
    const digest = createHash('sha256')
      .update(JSON.stringify([...wanted]))
      .digest('base64url');
    if (published.get(dossier) === digest) return;
    const room = roomName({ kind: 'access', dossier });
    const gone = (await writer.keys(room)).filter((key) => !wanted.has(key));
    await writer.setRecords(room, [...[...wanted].map(([key, value]) => ({ key, value })), ...gone.map((key) => ({ key, value: null }))]);
    published.set(dossier, digest);
  };

  const drain = async (): Promise<void> => {
    while (waiting.size > 0 && !closed) {
      const next = [...waiting].slice(0, AT_ONCE);
      for (const dossier of next) waiting.delete(dossier);
      await Promise.all(
        next.map(async (dossier) => {
          try {
            await publish(dossier);
          } catch (error) {
            log('access-not-published', { dossier, ...errorFacts(error) });
            published.delete(dossier);
            failed.add(dossier);
          }
        }),
      );
      // Whoever asks something goes first.
      await setImmediate();
    }
    running = null;
    if (failed.size > 0 && !closed) retry ??= setTimeout(again, retryAfter).unref();
  };
  const soon = (): Promise<void> => (running ??= Promise.resolve().then(drain));
  const again = (): void => {
    retry = undefined;
    for (const dossier of failed) waiting.add(dossier);
    failed.clear();
    void soon();
  };
  const wait = (dossiers: Iterable<DossierId>): void => {
    if (closed) return;
    for (const dossier of dossiers) waiting.add(dossier);
    void soon();
  };

  directory.onChange((user) => wait(directory.dossiersEver(user)));
  wait(directory.dossiers().map(({ id }) => id));
  return {
    changed(dossier) {
      published.delete(dossier);
      wait([dossier]);
    },
    async settled() {
      while (running !== null || (waiting.size > 0 && !closed)) await soon();
    },
    async close() {
      closed = true;
      waiting.clear();
      clearTimeout(retry);
      await running;
    },
  };
}
