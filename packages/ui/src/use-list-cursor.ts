/** The row the keyboard is on: `j` and `k` move it, its link takes focus, so that Enter opens as any link does. */
import { useRef, useState } from 'preact/hooks';
import type { Scroller } from './use-window.ts';

export function useListCursor(count: number, rowHeight: number, box: { readonly current: Scroller | null }) {
  const [at, setAt] = useState(-1);
  const wanted = useRef(-1);
  const links = useRef(new Map<number, HTMLElement>());
  const to = (index: number) => {
    if (count === 0) return;
    const next = Math.max(0, Math.min(count - 1, index));
    setAt(next);
    const element = box.current;
    if (element !== null) {
      const top = next * rowHeight;
      if (top < element.scrollTop + rowHeight) element.scrollTop = Math.max(0, top - rowHeight);
      else if (top + rowHeight * 2.5 > element.scrollTop + element.clientHeight)
        element.scrollTop = top + rowHeight * 2.5 - element.clientHeight;
    }
    const link = links.current.get(next);
    if (link === undefined) wanted.current = next;
    else link.focus({ preventScroll: true });
  };
  return {
    at,
    to,
    set: setAt,
    next: () => to(at + 1),
    previous: () => to(at - 1),
    /** For the link of a row: remembered, and focused once it is drawn if the cursor went there. */
    linkRef: (index: number) => (link: HTMLElement | null) => {
      if (link === null) links.current.delete(index);
      else {
        links.current.set(index, link);
        if (wanted.current === index) {
          wanted.current = -1;
          link.focus({ preventScroll: true });
        }
      }
    },
  };
}
