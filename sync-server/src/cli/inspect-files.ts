/**
 * `navette inspect FILE...`: what each file is, by the recognition the devices use. Files are hostile until shown otherwise:
 * each is read in a thread with limits of time and memory, and one that breaks it costs itself alone.
 */
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { SIGNATURE_BYTES, typeOfBytes } from '@navette/formats/signature';
import { isFecFile } from './inspected-fec.ts';
import { unreadFile, type InspectedFile } from './inspected-file.ts';
import type { FileToRead } from './recognise-worker.ts';

const WORKER = new URL(`./recognise-worker${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/** A ledger is read in pieces: at 20 MB a second, and not beyond what one exercise can be. */
const LEDGER_SPEED = 20_000;
const LEDGER_BYTES = 4 * 1024 ** 3;

export type ReadingLimits = { readonly milliseconds: number; readonly megabytes: number; readonly fileBytes: number };
const LIMITS: ReadingLimits = { milliseconds: 4_500, megabytes: 256, fileBytes: 512 * 1024 * 1024 };

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
      // Read in pieces: its size costs time, and no memory.
      const ledger = size !== null && isFecFile(file);
      if (size === null || size > (ledger ? LEDGER_BYTES : limits.fileBytes)) {
        answers.push(unreadFile(name, size === null ? 'cannot-read' : 'too-much'));
        continue;
      }
      worker ??= startWorker(limits.megabytes);
      const answer = await read(worker, { file, name }, limits.milliseconds + (ledger ? size / LEDGER_SPEED : 0));
      if (typeof answer !== 'string') {
        answers.push(answer);
        continue;
      }
      await worker.terminate();
      worker = startWorker(limits.megabytes);
      const less = (await isLayered(file))
        ? await read(worker, { file, name, shallow: true }, Math.min(SHALLOW, limits.milliseconds))
        : answer;
      answers.push(
        typeof less === 'string' ? unreadFile(name, answer) : { ...less, warnings: [...asList(less['warnings']), { tag: answer }] },
      );
      if (typeof less === 'string') {
        await worker.terminate();
        worker = null;
      }
    }
  } finally {
    await worker?.terminate();
  }
  return answers;
}

const SHALLOW = 2_000;

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A PDF or an archive can be named without being read. */
async function isLayered(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(SIGNATURE_BYTES), 0, SIGNATURE_BYTES, 0);
    return /^application\/(?:pdf|zip)$/.test(typeOfBytes(buffer.subarray(0, bytesRead)));
  } finally {
    await handle.close();
  }
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
