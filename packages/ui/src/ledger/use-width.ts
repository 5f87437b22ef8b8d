/** Width of an element, followed: a chart is drawn at its real size, so that its words keep theirs. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export function useWidth<E extends Element>(before: number) {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(before);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => setWidth((known) => Math.round(element.getBoundingClientRect().width) || known);
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return { ref, width };
}
