import { describe, expect, it } from 'vitest';
import { addWorkingDays, frenchHolidays, isWorkingDay } from './working-days.ts';

describe('working days in metropolitan France', () => {
  it('R078 there are eleven public holidays a year, those of Easter where it falls', () => {
    expect(frenchHolidays(2026)).toEqual([
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-08',
      '2026-05-14',
      '2026-05-25',
      '2026-07-14',
      '2026-08-15',
      '2026-11-01',
      '2026-11-11',
      '2026-12-25',
    ]);
    expect(frenchHolidays(2027)).toContain('2027-03-29');
    expect(frenchHolidays(2038)).toContain('2038-04-26');
  });

  it.each([
    ['2026-11-11', false],
    ['2026-11-13', true],
    ['2026-11-14', false],
    ['2026-11-15', false],
    ['2026-11-16', true],
  ])('R078 %s is a working day: %s', (day, working) => {
    expect(isWorkingDay(day)).toBe(working);
  });

  it.each([
    ['2026-11-02', 5, '2026-11-09'],
    ['2026-11-06', 5, '2026-11-16'], // The 11th is a holiday.
    ['2026-12-24', 5, '2027-01-04'],
    ['2026-05-07', 5, '2026-05-18'], // The 8th and Ascension.
    ['2026-11-14', 1, '2026-11-16'],
    ['2026-11-16', 0, '2026-11-16'],
  ])('R022 R040 what came on %s is due within %i working days, on %s', (day, count, due) => {
    expect(addWorkingDays(day, count)).toBe(due);
  });
});
