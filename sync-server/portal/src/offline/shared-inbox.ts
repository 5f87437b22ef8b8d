/** The page's end of the inbox that the service worker puts shared files into (`take-share.ts`). */

const INBOX = 'navette-shared';

export type SharedTaken = { readonly kept: number; readonly failed: number };

/**
 * In the page: puts what was shared into the tray.
 * @param keep resolves once the file is in the store, with whether it is
 */
export async function takeFromInbox(keep: (file: File) => Promise<boolean>): Promise<SharedTaken> {
  if (!('caches' in globalThis) || !(await caches.has(INBOX))) return { kept: 0, failed: 0 };
  const inbox = await caches.open(INBOX);
  let [kept, failed] = [0, 0];
  for (const key of await inbox.keys()) {
    const held = await inbox.match(key);
    if (!held) continue;
    const name = decodeURIComponent(held.headers.get('x-name') ?? 'document');
    if (await keep(new File([await held.blob()], name))) {
      await inbox.delete(key);
      kept++;
    } else failed++;
  }
  return { kept, failed };
}
