/** Marks what was found on the text over a page's picture; what was marked before is as it was. */
import type { Segment } from './find-text.ts';

const touched = new WeakMap<readonly HTMLElement[], Set<HTMLElement>>();

/**
 * @param spans the text of the page as it stands in it, one element an item
 * @param places each hit's parts
 * @param now which hit the person is at; none of this page when null
 * @returns the first element of the hit the person is at
 */
export function markHits(spans: readonly HTMLElement[], places: readonly (readonly Segment[])[], now: number | null): HTMLElement | null {
  // The text of an element is what it was drawn with: taking marks away is joining it again.
  for (const span of touched.get(spans) ?? []) span.replaceChildren(span.textContent);
  const byItem = new Map<number, { readonly from: number; readonly to: number; readonly hit: number }[]>();
  places.forEach((segments, hit) => {
    for (const { item, from, to } of segments) byItem.set(item, [...(byItem.get(item) ?? []), { from, to, hit }]);
  });
  const marked = new Set<HTMLElement>();
  let current: HTMLElement | null = null;
  for (const [item, parts] of byItem) {
    const span = spans[item];
    if (span === undefined) continue;
    const text = span.textContent;
    const pieces: (string | HTMLElement)[] = [];
    let from = 0;
    for (const part of parts) {
      // Two hits in one printed character, such as a ligature, are one mark.
      if (part.to <= from) continue;
      const mark = document.createElement('mark');
      mark.textContent = text.slice(Math.max(from, part.from), part.to);
      if (part.hit === now) {
        mark.className = 'now';
        current ??= mark;
      }
      pieces.push(text.slice(from, part.from), mark);
      from = part.to;
    }
    span.replaceChildren(...pieces, text.slice(from));
    marked.add(span);
  }
  touched.set(spans, marked);
  return current;
}
