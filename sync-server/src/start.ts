/**
 * Puts the server together: the data folder, identity, the log of rooms, the HTTP edge; and takes it apart again.
 *
 * Every hole gets its real part here and nowhere else; tests give other clocks, logs and limits.
 */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { DEFAULT_LIMITS, type Limits } from '@navette/domain/limits';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { publishAccounts, type AccountRooms } from './accounts/account-room.ts';
import { makeAuth, type Auth } from './accounts/auth.ts';
import { makeDirectory, type DirectoryActs } from './accounts/directory.ts';
import { openIdentityDatabase } from './accounts/identity-database.ts';
import { openSigner } from './adapters/ed25519-signer.ts';
import { openFolderBlobStore } from './adapters/folder-blob-store.ts';
import { memoryBus } from './adapters/memory-bus.ts';
import { systemClock, systemRandom } from './adapters/node-platform.ts';
import { outboxMailer } from './adapters/outbox-mailer.ts';
import { smtpMailer } from './adapters/smtp-mailer.ts';
import { openSqliteRoomLog } from './adapters/sqlite-room-log.ts';
import type { ServeConfig } from './config.ts';
import type { StartRefusal } from './console-texts.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { makeDemoLinks, type DemoLinks } from './demo/demo-links.ts';
import { seedDemo } from './demo/seed.ts';
import { errorFacts } from './error-facts.ts';
import { problem } from './http/answers.ts';
import { makeApp } from './http/app.ts';
import { makeAttempts, type AttemptLimits } from './http/attempts.ts';
import { tokenHash } from './http/commands.ts';
import { isStraightPath } from './http/edge-guard.ts';
import { networkKey } from './http/network-key.ts';
import { makeOrigins, trustedOrigins } from './http/origins.ts';
import { startHttpServer, type HttpServer } from './http/server.ts';
import { makeStaticPortal } from './http/static-portal.ts';
import type { BlobStore, Directory, Mailer, RoomLog } from './ports.ts';
import { makeSyncHeart } from './rooms/sync-heart.ts';

export type StartOptions = {
  readonly config: ServeConfig;
  readonly log: Log;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly limits?: Partial<Limits>;
  readonly attempts?: AttemptLimits;
  /** Milliseconds between two pings of a live socket. */
  readonly pingEvery?: number;
  /** False leaves a new demonstration empty: people, no papers. */
  readonly papers?: boolean;
};

export type RunningServer = {
  /** As browsers show it. */
  readonly origin: string;
  readonly directory: Directory & DirectoryActs;
  readonly auth: Auth;
  readonly roomLog: RoomLog;
  readonly blobs: BlobStore;
  readonly accounts: AccountRooms;
  readonly mailer: Mailer;
  readonly port: number;
  readonly demoLinks: DemoLinks | null;
  /** Path and fragment of the one-time link of a firm that is not set up. */
  readonly setUpPath: string | null;
  /** Resolves when running requests ended and every file is closed. */
  close(): Promise<void>;
};

/** @returns the server, answering; or why it does not start, with nothing left open */
export async function startServer(options: StartOptions): Promise<Result<RunningServer, StartRefusal>> {
  const folder = openDataFolder(options.config.data, options.config.demo);
  if (!folder.ok) return folder;
  const closers: (() => unknown)[] = [folder.value.release];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    return ok(await assemble(folder.value, options, closers, closeAll));
  } catch (error) {
    await closeAll();
    return refuse(startRefusal(error, options.config));
  }
}

