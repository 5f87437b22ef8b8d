import { cents } from '@navette/kernel/cents';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from './formats.ts';
import { entryRefusalSentence, fileRefusalSentence, formatsTexts, warningSentence } from './formats-texts.ts';

describe('sentences about files', () => {
  test.each(LANGUAGES)('every one of them ends as a sentence and says no tag (%s)', (language) => {
    const table = formatsTexts(language);
    const said = [...Object.values(table.doubts), ...Object.values(table.sameness), ...Object.values(table.asked)];
    said.push(
      warningSentence(language, { tag: 'sum', rule: 'total', written: cents(1200), computed: cents(1300) }),
      warningSentence(language, { tag: 'csv-doubts', doubts: ['day-order', 'no-header'] }),
      warningSentence(language, { tag: 'statement-faults', lines: [3, 4] }),
      warningSentence(language, { tag: 'entries-refused', reasons: ['zip-name'], count: 2 }),
      fileRefusalSentence(language, { tag: 'zip-overlap' }),
      fileRefusalSentence(language, { tag: 'zip-too-large', bytes: 10_000_000 }),
      entryRefusalSentence(language, { tag: 'zip-ratio', ratio: 1029 }),
    );
    for (const one of said) expect(one).toMatch(/^[\p{Lu}\d«“].+[.?]$/u);
    for (const one of said) expect(one).not.toMatch(/undefined|\[object|zip-|csv-/);
  });
  test('figures are written as each language writes them', () => {
    expect(entryRefusalSentence('fr', { tag: 'zip-ratio', ratio: 1029 })).toContain('1\u202f029');
    expect(warningSentence('fr', { tag: 'unreadable-amounts', count: 1 })).toBe(
      'Un montant est illisible\u202f: son mouvement est gardé sans montant.',
    );
    expect(warningSentence('en', { tag: 'unreadable-amounts', count: 2 })).toBe(
      '2 amounts cannot be read: their movements are kept without them.',
    );
  });
});
