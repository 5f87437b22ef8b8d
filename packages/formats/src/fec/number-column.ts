/** A column of numbers that grows: made once where the size of the file is known. */
import type { CentsColumn, Ids } from '@navette/domain/ledger/ledger';

type Block = Uint16Array | Uint32Array | Float64Array;
const MAKE = {
  u16: (length: number) => new Uint16Array(length),
  u32: (length: number) => new Uint32Array(length),
  f64: (length: number) => new Float64Array(length),
} as const;

export class NumbersColumn {
  #block: Block;
  readonly #make: (length: number) => Block;

  constructor(make: (length: number) => Block, capacity: number) {
    this.#make = make;
    this.#block = make(capacity);
  }

  set(row: number, value: number): void {
    if (row >= this.#block.length) {
      const larger = this.#make(this.#block.length * 2);
      larger.set(this.#block as never);
      this.#block = larger;
    }
    this.#block[row] = value;
  }

  values(rows: number): Block {
    return this.#block.slice(0, rows);
  }

  /** As narrow as its largest id allows. */
  ids(rows: number): Ids {
    let largest = 0;
    for (let row = 0; row < rows; row++) if ((this.#block[row] as number) > largest) largest = this.#block[row] as number;
    const narrow = largest < 256 ? new Uint8Array(rows) : largest < 65_536 ? new Uint16Array(rows) : new Uint32Array(rows);
    narrow.set(this.#block.subarray(0, rows));
    return narrow;
  }

  /** In 32 bits where every amount fits: 21 474 836,47 € at most. */
  cents(rows: number): CentsColumn {
    let [least, most] = [0, 0];
    for (let row = 0; row < rows; row++) {
      const value = this.#block[row] as number;
      if (value > most) most = value;
      else if (value < least) least = value;
    }
    if (most > 2_147_483_647 || least < -2_147_483_648) return this.#block.slice(0, rows) as Float64Array;
    return new Int32Array(this.#block.subarray(0, rows));
  }
}

export function numbersColumn(kind: keyof typeof MAKE, capacity: number): NumbersColumn {
  return new NumbersColumn(MAKE[kind], capacity);
}