async function assemble(
  folder: DataFolder,
  options: StartOptions,
  closers: (() => unknown)[],
  close: () => Promise<void>,
): Promise<RunningServer> {
  const { config, log, clock = systemClock, random = systemRandom } = options;
  const limits: Limits = { ...DEFAULT_LIMITS, fileBytes: config.fileLimit, ...options.limits };
  const later = makeLaterApp();
  const http = await startHttpServer({ ...later, port: config.port, host: config.host });
  closers.push(() => http.close());
  const origin = originOf(config, http);

  const database = openIdentityDatabase(folder.identity);
  closers.push(() => database.close());
  const origins = makeOrigins(origin, config.extensions);
  const auth = await makeAuth({ database, secret: folder.secret, origin, trustedOrigins: trustedOrigins(origins), clock, random, log });
  const directory = makeDirectory({ database, firm: folder.firm, demo: folder.demo, clock, random });
  const signer = openSigner(folder.signingKey);
  const blobs = openFolderBlobStore({ folder: folder.blobs, clock, random, freeDiskShare: limits.freeDiskShare });
  closers.push(() => blobs.close());
  // One log for the life of the process; while a new demonstration is filled, its clock shows the days of the past.
  let seedingTime: number | null = null;
  const logClock: Clock = { now: () => seedingTime ?? clock.now() };
  const roomLog = openSqliteRoomLog({ file: folder.log, clock: logClock, random });
  closers.push(() => roomLog.close());
  if (folder.demo && directory.people().length === 0) {
    writeFileSync(folder.seeding, '', { flush: true });
    await seedDemo({
      directory,
      roomLog,
      blobs,
      signer,
      random,
      now: clock.now(),
      setTime: (time) => (seedingTime = time),
      papers: options.papers ?? true,
    });
    seedingTime = null;
    rmSync(folder.seeding);
  }

  const bus = memoryBus((error) => log('bus-listener-failed', errorFacts(error)));
  const heart = makeSyncHeart({
    log: roomLog,
    blobs,
    directory,
    sessions: auth.sessions,
    signer,
    bus,
    clock,
    random,
    limits,
    origins: origins.exact,
    report: log,
    ...(options.pingEvery !== undefined && { pingEvery: options.pingEvery }),
  });
  // Sockets first, or the HTTP server would wait for them.
  closers.push(() => Promise.all([heart.close(), http.close()]));
  closers.push(sweepUploads(() => heart.dropAbandonedUploads(), log));
  const accounts = await publishAccounts({ directory, writer: heart.writer, fileLimit: limits.fileBytes, log });
  closers.push(() => accounts.close());

  const mailer = config.smtp ? smtpMailer(config.smtp) : outboxMailer(folder.outbox, clock, random);
  const demoLinks = folder.demo
    ? makeDemoLinks(
        directory.people().map((person) => person.id),
        random,
      )
    : null;
  const networks = new WeakMap<Request, string>();
  const app = makeApp({
    auth,
    directory,
    signer,
    attempts: makeAttempts(clock, options.attempts),
    origins,
    demoLinks,
    network: (request) => networks.get(request) ?? '',
    heart: heart.routes,
    portal: makeStaticPortal(config.portal ?? BUILT_PORTAL),
    ready: () => database.isOpen,
    clock,
    random,
    log,
  });
  later.become({
    fetch(request, env) {
      const peer = env.incoming.socket.remoteAddress ?? '';
      networks.set(request, networkKey(peer, request.headers.get('x-forwarded-for') ?? undefined, config.proxies));
      return app.fetch(request, env);
    },
    upgrade(request, socket, head) {
      const known = isStraightPath(request.url ?? '') && heart.upgrade(request, socket, head);
      if (!known) socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    },
  });
  log('started', { firm: folder.firm, demo: folder.demo, port: http.port });
  return {
    origin,
    port: http.port,
    directory,
    auth,
    roomLog,
    blobs,
    accounts,
    mailer,
    demoLinks,
    setUpPath: offerSetUp(folder, directory, random),
    close,
  };
}

/** The portal's build, beside the server's sources or beside its one-file bundle. */
const BUILT_PORTAL = path.join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../portal/dist' : 'portal');

/** Once an hour, the uploads nobody continued. */
function sweepUploads(drop: () => Promise<number>, log: Log): () => void {
  const timer = setInterval(() => {
    drop().then(
      (count) => count > 0 && log('uploads-dropped', { count }),
      (error: unknown) => log('uploads-not-dropped', errorFacts(error)),
    );
  }, 3600_000);
  timer.unref();
  return () => clearInterval(timer);
}

type Handlers = Pick<Parameters<typeof startHttpServer>[0], 'fetch' | 'upgrade'>;

/** Answers "not yet" until the rest is there: the port must be open to be known. */
function makeLaterApp(): Handlers & { become(handlers: Handlers): void } {
  let current: Handlers = {
    fetch: () => problem('unavailable', {}, { 'retry-after': '1' }),
    upgrade: (_request, socket) => void socket.destroy(),
  };
  return {
    fetch: (request, env) => current.fetch(request, env),
    upgrade: (request, socket, head) => current.upgrade(request, socket, head),
    become: (handlers) => void (current = handlers),
  };
}

/** With port 0 the system chose one; a given public origin stands. */
function originOf(config: ServeConfig, http: HttpServer): string {
  return config.port === 0 && new URL(config.origin).port === '0' ? `http://localhost:${http.port}` : config.origin;
}

/** 256 bits after the `#`, so that they reach no server and no log before the page sends them (A6, O3). */
function offerSetUp(folder: DataFolder, directory: DirectoryActs, random: Random): string | null {
  if (folder.demo || !directory.needsSetUp()) return null;
  const token = bytesToBase64Url(random.bytes(32));
  directory.offerSetUp(tokenHash(token));
  return `/set-up#${token}`;
}

function startRefusal(error: unknown, { port, data }: ServeConfig): StartRefusal {
  const message = error instanceof Error ? error.message : '';
  // Each store says it in these words, and leaves its file as it was (O4).
  if (message.includes('written by newer code')) return { tag: 'newer', folder: data };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return { tag: 'port-in-use', value: String(port) };
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') return { tag: 'port-refused', value: String(port) };
  return { tag: 'broken-start', kind: error instanceof Error ? `${error.name}: ${message}` : 'unknown' };
}
