/** Windowing of a long list of rows of one height: only those in sight, and a few around, are drawn. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

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
