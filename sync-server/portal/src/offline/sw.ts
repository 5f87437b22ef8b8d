/**
 * The portal's service worker: the pages and scripts of one version, kept whole so that the portal opens without a network.
 *
 * It keeps files of the build and nothing else: what is under /api and /live, documents and accounts included, is never
 * answered nor kept here; the device's store is the only place for those. A file shared from another application passes through an inbox
 * on its way there (`take-share.ts`). A new version is fetched beside the old one and
 * waits until the person asks for it; one former version stays, for a tab that still runs it.
 */
import { isForNetwork, isPage } from './offline-paths.ts';
import { SHARE_PATH, takeShare } from './take-share.ts';

declare const __NAVETTE_FILES__: readonly string[];
declare const __NAVETTE_VERSION__: string;
declare const self: WorkerScope;

const PREFIX = 'navette-portal-';
const CACHE = `${PREFIX}${__NAVETTE_VERSION__}`;
/** Everything the portal needs to open, as paths. */
const FILES: ReadonlySet<string> = new Set(__NAVETTE_FILES__);
const INDEX = '/index.html';
const HASHED = /^\/assets\/.*-[\w-]{8}\.\w+$/;

self.addEventListener('install', (event) => event.waitUntil(keepFiles()));

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldVersions().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting();
  else if (event.data === 'claim') event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === 'POST' && request.mode === 'navigate' && url.origin === self.location.origin && url.pathname === SHARE_PATH)
    return event.respondWith(takeShare(request));
  if (request.method !== 'GET' || url.origin !== self.location.origin || isForNetwork(url.pathname)) return;
  if (request.mode === 'navigate') {
    if (isPage(url.pathname)) event.respondWith(fromThisVersion(INDEX, request));
    return;
  }
  if (url.pathname.startsWith('/assets/')) event.respondWith(fromAnyVersion(request));
  else if (FILES.has(url.pathname)) event.respondWith(fromThisVersion(url.pathname, request));
});

/** All or nothing: a version with a file missing never becomes the current one. A file that did not change is not fetched again. */
async function keepFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    [...FILES].map(async (file) => {
      const known = HASHED.test(file) ? await caches.match(file) : undefined;
      const answer = known ?? (await fetch(file, { cache: 'no-cache', credentials: 'same-origin', redirect: 'error' }));
      if (!answer.ok) throw new Error(`${answer.status} for ${file}`);
      await cache.put(file, answer);
    }),
  );
}

async function dropOldVersions(): Promise<void> {
  const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
}

async function fromThisVersion(file: string, request: Request): Promise<Response> {
  return (await (await caches.open(CACHE)).match(file)) ?? fetch(request);
}

/** Names of assets carry their content or pdf.js's version: any version's copy is the right one. */
async function fromAnyVersion(request: Request): Promise<Response> {
  const known = await caches.match(request, { ignoreSearch: true });
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}
