/** The day of the last announcement of the launch (R052), on this device. */
/** Where the day of the last announcement stands (`Launch.tsx`). */
export const ANNOUNCED = 'navette.migration-announced';

/** The next sign-in on this device is another launch. */
export function forgetLaunch(): void {
  try {
    localStorage.removeItem(ANNOUNCED);
  } catch {
    // Nothing was kept.
  }
}
