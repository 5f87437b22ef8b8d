/**
 * A moment as a person types it, and as the command line shows it: the time of Europe/Paris unless an offset is given.
 */
const ZONE = 'Europe/Paris';

/** @returns milliseconds since 1970, or undefined; a day alone is its last millisecond */
export function parseMoment(text: string): number | undefined {
  const readings: readonly (() => number)[] = [
    () => Temporal.Instant.from(text).epochMilliseconds,
    () => {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError('no day');
      return Temporal.PlainDate.from(text).add({ days: 1 }).toZonedDateTime(ZONE).epochMilliseconds - 1;
    },
    () => Temporal.PlainDateTime.from(text).toZonedDateTime(ZONE).epochMilliseconds,
  ];
  for (const read of readings) {
    try {
      return read();
    } catch {
      // Not written this way.
    }
  }
  return undefined;
}

/** `2026-11-20 14:32:10`: sorts, and is the same in both languages. */
export function printMoment(at: number): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE);
  return there.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
}

// oxlint-disable-next-line no-control-regex -- escaping them is the point
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text that people wrote, unable to move a terminal's cursor or to turn its direction; JSON stays the same JSON. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
