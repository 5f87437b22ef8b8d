/**
 * Puts the server together: the data folder, identity, the log of rooms, the HTTP edge; and takes it apart again.
 *
 * Every hole gets its real part here and nowhere else; tests give other clocks, logs and limits.
 */
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Hono } from 'hono';
import type { Clock, Log, Random, Timers } from '@navette/kernel/ports';
import { DEFAULT_LIMITS, type Limits } from '@navette/domain/limits';
import { dayInParis } from '@navette/kernel/dates';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { UserId } from '@navette/kernel/ids';
import { parseRoom } from '@navette/rooms/room-names';
import { openAccountServices, type AccountServices } from './account-services.ts';
import type { AccessRooms } from './access/publish-access.ts';
import { readRetentionRules, retentionRecords } from './firm/retention-rules.ts';
import { publishAccounts, type AccountRooms } from './accounts/account-room.ts';
import { makeAuth, type Auth } from './accounts/auth.ts';
import { makeFactors } from './accounts/factors.ts';
import { openIdentity, type Identity } from './accounts/identity.ts';
import { makePasswords } from './accounts/passwords.ts';
import { securityRecord } from './accounts/security-record.ts';
import { makeMailedCodes } from './accounts/mailed-codes.ts';
import { makeDirectory, type DirectoryActs } from './accounts/directory.ts';
import { companyRegister, NO_REGISTER } from './adapters/company-register.ts';
import { memoryBus } from './adapters/memory-bus.ts';
import { freeShare } from './adapters/free-disk.ts';
import { systemClock, systemRandom, systemTimers } from './adapters/node-platform.ts';
import { outboxMailer } from './adapters/outbox-mailer.ts';
import { smtpMailer } from './adapters/smtp-mailer.ts';
import type { MakeBackup, Nightly } from './backup/nightly.ts';
import { backupRefusal, openNightly } from './backup/open-nightly.ts';
import { sweepUploads } from './blobs/sweep-uploads.ts';
import { FIREFOX_ID, type ServeConfig } from './config.ts';
import type { StartRefusal } from './console-texts.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { makeDemoLinks, type DemoLinks } from './demo/demo-links.ts';
import { fillNewDemo, seedingClock } from './demo/fill-new-demo.ts';
import { DEMO_PEOPLE } from './demo/people.ts';
import { errorFacts } from './error-facts.ts';
import { makeApp } from './http/app.ts';
import { makeAttempts, type AttemptLimits } from './http/attempts.ts';
import { makeBudgets } from './http/budgets.ts';
import { offerSetUp } from './http/offer-set-up.ts';
import { makeEdge, makeNetworks, watchSessions } from './http/edge.ts';
import { openFrontDoor } from './http/front-door.ts';
import { makeHealth } from './http/health.ts';
import { makeOrigins, trustedOrigins } from './http/origins.ts';
import { makeStaticPortal } from './http/static-portal.ts';
import { makeMetrics } from './figures/metrics.ts';
import { makePostOffice } from './mail/post-office.ts';
import { keyRoutes } from './keys/key-routes.ts';
import { openStores } from './open-stores.ts';
import type { BlobStore, Directory, Mailer, Metrics, RoomLog } from './ports.ts';
import { makeReceipts } from './blobs/completion.ts';
import { makeFirmTray } from './leaving/firm-tray.ts';
import { leavingRoutes } from './leaving/leaving.ts';
import { makeOrderBook, orderShown } from './leaving/order-book.ts';
import { mayReadHanded } from './leaving/tray-routes.ts';
import { openLicences, type Licences } from './registration/licences.ts';
import { carryOutAll } from './redaction/carry-out.ts';
import { startNightlyPurge, type NightlyPurge } from './redaction/nightly-purge.ts';
import { tellDue } from './redaction/tell.ts';
import { makeServerWriter } from './rooms/server-writer.ts';
import { clamdScanner } from './scan/clamd.ts';
import { makeScanFile } from './scan/scan-file.ts';
import { openRequestReminders, type RequestReminders } from './requests/request-reminders.ts';
import { makeSyncHeart } from './rooms/sync-heart.ts';
import { traceRoutes } from './trace/trace-routes.ts';
import { makeIdentityLinks } from './oidc/identity-links.ts';
import { startRefusal } from './start-refusal.ts';
import { SERVER_LIMITS, sharedLimits, type ServerLimits } from './server-limits.ts';

