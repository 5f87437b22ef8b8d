/**
 * When backups are due and how long they are kept, by the calendar of Europe/Paris (R099): one a night, kept five calendar
 * days.
 */
const ZONE = 'Europe/Paris';
/** Calendar days a backup is kept, that of its making included. */
export const KEPT_DAYS = 5;
/** A night and two hours: what is older, or was never made, is late. */
export const LATE_AFTER = 26 * 3600_000;

/** `HH:MM`. @returns undefined for a text that is no time of day */
export function timeOfDay(text: string): string | undefined {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) ? text : undefined;
}

/** The last moment, up to now, at which a backup was due. Where a clock change leaves that time out, the one after it counts. */
export function lastDue(now: number, at: string): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(ZONE).toPlainDate();
  const due = momentOf(today, at);
  return due <= now ? due : momentOf(today.subtract({ days: 1 }), at);
}

export function nextDue(now: number, at: string): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(ZONE).toPlainDate();
  const due = momentOf(today, at);
  return due > now ? due : momentOf(today.add({ days: 1 }), at);
}

/** Whether a backup of `madeAt` has had its five days, at `now`. */
export function isPast(madeAt: number, now: number): boolean {
  const first = dayOf(now).subtract({ days: KEPT_DAYS - 1 });
  return Temporal.PlainDate.compare(dayOf(madeAt), first) < 0;
}

/** The folder of a backup: names sort as they were made, whatever the clocks of summer and winter. */
export function backupName(at: number): string {
  return `navette-${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
}
export const BACKUP_NAME = /^navette-\d{8}T\d{6}Z$/;

function dayOf(at: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE).toPlainDate();
}

function momentOf(day: Temporal.PlainDate, at: string): number {
  return day.toZonedDateTime({ timeZone: ZONE, plainTime: Temporal.PlainTime.from(at) }).epochMilliseconds;
}
