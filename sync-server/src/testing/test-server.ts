/**
 * A real server on loopback over a folder of its own, for tests of any layer: real HTTP, real SQLite, real sign-in.
 *
 * Default: the demonstration firm's people and rights, no papers, everybody's password `TEST_PASSWORD`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MEBIBYTE, type Limits } from '@navette/domain/limits';
import type { DossierRight } from '@navette/domain/membership';
import type { MigrationStep } from '@navette/domain/migration';
import type { DeviceNumber, DossierId, UserId } from '@navette/kernel/ids';
import type { Clock, Random, Timers } from '@navette/kernel/ports';
import { EnrolAnswer } from '@navette/protocol/commands';
import { CLIENT_HEADER } from '@navette/protocol/version';
import * as v from 'valibot';
import { passwordHash } from '../accounts/auth.ts';
import { jsonLog, systemClock, systemRandom } from '../adapters/node-platform.ts';
import type { MakeBackup } from '../backup/nightly.ts';
import { makeSealedBackup, recipientIn } from '../backup/seal.ts';
import type { ClamdPlace } from '../scan/clamd.ts';
import { makeBackup } from '../cli/backup.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE, type DemoPersonCode } from '../demo/people.ts';
import { DEMO_COMPANIES, type DemoCompanyCode } from '../demo/demo-companies.ts';
import { EXTENSION_ID, type SmtpConfig } from '../config.ts';
import type { AttemptLimits } from '../http/attempts.ts';
import type { OidcProvider } from '../oidc/providers.ts';
import { NO_RATES, type ServerLimits } from '../server-limits.ts';
import { startServer, type RunningServer, type StartOptions } from '../start.ts';

export const TEST_PASSWORD = DEMO_PASSWORD;

/** An extension's origin, for requests that a browser would have stamped. */
export const TEST_EXTENSION_ORIGIN = `chrome-extension://${EXTENSION_ID}`;

export type TestServerOptions = {
  /** Data folder; without it a temporary one, removed at `close`. */
  readonly data?: string;
  readonly port?: number;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly limits?: Partial<Limits>;
  readonly attempts?: AttemptLimits;
  /** Rates are lifted, as tests ask faster than people; what is given here counts. */
  readonly serverLimits?: Partial<ServerLimits>;
  /** True opens a port for the figures. */
  readonly metrics?: boolean;
  readonly pingEvery?: number;
  /** True (the default) for the demonstration firm; false for a real one, not set up. */
  readonly demo?: boolean;
  /** True also seeds the demonstration's documents, ledgers and talk. */
  readonly papers?: boolean;
  /** Public origin, when it is not the loopback address. */
  readonly origin?: string;
  readonly extensions?: readonly string[];
  readonly proxies?: readonly string[];
  readonly portal?: string;
  /** Identity providers. */
  readonly oidc?: readonly OidcProvider[];
  /** Origin of a register of companies; none without it. */
  readonly companyRegister?: string;
  /** Backups by themselves; made in this process. */
  readonly backups?: Partial<StartOptions['config']['backups']>;
  /** The bin emptied by itself; nothing without it. */
  readonly purge?: StartOptions['config']['purge'];
  readonly timers?: Timers;
  /** A PostgreSQL for the log. */
  readonly database?: string;
  /** A relay for letters; without it they stay in the folder's `outbox`. */
  readonly smtp?: SmtpConfig;
  readonly clamd?: ClamdPlace;
};

export type NewTestPerson = {
  readonly name?: string;
  readonly email?: string;
  readonly title?: string;
  readonly firmRole?: 'admin' | 'staff';
  readonly migration?: MigrationStep;
};

export type TestServer = RunningServer & {
  readonly data: string;
  /** Every line the server logged. */
  readonly logLines: readonly string[];
  readonly users: Readonly<Record<DemoPersonCode, UserId>>;
  readonly dossiers: Readonly<Record<DemoCompanyCode, DossierId>>;
  /** A bearer token, as the extension gets it. */
  signIn(email: string, password?: string): Promise<string>;
  /** The portal's cookie header. */
  signInPortal(email: string, password?: string): Promise<string>;
  enrol(token: string, label?: string): Promise<DeviceNumber>;
  /** Signed in on a new device: what most tests start with. */
  device(email: string): Promise<{ readonly token: string; readonly device: DeviceNumber; readonly user: UserId }>;
  createPerson(person?: NewTestPerson): Promise<{ readonly id: UserId; readonly email: string }>;
  createDossier(name?: string): DossierId;
  grant(user: UserId, dossier: DossierId, right: DossierRight): Promise<void>;
  revoke(user: UserId, dossier: DossierId): Promise<void>;
  /** The person leaves the firm. */
  remove(user: UserId): Promise<void>;
  /** Stops it and keeps the folder, for a start over the same data; `forget` removes the folder then. */
  stop(): Promise<void>;
  forget(): void;
};

/** A backup as the command makes it, in this process and under the test's clock. */
function backupHere(data: string, encryptTo: string | null, clock: Clock): MakeBackup {
  return async (to) => {
    const recipient = encryptTo === null ? null : recipientIn(encryptTo);
    const options = { data, to, clock, random: systemRandom };
    const made = recipient?.ok ? await makeSealedBackup({ ...options, recipient: recipient.value }) : await makeBackup(options);
    if (!made.ok) return { made: false, reason: made.refusal.tag };
    return made.value.verified.count === 0 ? { made: true } : { made: false, reason: 'unsound' };
  };
}

