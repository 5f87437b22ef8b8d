/** A `Blob` whose bytes are at hand: reading it takes no real time, so a world that reads it stays repeatable. */
import { concatBytes } from '@navette/kernel/bytes';

export class TwinBlob {
  readonly type: string;
  readonly now: Uint8Array<ArrayBuffer>;

  constructor(parts: readonly (Uint8Array | ArrayBuffer | string | TwinBlob)[] = [], options: { readonly type?: string } = {}) {
    this.type = options.type ?? '';
    this.now = concatBytes(parts.map(bytesOf));
  }

  get size(): number {
    return this.now.length;
  }

  slice(from = 0, to = this.size): TwinBlob {
    return new TwinBlob([this.now.slice(from, to)], { type: this.type });
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.now.slice().buffer;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(this.now);
  }
}

function bytesOf(part: Uint8Array | ArrayBuffer | string | TwinBlob): Uint8Array {
  if (part instanceof TwinBlob) return part.now;
  if (typeof part === 'string') return new TextEncoder().encode(part);
  return part instanceof Uint8Array ? part : new Uint8Array(part);
}
