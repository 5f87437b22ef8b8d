/** Calendar text and moments. Moments are milliseconds since 1970; Europe/Paris appears at the edges only. */

/** The year in Europe/Paris of a moment: a deposit belongs to the year in which it was captured. */
export function yearInParis(moment: number): number {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO('Europe/Paris').year;
}

/** 'YYYY-MM-DD' in Europe/Paris. */
export function dayInParis(moment: number): string {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO('Europe/Paris').toPlainDate().toString();
}
