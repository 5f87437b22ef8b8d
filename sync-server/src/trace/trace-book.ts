/**
 * The trace of reads in a small database of its own (threat R16): one line a day, person, device, dossier and kind, so that a year of a
 * firm's work stays small. What replication gives to a device is the reading: it is noted when it is given.
 *
 * A note costs a look into a map; lines are written together, a moment later, and at the latest when the book is closed. Ids only.
 */
import { DatabaseSync } from 'node:sqlite';
import { dayInParis } from '@navette/kernel/dates';
import type { DeviceNumber, DossierId, UserId } from '@navette/kernel/ids';
import type { Clock, Log } from '@navette/kernel/ports';
import type { Traced } from '@navette/protocol/trace';
import { errorFacts } from '../error-facts.ts';

/** `detail` tells several of one day apart: a file, an export. */
export type TraceFacts = {
  readonly user: UserId;
  readonly device: DeviceNumber;
  readonly what: Traced;
  readonly dossier: DossierId | null;
  readonly detail?: string;
  readonly count?: number;
  readonly offline?: boolean;
};
export type TraceLine = Required<Omit<TraceFacts, 'detail'>> & {
  readonly day: string;
  readonly detail: string;
  readonly first: number;
  readonly last: number;
};
export type TraceFilter = { readonly from: string; readonly to: string; readonly user: string | null; readonly dossier: string | null };

export type TraceBook = {
  /** Kept in memory, written soon. */
  note(facts: TraceFacts): void;
  /** Durable when it returns; the same detail counts once. @returns whether it is new */
  noteNow(facts: TraceFacts): boolean;
  /** The newest first, what was only noted included. */
  lines(filter: TraceFilter, after: number, limit: number): readonly TraceLine[];
  /** Lines before a day, of dossiers that are no more. @returns how many went */
  forget(before: string, living: ReadonlySet<string>): number;
  close(): void;
};

/** For hearts without one. */
export const NO_TRACE: Pick<TraceBook, 'note'> = { note: () => undefined };

const STEPS: readonly string[] = [
  `CREATE TABLE trace (
     day TEXT NOT NULL, user TEXT NOT NULL, device INTEGER NOT NULL, what TEXT NOT NULL, dossier TEXT NOT NULL, detail TEXT NOT NULL,
     count INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, offline INTEGER NOT NULL,
     PRIMARY KEY (day, user, device, what, dossier, detail)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX trace_dossier ON trace (dossier, day);`,
];
const WRITE_AFTER = 2_000;
/** Lines that wait; more are written at once. A disk that fails costs the oldest, and is said. */
const MOST_WAITING = 2_000;

type Waiting = { readonly facts: TraceFacts; readonly day: string; count: number; readonly first: number; last: number };

/** @throws when the file was written by newer code, or cannot be read */
export function openTraceBook({ file, clock, report }: { readonly file: string; readonly clock: Clock; readonly report: Log }): TraceBook {
  const database = openTraceDatabase(file);
  const put = database.prepare(
    `INSERT INTO trace (day, user, device, what, dossier, detail, count, first, last, offline) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count, last = excluded.last`,
  );
  const waiting = new Map<string, Waiting>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The day is worked out once an hour of the clock: it is asked for at every page. */
  let [hour, today] = [Number.NaN, ''];

  function dayNow(now: number): string {
    const at = Math.floor(now / 3_600_000);
    if (at !== hour) [hour, today] = [at, dayInParis(now)];
    return today;
  }

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size === 0) return;
    try {
      database.exec('BEGIN IMMEDIATE');
      for (const one of waiting.values()) putOne(one);
      database.exec('COMMIT');
      waiting.clear();
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      report('trace-not-written', { lines: waiting.size, ...errorFacts(error) });
      for (const key of waiting.keys()) {
        if (waiting.size <= MOST_WAITING) break;
        waiting.delete(key);
      }
      later();
    }
  }

  function putOne({ facts: { user, device, what, dossier, detail = '', offline = false }, day, count, first, last }: Waiting): void {
    put.run(day, user, device, what, dossier ?? '', detail, count, first, last, offline ? 1 : 0);
  }

  function later(): void {
    timer ??= setTimeout(write, WRITE_AFTER).unref();
  }

  return {
    note(facts) {
      const now = clock.now();
      const day = dayNow(now);
      const { user, device, what, dossier, detail = '', count = 1 } = facts;
      const key = `${day} ${user} ${device} ${what} ${dossier} ${detail}`;
      const known = waiting.get(key);
      if (known) {
        known.count += count;
        known.last = now;
        return;
      }
      waiting.set(key, { facts, day, count, first: now, last: now });
      if (waiting.size >= MOST_WAITING) write();
      else later();
    },
    noteNow(facts) {
      write();
      const { what, dossier, detail = '', count = 1 } = facts;
      const [now, place] = [clock.now(), dossier ?? ''];
      if (
        database
          .prepare('SELECT 1 FROM trace WHERE what = ? AND detail = ? AND user = ? AND dossier = ?')
          .get(what, detail, facts.user, place)
      )
        return false;
      putOne({ facts, day: dayNow(now), count, first: now, last: now });
      return true;
    },
    lines(filter, after, limit) {
      write();
      return linesIn(database, filter, after, limit);
    },
    forget(before, living) {
      return Number(
        database
          .prepare("DELETE FROM trace WHERE day < ? AND dossier <> '' AND dossier NOT IN (SELECT value FROM json_each(?))")
          .run(before, JSON.stringify([...living])).changes,
      );
    },
    close() {
      write();
      clearTimeout(timer);
      database.close();
    },
  };
}

function openTraceDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > STEPS.length) throw new Error('trace written by newer code');
  for (const [index, step] of STEPS.entries())
    if (index >= version) database.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT;`);
  return database;
}

/** Also read by the command line, on a connection of its own. */
export function linesIn(database: DatabaseSync, { from, to, user, dossier }: TraceFilter, after: number, limit: number): TraceLine[] {
  return database
    .prepare(
      `SELECT * FROM trace WHERE day >= ?1 AND day <= ?2 AND (?3 IS NULL OR user = ?3) AND (?4 IS NULL OR dossier = ?4)
       ORDER BY last DESC, user, device, what, dossier, detail LIMIT ?5 OFFSET ?6`,
    )
    .all(from, to, user, dossier, limit, after)
    .map((row) => ({
      day: String(row['day']),
      user: String(row['user']) as UserId,
      device: Number(row['device']) as DeviceNumber,
      what: row['what'] as Traced,
      dossier: row['dossier'] === '' ? null : (String(row['dossier']) as DossierId),
      detail: String(row['detail']),
      count: Number(row['count']),
      first: Number(row['first']),
      last: Number(row['last']),
      offline: row['offline'] === 1,
    }));
}
