/** What stands behind the screen in this page's hash, `x` of `#/screen/x`, followed: which row is open, which section is shown. */
import { useEffect, useState } from 'preact/hooks';

function read(): string {
  return location.hash.replace(/^#\/?/, '').split('?')[0]?.split('/')[1] ?? '';
}

/** @returns an empty text where there is none; only ever compared with what is known (M5) */
export function useHashPart(): string {
  const [part, setPart] = useState(read);
  useEffect(() => {
    const follow = () => setPart(read());
    addEventListener('hashchange', follow);
    // It may have changed between the first drawing and now.
    follow();
    return () => removeEventListener('hashchange', follow);
  }, []);
  return part;
}
