import { describe, expect, test } from 'vitest';
import type { ExerciseView } from '@navette/device/model';
import type { DossierId } from '@navette/kernel/ids';
import { formats } from '@navette/texts/formats';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { chosenExercise, exerciseBefore, monthsBetween, sameMonths, shownExercises, yearsOf } from './exercises.ts';
import { above, isDeep, parsePlace, partsOf, placeHash, TOP, type FigurePlace } from './figure-place.ts';
import { howSentence } from './how.ts';
import { scaleOf } from './scale.ts';
import { signedChange, wayOf } from './Trend.tsx';

const exercise = (start: string, closing: string, more: Partial<ExerciseView> = {}): ExerciseView => ({
  id: closing,
  dossier: '0192f000-0003-7000-8000-000000000001' as DossierId,
  start,
  closing,
  through: closing,
  final: false,
  published: true,
  inForce: true,
  name: '',
  siren: null,
  lines: 0,
  entries: 0,
  reserves: false,
  importedAt: 0,
  by: null,
  summary: null,
  files: { figures: '' as never, words: '' as never, source: '' as never },
  here: true,
  ...more,
});

describe('G14, R206 exercises and what they compare with', () => {
  const whole = exercise('2025-01-01', '2025-12-31');

  test('an unfinished exercise compares over the same number of months, a finished one whole', () => {
    expect(sameMonths(exercise('2026-01-01', '2026-12-31', { through: '2026-10-12' }), whole)).toEqual({
      months: 10,
      shorter: null,
      until: '2025-10-31',
    });
    expect(sameMonths(exercise('2026-01-01', '2026-12-31', { through: '2026-12-20' }), whole)).toEqual({ months: null, shorter: null });
    const shifted = exercise('2026-07-01', '2027-06-30', { through: '2026-08-31' });
    expect(sameMonths(shifted, exercise('2025-07-01', '2026-06-30')).until).toBe('2025-08-31');
  });

  test('a first exercise of a few months is said to be shorter', () => {
    expect(sameMonths(exercise('2026-01-01', '2026-12-31'), exercise('2025-09-01', '2025-12-31'))).toEqual({ months: null, shorter: 4 });
    expect(sameMonths(exercise('2026-01-01', '2026-12-31', { through: '2026-03-31' }), exercise('2025-09-01', '2025-12-31')).until).toBe(
      '2025-11-30',
    );
  });

  test('what is replaced is never shown, what is not published only to the firm; the newest published one comes first', () => {
    const all = [
      exercise('2026-01-01', '2026-12-31', { published: false }),
      whole,
      exercise('2025-01-01', '2025-12-31', { id: 'old', inForce: false }),
      exercise('2024-01-01', '2024-12-31'),
    ];
    expect(shownExercises(all, 'client').map(({ id }) => id)).toEqual(['2025-12-31', '2024-12-31']);
    const staff = shownExercises(all, 'staff');
    expect(staff).toHaveLength(3);
    expect(chosenExercise(staff, null)?.id).toBe('2025-12-31');
    expect(chosenExercise(staff, '2026-12-31')?.id).toBe('2026-12-31');
    expect(exerciseBefore(whole, staff)?.id).toBe('2024-12-31');
    expect(yearsOf(exercise('2025-07-01', '2026-06-30'))).toBe('2025-2026');
    expect(monthsBetween('2025-11-15', '2026-02-01')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  });
});

describe('R207 places among the figures', () => {
  const place: FigurePlace = {
    figure: 'expenses',
    exercise: 'x1',
    month: '2026-03',
    by: 'party',
    account: 4,
    party: 2,
    entry: 7,
    all: false,
  };

  test('what an address says is what is read back, and what else stands in it is nothing', () => {
    const hash = placeHash(place, '0192f000-0003-7000-8000-000000000001' as DossierId);
    expect(parsePlace(hash)).toEqual(place);
    expect(parsePlace('#/indicators/<script>?account=-1&party=x&entry=1e9&month=2026-13&exercise=%3Cb%3E')).toEqual(TOP);
    expect(parsePlace(placeHash(TOP, null))).toEqual(TOP);
  });

  test('Escape goes up one step at a time, to the figures', () => {
    const ways: (FigurePlace | null)[] = [place];
    while (ways.at(-1)) ways.push(above(ways.at(-1) as FigurePlace, true));
    expect(ways.map((one) => one && [one.entry, one.party, one.account, one.month])).toEqual([
      [7, 2, 4, '2026-03'],
      [null, 2, 4, '2026-03'],
      [null, null, 4, '2026-03'],
      [null, null, null, '2026-03'],
      [null, null, null, null],
      null,
    ]);
    expect(isDeep(TOP)).toBe(false);
    expect(above({ ...TOP, figure: 'valueAdded', all: true }, false)).toEqual(TOP);
  });
});

describe('R206 how figures are written', () => {
  const t = indicatorsTexts('fr');
  const f = formats('fr');

  test('the formula names the accounts, those left out, and which way they count', () => {
    expect(howSentence(t, partsOf('receivables', true))).toBe('Débit moins crédit des comptes 41, sauf 419.');
    expect(howSentence(t, partsOf('cash', true))).toBe('Débit moins crédit des comptes 51, 53 et 54.');
    expect(howSentence(t, partsOf('grossOperatingSurplus', true))).toMatch(/^Crédit moins débit .*, sauf 747\.$/);
    expect(howSentence(t, partsOf('grossOperatingSurplus', false))).not.toContain('747');
  });

  test('no percentage where there is nothing before, or where a sign changed', () => {
    expect(wayOf(t, f, 110, 100, '2025')).toEqual({ arrow: 'up', words: 'en hausse de 10,0\u202f%' });
    expect(wayOf(t, f, 50_000, -20_000, '2025')).toEqual({ arrow: 'up', words: 'en hausse de 700\u202f€' });
    expect(wayOf(t, f, -50_000, 20_000, '2025')).toEqual({ arrow: 'down', words: 'en baisse de 700\u202f€' });
    expect(wayOf(t, f, 5, 0, '2025').words).toBe('rien en 2025');
    expect(wayOf(t, f, 100_001, 100_000, '2025')).toEqual({ arrow: null, words: 'stable' });
    expect([signedChange(f, 0, 0), signedChange(f, 90, 100), signedChange(f, 50_000, -20_000)]).toEqual([
      '',
      '−10,0\u202f%',
      '+700\u202f€',
    ]);
  });

  test('an axis has round marks, holds zero, and goes below it where figures do', () => {
    expect(scaleOf([3_120_418, 3_824_055])).toMatchObject({ ticks: [0, 1_000_000, 2_000_000, 3_000_000, 4_000_000], unit: 100_000 });
    expect(scaleOf([-150, 320]).low).toBe(-200);
    expect(scaleOf([0])).toMatchObject({ low: 0, high: 100 });
  });
});
