/**
 * Starts the thread that writes the room log, and says when it died.
 *
 * A thread with nothing to do keeps no process alive. Knows no tables.
 */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LogAnswers, LogWork } from './log-writer-messages.ts';
import type { ToWriter, WriterData } from './sqlite-log-writer-worker.ts';

export type WriterThread = {
  /** Each post is answered once, in order; several answers may come together. */
  post(work: LogWork): void;
  /** Resolves when all that was posted is answered and the file is closed. */
  end(): Promise<void>;
};
export type WriterEvents = { readonly onAnswers: (answers: LogAnswers) => void; readonly onDeath: (error: Error) => void };
export type StartWriter = (data: WriterData, events: WriterEvents) => WriterThread;

/** Beside this file, as source or as the bundle has it. */
const SCRIPT = path.join(import.meta.dirname, `sqlite-log-writer-worker${path.extname(import.meta.filename)}`);

export const startWriterThread: StartWriter = writerThreadOf(SCRIPT);

/** @param script what the thread runs: sqlite-log-writer-worker, unless a test has another */
export function writerThreadOf(script: string): StartWriter {
  return (data, events) => startThread(new Worker(script, { workerData: data, execArgv: [] }), events);
}

function startThread(worker: Worker, { onAnswers, onDeath }: WriterEvents): WriterThread {
  let posted = 0;
  let ending = false;
  let cause: unknown;
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      resolve();
      if (!ending || posted > 0) onDeath(new Error('log: the writer died; reopen the log', { cause }));
    });
  });
  worker.once('error', (error) => (cause = error));
  worker.on('message', (answers: LogAnswers) => {
    posted -= answers.answers.length;
    if (posted === 0 && !ending) worker.unref();
    onAnswers(answers);
  });
  worker.unref();
  return {
    post(work) {
      if (posted++ === 0) worker.ref();
      worker.postMessage(work satisfies ToWriter, work.kind === 'append' ? [work.bytes.buffer] : []);
    },
    end() {
      ending = true;
      worker.ref();
      worker.postMessage({ kind: 'end' } satisfies ToWriter);
      return ended;
    },
  };
}
