/**
 * A process that appends to a room log as fast as it is answered, and prints each acknowledgement before the next step:
 * what log-kill.test.ts kills. Started by it, with the log's file (or the address of a PostgreSQL, `#` and a schema), a seed,
 * and the step at which it kills itself, if any.
 */
import { writeSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { DeviceNumber, DossierId } from '@navette/kernel/ids';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import { makeLogWriter } from '../../sync-server/src/log/sqlite-log-writer.ts';
import { openPostgresRoomLog } from '../../sync-server/src/log/postgres-room-log.ts';
import { openSqliteRoomLog } from '../../sync-server/src/log/sqlite-room-log.ts';
import { startWriterThread, type StartWriter } from '../../sync-server/src/log/sqlite-writer-thread.ts';
import { inThreadWriter } from '../support/in-thread-writer.ts';
import { countedRandom } from '../support/counted-random.ts';

/** Where in a commit the process dies: before it, in its middle, between its end and its answer, in the carrying over. */
export const STEPS = ['begin', 'entry', 'room', 'commit', 'committed', 'checkpoint', 'checkpointed'] as const;
export type Step = (typeof STEPS)[number];

if (import.meta.main) await appendForEver();

async function appendForEver(): Promise<void> {
  const [file = '', seed = '', step = 'none', after = '1'] = process.argv.slice(2);
  const random = countedRandom(seed);
  const startWriter = step === 'none' ? startWriterThread : dyingWriter(step as Step, Number(after));
  const [url = '', schema = ''] = file.split('#');
  const parts = { clock: { now: () => Date.now() }, random, gatherMs: 0 };
  const log = url.startsWith('postgres:')
    ? await openPostgresRoomLog({ url, schema, ...parts })
    : openSqliteRoomLog({ file, startWriter, ...parts });
  const dossier = '01990000-0000-7000-8000-000000000001' as DossierId;
  const rooms = Array.from({ length: 8 }, (_, i): RoomName => roomName({ kind: 'deposits', dossier, year: 2020 + i, box: 'common' }));
  let n = 0;
  async function lane(): Promise<void> {
    for (;;) {
      const [count = 0, size = 0, room = 0] = random.bytes(3);
      const entries = Array.from({ length: 1 + (count % 4) }, (_, i) => ({
        room: rooms[(room + i) % rooms.length] as RoomName,
        id: `${seed}-${++n}`,
        author: 'server' as const,
        device: 1 as DeviceNumber,
        counter: null,
        bytes: new Uint8Array(1 + size * 20).fill(n % 256),
      }));
      const told = await log.append(entries);
      const lines = told.map((one) =>
        one.status === 'stored' ? `${one.entry.cursor} ${one.entry.id} ${one.entry.hash}\n` : `${one.status}\n`,
      );
      say(lines.join(''));
    }
  }
  await Promise.all(Array.from({ length: 4 }, lane));
}

/** Written when it returns: what the parent reads was acknowledged, whenever the process died. */
function say(text: string): void {
  for (let bytes = Buffer.from(text); bytes.length > 0;) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      // The pipe is full: the parent has not read yet.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** The real writer on a database that ends the process at one step, the `after`-th time it comes there. */
function dyingWriter(step: Step, after: number): StartWriter {
  let left = after;
  const die = (here: Step): void => {
    if (here === step && --left <= 0) process.kill(process.pid, 'SIGKILL');
  };
  return inThreadWriter((file) => {
    const database = new DatabaseSync(file);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;');
    const exec = database.exec.bind(database);
    const prepare = database.prepare.bind(database);
    database.exec = (sql) => {
      if (sql.startsWith('BEGIN')) die('begin');
      if (sql === 'COMMIT') die('commit');
      if (sql.includes('checkpoint')) die('checkpoint');
      exec(sql);
      if (sql === 'COMMIT') {
        die('committed');
        // Carried over often, so that this is met too.
        die('checkpoint');
        exec('PRAGMA wal_checkpoint(PASSIVE)');
        die('checkpointed');
      }
    };
    database.prepare = (sql): StatementSync => {
      const statement = prepare(sql);
      const run = statement.run.bind(statement) as StatementSync['run'];
      const dies = sql.startsWith('INSERT INTO entry') ? 'entry' : sql.startsWith('UPDATE room') ? 'room' : null;
      if (dies) {
        statement.run = ((...values: Parameters<StatementSync['run']>) => {
          const changed = run(...values);
          die(dies);
          return changed;
        }) as StatementSync['run'];
      }
      return statement;
    };
    return makeLogWriter(database);
  });
}
