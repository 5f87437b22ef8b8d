/**
 * The built portal's files: a table of exact paths made by listing the folder, so that no request is ever joined to a
 * path of the disk (N7). Public files only.
 *
 * Hashed assets never change; `index.html` and the service worker are asked for again each time. Any other page address
 * is the portal's own to route.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
};

const HASHED = /^\/assets\/.*[-.][\w-]{8,}\.\w+$/;

/** `squeezed` is made at the first request that takes it. */
type Served = { readonly file: string; readonly address: string; squeezed: Uint8Array | null };

export type StaticPortal = {
  /** @returns undefined when there is neither such a file nor a page of that address */
  find(urlPath: string, acceptEncoding?: string): Response | undefined;
};

/** @param folder the build; may not exist yet, it is looked at again when its first page changes */
export function makeStaticPortal(folder: string): StaticPortal {
  let files = new Map<string, Served>();
  let listedAt = -1;

  const refresh = (): void => {
    const index = statSync(path.join(folder, 'index.html'), { throwIfNoEntry: false });
    const changed = index?.mtimeMs ?? -1;
    if (changed === listedAt) return;
    listedAt = changed;
    files = new Map(index ? list(folder).map(([address, file]) => [address, { file, address, squeezed: null }]) : []);
  };

  return {
    find(urlPath, acceptEncoding = '') {
      refresh();
      const isPage = !/\.\w+$/.test(urlPath) && !urlPath.startsWith('/assets/');
      const wanted = files.get(urlPath) ?? (isPage ? files.get('/index.html') : undefined);
      return wanted && serve(wanted, /\bgzip\b/.test(acceptEncoding));
    },
  };
}

function list(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [`/${path.relative(folder, file).split(path.sep).join('/')}`, file];
    });
}

function serve(served: Served, gzip: boolean): Response {
  const { file, address } = served;
  const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
  const headers = {
    'content-type': type,
    'cache-control': HASHED.test(address) ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'Accept-Encoding',
  };
  if (!gzip || !/^text|json|svg|wasm/.test(type)) return new Response(readFileSync(file), { headers });
  served.squeezed ??= gzipSync(readFileSync(file));
  return new Response(new Uint8Array(served.squeezed), { headers: { ...headers, 'content-encoding': 'gzip' } });
}
