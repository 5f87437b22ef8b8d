import { describe, expect, test } from 'vitest';
import { countIn, foldedQuery, foldedText, placesIn, type TextItem } from './find-text.ts';

const lines = (...texts: string[]): TextItem[] => texts.map((text) => ({ text, endsLine: true }));
/** What stands marked on the page. */
const marked = (items: readonly TextItem[], typed: string) =>
  placesIn(items, foldedQuery(typed)).map((place) => place.map(({ item, from, to }) => items[item]?.text.slice(from, to)).join('|'));

describe('words found in a page', () => {
  test('accents, case, ligatures, apostrophes and kinds of space make no difference', () => {
    const page = lines('ÉNERGIE des Cimes', 'l’œuvre ﬁnie', 'Total\u00a0: dû');
    expect(marked(page, 'energie')).toEqual(['ÉNERGIE']);
    expect(marked(page, "l'oeuvre fi")).toEqual(['l’œuvre ﬁ']);
    expect(marked(page, 'total :')).toEqual(['Total\u00a0:']);
    expect(marked(page, 'Dû')).toEqual(['dû']);
  });

  test('an amount is found as it is printed or typed without the space between thousands', () => {
    const page = lines('Total TTC 1\u202f234\u202f567,89 €');
    for (const typed of ['1234567,89', '1 234 567,89', '1\u00a0234\u00a0567,89'])
      expect(marked(page, typed)).toEqual(['1\u202f234\u202f567,89']);
    // Two columns are no amount.
    expect(marked(lines('Qté 10 50'), '1050')).toEqual([]);
  });

  test('words cut into pieces or over two lines are one', () => {
    const page: TextItem[] = [
      { text: 'Scie', endsLine: false },
      { text: 'rie du', endsLine: true },
      { text: 'Vuache', endsLine: true },
    ];
    expect(marked(page, 'scierie du vuache')).toEqual(['Scie|rie du|Vuache']);
  });

  test('what is counted is what is marked, in any page', () => {
    const pages = [lines('abab aba', 'AB àb'), lines('2 025 2 025 12', '1 000 000'), lines('a\u00adb a\u200bb', 'ﬀ ff')];
    for (const page of pages)
      for (const typed of ['ab', 'a', '2025', '000', 'f', 'b a']) {
        const query = foldedQuery(typed);
        expect(placesIn(page, query).length, typed).toBe(countIn(foldedText(page), query));
      }
  });

  test('nothing typed finds nothing', () => {
    expect(foldedQuery('  \u00a0 ')).toBe('');
    expect(placesIn(lines('a b'), '')).toEqual([]);
    expect(countIn('a b', '')).toBe(0);
  });
});
