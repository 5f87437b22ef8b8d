/** Columns of numbers: grown while a file is read, then as narrow as their values allow. */
import type { CentsColumn, Ids } from '@navette/domain/ledger/ledger';

export function grown<T extends Uint16Array | Uint32Array | Float64Array>(block: T): T {
  const larger = new (block.constructor as new (length: number) => T)(block.length * 2);
  larger.set(block as never);
  return larger;
}

/** The first `rows` ids, as narrow as the largest allows. */
export function narrowIds(block: Uint16Array | Uint32Array, rows: number): Ids {
  let largest = 0;
  for (let row = 0; row < rows; row++) if ((block[row] as number) > largest) largest = block[row] as number;
  const narrow = largest < 256 ? new Uint8Array(rows) : largest < 65_536 ? new Uint16Array(rows) : new Uint32Array(rows);
  narrow.set(block.subarray(0, rows));
  return narrow;
}

/** In 32 bits where every amount fits: 21 474 836,47 € at most. */
export function narrowCents(block: Float64Array, rows: number): CentsColumn {
  let [least, most] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const value = block[row] as number;
    if (value > most) most = value;
    else if (value < least) least = value;
  }
  if (most > 2_147_483_647 || least < -2_147_483_648) return block.slice(0, rows);
  return new Int32Array(block.subarray(0, rows));
}
