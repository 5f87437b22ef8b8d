// A site that is not ours, on a port of its own, as unfriendly as the web is: a policy that allows nothing, a login cookie,
// links to a PDF, a page that is a PDF, a login page in a PDF's place, a redirect, an endless answer.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the site says before anything else: nothing may be loaded, no text may become code or markup. */
const POLICY = "default-src 'none'; require-trusted-types-for 'script'";
const COOKIE = 'session=of-the-person';

/** A PDF of one empty page, padded to `size` bytes where that is larger. */
export function smallPdf(size = 0): Buffer {
  const body =
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
  return Buffer.concat([Buffer.from(body), Buffer.alloc(Math.max(0, size - body.length), 32)]);
}

export interface HostileSite {
  readonly origin: string;
  /** Address of a page: `/`, `/open` (no policy), `/document.pdf`, `/login-instead.pdf`, `/redirect.pdf`, `/endless.pdf`, `/gone.pdf`. */
  readonly at: (path: string) => string;
  /** Requests seen, newest last: method, path, whether the login cookie came with it. */
  readonly seen: readonly { readonly method: string; readonly path: string; readonly signedIn: boolean }[];
  /** Whether the endless answer was cut by its reader. */
  readonly endlessWasCut: () => boolean;
  readonly close: () => Promise<void>;
}

/** Starts the site on a free port of 127.0.0.1. `page` is the body of `/`, and may hold any trap. */
export async function startHostileSite(page = pageOfInvoices()): Promise<HostileSite> {
  const seen: { method: string; path: string; signedIn: boolean }[] = [];
  let cut = false;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    seen.push({ method: request.method ?? '', path, signedIn: isSignedIn(request) });
    if (path === '/endless.pdf') {
      response.writeHead(200, { 'content-type': 'application/pdf' });
      response.write('%PDF-1.7\n');
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024, 32)));
      };
      response.on('drain', more);
      response.on('close', () => (cut = true));
      more();
      return;
    }
    answer(path, request, response, page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    at: (path) => origin + path,
    seen,
    endlessWasCut: () => cut,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A page with a link to a document behind the login, and one to each trap. */
function pageOfInvoices(): string {
  const links = ['document', 'login-instead', 'redirect', 'endless', 'gone'].map(
    (name) => `<p><a id="${name}" href="/${name}.pdf?token=secret#page=2">${name}</a></p>`,
  );
  return `<!doctype html><html lang="fr"><head><title>Vos factures</title></head><body><h1>Vos factures</h1>${links.join('')}</body></html>`;
}

function answer(path: string, request: IncomingMessage, response: ServerResponse, page: string): void {
  const html = (body: string, headers: Record<string, string> = {}): void =>
    void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  const pdf = (): void =>
    void response.writeHead(200, { 'content-type': 'application/pdf', 'content-security-policy': POLICY }).end(smallPdf());
  switch (path) {
    case '/':
      return html(page, { 'content-security-policy': POLICY, 'set-cookie': `${COOKIE}; HttpOnly; SameSite=Strict; Path=/` });
    case '/open':
      return html(page, { 'set-cookie': `${COOKIE}; HttpOnly; SameSite=Strict; Path=/` });
    case '/document.pdf':
      return isSignedIn(request) ? pdf() : html(loginPage());
    case '/public.pdf':
      return pdf();
    case '/login-instead.pdf':
      return html(loginPage());
    case '/redirect.pdf':
      return void response.writeHead(302, { location: '/document.pdf' }).end();
    default:
      return void response.writeHead(404).end();
  }
}

function isSignedIn(request: IncomingMessage): boolean {
  return request.headers.cookie?.includes(COOKIE) ?? false;
}

function loginPage(): string {
  return '<!doctype html><html lang="fr"><title>Connexion</title><form><input name="password"></form></html>';
}
