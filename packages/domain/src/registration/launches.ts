/**
 * Launches without a key: how many there were, how many are left, and when sending stops (R004 to R006, G1).
 *
 * A launch is an opening of the application or the portal, one a day at most; a popup is none. Launches are counted, never
 * computed from dates: a clock that jumps ten years costs one launch at most, and one that goes back to a day already
 * counted costs none. Each version has a count of its own, since each wants a key of its own (R023).
 */

/** The days, by the device's own clock, on which there was a launch: the order is that in which they came. */
export type LaunchMarks = readonly string[];

/** Beyond any allowance a firm may set: a clock gone mad fills no disk. */
export const MOST_LAUNCHES = 400;
/** When the firm sets nothing else (G1). */
export const DEFAULT_ALLOWANCE = 30;

/** @param day 'YYYY-MM-DD' of an opening */
export function withLaunch(marks: LaunchMarks, day: string): LaunchMarks {
  return marks.includes(day) || marks.length >= MOST_LAUNCHES ? marks : [...marks, day];
}

export type LaunchCount = {
  readonly allowance: number;
  /** Launches counted so far. */
  readonly used: number;
  /** The last day that was counted: a launch lasts until its day ends. */
  readonly last: string | null;
};

export function launchesLeft({ allowance, used }: LaunchCount): number {
  return Math.max(0, allowance - used);
}

/** Nothing new is sent. What is there stays readable and exportable, captures go on, what waits goes on waiting (R006, G1). */
export function isLimited(count: LaunchCount, today: string): boolean {
  return count.used >= count.allowance && count.last !== today;
}
