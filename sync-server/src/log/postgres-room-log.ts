/**
 * The room log in PostgreSQL, behind the same port as the one in SQLite: one transaction for all that gathers, one writer.
 *
 * The connection that writes holds a lock for as long as it lives: a second server is refused, and a server that lost its
 * connection writes no more, for another may have taken its place. An answer of `append` means that its transaction is
 * committed with `synchronous_commit` on.
 */
import { Client, Pool, types } from 'pg';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import type { RoomName } from '@navette/rooms/room-names';
import { errorFacts } from '../error-facts.ts';
import { NO_METRICS } from '../figures/metrics.ts';
import type { Metrics, RoomLog } from '../ports.ts';
import { GATHER_MS, makeGathering } from './call-gathering.ts';
import { SALT_BYTES, type LogCall } from './log-writer-messages.ts';
import { scopeOfName } from './memory-room-log.ts';
import { makePostgresLogReads } from './postgres-log-reads.ts';
import { preparePostgresLog } from './postgres-log-schema.ts';
import { makePostgresLogWriter } from './postgres-log-writer.ts';
import { makeQuarantine } from './quarantine.ts';
import { SoundSpans } from './sound-spans.ts';

export type PostgresRoomLogOptions = {
  /** `postgres://user:password@host/database`; what it leaves out comes from the usual PG* variables. */
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Told when the log closes to writing, and of rooms that cannot be read. */
  readonly report?: Log;
  readonly metrics?: Metrics;
  /** Under load, milliseconds from the beginning of one commit to that of the next. */
  readonly gatherMs?: number;
  /** The schema that holds the tables. */
  readonly schema?: string;
};

const READERS = 4;
const SCHEMA = /^[a-z_][a-z0-9_]{0,62}$/;
const BIGINT = 20;

/**
 * Opens the log, or makes it with a new epoch.
 * @throws when another server holds it, when it was written by newer code, or when the database cannot be reached
 */
