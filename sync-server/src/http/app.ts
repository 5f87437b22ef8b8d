/**
 * The HTTP edge as one Hono application: guards first, then the API, then the portal's public files.
 *
 * Composition only; each rule is in the file that is named after it. A bug answers "unavailable" with an id, and the
 * id is all the log keeps besides the kind of error (O1).
 */
import type { IncomingMessage } from 'node:http';
import { makeId } from '@navette/kernel/ids';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Auth } from '../accounts/auth.ts';
import type { Identity } from '../accounts/identity.ts';
import type { DirectoryActs } from '../accounts/directory.ts';
import type { DemoLinks } from '../demo/demo-links.ts';
import { errorFacts } from '../error-facts.ts';
import type { Budgets, Directory, Keys, Sessions } from '../ports.ts';
import type { TraceBook } from '../trace/trace-book.ts';
import { problem, tooMany } from './answers.ts';
import type { Attempts } from './attempts.ts';
import { authRoutes } from './auth-routes.ts';
import { commands } from './commands.ts';
import { crossSiteGuard } from './cross-site.ts';
import { comeBackAfter } from './edge.ts';
import { isStraightPath } from './edge-guard.ts';
import type { Health } from './health.ts';
import type { Origins } from './origins.ts';
import { securityHeaders } from './security-headers.ts';
import type { StaticPortal } from './static-portal.ts';

export type AppOptions = {
  readonly auth: Auth;
  readonly identity: Identity;
  readonly sessions: Sessions;
  readonly budgets: Budgets;
  readonly directory: Directory & DirectoryActs;
  readonly keys: Keys;
  readonly attempts: Attempts;
  readonly origins: Origins;
  readonly demoLinks: DemoLinks | null;
  /** Which network a request comes from (`network-key.ts`). */
  readonly network: (request: Request) => string;
  /** Replication, uploads and tickets, under their full paths. */
  readonly heart: Hono;
  readonly portal: StaticPortal;
  readonly health: Pick<Health, 'ready' | 'draining'>;
  readonly trace: Pick<TraceBook, 'note'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

/** What Node's server tells of a request beside the request. */
type NodeBindings = { readonly incoming?: IncomingMessage };

export function makeApp(options: AppOptions): Hono<{ Bindings: NodeBindings }> {
  const { origins, log, portal } = options;
  const app = new Hono<{ Bindings: NodeBindings }>();

  app.use(securityHeaders(origins.portal));
  app.use(async (c, next) => {
    const target = c.env?.incoming?.url ?? c.req.raw.url.replace(/^[a-z]+:\/\/[^/]*/, '');
    return isStraightPath(target) ? next() : problem('bad-request');
  });
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/readyz', async (c) => {
    const ready = await options.health.ready();
    return c.json(ready, ready.ok ? 200 : 503);
  });

  app.use('/api/*', crossSiteGuard(origins));
  app.use('/api/*', async (c, next) => {
    if (options.health.draining) return problem('unavailable', {}, { 'retry-after': comeBackAfter(options.random) });
    // Who shows nothing is counted by network, who shows a session by name: here, or in the handler that knows the matter (N5).
    const nameless = c.req.header('authorization') === undefined && c.req.header('cookie') === undefined;
    if (!nameless && COUNTED_BY_HANDLER.test(c.req.path)) return next();
    const session = nameless ? null : await options.sessions.of(c.req.raw.headers);
    const wait = session ? options.budgets.command(session.user) : options.budgets.stranger(options.network(c.req.raw));
    return wait > 0 ? tooMany(wait) : next();
  });
  app.route('/api/auth', authRoutes(options));
  app.route('/api/v1', commands(options));
  app.route('/', options.heart);
  app.all('/api/*', () => problem('not-found'));
  app.all('/api', () => problem('not-found'));

  app.get('*', async (c, next) => {
    const elsewhere = otherLoopbackName(c.req.header('host'), origins.portal);
    return elsewhere ? c.redirect(`${origins.portal}${c.req.path}`, 307) : next();
  });
  app.get('*', (c) => portal.find(c.req.path, c.req.header('accept-encoding')) ?? c.text('404', 404));
  app.notFound((c) => (c.req.path.startsWith('/api/') ? problem('not-found') : c.text('404', 404)));

  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status < 500) return problem(error.status === 413 ? 'too-large' : 'bad-request');
    // Whoever asked has left, or was cut for being too slow: nobody's bug, and nobody reads the answer.
    if (c.req.raw.signal.aborted) return problem('bad-request');
    const id = makeId<string>(options.clock.now(), options.random.bytes(10));
    log('error', { id, ...errorFacts(error) });
    return problem('unavailable', { id });
  });
  return app;
}

/** Each has a budget of its own kind; `/about` and the sign-in routes ask no session. */
const COUNTED_BY_HANDLER = /^\/api\/(?:auth|v1\/(?:about|pull|push|heal|ticket|enrol|uploads|dossiers))(?:\/|$)/;

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** The portal opened on this machine under another name than its own: cookies and origins would not match. */
function otherLoopbackName(host: string | undefined, portal: string): boolean {
  const own = new URL(portal).host;
  return host !== undefined && host !== own && LOOPBACK.test(host) && LOOPBACK.test(own);
}
