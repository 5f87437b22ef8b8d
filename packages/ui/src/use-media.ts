/** Whether a media query holds, followed as the window changes. */
import { useEffect, useState } from 'preact/hooks';

export const PHONE_WIDTH = '(max-width: 699px)';

export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const follow = () => setHolds(list.matches);
    follow();
    list.addEventListener('change', follow);
    return () => list.removeEventListener('change', follow);
  }, [query]);
  return holds;
}
