/** Ctrl + V on a screen where files are taken: copied files and pictures; text stays the matter of the field it is pasted into. */
import { useEffect } from 'preact/hooks';

/** @param onFiles the same function from one drawing to the next, or the listener is set again */
export function usePaste(onFiles: (files: readonly File[]) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || event.defaultPrevented) return;
      event.preventDefault();
      onFiles(files);
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  }, [onFiles]);
}