export type StartOptions = {
  readonly config: ServeConfig;
  readonly log: Log;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly limits?: Partial<Limits>;
  readonly attempts?: AttemptLimits;
  /** Milliseconds between two pings of a live socket. */
  readonly pingEvery?: number;
  readonly timers?: Timers;
  /** Makes a backup in the folder it is given; a process of its own, unless a test does otherwise. */
  readonly makeBackup?: MakeBackup;
  /** False leaves a new demonstration empty: people, no papers. */
  readonly papers?: boolean;
};

export type RunningServer = {
  /** As browsers show it. */
  readonly origin: string;
  readonly directory: Directory & DirectoryActs;
  readonly auth: Auth;
  readonly identity: Identity;
  readonly roomLog: RoomLog;
  readonly blobs: BlobStore;
  readonly accounts: AccountRooms;
  readonly access: AccessRooms;
  readonly services: AccountServices;
  readonly licences: Licences;
  readonly mailer: Mailer;
  readonly port: number;
  /** Of the figures, on loopback; null without them. */
  readonly metricsPort: number | null;
  readonly metrics: Metrics;
  /** Null where no place for backups was given. */
  readonly nightly: Nightly | null;
  /** The emptying of the bin; null where nobody asked for it. */
  readonly purge: NightlyPurge | null;
  readonly requestReminders: RequestReminders;
  readonly demoLinks: DemoLinks | null;
  /** Path and fragment of the one-time link of a firm that is not set up. */
  readonly setUpPath: string | null;
  /** Path of the page that shows the letters without a relay; null where they leave by one. */
  readonly outboxPath: string | null;
  /** No longer ready from the first moment; resolves when sockets and running requests ended and every file is closed. */
  close(): Promise<void>;
};

