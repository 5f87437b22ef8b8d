/**
 * The room log in one SQLite file: WAL, `synchronous = FULL`, a thread that writes, one commit for all that gathers.
 *
 * An answer of `append` means that its commit is on the disk; reads see what was committed. A call whose entries cannot be
 * stored leaves nothing; a failure of the disk itself (anything but "full"), or the death of the writer, closes the log to
 * writing: what was said stored is re-read, never guessed.
 */
import { DatabaseSync } from 'node:sqlite';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import type { RoomName } from '@navette/rooms/room-names';
import { errorFacts } from '../error-facts.ts';
import { NO_METRICS } from '../figures/metrics.ts';
import type { Metrics, RoomLog } from '../ports.ts';
import { GATHER_MS, makeGathering } from './call-gathering.ts';
import {
  errorOf,
  packCalls,
  SALT_BYTES,
  unpackAnswer,
  type LogCall,
  type LogAnswer,
  type LogAnswers,
  type LogWork,
} from './log-writer-messages.ts';
import { scopeOfName } from './memory-room-log.ts';
import { makeQuarantine } from './quarantine.ts';
import { SoundSpans } from './sound-spans.ts';
import { makeLogReads } from './sqlite-log-reads.ts';
import { prepareLogFile } from './sqlite-log-schema.ts';
import { startWriterThread, type StartWriter } from './sqlite-writer-thread.ts';

export type SqliteRoomLogOptions = {
  readonly file: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Told when the log closes to writing. */
  readonly report?: Log;
  /** Under load, milliseconds from the beginning of one commit to that of the next. */
  readonly gatherMs?: number;
  readonly startWriter?: StartWriter;
  readonly metrics?: Metrics;
};

const NAMES_KNOWN = 20_000;
const WRONG_ANSWER = { message: 'log: not the answer that was asked for' };

type Posted = (answer: LogAnswer) => void;

/**
 * Opens the log, or makes it with a new epoch.
 * @throws when the file was written by newer code, or cannot be read
 */
