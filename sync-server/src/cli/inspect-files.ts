/**
 * `navette inspect FILE...`: what each file is, by the recognition the devices use. Files are hostile until shown otherwise:
 * each is read in a thread with limits of time and memory, and one that breaks it costs itself alone.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { unreadFile, type InspectedFile } from './inspected-file.ts';
import type { FileToRead } from './recognise-worker.ts';

const WORKER = new URL(`./recognise-worker${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

export type ReadingLimits = { readonly milliseconds: number; readonly megabytes: number; readonly fileBytes: number };
const LIMITS: ReadingLimits = { milliseconds: 20_000, megabytes: 256, fileBytes: 512 * 1024 * 1024 };

/** @returns one answer a file, in their order */
export async function inspectFiles(files: readonly string[], limits: ReadingLimits = LIMITS): Promise<InspectedFile[]> {
  let worker: Worker | null = null;
  const answers: InspectedFile[] = [];
  try {
    for (const file of files) {
      const name = path.basename(file);
      const size = await stat(file).then(
        (found) => (found.isFile() ? found.size : null),
        () => null,
      );
      if (size === null || size > limits.fileBytes) {
        answers.push(unreadFile(name, size === null ? 'cannot-read' : 'too-much'));
        continue;
      }
      worker ??= startWorker(limits.megabytes);
      const answer = await read(worker, { file, name }, limits.milliseconds);
      answers.push(typeof answer === 'string' ? unreadFile(name, answer) : answer);
      if (typeof answer === 'string') {
        await worker.terminate();
        worker = null;
      }
    }
  } finally {
    await worker?.terminate();
  }
  return answers;
}

function startWorker(megabytes: number): Worker {
  const worker = new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: megabytes }, execArgv: [] });
  // What it says between two files is nobody's.
  return worker.on('error', () => undefined);
}

function read(worker: Worker, wanted: FileToRead, milliseconds: number): Promise<InspectedFile | 'too-slow' | 'too-much'> {
  return new Promise((resolve) => {
    const done = (answer: InspectedFile | 'too-slow' | 'too-much'): void => {
      clearTimeout(timer);
      worker.off('message', done).off('error', broke).off('exit', broke);
      resolve(answer);
    };
    const broke = (): void => done('too-much');
    const timer = setTimeout(() => done('too-slow'), milliseconds);
    worker.on('message', done).on('error', broke).on('exit', broke);
    worker.postMessage(wanted);
  });
}
