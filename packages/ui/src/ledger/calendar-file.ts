/**
 * A calendar file (RFC 5545) of whole days: lines end with CRLF and are folded at 75 octets, text is escaped. What it holds is read
 * by any agenda; nothing of it calls anywhere.
 */

export type CalendarDay = {
  /** Names it for good: the same day exported twice is one in the agenda. */
  readonly uid: string;
  /** `AAAA-MM-JJ`. */
  readonly day: string;
  readonly title: string;
  readonly note?: string;
};

const LONGEST = 75;

/** @param at the moment it is made, milliseconds */
export function calendarFile(name: string, days: readonly CalendarDay[], at: number): string {
  const stamp = `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Navette//Due dates//FR',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    ...days.flatMap(({ uid, day, title, note }) => [
      'BEGIN:VEVENT',
      `UID:${escaped(uid)}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`,
      `DTEND;VALUE=DATE:${nextDay(day)}`,
      `SUMMARY:${escaped(title)}`,
      ...(note === undefined ? [] : [`DESCRIPTION:${escaped(note)}`]),
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** A backslash before what separates; a line break as two letters; no other control character (3.3.11). */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, (mark) => `\\${mark}`)
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, ' ');
}

/** No line of more than 75 octets: the next begins with a space; a character is never cut in two (3.1). */
function folded(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const character of line) {
    const octets = encoder.encode(character).length;
    if (size + octets > LONGEST) {
      parts.push(part);
      // The space counts.
      [part, size] = ['', 1];
    }
    part += character;
    size += octets;
  }
  return [...parts, part].join('\r\n ');
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
}
