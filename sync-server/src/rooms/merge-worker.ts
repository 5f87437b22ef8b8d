/**
 * The thread in which segments are made: a room that costs too much ends it, and nothing else (`merger.ts`).
 *
 * Answers each page with null once it was taken in, and the end with the bytes.
 */
import '../adapters/no-web-storage.ts';
import { parentPort } from 'node:worker_threads';
import { usedBuffer } from '../large-buffers.ts';
import { makeAssembly, type Assembly, type MergeJob } from './merge-parts.ts';

export type ToMerger = MergeJob | readonly Uint8Array[] | 'finish';

let assembly: Assembly | null = null;

parentPort?.on('message', (message: ToMerger) => {
  if (message === 'finish') {
    // A copy of its own: what is merged may be a view of one of the parts.
    const bytes = assembly?.finish().slice() ?? new Uint8Array();
    assembly = null;
    parentPort?.postMessage(bytes, [bytes.buffer]);
  } else if (Array.isArray(message)) {
    assembly?.add(message);
    usedBuffer(message.reduce((sum: number, part: Uint8Array) => sum + part.length, 0));
    parentPort?.postMessage(null);
  } else assembly = makeAssembly(message as MergeJob);
});