/** @returns the server, answering; or why it does not start, with nothing left open */
export async function startServer(options: StartOptions): Promise<Result<RunningServer, StartRefusal>> {
  const refused = backupRefusal(options.config);
  if (refused) return refuse(refused);
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
  const { config, log, clock = systemClock, random = systemRandom, timers = systemTimers } = options;
  const serverLimits: ServerLimits = { ...SERVER_LIMITS, ...config.limits };
  const limits: Limits = { ...DEFAULT_LIMITS, fileBytes: config.fileLimit, ...sharedLimits(serverLimits), ...options.limits };
  const metrics = makeMetrics();
  const door = await openFrontDoor(config, serverLimits, metrics);
  closers.push(
    () => door.closeFigures(),
    () => door.close(),
  );
  const origin = originOf(config, door);

  // One log for the life of the process; while a new demonstration is filled, its clock shows the days of the past.
  const logClock = seedingClock(clock);
  const stores = await openStores(
    { logDatabase: config.database, folder, clock, logClock, random, limits, serverLimits, metrics, log },
    closers,
  );
  const { database, keys, blobs, roomLog, healing, redactions, trace } = stores;
  const origins = makeOrigins(origin, config.extensions);
  const auth = await makeAuth({ database, secret: folder.secret, origin, trustedOrigins: trustedOrigins(origins), clock, random, log });
  const factors = makeFactors({ database, secret: folder.secret, clock, random });
  const passwords = makePasswords(database, clock, random);
  const directory = makeDirectory({
    database,
    firm: folder.firm,
    demo: folder.demo,
    clock,
    random,
    hasSecondFactor: (user) => factors.has(user),
  });
  const links = makeIdentityLinks({
    database,
    personByEmail: (email) => directory.personByEmail(email),
    onUnproved(user) {
      passwords.remove(user);
      auth.endSessions(user);
    },
    clock,
  });
  const licences = openLicences({ database, directory, clock, keys });
  if (folder.demo && directory.people().length === 0)
    await fillNewDemo(
      { database, directory, licences, roomLog, blobs, keys, random, papers: options.papers ?? true },
      folder.seeding,
      logClock,
    );

  // Whoever has left is signed in nowhere, whatever told the directory so.
  directory.onChange((user) => {
    if (directory.membership(user) === null) auth.endSessions(user);
  });
  const tray = makeFirmTray(database);
  const living = new Set<string>(directory.dossiers().map(({ id }) => id));
  trace.forget(dayInParis(clock.now() - serverLimits['trace-years'] * 365.25 * 24 * 3_600_000), living);
  // Before anybody is served: what a restored log has to be told again, and what was cut short (K5).
  await carryOutAll({
    log: roomLog,
    blobs,
    book: redactions,
    writer: makeServerWriter({ log: roomLog, bus: memoryBus(), clock, random, healing }),
    keys,
    firm: folder.firm,
    tray,
    clock,
    random,
    report: log,
  });
  const orders = makeOrderBook(database);
  let accounts: AccountRooms | null = null;
  let opened: AccountServices | null = null;
  const bus = memoryBus((error) => log('bus-listener-failed', errorFacts(error)));
  const { sessions, expect } = watchSessions(auth.sessions, door.connections);
  const budgets = makeBudgets({ clock, random, metrics, limits: serverLimits });
  const scanning = config.clamd ? { scan: makeScanFile(clamdScanner(config.clamd), blobs, metrics, log) } : {};
  const heart = makeSyncHeart({
    log: roomLog,
    blobs,
    directory,
    sessions,
    budgets,
    metrics,
    transfers: serverLimits,
    keys,
    bus,
    clock,
    random,
    limits,
    healing,
    gate: licences,
    redactions,
    trace,
    onHealed(name) {
      const room = parseRoom(name);
      if (room?.kind === 'account') accounts?.publishAgain(room.user);
      if (room?.kind === 'entries') opened?.entries.healed(name);
      if (room?.kind === 'access') opened?.access.changed(room.dossier);
    },
    handed: (membership, dossier, hash) => mayReadHanded(tray, membership, dossier, hash),
    leaver: (headers) => orderShown(orders, headers, clock.now()),
    origins: origins.exact,
    report: log,
    ...scanning,
    ...(options.pingEvery !== undefined && { pingEvery: options.pingEvery }),
  });
  // Sockets first: the HTTP server would wait for them, and goes on saying "ending" while they close.
  closers.push(async () => {
    await heart.close();
    await door.close();
  });
  closers.push(sweepUploads(() => heart.dropAbandonedUploads(), log));
  const security = { directory, factors, passwords, providers: config.oidc, linked: (user: UserId) => links.of(user) };
  const published = await publishAccounts({
    directory,
    writer: heart.writer,
    also: (user) => new Map([...licences.records(user), ...retentionRecords(database)]),
    fileLimit: limits.fileBytes,
    security: (user) => securityRecord(security, user),
    log,
  });
  accounts = published;
  licences.onChange((user) => published.publishAgain(user));
  closers.push(() => published.close());

  const mailer = config.smtp ? smtpMailer(config.smtp) : outboxMailer(folder.outbox, clock, random);
  const demoLinks = folder.demo
    ? makeDemoLinks(
        DEMO_PEOPLE.flatMap(({ email }) => directory.personByEmail(email)?.id ?? []),
        random,
      )
    : null;
  const nightly = openNightly({
    config,
    folder,
    keys,
    healing,
    clock,
    timers,
    metrics,
    log,
    ...(options.makeBackup && { make: options.makeBackup }),
  });
  closers.push(() => nightly?.close());
  const purge =
    config.purge &&
    startNightlyPurge({
      ...config.purge,
      firm: folder.firm,
      log: roomLog,
      book: redactions,
      keys,
      table: () => readRetentionRules(database),
      alone: (room, task) => heart.accept.look(room, task),
      tell: async (room) =>
        await heart.accept.look(room, (memory) => tellDue({ log: roomLog, accept: heart.accept, bus, redactions }, room, memory)),
      clock,
      timers,
      random,
      metrics,
      report: log,
    });
  closers.push(() => purge?.close());
  const health = makeHealth({
    backupLate: () => nightly?.state().some(({ late }) => late) ?? false,
    log: roomLog,
    identity: () => database.prepare('SELECT 1').get(),
    freeDisk: async () => freeShare(config.data),
    freeDiskShare: limits.freeDiskShare,
    clock,
  });
  metrics.gauge('draining', () => Number(health.draining));
  const networks = makeNetworks(config.proxies);
  const network = (request: Request) => networks.of(request);
  const attempts = makeAttempts(clock, options.attempts);
  const post = makePostOffice({ mailer, firm: () => directory.firm().name, origin, database, clock, metrics, log });
  const requestReminders = openRequestReminders({ database, log: roomLog, directory, post, clock, report: log });
  closers.push(() => requestReminders.close());
  const codes = makeMailedCodes({ database, post, clock, random });
  const identity = openIdentity({
    database,
    auth,
    sessions,
    directory,
    factors,
    passwords,
    links,
    providers: config.oidc,
    attempts,
    origins,
    extensions: { chromium: config.extensions, firefox: FIREFOX_ID },
    post,
    codes,
    mostSessions: serverLimits['sessions-per-person'],
    network,
    clock,
    random,
    log,
  });
  const services = await openAccountServices({
    database,
    auth,
    factors,
    identity,
    sessions,
    directory,
    keys,
    attempts,
    origins,
    writer: heart.writer,
    accounts: published,
    post,
    outbox: config.smtp ? null : folder.outbox,
    codes,
    licences,
    register: config.companyRegister === null ? NO_REGISTER : companyRegister(config.companyRegister, clock),
    network,
    clock,
    random,
    log,
  });
  opened = services;
  closers.push(() => services.close());
  const app = makeApp({
    auth,
    identity,
    sessions,
    budgets,
    directory,
    keys,
    attempts,
    trace,
    origins,
    demoLinks,
    network,
    heart: new Hono()
      .route('/', heart.routes)
      .route('/', services.routes)
      .route('/', traceRoutes({ sessions, directory, network, clock, trace, post, years: serverLimits['trace-years'] }))
      .route(
        '/',
        keyRoutes({
          sessions,
          directory,
          network,
          clock,
          keys,
          backups: nightly && { nightly, encrypted: config.backups.encryptTo !== null },
        }),
      )
      .route(
        '/',
        leavingRoutes({
          database,
          tray,
          orders,
          standing: () => heart.standing(),
          redactions,
          trace,
          directory,
          sessions,
          keys,
          blobs,
          log: roomLog,
          clock,
          random,
          limits,
          transfers: serverLimits,
          receive: makeReceipts({ log: roomLog, writer: heart.writer, directory, keys, clock, metrics, ...scanning }),
          report: log,
        }),
      ),
    portal: makeStaticPortal(config.portal ?? BUILT_PORTAL),
    health,
    clock,
    random,
    log,
  });
  door.become(
    makeEdge({
      app,
      live: (request, socket, head) => heart.upgrade(request, socket, head),
      networks,
      connections: door.connections,
      expect,
      draining: () => health.draining,
      metrics,
      random,
    }),
  );
  log('started', { firm: folder.firm, demo: folder.demo, port: door.port });
  return {
    origin,
    port: door.port,
    metricsPort: door.metricsPort,
    metrics,
    nightly,
    purge,
    directory,
    auth,
    identity,
    roomLog,
    blobs,
    accounts: published,
    access: services.access,
    requestReminders,
    services,
    licences,
    mailer,
    demoLinks,
    outboxPath: config.smtp ? null : '/outbox',
    setUpPath: folder.demo ? null : offerSetUp(directory, random),
    async close() {
      health.drain();
      log('stopping');
      if (serverLimits['drain-patience'] > 0) await setTimeout(serverLimits['drain-patience'] * 1000);
      await close();
    },
  };
}

/** The portal's build, beside the server's sources or beside its one-file bundle. */
const BUILT_PORTAL = path.join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../portal/dist' : 'portal');

/** With port 0 the system chose one; a given public origin stands. */
function originOf(config: ServeConfig, { port }: { readonly port: number }): string {
  return config.port === 0 && new URL(config.origin).port === '0' ? `http://localhost:${port}` : config.origin;
}