let sharedHash: Promise<string> | undefined;

/** @throws when the server refuses to start, with the reason's tag */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const data = options.data ?? mkdtempSync(path.join(tmpdir(), 'navette-test-'));
  const logLines: string[] = [];
  const port = options.port ?? 0;
  const started = await startServer({
    config: {
      port,
      host: '127.0.0.1',
      data,
      demo: options.demo ?? true,
      origin: options.origin ?? `http://localhost:${port}`,
      fileLimit: options.limits?.fileBytes ?? 100 * MEBIBYTE,
      extensions: options.extensions ?? [EXTENSION_ID],
      proxies: options.proxies ?? [],
      metricsPort: options.metrics ? 0 : null,
      limits: { ...NO_RATES, ...options.serverLimits },
      portal: options.portal ?? null,
      smtp: options.smtp ?? null,
      oidc: options.oidc ?? [],
      backups: { places: [], at: '02:30', encryptTo: null, ...options.backups },
      purge: options.purge ?? null,
      database: options.database ?? null,
      clamd: options.clamd ?? null,
      companyRegister: options.companyRegister ?? null,
    },
    log: jsonLog((line) => void logLines.push(line)),
    papers: options.papers ?? false,
    ...(options.clock && { clock: options.clock }),
    ...(options.random && { random: options.random }),
    ...(options.timers && { timers: options.timers }),
    makeBackup: backupHere(data, options.backups?.encryptTo ?? null, options.clock ?? systemClock),
    // A machine that runs tests may be nearly full.
    limits: { freeDiskShare: 0, ...options.limits },
    ...(options.attempts && { attempts: options.attempts }),
    ...(options.pingEvery !== undefined && { pingEvery: options.pingEvery }),
  });
  if (!started.ok) throw new Error(`the test server does not start: ${JSON.stringify(started.refusal)}`);
  const server = started.value;
  const { directory } = server;
  // Over loopback whatever the public origin is.
  const local = `http://localhost:${server.port}`;

  const signInFrom = async (origin: string, email: string, password: string): Promise<Response> => {
    const answer = await fetch(`${local}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, [CLIENT_HEADER]: 'test' },
      body: JSON.stringify({ email, password }),
    });
    // Read to its end, or the server waits for the connection when it stops.
    await answer.arrayBuffer();
    return answer;
  };
  const signIn = async (email: string, password = TEST_PASSWORD): Promise<string> => {
    const answer = await signInFrom(TEST_EXTENSION_ORIGIN, email, password);
    const token = answer.headers.get('set-auth-token');
    if (!answer.ok || token === null) throw new Error(`sign-in answered ${answer.status}`);
    return token;
  };
  const enrol = async (token: string, label = 'test'): Promise<DeviceNumber> => {
    const answer = await fetch(`${local}/api/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, [CLIENT_HEADER]: 'test' },
      body: JSON.stringify({ label }),
    });
    if (!answer.ok) throw new Error(`enrol answered ${answer.status}`);
    return v.parse(EnrolAnswer, await answer.json()).device as DeviceNumber;
  };

  let made = 0;
  return {
    ...server,
    data,
    logLines,
    users: Object.fromEntries(DEMO_PEOPLE.map(({ code, email }) => [code, directory.personByEmail(email)?.id])) as Record<
      DemoPersonCode,
      UserId
    >,
    dossiers: Object.fromEntries(
      Object.values(DEMO_COMPANIES).map(({ code, name }) => [code, directory.dossiers().find((dossier) => dossier.name === name)?.id]),
    ) as Record<DemoCompanyCode, DossierId>,
    signIn,
    async signInPortal(email, password = TEST_PASSWORD) {
      const answer = await signInFrom(server.origin, email, password);
      const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
      if (!answer.ok || cookie === undefined) throw new Error(`sign-in answered ${answer.status}`);
      return cookie;
    },
    enrol,
    async device(email) {
      const token = await signIn(email);
      const user = directory.personByEmail(email)?.id;
      if (!user) throw new Error('no such person');
      return { token, device: await enrol(token), user };
    },
    async createPerson(person = {}) {
      made += 1;
      const email = person.email ?? `person-${made}@demo.navette.example`;
      sharedHash ??= passwordHash(TEST_PASSWORD);
      const id = directory.addPerson({ name: person.name ?? `Person ${made}`, ...person, email, passwordHash: await sharedHash });
      await server.accounts.settled();
      return { id, email };
    },
    createDossier: (name = 'Dossier') => directory.addDossier({ name }),
    async grant(user, dossier, right) {
      directory.grant(user, dossier, right);
      await server.accounts.settled();
      await server.access.settled();
    },
    async revoke(user, dossier) {
      directory.revoke(user, dossier);
      await server.accounts.settled();
      await server.access.settled();
    },
    async remove(user) {
      directory.remove(user);
      await server.accounts.settled();
      await server.access.settled();
    },
    stop: () => server.close(),
    // Of a server that still runs, something may be written meanwhile.
    forget: () => rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
    async close() {
      await server.close();
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}