export async function openPostgresRoomLog(options: PostgresRoomLogOptions): Promise<RoomLog> {
  const { url, clock, random, report = () => {}, gatherMs = GATHER_MS, schema = 'navette', metrics = NO_METRICS } = options;
  if (!SCHEMA.test(schema)) throw new Error('log: not the name of a schema');
  const connection = {
    connectionString: url,
    keepAlive: true,
    application_name: 'navette',
    options: `-c search_path=${schema} -c synchronous_commit=on`,
    // Positions and times are whole numbers below 2^53.
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === BIGINT ? Number : types.getTypeParser(oid, format as 'text')),
    },
  };
  const client = new Client(connection);
  let failed: Error | null = null;
  let closed = false;
  const fail = (error: unknown): void => {
    if (closed || failed) return;
    failed = new Error('log: a commit failed; reopen the log', { cause: error });
    report('log-closed', { reason: failed.message, ...errorFacts(error) });
  };
  client.on('error', fail);
  client.on('end', () => fail(new Error('log: the connection ended')));
  await client.connect();
  const pool = new Pool({ ...connection, max: READERS });
  // A connection that waits unused may end; the next read opens another.
  pool.on('error', () => undefined);
  try {
    return await assemble();
  } catch (error) {
    closed = true;
    await Promise.allSettled([client.end(), pool.end()]);
    throw error;
  }

  async function assemble(): Promise<RoomLog> {
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', [
      `navette-log ${schema}`,
    ]);
    if (rows[0]?.held !== true) throw new Error('log: another server holds it');
    const epoch = await preparePostgresLog(client, schema, random);
    const writer = await makePostgresLogWriter(client, fail);
    const quarantine = makeQuarantine(report);
    const unmeasure = metrics.gauge('quarantined_rooms', () => quarantine.size);
    const spans = new SoundSpans();
    const reads = makePostgresLogReads(pool, quarantine, spans);
    let queue: Promise<unknown> = Promise.resolve();
    const gathering = makeGathering<LogCall>(
      gatherMs,
      (calls) => void (queue = queue.then(() => commit(calls))),
      (call) => call.entries.length,
    );

    /** One transaction after the other: they share one connection. */
    function inTurn<T>(work: () => Promise<T>): Promise<T> {
      const result = queue.then(() => {
        if (failed) throw failed;
        return work();
      });
      queue = result.catch(() => undefined);
      return result;
    }

    async function commit(calls: readonly LogCall[]): Promise<void> {
      try {
        if (failed) throw failed;
        const entries = calls.reduce((sum, call) => sum + call.entries.length, 0);
        const salts = random.bytes(entries * SALT_BYTES);
        const from = performance.now();
        const answers = await writer.append(calls, salts);
        metrics.count('commits');
        metrics.observe('commit_seconds', (performance.now() - from) / 1000);
        metrics.observe('commit_entries', entries);
        for (const [index, results] of answers.entries()) {
          for (const one of results) if (one.status === 'stored') spans.add(one.entry.room, one.entry.seq);
          calls[index]?.resolve(results);
        }
      } catch (error) {
        for (const call of calls) call.reject(failed ?? (error instanceof Error ? error : new Error('log: an unknown failure')));
      } finally {
        gathering.answered();
      }
    }

    function must(): void {
      if (closed) throw new Error('log: closed');
    }

    /** Copies are made from the entries: a damaged one is dropped with those beside it, and the room goes on without. */
    async function dropCopies(room: RoomName): Promise<void> {
      report('log-copies-damaged', { room });
      await inTurn(() => writer.dropCopies(room));
    }

    return {
      async head() {
        must();
        return { epoch, ...writer.head() };
      },
      append(entries, receipts = []) {
        return new Promise((resolve, reject) => {
          must();
          if (failed) throw failed;
          for (const { room, device, counter } of entries) {
            quarantine.mustBeSound(room);
            scopeOfName(room);
            // What the table would refuse fails its own call, not its neighbours'.
            if (!Number.isSafeInteger(device) || !(counter === null || Number.isSafeInteger(counter))) throw new Error('log: not an entry');
          }
          gathering.add({ entries, receipts, at: clock.now(), resolve, reject });
        });
      },
      async room(room, after, until = Number.MAX_SAFE_INTEGER) {
        must();
        return await reads.room(room, after, until);
      },
      async known(ids) {
        must();
        return await reads.known(ids);
      },
      async segments(room) {
        must();
        quarantine.mustBeSound(room);
        const segments = await reads.segments(room);
        if (segments) return segments;
        await dropCopies(room);
        return [];
      },
      async digest(room) {
        must();
        quarantine.mustBeSound(room);
        const digest = await reads.digest(room);
        if (digest !== undefined) return digest;
        await dropCopies(room);
        return null;
      },
      async compact(room, segment, digest) {
        must();
        quarantine.mustBeSound(room);
        return await inTurn(() => writer.compact(room, segment, digest));
      },
      async since(cursor, wanted, maxBytes) {
        must();
        const { entries, next, full, left } = await reads.since(cursor, wanted, maxBytes);
        return { entries, next, more: full, unreadable: [...left] };
      },
      async scope(scope, after, until, maxBytes) {
        must();
        const { entries, next, full, left } = await reads.scope(scope, after, until, maxBytes);
        return { entries, next, done: !full, unreadable: [...left] };
      },
      async rooms() {
        must();
        return await reads.rooms();
      },
      async holds(dossier, box, hash) {
        must();
        return await reads.holds(dossier, box, hash);
      },
      async boxesHolding(dossier, hash) {
        must();
        return await reads.boxesHolding(dossier, hash);
      },
      async anyHolds(hash) {
        must();
        return await reads.anyHolds(hash);
      },
      async redact(redaction) {
        must();
        quarantine.mustBeSound(redaction.room);
        await inTurn(() => writer.redact(redaction));
        spans.forget(redaction.room);
      },
      async redactions() {
        must();
        return await reads.redactions();
      },
      async wipe() {
        must();
        await inTurn(() => writer.wipe());
      },
      async close() {
        if (closed) return;
        closed = true;
        unmeasure();
        gathering.flush();
        await queue;
        await Promise.allSettled([pool.end(), client.end()]);
      },
    };
  }
}
