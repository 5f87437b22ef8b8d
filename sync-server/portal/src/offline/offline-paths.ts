/** Which addresses the service worker answers; pure, so that a test reads the same list. */

/** Pages of the portal: any of them opens from the kept copy. */
const PAGES: readonly string[] = ['/', '/index.html', '/demo', '/set-up'];

export function isPage(path: string): boolean {
  return PAGES.includes(path);
}

/** What only the server may answer: data, live sockets, its own health. */
export function isForNetwork(path: string): boolean {
  return /^\/(?:api|live|healthz|readyz)(?:\/|$)/.test(path);
}
