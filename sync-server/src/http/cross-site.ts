/**
 * Cross-site requests (N3): no form and no page of another site reads or writes through somebody's session.
 *
 * A writing request must carry our header (or JSON, for the sign-in routes): forms cannot, and scripts of other sites
 * are stopped by the browser's preflight, which only listed extension origins pass. With a cookie the Origin must be
 * exactly the portal's. Knows no route's meaning.
 */
import { OIDC_CALLBACK_PATH } from '@navette/protocol/identity';
import { ORDER_HEADER } from '@navette/protocol/leaving';
import { UPLOADS_PATH } from '@navette/protocol/uploads';
import { CLIENT_HEADER, KNOWN_DEVICE_HEADER } from '@navette/protocol/version';
import type { MiddlewareHandler } from 'hono';
import { problem } from './answers.ts';
import type { Origins } from './origins.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const REQUEST_HEADERS = [
  'authorization',
  'content-type',
  CLIENT_HEADER,
  KNOWN_DEVICE_HEADER,
  ORDER_HEADER,
  'tus-resumable',
  'upload-length',
  'upload-offset',
  'upload-metadata',
  'upload-checksum',
  'range',
  'if-range',
  'if-none-match',
];
const ANSWER_HEADERS = [
  'set-auth-token',
  `set-${KNOWN_DEVICE_HEADER}`,
  'location',
  'retry-after',
  'tus-resumable',
  'upload-offset',
  'upload-length',
  'upload-expires',
  'content-range',
  'accept-ranges',
  'etag',
];
const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'];

/** Guards everything under /api. */
export function crossSiteGuard(origins: Origins): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header('origin');
    const extension = origins.isExtension(origin);
    if (c.req.method === 'OPTIONS' && !isQuestion(c.req.path, origin, c.req.header('access-control-request-method'), origins))
      return extension ? preflight(origin) : problem('forbidden');
    if (!mayPass(c.req.method, c.req.path, (name) => c.req.header(name), origins)) return problem('forbidden');
    await next();
    c.res.headers.append('vary', 'Origin');
    if (extension && origin !== undefined) {
      c.res.headers.set('access-control-allow-origin', origin);
      c.res.headers.set('access-control-expose-headers', ANSWER_HEADERS.join(', '));
    }
  };
}

/** tus asks OPTIONS what the server can do: no preflight, and nothing is done. */
function isQuestion(path: string, origin: string | undefined, wanted: string | undefined, origins: Origins): boolean {
  const listed = origin === undefined || origins.isPortal(origin) || origins.isExtension(origin);
  return listed && wanted === undefined && (path === UPLOADS_PATH || path.startsWith(`${UPLOADS_PATH}/`));
}

function mayPass(method: string, path: string, header: (name: string) => string | undefined, origins: Origins): boolean {
  const origin = header('origin');
  const listed = origins.isPortal(origin) || origins.isExtension(origin);
  if (origin !== undefined && !listed) return false;
  const byCookie = header('authorization') === undefined && header('cookie') !== undefined;
  // A provider's redirect comes from its site: it reads nothing, and has its own proof of where it began.
  if (method === 'GET' && path === OIDC_CALLBACK_PATH) return true;
  if (READING.has(method)) return !byCookie || header('sec-fetch-site') !== 'cross-site';

  const json = /^application\/(?:[\w.]+\+)?json\b/.test(header('content-type') ?? '');
  if (path.startsWith('/api/auth/')) return listed && (json || header(CLIENT_HEADER) !== undefined);
  if (header(CLIENT_HEADER) === undefined) return false;
  return !byCookie || origins.isPortal(origin);
}

/** No credentials: an extension never sends the portal's cookie. */
function preflight(origin: string | undefined): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': origin ?? '',
      'access-control-allow-methods': METHODS.join(', '),
      'access-control-allow-headers': REQUEST_HEADERS.join(', '),
      'access-control-max-age': '600',
      vary: 'Origin',
    },
  });
}
