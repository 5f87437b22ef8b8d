/**
 * Search over the pages of a PDF without drawing any: from the page on screen to the end, then from the first. Texts read once are kept
 * for the next word, up to a bound.
 */
import { countIn, foldedText, type TextItem } from './find-text.ts';

/** Where the texts of a document come from. */
export type TextSource = { readonly pages: number; items(page: number): Promise<readonly TextItem[]> };
export type Scanned = { readonly page: number; readonly hits: number; readonly hasText: boolean };

export const MOST_HITS = 2000;
const KEPT_CHARACTERS = 8_000_000;
/** Pages known already are gone through without a pause: the page must answer a click between them. */
const PAUSE_EVERY = 16;

/** The texts of a document, as they are searched. */
export class PageTexts {
  private readonly source: TextSource;
  private readonly kept = new Map<number, string>();
  private characters = 0;
  constructor(source: TextSource) {
    this.source = source;
  }
  /** @returns empty for a page without text, and for one that cannot be read */
  async of(page: number): Promise<string> {
    const known = this.kept.get(page);
    if (known !== undefined) return known;
    const text = foldedText(await this.source.items(page).catch(() => []));
    if (this.characters + text.length <= KEPT_CHARACTERS) {
      this.kept.set(page, text);
      this.characters += text.length;
    }
    return text;
  }
}

/**
 * @param query as `foldedQuery` gives it
 * @param from page to begin with
 * @yields each page once it is searched; ends early when stopped, and at `MOST_HITS`
 */
export async function* searchPages(
  texts: PageTexts,
  pages: number,
  query: string,
  from: number,
  stop: AbortSignal,
): AsyncGenerator<Scanned> {
  let found = 0;
  for (let step = 0; step < pages; step++) {
    const page = ((from - 1 + step) % pages) + 1;
    const text = await texts.of(page);
    if (step % PAUSE_EVERY === PAUSE_EVERY - 1) await new Promise((resolve) => setTimeout(resolve));
    if (stop.aborted) return;
    const hits = countIn(text, query, MOST_HITS - found);
    found += hits;
    yield { page, hits, hasText: text.trim() !== '' };
    if (found >= MOST_HITS) return;
  }
}
