/**
 * The writing side of the room log in SQLite: many pieces of work, one commit, one answer each.
 *
 * Runs in a thread of its own (sqlite-log-writer-worker.ts) and knows no thread. A piece of work that cannot be stored
 * leaves nothing and harms none of its neighbours; a full disk passes; any other failure of a commit closes the log to
 * writing, for what the disk holds then is re-read by a new process, never guessed.
 */
import type { DatabaseSync } from 'node:sqlite';
import {
  failureOf,
  type CompactWork,
  type DropCopiesWork,
  type Failure,
  type LogAnswer,
  type LogAnswers,
  type LogWork,
  type RedactWork,
  type WipeWork,
} from './log-writer-messages.ts';
import { makeLogAppender } from './sqlite-log-appender.ts';
import { makeSqliteRedactions } from './sqlite-redactions.ts';
import { makeRoomCopies } from './sqlite-room-copies.ts';

export type LogWriter = {
  /** One commit for all of it. Returns after it is durable; throws never. */
  commit(work: readonly LogWork[]): LogAnswers;
  /** Carries what was committed over to the database file when enough has gathered; call it when nobody waits. */
  tidy(): void;
  close(): void;
};

/** Commits and bytes after which the write-ahead log is carried over: about 4 MiB of it. */
const TIDY_COMMITS = 250;
const TIDY_BYTES = 2 * 1024 * 1024;

/** @param database open for writing, in WAL mode with `synchronous = FULL` and no checkpoints of its own */
export function makeLogWriter(database: DatabaseSync): LogWriter {
  const appender = makeLogAppender(database);
  const copies = makeRoomCopies(database);
  const redactions = makeSqliteRedactions(database);
  const savepoint = database.prepare('SAVEPOINT call');
  const release = database.prepare('RELEASE call');
  let closed: Failure | null = null;
  let [commits, size] = [0, 0];

  function copyWork(work: CompactWork | DropCopiesWork | RedactWork): boolean {
    if (work.kind === 'redact') return redact(work);
    const room = appender.knownRoom(work.room);
    if (!room) return false;
    if (work.kind === 'compact') {
      size += work.segment.bytes.length;
      return copies.compact(room.id, room.seq, work.segment, work.digest);
    }
    copies.drop(room.id);
    return true;
  }

  function redact({ redaction }: RedactWork): boolean {
    const room = appender.knownRoom(redaction.room);
    if (!room) throw new Error('log: nothing was ever written there');
    if (redactions.redact(room.id, redaction)) copies.drop(room.id);
    return true;
  }

  function doOne(work: Exclude<LogWork, WipeWork>): LogAnswer {
    if (work.kind === 'append') return appender.append(work);
    savepoint.run();
    try {
      const done = copyWork(work);
      release.run();
      return { done };
    } catch (error) {
      if (!database.isTransaction) throw error;
      database.exec('ROLLBACK TO call; RELEASE call');
      return { failure: failureOf(error) };
    }
  }

  function recover(error: unknown, begun: boolean): void {
    try {
      if (database.isTransaction) database.exec('ROLLBACK');
      appender.forget();
    } catch {
      closed ??= { message: 'log: the disk failed; reopen the log' };
    }
    // Nothing was tried before the transaction began, and SQLITE_FULL undoes it and passes when there is room again.
    if (begun && !isFull(error)) closed ??= { message: 'log: a commit failed; reopen the log' };
  }

  /** Anything but a wipe, in one transaction. */
  function commitAll(work: readonly Exclude<LogWork, WipeWork>[]): LogAnswers {
    const refusal = closed;
    if (refusal) return { answers: work.map(() => ({ failure: refusal })), head: appender.head, closed };
    let begun = false;
    try {
      // What a redaction frees is overwritten; each other commit would pay for it.
      if (work.some(({ kind }) => kind === 'redact')) database.exec('PRAGMA secure_delete = ON');
      database.exec('BEGIN IMMEDIATE');
      begun = true;
      const answers = work.map(doOne);
      appender.flushRooms();
      database.exec('COMMIT');
      commits++;
      size += appender.takeSize();
      return { answers, head: appender.head, closed };
    } catch (error) {
      recover(error, begun);
      const failure = failureOf(error);
      return { answers: work.map(() => ({ failure })), head: appender.head, closed };
    } finally {
      if (work.some(({ kind }) => kind === 'redact')) database.exec('PRAGMA secure_delete = OFF');
    }
  }

  function wipe(): LogAnswer {
    if (closed) return { failure: closed };
    try {
      redactions.wipe();
      return { done: true };
    } catch (error) {
      // Nothing of the log changed but where it lies: it is tried again another time.
      return { failure: failureOf(error) };
    }
  }

  return {
    commit(work) {
      const answers: LogAnswer[] = [];
      for (let start = 0; start < work.length;) {
        const end = work.findIndex(({ kind }, i) => i >= start && kind === 'wipe');
        const lot = work.slice(start, end < 0 ? work.length : end) as Exclude<LogWork, WipeWork>[];
        if (lot.length > 0) answers.push(...commitAll(lot).answers);
        if (end >= 0) answers.push(wipe());
        start = end < 0 ? work.length : end + 1;
      }
      return { answers, head: appender.head, closed };
    },
    tidy() {
      if (closed || (commits < TIDY_COMMITS && size < TIDY_BYTES)) return;
      [commits, size] = [0, 0];
      try {
        database.exec('PRAGMA wal_checkpoint(PASSIVE)');
      } catch (error) {
        // A failed fsync of the database file is not tried again: the next one could say yes without having written (fsync errors are told once).
        if (!isFull(error)) closed = { message: 'log: the disk failed; reopen the log' };
      }
    },
    close: () => database.close(),
  };
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 13;
}
