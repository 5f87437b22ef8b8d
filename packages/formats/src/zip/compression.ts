/**
 * Deflate and its reverse, as streams that whoever has the platform gives in: browsers and Node both have
 * `CompressionStream('deflate-raw')`. This file says what is asked of it, and knows neither.
 */

/**
 * Takes raw deflate apart, in pieces. The reader may stop at any piece, which ends the work; damage throws.
 * Each piece is made of a few thousand compressed bytes at most, so that a bomb costs what was read of it.
 */
export type InflateRaw = (compressed: Uint8Array) => AsyncIterable<Uint8Array>;

/** The same of bytes that come piece by piece. */
export type InflateStream = (compressed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** Packs pieces as raw deflate. */
export type DeflateRaw = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** The part of `CompressionStream` and `DecompressionStream` that is used. */
export type ByteTransform = {
  readonly readable: {
    getReader(): { read(): Promise<{ readonly done: boolean; readonly value?: unknown }>; cancel(reason?: unknown): Promise<unknown> };
  };
  readonly writable: {
    getWriter(): { write(chunk: never): Promise<unknown>; close(): Promise<unknown>; abort(reason?: unknown): Promise<unknown> };
  };
};

/** Compressed bytes fed at a time: at most a thousand times as much comes out of them. */
const SLICE = 4 * 1024;

/** @param make a new `DecompressionStream('deflate-raw')` */
export function inflateBy(make: () => ByteTransform): InflateRaw {
  return (compressed) => through(make(), slices(compressed));
}

/** @param make a new `DecompressionStream('deflate-raw')` */
export function inflateStreamBy(make: () => ByteTransform): InflateStream {
  return (compressed) => through(make(), slicesOf(compressed));
}

/** @param make a new `CompressionStream('deflate-raw')` */
export function deflateBy(make: () => ByteTransform): DeflateRaw {
  return (bytes) => through(make(), bytes);
}

async function* slicesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield* slices(piece);
}

async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
}

async function* through(transform: ByteTransform, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = transform.readable.getReader();
  const writer = transform.writable.getWriter();
  let failure: { readonly cause: unknown } | null = null;
  const fed = (async () => {
    for await (const chunk of chunks) await writer.write(chunk as never);
    await writer.close();
  })().catch(async (cause: unknown) => {
    failure ??= { cause };
    await writer.abort(cause).catch(() => undefined);
  });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (value instanceof Uint8Array) yield value;
    }
    await fed;
    // oxlint-disable-next-line typescript/only-throw-error -- what the source of the bytes threw
    if (failure !== null) throw (failure as { readonly cause: unknown }).cause;
  } finally {
    await reader.cancel().catch(() => undefined);
    await writer.abort().catch(() => undefined);
  }
}
