/** A faulty file names its first faults, and counts them all. */
const FIRST_ROWS = 500;

export class RowList {
  count = 0;
  readonly first: number[] = [];
  add(row: number): void {
    if (this.count++ < FIRST_ROWS) this.first.push(row);
  }
}
