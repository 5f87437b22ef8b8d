/**
 * Fetches one document with the session of the browser, under a size cap, and names what went wrong (P5, P6).
 *
 * GET only, redirects not followed. It does not judge the type: the background does, from the bytes.
 */
import type { CaptureProblem } from '@navette/device/model';

export type Fetched = { readonly ok: true; readonly bytes: Blob } | { readonly ok: false; readonly reason: CaptureProblem };

const failed = (reason: CaptureProblem): Fetched => ({ ok: false, reason });

/** @param limit largest document taken, bytes: an endless answer is cut there */
export async function fetchDocument(url: string, limit: number): Promise<Fetched> {
  let answer: Response;
  try {
    answer = await fetch(url, { method: 'GET', credentials: 'include', redirect: 'manual' });
  } catch {
    return failed(navigator.onLine ? 'page-refused' : 'offline');
  }
  if (answer.type === 'opaqueredirect' || (answer.status >= 300 && answer.status < 400)) return failed('redirected');
  if (answer.status === 401) return failed('session-expired');
  if (answer.status === 404 || answer.status === 410) return failed('not-found');
  if (!answer.ok) return failed('page-refused');
  return readCapped(answer, limit);
}

/** Stops reading as soon as the answer is larger than the limit, whatever length it declared. */
async function readCapped(answer: Response, limit: number): Promise<Fetched> {
  if (Number(answer.headers.get('content-length') ?? 0) > limit) {
    void answer.body?.cancel();
    return failed('too-large');
  }
  const reader = answer.body?.getReader();
  if (reader === undefined) return failed('empty');
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > limit) {
        void reader.cancel();
        return failed('too-large');
      }
      parts.push(value);
    }
  } catch {
    return failed('interrupted');
  }
  return size === 0 ? failed('empty') : { ok: true, bytes: new Blob(parts) };
}