export function openSqliteRoomLog(options: SqliteRoomLogOptions): RoomLog {
  const { file, clock, random, report = () => {}, gatherMs = GATHER_MS, startWriter = startWriterThread, metrics = NO_METRICS } = options;
  const epoch = prepareLogFile(() => openDatabase(file), random);
  const database = openDatabase(file);
  database.exec('PRAGMA query_only = ON;');
  const quarantine = makeQuarantine(report);
  const unmeasure = metrics.gauge('quarantined_rooms', () => quarantine.size);
  const spans = new SoundSpans();
  const reads = makeLogReads(database, quarantine, spans);
  let head = reads.head();
  const posted: Posted[] = [];
  const sound = new Set<RoomName>();
  let failed: Error | null = null;
  let closed = false;
  const writer = startWriter({ file }, { onAnswers, onDeath });
  const gathering = makeGathering(gatherMs, postCalls, (call: LogCall) => call.entries.length);

  function onAnswers({ answers, head: reached, closed: reason }: LogAnswers): void {
    head = reached;
    if (reason) fail(errorOf(reason));
    for (const answer of answers) posted.shift()?.(answer);
  }

  /** Nothing is written from here on; what the writer still answers is answered. */
  function fail(error: Error): void {
    if (!failed) report('log-closed', { reason: error.message, ...(error.cause !== undefined && errorFacts(error.cause)) });
    failed ??= error;
  }

  function onDeath(error: Error): void {
    fail(error);
    for (const settle of posted.splice(0)) settle({ failure: { message: error.message } });
  }

  function must(): void {
    if (closed) throw new Error('log: closed');
  }

  /** A name no room can have fails its own call before anybody's entries are packed with it; so does a room that cannot be read. */
  function check(room: RoomName): void {
    quarantine.mustBeSound(room);
    if (sound.has(room)) return;
    scopeOfName(room);
    if (sound.size > NAMES_KNOWN) sound.clear();
    sound.add(room);
  }

  function post(work: LogWork, settle: Posted): void {
    if (failed) return settle({ failure: { message: failed.message } });
    posted.push(settle);
    writer.post(work);
  }

  function postCalls(calls: readonly LogCall[]): void {
    const entries = calls.reduce((sum, call) => sum + call.entries.length, 0);
    const salts = random.bytes(entries * SALT_BYTES);
    const from = performance.now();
    post(packCalls(calls, salts), (answer) => {
      gathering.answered();
      metrics.count('commits');
      metrics.observe('commit_seconds', (performance.now() - from) / 1000);
      metrics.observe('commit_entries', entries);
      if (!('numbers' in answer)) {
        const error = errorOf('failure' in answer ? answer.failure : WRONG_ANSWER);
        for (const call of calls) call.reject(error);
        return;
      }
      for (const [index, result] of unpackAnswer(calls, salts, answer).entries()) {
        if ('message' in result) {
          calls[index]?.reject(errorOf(result));
          continue;
        }
        for (const one of result) if (one.status === 'stored') spans.add(one.entry.room, one.entry.seq);
        calls[index]?.resolve(result);
      }
    });
  }

  /** @returns whether the writer did it */
  function ask(work: LogWork): Promise<boolean> {
    return new Promise((resolve, reject) => {
      post(work, (answer) => {
        if ('done' in answer) resolve(answer.done);
        else reject(errorOf('failure' in answer ? answer.failure : WRONG_ANSWER));
      });
    });
  }

  /** Copies are made from the entries: a damaged one is dropped with those beside it, and the room goes on without. */
  async function dropCopies(room: RoomName): Promise<void> {
    report('log-copies-damaged', { room });
    await ask({ kind: 'drop-copies', room });
  }

  return {
    async head() {
      must();
      return { epoch, ...head };
    },
    append(entries, receipts = []) {
      return new Promise((resolve, reject) => {
        must();
        for (const { room } of entries) check(room);
        gathering.add({ entries, receipts, at: clock.now(), resolve, reject });
      });
    },
    async room(room, after, until = Number.MAX_SAFE_INTEGER) {
      must();
      return reads.room(room, after, until);
    },
    async known(ids) {
      must();
      return reads.known(ids);
    },
    async segments(room) {
      must();
      quarantine.mustBeSound(room);
      const segments = reads.segments(room);
      if (segments) return segments;
      await dropCopies(room);
      return [];
    },
    async digest(room) {
      must();
      quarantine.mustBeSound(room);
      const digest = reads.digest(room);
      if (digest !== undefined) return digest;
      await dropCopies(room);
      return null;
    },
    async compact(room, segment, digest) {
      must();
      quarantine.mustBeSound(room);
      return ask({ kind: 'compact', room, segment, digest });
    },
    async since(cursor, wanted, maxBytes) {
      must();
      const { entries, next, full, left } = reads.since(cursor, wanted, maxBytes);
      return { entries, next, more: full, unreadable: [...left] };
    },
    async scope(scope, after, until, maxBytes) {
      must();
      const { entries, next, full, left } = reads.scope(scope, after, until, maxBytes);
      return { entries, next, done: !full, unreadable: [...left] };
    },
    async rooms() {
      must();
      return reads.rooms();
    },
    async holds(dossier, box, hash) {
      must();
      return reads.holds(dossier, box, hash);
    },
    async boxesHolding(dossier, hash) {
      must();
      return reads.boxesHolding(dossier, hash);
    },
    async anyHolds(hash) {
      must();
      return reads.anyHolds(hash);
    },
    async redact(redaction) {
      must();
      quarantine.mustBeSound(redaction.room);
      await ask({ kind: 'redact', redaction });
      spans.forget(redaction.room);
    },
    async redactions() {
      must();
      return reads.redactions();
    },
    async wipe() {
      must();
      await ask({ kind: 'wipe' });
    },
    async close() {
      if (closed) return;
      closed = true;
      unmeasure();
      gathering.flush();
      // The writer closes last: it carries the write-ahead log over.
      database.close();
      await writer.end();
    },
  };
}

function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  return database;
}
