/**
 * The way of a file shared from another application: the service worker takes the form, keeps its files in an inbox of the browser's and
 * opens the portal, whose page puts each into the tray and out of the inbox. Works signed out and without a network.
 *
 * The inbox holds a file for the seconds between the two; it is emptied file by file, each once it is in the store. Any site can send such
 * a form: nothing but the tray is ever filled by it, and nothing leaves the tray by itself.
 */

export const SHARE_PATH = '/share';
/** As in `shared-inbox.ts`: the worker is one file, and shares none with the page. */
const INBOX = 'navette-shared';
/** More than these, or larger ones, are not taken. */
const MOST_FILES = 50;
const MOST_BYTES = 100 * 1024 * 1024;

/** In the service worker: keeps the files of the form. @returns where the portal goes on */
export async function takeShare(request: Request): Promise<Response> {
  let kept = 0;
  try {
    const files = [...(await request.formData()).values()].filter((value) => value instanceof File && value.size > 0) as File[];
    const inbox = await caches.open(INBOX);
    for (const file of files.slice(0, MOST_FILES)) {
      if (file.size > MOST_BYTES) continue;
      const name = encodeURIComponent(file.name === '' ? 'document' : file.name);
      await inbox.put(`/shared/${crypto.randomUUID()}`, new Response(file, { headers: { 'x-name': name } }));
      kept++;
    }
  } catch {
    // No form, or no room: the page says that nothing came.
  }
  return Response.redirect(kept > 0 ? '/?shared=1#/deposit' : '/?shared=0#/deposit', 303);
}
