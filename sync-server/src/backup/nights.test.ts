import { describe, expect, test } from 'vitest';
import { backupName, BACKUP_NAME, isPast, lastDue, nextDue, timeOfDay } from './nights.ts';

const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Paris]`).epochMilliseconds;
const told = (moment: number) =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO('Europe/Paris').toPlainDateTime().toString();

describe('R099 the nights', () => {
  test.each([
    ['2026-11-20T02:29', '2026-11-19T02:30:00', '2026-11-20T02:30:00'],
    ['2026-11-20T02:30', '2026-11-20T02:30:00', '2026-11-21T02:30:00'],
    ['2026-11-20T23:59', '2026-11-20T02:30:00', '2026-11-21T02:30:00'],
    // The night that has no 02:30, and the one that has two.
    ['2026-03-29T12:00', '2026-03-29T03:30:00', '2026-03-30T02:30:00'],
    ['2026-03-29T01:59', '2026-03-28T02:30:00', '2026-03-29T03:30:00'],
    ['2026-10-25T12:00', '2026-10-25T02:30:00', '2026-10-26T02:30:00'],
  ])('at %s a backup was last due at %s and is next due at %s', (now, last, next) => {
    expect(told(lastDue(at(now), '02:30'))).toBe(last);
    expect(told(nextDue(at(now), '02:30'))).toBe(next);
  });

  test('a backup has five calendar days, that of its making included, whatever the hour', () => {
    const made = at('2026-11-16T02:30');
    expect(isPast(made, at('2026-11-20T23:59'))).toBe(false);
    expect(isPast(made, at('2026-11-21T00:01'))).toBe(true);
    expect(isPast(at('2026-10-24T23:50'), at('2026-10-28T23:59'))).toBe(false);
  });

  test('is named by its moment, so that names sort as they were made through both changes of the clock', () => {
    const names = ['2026-10-25T00:30Z', '2026-10-25T01:30Z', '2026-12-31T23:59:59Z'].map((text) => backupName(Date.parse(text)));
    expect(names).toEqual(['navette-20261025T003000Z', 'navette-20261025T013000Z', 'navette-20261231T235959Z']);
    expect(names.toSorted()).toEqual(names);
    expect(names.every((name) => BACKUP_NAME.test(name))).toBe(true);
  });

  test.each(['02:30', '00:00', '23:59'])('%s is a time of day', (text) => expect(timeOfDay(text)).toBe(text));
  test.each(['2:30', '24:00', '02:60', '0230', '', '02:30:00', 'soir'])('%j is none', (text) => expect(timeOfDay(text)).toBeUndefined());
});
