/**
 * The thread in which the room log writes: whatever came while a commit was under way goes as the next one.
 *
 * Starts itself; which file comes as worker data. It ends when told to, after all that came before.
 */
import { DatabaseSync } from 'node:sqlite';
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { usedBuffer } from '../large-buffers.ts';
import type { LogAnswers, LogWork } from './log-writer-messages.ts';
import { makeLogWriter } from './sqlite-log-writer.ts';

export type WriterData = { readonly file: string };
export type ToWriter = LogWork | { readonly kind: 'end' };

if (parentPort) write(parentPort, workerData as WriterData);

function write(port: MessagePort, { file }: WriterData): void {
  const writer = makeLogWriter(openForWriting(file));
  let ending = false;

  port.on('message', (first: ToWriter) => {
    const work: LogWork[] = [];
    for (let next: { message: unknown } | undefined = { message: first }; next; next = receiveMessageOnPort(port)) {
      const message = next.message as ToWriter;
      if (message.kind === 'end') ending = true;
      else work.push(message);
    }
    if (work.length > 0) {
      const answers = writer.commit(work);
      port.postMessage(answers, buffersOf(answers));
      writer.tidy();
      for (const one of work) if (one.kind === 'append') usedBuffer(one.bytes.length);
    }
    if (!ending) return;
    writer.close();
    port.close();
  });
}

/** A file that `prepareLogFile` brought up to date. The writer carries the write-ahead log over itself. */
function openForWriting(file: string): DatabaseSync {
  // Rooms are named by ids the writer itself gave: looking each up again would cost a tenth of a commit.
  const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: false });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;');
  return database;
}

function buffersOf({ answers }: LogAnswers): ArrayBuffer[] {
  return answers.flatMap((answer) => ('numbers' in answer ? [answer.numbers.buffer] : []));
}
