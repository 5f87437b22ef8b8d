/** Windowing of a long list of rows of one height: only those in sight, and a few around, are drawn. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

const AROUND = 12;

export function useWindow(count: number, rowHeight: number) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 900 });
  const measure = () => {
    const element = box.current;
    if (element !== null)
      setSeen((before) =>
        before.top === element.scrollTop && before.height === element.clientHeight
          ? before
          : { top: element.scrollTop, height: element.clientHeight },
      );
  };
  useLayoutEffect(() => {
    measure();
    const watch = new ResizeObserver(measure);
    if (box.current !== null) watch.observe(box.current);
    return () => watch.disconnect();
  }, [count > 0]);
  const start = Math.max(0, Math.min(Math.floor(seen.top / rowHeight) - AROUND, count - 1));
  const end = Math.min(count, Math.ceil((seen.top + seen.height) / rowHeight) + AROUND);
  return { box, onScroll: measure, start, end, before: start * rowHeight, after: Math.max(0, count - end) * rowHeight };
}

/** What scrolls, seen from the first row of a list that stands somewhere in it. */
export type Scroller = Pick<HTMLElement, 'scrollTop' | 'clientHeight'>;

/** Rows drawn anew only when this many have come in sight. */
const PIECE = 8;

/**
 * The same for a list inside a longer page, which scrolls with what stands above it.
 * @returns refs for what scrolls and for the element that holds the rows
 */
export function useRowsInSight(count: number, rowHeight: number) {
  const box = useRef<HTMLElement>(null);
  const rows = useRef<HTMLTableSectionElement>(null);
  const [seen, setSeen] = useState({ first: 0, last: PIECE });
  const above = () => {
    const [outer, inner] = [box.current, rows.current];
    return outer === null || inner === null ? 0 : inner.getBoundingClientRect().top - outer.getBoundingClientRect().top + outer.scrollTop;
  };
  const measure = () => {
    if (box.current === null) return;
    const top = box.current.scrollTop - above();
    const first = Math.floor(Math.max(0, top) / rowHeight / PIECE) * PIECE;
    const last = Math.ceil(Math.max(0, top + box.current.clientHeight) / rowHeight / PIECE) * PIECE;
    setSeen((before) => (before.first === first && before.last === last ? before : { first, last }));
  };
  // After the first drawing, in a task of its own: where the list stands is known only once the page is laid out.
  useEffect(() => {
    const outer = box.current;
    if (outer === null) return;
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(outer);
    outer.addEventListener('scroll', measure, { passive: true });
    return () => {
      watch.disconnect();
      outer.removeEventListener('scroll', measure);
    };
  }, [count > 0]);
  const start = Math.max(0, Math.min(seen.first - PIECE, count - 1));
  const end = Math.min(count, Math.max(start, seen.last + PIECE));
  /** For the cursor: rows begin at zero. */
  const scroller = {
    get current(): Scroller | null {
      const outer = box.current;
      if (outer === null) return null;
      const head = above();
      return {
        clientHeight: outer.clientHeight,
        get scrollTop() {
          return outer.scrollTop - head;
        },
        set scrollTop(top) {
          outer.scrollTop = top + head;
        },
      };
    },
  };
  return { box, rows, scroller, start, end, before: start * rowHeight, after: Math.max(0, count - end) * rowHeight };
}
