/**
 * Makes segments in a worker thread with a limit of memory and of time, one at a time; the thread ends when it has nothing
 * to do. A job that does not end, or takes too much, fails alone.
 */
import { Worker } from 'node:worker_threads';
import { makeAssembly, type MergeJob } from './merge-parts.ts';
import type { ToMerger } from './merge-worker.ts';

/** The parts of a segment in their order, some at a time: a history need not fit into memory. */
export type Pages = AsyncIterable<readonly Uint8Array[]>;

export type Merger = {
  /** @throws (rejects) when the parts do not make one update, or within no reasonable time and memory */
  merge(job: MergeJob, pages: Pages): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** In the caller's thread: for tests and the command line. */
export const mergeHere: Merger = {
  async merge(job, pages) {
    const assembly = makeAssembly(job);
    for await (const page of pages) assembly.add(page);
    return assembly.finish();
  },
  close: async () => undefined,
};

export type MergeLimits = { readonly megabytes: number; readonly time: number; readonly idle: number };
const LIMITS: MergeLimits = { megabytes: 512, time: 60_000, idle: 5_000 };
const WORKER = new URL(`./merge-worker${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

export function makeThreadMerger(limits: MergeLimits = LIMITS): Merger {
  let worker: Worker | null = null;
  let waiting: { readonly resolve: (bytes: Uint8Array | null) => void; readonly reject: (error: Error) => void } | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  function start(): Worker {
    const started = new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: limits.megabytes }, execArgv: [] });
    started.on('message', (bytes: Uint8Array | null) => waiting?.resolve(bytes));
    const ended = (error: unknown): void => {
      // One that was let go for want of work ends while its successor works.
      if (worker !== started) return;
      worker = null;
      waiting?.reject(error instanceof Error ? error : new Error('merge: the thread failed'));
    };
    started.on('error', ended).on('exit', () => ended(new Error('merge: the thread ended')));
    return started;
  }

  /** Resolves with the thread's next answer. */
  function told(thread: Worker, message: ToMerger): Promise<Uint8Array | null> {
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      thread.postMessage(message);
    });
  }

  async function one(job: MergeJob, pages: Pages): Promise<Uint8Array> {
    clearTimeout(idle);
    worker ??= start();
    const thread = worker;
    const timer = setTimeout(() => waiting?.reject(new Error('merge: took too long')), limits.time);
    try {
      thread.postMessage(job satisfies ToMerger);
      for await (const page of pages) await told(thread, page);
      return (await told(thread, 'finish')) ?? new Uint8Array();
    } catch (error) {
      waiting = null;
      await thread.terminate();
      throw error;
    } finally {
      waiting = null;
      clearTimeout(timer);
      idle = setTimeout(() => void end(), limits.idle);
      idle.unref();
    }
  }

  async function end(): Promise<void> {
    clearTimeout(idle);
    const current = worker;
    worker = null;
    await current?.terminate();
  }

  return {
    merge(job, pages) {
      const result = queue.then(() => one(job, pages));
      queue = result.catch(() => undefined);
      return result;
    },
    async close() {
      await queue;
      await end();
    },
  };
}
