import type { ArchivedView } from '@navette/device/model';
import { RETENTION_TABLE } from '@navette/domain/retention';
import { archiveTexts } from '@navette/texts/archive-texts';
import { formats } from '@navette/texts/formats';
import { describe, expect, test } from 'vitest';
import { BIN_DAYS, heldSentence, leavesOn, shortDate } from './parts.ts';

/** Half past midnight in Paris on 1 January 2027; still the old year in UTC. */
const NEW_YEAR = Date.parse('2026-12-31T23:30:00Z');

function published(at: number, date: string | null): ArchivedView {
  const place = { v: 1, name: 'Bilan', folder: [], year: 2016, category: 'accounting' } as const;
  return { place, date, publishedAt: at, retained: null } as unknown as ArchivedView;
}

describe('the days of the archive are those of Paris', () => {
  test('a document published after midnight has the day people read on their clock', () => {
    expect(shortDate(published(NEW_YEAR, null))).toBe('01/01/2027');
    expect(shortDate(published(NEW_YEAR, '2026-04-15'))).toBe('15/04/2026');
  });

  test('it leaves the bin on the day of Paris', () => {
    expect(leavesOn(NEW_YEAR - BIN_DAYS * 86_400_000)).toBe('2027-01-01');
  });

  test('R156 what is kept for ten years is free from the first minute of the day in Paris', () => {
    const held = (now: number) => heldSentence(archiveTexts('fr'), formats('fr'), published(NEW_YEAR, null), RETENTION_TABLE, now).held;
    const days = [Date.parse('2026-12-31T22:30:00Z'), NEW_YEAR].map(held);
    expect(days).toEqual([true, false]);
  });
});
