/** The general terms somebody accepted: which text, when, and until when it binds (R031, R033). */

/** The text carries a version, such as "Mai 2010". */
export type Terms = { readonly version: string; readonly text: string };
/** Moment of the device's clock when the box was ticked and "Terminer" pressed. */
export type Acceptance = { readonly version: string; readonly at: number };

/** The terms run for one year from their acceptance. @returns the last day, 'YYYY-MM-DD' in Europe/Paris */
export function termsRunUntil({ at }: Acceptance): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO('Europe/Paris')
    .toPlainDate()
    .add({ years: 1 })
    .subtract({ days: 1 })
    .toString();
}

/** Terms that changed, or ran out, are accepted anew. */
export function isAccepted(acceptance: Acceptance | null, terms: Pick<Terms, 'version'>, today: string): boolean {
  return acceptance !== null && acceptance.version === terms.version && termsRunUntil(acceptance) >= today;
}
