/** Bytes compressed for the way and the disk, and back. A ledger is named by what it is compressed to: it is compressed once. */

/** @returns gzip of the bytes */
export async function zipped(bytes: Blob | Uint8Array<ArrayBuffer>): Promise<Blob> {
  const from = bytes instanceof Blob ? bytes : new Blob([bytes]);
  return new Response(from.stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

/** @returns what was compressed, not held in memory by us; null when the bytes are no gzip */
export async function unzippedBlob(blob: Blob): Promise<Blob | null> {
  try {
    return await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).blob();
  } catch {
    return null;
  }
}

/** @returns null when the bytes are no gzip, or unfold beyond `most` */
export async function unzipped(blob: Blob, most = 1024 ** 3): Promise<Uint8Array<ArrayBuffer> | null> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    const reader = blob.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > most) {
        await reader.cancel();
        return null;
      }
      pieces.push(value as Uint8Array<ArrayBuffer>);
    }
  } catch {
    return null;
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
