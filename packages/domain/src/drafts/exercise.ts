/**
 * The accounting year an entry belongs to. A dossier whose closing day nobody has said follows the calendar year.
 *
 * Named by the year in which it closes, as the rooms of its journal are.
 */
export type Exercise = { readonly year: number; readonly from: string; readonly to: string };

/** @returns the exercise that closes in `year`: twelve months up to the end of December */
export function exerciseOf(year: number): Exercise {
  return { year, from: `${year}-01-01`, to: `${year}-12-31` };
}

/** The exercise that a day ('AAAA-MM-JJ') falls in. */
export function exerciseOn(day: string): Exercise {
  return exerciseOf(Number(day.slice(0, 4)));
}
