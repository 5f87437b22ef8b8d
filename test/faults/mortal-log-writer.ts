/** A thread that takes one piece of work for the log as it should, and dies of the second. */
import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseSync } from 'node:sqlite';
import type { LogWork } from '../../sync-server/src/log/log-writer-messages.ts';
import { makeLogWriter } from '../../sync-server/src/log/sqlite-log-writer.ts';

const writer = makeLogWriter(new DatabaseSync((workerData as { file: string }).file));
let taken = 0;
parentPort?.on('message', (work: LogWork) => {
  if (++taken > 1) throw new Error('out of memory, for one');
  parentPort?.postMessage(writer.commit([work]));
});
