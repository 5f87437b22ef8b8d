/**
 * The last downloads, read while one of our pages shows them and only with the person's consent: the one optional permission, asked by a
 * click. A file on the disk is closed to us; its address is asked again with the person's session, and what does not come back as the same
 * size is not it.
 */
import type { DownloadView, Host } from '@navette/ui/host';
import { browser } from 'wxt/browser';
import { patternOf } from '../messages/origin-pattern.ts';

const DOWNLOADS = { permissions: ['downloads' as const] };
const SHOWN = 12;

export function downloadsDoor(): NonNullable<Host['downloads']> {
  const listeners = new Set<(allowed: boolean) => void>();
  const tell = async (): Promise<boolean> => {
    const allowed = await browser.permissions.contains(DOWNLOADS);
    for (const listener of listeners) listener(allowed);
    return allowed;
  };
  return {
    allowed: {
      subscribe(listener) {
        listeners.add(listener);
        void tell();
        return () => listeners.delete(listener);
      },
    },
    async ask() {
      // First in the click: the browser refuses the question once anything was awaited.
      const granted = await browser.permissions.request(DOWNLOADS);
      await tell();
      return granted;
    },
    async revoke() {
      await browser.permissions.remove(DOWNLOADS);
      await tell();
    },
    async list() {
      const found = await browser.downloads.search({ orderBy: ['-startTime'], limit: 3 * SHOWN, state: 'complete' });
      return found
        .filter(({ exists, incognito, fileSize }) => exists !== false && !incognito && fileSize !== 0)
        .slice(0, SHOWN)
        .map(
          (one): DownloadView => ({
            id: one.id,
            name: one.filename.split(/[\\/]/).at(-1) ?? '',
            size: Math.max(one.fileSize, one.totalBytes),
            at: Date.parse(one.startTime),
            url: /^https?:/.test(one.url) ? one.url : null,
          }),
        );
    },
    async take({ url, name, size }) {
      if (url === null) return null;
      const granted = await browser.permissions.request({ origins: [patternOf(new URL(url).origin)] });
      if (!granted) return null;
      const answer = await fetch(url, { credentials: 'include', cache: 'no-store' }).catch(() => null);
      const bytes = answer?.ok === true ? await answer.blob().catch(() => null) : null;
      // A page to sign in on has another size than the file it stands for.
      return bytes !== null && bytes.size > 0 && (size <= 0 || bytes.size === size) ? new File([bytes], name) : null;
    },
  };
}
