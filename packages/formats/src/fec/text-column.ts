/** Words of lines as a ledger has them, decoded when they are asked for. */
import type { TextColumn } from '@navette/domain/ledger/ledger';
import { BytePool, type Decode } from './bytes.ts';

/** @param ids null where each text is its own number */
export function textColumn(pool: BytePool, ids: Uint32Array | null, rows: number, decode: Decode, utf8: boolean): TextColumn {
  return {
    at: (row) => (row < rows ? decode(pool.slice(ids === null ? row : (ids[row] as number))) : ''),
    words() {
      const own = ids === null ? Uint32Array.from({ length: rows }, (_, row) => row) : ids.subarray(0, rows);
      if (utf8) return { ids: own, ends: pool.ends.subarray(0, pool.count), bytes: pool.bytes.subarray(0, pool.size) };
      const encoder = new TextEncoder();
      const again = new BytePool();
      for (let at = 0; at < pool.count; at++) {
        const bytes = encoder.encode(decode(pool.slice(at)));
        again.add(bytes, 0, bytes.length);
      }
      return { ids: own, ends: again.ends.subarray(0, again.count), bytes: again.bytes.subarray(0, again.size) };
    },
  };
}
