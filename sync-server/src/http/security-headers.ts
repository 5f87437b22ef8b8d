/**
 * What every answer tells the browser. A handler's own header stands: downloads bring a stricter policy.
 *
 * Pages of the portal may run our scripts and talk to this server, nothing else; API answers may do nothing at all.
 */
import type { MiddlewareHandler } from 'hono';

const ALWAYS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy':
    'accelerometer=(), browsing-topics=(), camera=(self), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()',
};

const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** @param origin the portal's public origin; `connect-src` names its socket scheme for browsers that need it */
export function portalPolicy(origin: string): string {
  const sockets = origin.replace(/^http/, 'ws');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self' ${sockets}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    // The portal's two policies pass script addresses of its own origin: the service worker, and pdf.js's worker (M4).
    "require-trusted-types-for 'script'",
    'trusted-types navette-portal navette-worker',
  ].join('; ');
}

export function securityHeaders(origin: string): MiddlewareHandler {
  const portal = portalPolicy(origin);
  const secure = origin.startsWith('https://');
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    for (const [name, value] of Object.entries(ALWAYS)) if (!headers.has(name)) headers.set(name, value);
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', c.req.path.startsWith('/api/') ? NOTHING : portal);
    if (secure) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  };
}
