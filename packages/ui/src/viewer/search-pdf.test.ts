import { describe, expect, test, vi } from 'vitest';
import { MOST_HITS, PageTexts, searchPages, type Scanned, type TextSource } from './search-pdf.ts';

function source(pages: number, textOf: (page: number) => string) {
  const items = vi.fn<TextSource['items']>(async (page: number) => [{ text: textOf(page), endsLine: true }]);
  return { pages, items } satisfies TextSource;
}

async function all(pages: AsyncGenerator<Scanned>): Promise<Scanned[]> {
  const seen: Scanned[] = [];
  for await (const page of pages) seen.push(page);
  return seen;
}

describe('search over pages', () => {
  test('begins at the page on screen, goes round, and reads each page once for all words', async () => {
    const of = source(5, (page) => (page % 2 === 1 ? `Facture ${page}` : ''));
    const texts = new PageTexts(of);
    const seen = await all(searchPages(texts, 5, 'facture', 3, new AbortController().signal));
    expect(seen).toEqual([
      { page: 3, hits: 1, hasText: true },
      { page: 4, hits: 0, hasText: false },
      { page: 5, hits: 1, hasText: true },
      { page: 1, hits: 1, hasText: true },
      { page: 2, hits: 0, hasText: false },
    ]);
    await all(searchPages(texts, 5, '5', 1, new AbortController().signal));
    expect(of.items).toHaveBeenCalledTimes(5);
  });

  test('it can be stopped, and reads nothing more', async () => {
    const of = source(900, () => 'facture');
    const stop = new AbortController();
    let pages = 0;
    for await (const _ of searchPages(new PageTexts(of), 900, 'facture', 1, stop.signal)) if (++pages === 20) stop.abort();
    expect(pages).toBe(20);
    expect(of.items.mock.calls.length).toBeLessThan(23);
  });

  test('a letter that is everywhere ends at a bound; a page that cannot be read stops nothing', async () => {
    const many = await all(searchPages(new PageTexts(source(9, () => 'a'.repeat(700))), 9, 'a', 1, new AbortController().signal));
    expect(many.reduce((sum, { hits }) => sum + hits, 0)).toBe(MOST_HITS);
    expect(many).toHaveLength(3);
    const broken: TextSource = {
      pages: 2,
      items: async (page) => (page === 1 ? Promise.reject(new Error('damaged')) : [{ text: 'a', endsLine: true }]),
    };
    const seen = await all(searchPages(new PageTexts(broken), 2, 'a', 1, new AbortController().signal));
    expect(seen.map(({ hits }) => hits)).toEqual([0, 1]);
  });
});
