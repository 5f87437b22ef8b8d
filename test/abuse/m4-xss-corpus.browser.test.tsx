/** M4 xss-corpus-in-every-field: whatever people and servers write into any field is shown as they wrote it, and is never markup or code. */
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { App } from '@navette/ui/app';
import type { Host } from '@navette/ui/host';
import type { DocumentState } from '@navette/domain/document-state';
import type { Library, Observable } from '@navette/device/model';
import { first } from '@navette/device/testing/test-device';
import { sampleDoors } from '@navette/ui/testing/sample-doors';

const CORPUS = [
  '<img src=x onerror="globalThis.pwned=1">',
  '"><script>globalThis.pwned=1</script>',
  '<svg onload=globalThis.pwned=1>',
  "javascript:globalThis.pwned=1//'",
  '<iframe srcdoc="<script>parent.pwned=1</script>">',
  '{{constructor.constructor("globalThis.pwned=1")()}}',
  '</textarea><b onmouseover=globalThis.pwned=1>',
];

/** Every field that holds words somebody wrote. */
const WORDS: ReadonlySet<string> = new Set(['name', 'text', 'comment', 'reason', 'title', 'detail', 'email', 'origin', 'type', 'siren']);

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => Date.UTC(2026, 10, 20) };
let place: HTMLElement;

beforeEach(async () => {
  await page.viewport(1280, 800);
  place = document.createElement('div');
  document.body.append(place);
});
afterEach(() => {
  render(null, place);
  place.remove();
  location.hash = '';
  Reflect.deleteProperty(globalThis, 'pwned');
});

/** The same value with hostile words in place of its own. */
function poisoned<T>(value: T, words: string): T {
  if (Array.isArray(value)) return value.map((one: unknown) => poisoned(one, words)) as T;
  if (value instanceof Map) return new Map([...value].map(([key, held]) => [key, poisoned(held, words)])) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, held]) => [field, typeof held === 'string' && WORDS.has(field) ? words : poisoned(held, words)]),
  ) as T;
}

function poisonedLibrary(library: Library, words: string): Library {
  const follow = <R,>(observable: Observable<R>): Observable<R> => ({
    subscribe: (listener) => observable.subscribe((value) => listener(poisoned(value, words))),
  });
  return {
    ...library,
    account: follow(library.account),
    tray: follow(library.tray),
    refused: follow(library.refused),
    documents: (query) => follow(library.documents(query)),
    document: (id) => follow(library.document(id)),
    comments: (id) => follow(library.comments(id)),
    requests: (dossier) => follow(library.requests(dossier)),
  };
}

const SCREENS: readonly (readonly [string, string, 'client' | 'staff'])[] = [
  ['home', '#/home', 'client'],
  ['home of the staff', '#/home', 'staff'],
  ['portfolio', '#/portfolio', 'staff'],
  ['deposit with its tray', '#/deposit', 'client'],
  ['documents', '#/documents', 'client'],
  ['one document', '#/documents/REFUSED', 'client'],
  ['one document for the staff', '#/documents/RECEIVED', 'staff'],
  ['requests', '#/requests', 'client'],
  ['queue', '#/queue', 'client'],
];

test.each(SCREENS)('M4 hostile words in every field of %s stay words', async (_name, hash, side) => {
  for (const words of CORPUS) {
    const doors = sampleDoors({ side, tray: true, refused: true, bytes: 'away', companies: 2 });
    const { rows } = await first(doors.library.documents({ dossier: null, limit: 100 }));
    const one = (state: DocumentState): string => rows.find((row) => row.state === state)?.id ?? '';
    location.hash = hash.replace('REFUSED', one('refused')).replace('RECEIVED', one('received'));
    render(<App doors={{ ...doors, library: poisonedLibrary(doors.library, words) }} host={host} />, place);
    await vi.waitFor(() => expect(place.querySelector('h1')).not.toBeNull());
    await vi.waitFor(() => expect(place.textContent).toContain(words));
    const made = [...place.querySelectorAll('script, iframe, img[src="x"], b[onmouseover], svg[onload], [onerror]')];
    expect(made.map((node) => `${node.tagName} ${node.getAttributeNames().join(' ')}`)).toEqual([]);
    const links = [...place.querySelectorAll('[href], [src], [action], [formaction]')].flatMap((node) =>
      node
        .getAttributeNames()
        .filter((one) => /^(?:href|src|action|formaction)$/.test(one))
        .map((one) => node.getAttribute(one) ?? ''),
    );
    expect(links.filter((target) => /^\s*(?:javascript|data:text)/i.test(target))).toEqual([]);
    render(null, place);
  }
  expect(Reflect.get(globalThis, 'pwned')).toBeUndefined();
});
