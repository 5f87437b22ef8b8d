import { cents } from '@navette/kernel/cents';
import { describe, expect, test } from 'vitest';
import { daysUntil, formats, plural } from './formats.ts';

const NOW = Date.parse('2026-11-20T13:32:00Z');
const DAY = 86_400_000;
const fr = formats('fr');
const en = formats('en');

describe('French amounts', () => {
  test('an amount has two decimals, narrow spaces between thousands and before the euro', () => {
    expect(fr.money(cents(123_456))).toBe('1\u202f234,56\u202f€');
    expect(fr.amount(cents(40_038_640))).toBe('400\u202f386,40');
    expect(fr.wholeMoney(cents(40_038_640))).toBe('400\u202f386\u202f€');
  });

  test('a negative amount has a real minus, and there is no negative zero', () => {
    expect(fr.money(cents(-5))).toBe('\u22120,05\u202f€');
    expect(fr.amount(cents(-0))).toBe('0,00');
    expect(fr.wholeMoney(cents(-20))).toBe('0\u202f€');
  });

  test('a change against last year is signed, and says nothing when last year is nil', () => {
    expect(fr.change(cents(1047), cents(1000))).toBe('+4,7\u202f%');
    expect(fr.change(cents(960), cents(1000))).toBe('\u22124,0\u202f%');
    expect(fr.change(cents(960), cents(0))).toBeNull();
    expect([fr.percent(100), en.percent(100)]).toEqual(['100\u202f%', '100%']);
  });
});

describe('sizes', () => {
  test('sizes are in ko and Mo of 1,024, so a limit of 100 MiB reads 100 Mo', () => {
    expect(fr.fileSize(100 * 1024 * 1024)).toBe('100\u202fMo');
    expect(fr.fileSize(212 * 1024)).toBe('212\u202fko');
    expect(fr.fileSize(1.8 * 1024 * 1024)).toBe('1,8\u202fMo');
    expect(fr.fileSize(0)).toBe('0\u202fo');
    expect(en.fileSize(1.8 * 1024 * 1024)).toBe('1.8\u00a0MB');
  });

  test('a SIREN is written by groups of three', () => {
    expect(fr.siren('552100554')).toBe('552\u202f100\u202f554');
  });
});

describe('dates', () => {
  test('a date is spelled with its month, glued to its day', () => {
    expect(fr.day('2026-03-14')).toBe('14\u00a0mars 2026');
    expect(fr.dueDay('2026-11-24')).toBe('24\u00a0novembre');
    expect(fr.longDay(NOW)).toBe('Vendredi 20\u00a0novembre 2026');
    expect(fr.month('2026-10')).toBe('octobre 2026');
    expect(fr.dueDay('2026-12-01')).toBe('1er\u00a0décembre');
    expect(fr.day('2026-12-01')).toBe('1er\u00a0décembre 2026');
    expect(fr.dueDay('2026-12-11')).toBe('11\u00a0décembre');
    expect(en.dueDay('2026-12-01')).toBe('1\u00a0December');
  });

  test('a list shows the time today, "hier" the day before, then the day, with its year when it is another', () => {
    expect(fr.when(NOW, NOW)).toBe('14:32');
    expect(fr.when(NOW - DAY, NOW)).toBe('hier');
    expect(fr.when(NOW - 6 * DAY, NOW)).toBe('14\u00a0nov.');
    expect(fr.when(NOW - 365 * DAY, NOW)).toBe('20\u00a0nov. 2025');
    expect(fr.whenWithTime(NOW - DAY, NOW)).toBe('hier à 14:32');
    expect(en.when(NOW - DAY, NOW)).toBe('yesterday');
  });

  test('days are those of Paris: half past midnight in Paris is already the next day', () => {
    const late = Date.parse('2026-07-14T22:30:00Z');
    expect(fr.day(late)).toBe('15\u00a0juillet 2026');
    expect(daysUntil('2026-07-15', late)).toBe(0);
    expect(daysUntil('2026-11-24', NOW)).toBe(4);
    expect(daysUntil('2026-11-02', NOW)).toBe(-18);
  });
});

test('French counts zero as one, English does not', () => {
  expect(plural('fr', 0, 'document', 'documents')).toBe('document');
  expect(plural('en', 0, 'document', 'documents')).toBe('documents');
  expect(plural('fr', 2, 'document', 'documents')).toBe('documents');
});
