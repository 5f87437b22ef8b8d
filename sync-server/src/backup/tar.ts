/**
 * Files of a folder as one stream, and back: the ustar format, so that `tar` opens what `age` decrypts when nothing of ours is
 * at hand. Only regular files under relative names of a short list of characters; a size beyond 8 GiB in base 256.
 */
import { closeSync, createReadStream, fsyncSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { concatBytes } from '@navette/kernel/bytes';

const BLOCK = 512;
const READ = 1024 * 1024;
const MOST_OCTAL = 0o77777777777;
/** Names of a data folder: no `..`, nothing absolute, no hidden file. */
const NAME = /^(?!.*\.\.)[a-zA-Z0-9][\w.-]*(?:\/[a-zA-Z0-9][\w.-]*)*$/;

/** @param names files of `folder`, relative, with '/' between their parts */
export async function* packed(folder: string, names: readonly string[], at: number): AsyncGenerator<Uint8Array> {
  for (const name of names) {
    const file = path.join(folder, name);
    const { size } = statSync(file);
    yield headerOf(name, size, at);
    let sent = 0;
    for await (const piece of createReadStream(file, { highWaterMark: READ, ...(size > 0 && { end: size - 1 }) })) {
      sent += (piece as Uint8Array).length;
      yield piece as Uint8Array;
    }
    if (sent !== size) throw new Error('a file became shorter while it was read');
    if (size % BLOCK > 0) yield new Uint8Array(BLOCK - (size % BLOCK));
  }
  yield new Uint8Array(2 * BLOCK);
}

/** Not a stream that `packed` made. */
export class TarError extends Error {
  override readonly name = 'TarError';
}

/**
 * Writes the files of a stream into a folder, each on the disk when it is closed.
 * @returns how many; the stream is read to its end, so that it is known to be whole
 * @throws TarError, or what reading the stream throws
 */
export async function unpack(stream: AsyncIterable<Uint8Array>, folder: string): Promise<number> {
  let held: Uint8Array = new Uint8Array();
  let open: { readonly handle: number; left: number; padding: number } | null = null;
  let [files, ended] = [0, false];
  const close = (): void => {
    if (!open) return;
    fsyncSync(open.handle);
    closeSync(open.handle);
    open = null;
  };
  try {
    for await (const part of stream) {
      held = held.length === 0 ? part : concatBytes([held, part]);
      for (;;) {
        if (open) {
          const data = held.subarray(0, Math.min(open.left, held.length));
          for (let at = 0; at < data.length;) at += writeSync(open.handle, data, at);
          open.left -= data.length;
          held = held.subarray(data.length);
          if (open.left > 0 || held.length < open.padding) break;
          held = held.subarray(open.padding);
          close();
        } else {
          if (held.length < BLOCK) break;
          const block = held.subarray(0, BLOCK);
          held = held.subarray(BLOCK);
          ended ||= block.every((byte) => byte === 0);
          if (ended) continue;
          const { name, size } = readHeader(block);
          mkdirSync(path.join(folder, path.dirname(name)), { recursive: true, mode: 0o700 });
          open = { handle: openSync(path.join(folder, name), 'wx', 0o600), left: size, padding: (BLOCK - (size % BLOCK)) % BLOCK };
          files += 1;
        }
      }
    }
    if (open || !ended) throw new TarError('cut short');
    return files;
  } finally {
    close();
  }
}

function headerOf(name: string, size: number, at: number): Uint8Array {
  if (!NAME.test(name) || Buffer.byteLength(name) > 100) throw new TarError('a name that has no place');
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 'latin1');
  header.write('0000600\0', 100, 'latin1');
  header.write('0000000\0'.repeat(2), 108, 'latin1');
  if (size <= MOST_OCTAL) header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(size), 128);
  }
  header.write(
    `${Math.floor(at / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
    'latin1',
  );
  header.write('0', 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

function readHeader(block: Uint8Array): { readonly name: string; readonly size: number } {
  const header = Buffer.from(block);
  const name = header.toString('latin1', 0, 100).replace(/\0.*$/s, '');
  const sum = Number.parseInt(header.toString('latin1', 148, 154), 8);
  const kind = header.toString('latin1', 156, 157);
  const size = header[124] === 0x80 ? Number(header.readBigUInt64BE(128)) : Number.parseInt(header.toString('latin1', 124, 135), 8);
  if (sum !== sumOf(header) || kind !== '0' || !NAME.test(name) || !Number.isSafeInteger(size)) throw new TarError('no file of ours');
  return { name, size };
}

/** Of all bytes, those of the sum itself taken as spaces. */
function sumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);
}
