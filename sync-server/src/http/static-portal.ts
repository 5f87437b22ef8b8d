/**
 * The built portal's files: a table of exact paths made by listing the folder, so that no request is ever joined to a
 * path of the disk (N7). Public files only.
 *
 * Hashed assets never change; `index.html` and the service worker are asked for again each time. Any other page address
 * is the portal's own to route.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

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

export type StaticPortal = {
  /** @returns undefined when there is neither such a file nor a page of that address */
  find(urlPath: string): Response | undefined;
};

/** @param folder the build; may not exist yet, it is looked at again when its first page changes */
export function makeStaticPortal(folder: string): StaticPortal {
  let files = new Map<string, string>();
  let listedAt = -1;

  const refresh = (): void => {
    const index = statSync(path.join(folder, 'index.html'), { throwIfNoEntry: false });
    const changed = index?.mtimeMs ?? -1;
    if (changed === listedAt) return;
    listedAt = changed;
    files = new Map(index ? list(folder) : []);
  };

  return {
    find(urlPath) {
      refresh();
      const wanted = files.get(urlPath);
      if (wanted !== undefined) return serve(wanted, urlPath);
      const page = files.get('/index.html');
      const isPage = !/\.\w+$/.test(urlPath) && !urlPath.startsWith('/assets/');
      return page !== undefined && isPage ? serve(page, '/index.html') : undefined;
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

function serve(file: string, urlPath: string): Response {
  return new Response(readFileSync(file), {
    headers: {
      'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      'cache-control': HASHED.test(urlPath) ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  });
}
