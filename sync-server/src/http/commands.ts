/**
 * What the server decides at once, beside the rooms: who it is, a new device, the first administrator, the
 * demonstration's one-click sign-in.
 */
import { createHash } from 'node:crypto';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { DeviceNumber } from '@navette/kernel/ids';
import type { Clock, Log } from '@navette/kernel/ports';
import { EnrolRequest, type AboutAnswer, type EnrolAnswer } from '@navette/protocol/commands';
import { DemoSignInRequest, SetUpRequest } from '@navette/protocol/first-visit';
import { PROTOCOL_VERSION } from '@navette/protocol/version';
import { Hono } from 'hono';
import { passwordHash } from '../accounts/auth.ts';
import type { DirectoryActs } from '../accounts/directory.ts';
import type { Identity } from '../accounts/identity.ts';
import { sessionProof } from '../accounts/session-proof.ts';
import { isWeakPassword } from '../accounts/weak-passwords.ts';
import type { DemoLinks } from '../demo/demo-links.ts';
import type { Budgets, Directory, Keys, Sessions } from '../ports.ts';
import type { TraceBook } from '../trace/trace-book.ts';
import { answer, problem, tooMany } from './answers.ts';
import type { Attempts } from './attempts.ts';
import { ENROLMENTS, makeBudget } from './budget.ts';
import { readJson } from './read-json.ts';

const SMALL = 16 * 1024;

export type CommandsOptions = {
  readonly identity: Pick<Identity, 'waysIn'>;
  readonly sessions: Sessions;
  readonly budgets: Budgets;
  readonly directory: Directory & DirectoryActs;
  readonly keys: Keys;
  readonly attempts: Attempts;
  readonly demoLinks: DemoLinks | null;
  readonly network: (request: Request) => string;
  readonly trace: Pick<TraceBook, 'note'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** The hash kept of a one-time link's token (A6). */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function commands(options: CommandsOptions): Hono {
  const { identity, sessions, budgets, directory, keys, attempts, demoLinks, network, clock, log } = options;
  const enrolments = makeBudget(clock, ENROLMENTS);

  /** Runs an attempt with a token nobody may guess; the network waits longer at each failure. */
  const guarded = async (request: Request, act: 'set-up' | 'demo-sign-in', attempt: () => Promise<Response>): Promise<Response> => {
    const from = network(request);
    const wait = attempts.wait(from, act);
    if (wait > 0) return tooMany(wait);
    const given = await attempt();
    if (given.ok) attempts.succeeded(from, act);
    else if (given.status === 403) attempts.failed(from, act);
    return given;
  };

  return new Hono()
    .get('/about', () => {
      // The one a device pins: it vouches for the others.
      const signer = keys.now().signer('log');
      const about: AboutAnswer = {
        firm: directory.firm(),
        protocol: PROTOCOL_VERSION,
        keyId: signer.keyId,
        publicKey: bytesToBase64Url(signer.publicKey),
      };
      return answer(about);
    })
    .post('/enrol', async (c) => {
      const session = await sessions.of(c.req.raw.headers);
      const person = session && directory.membership(session.user) && directory.person(session.user);
      if (!person) return problem('sign-in-needed');
      const wait = budgets.command(person.id) || enrolments.take(person.id);
      if (wait > 0) return tooMany(wait);
      const wanted = await readJson(c.req.raw, EnrolRequest, SMALL);
      if (!wanted.ok) return problem(wanted.refusal);
      // A device that has its number keeps it, and shows by which token it is known from now on.
      const former = wanted.value.device as DeviceNumber | undefined;
      const known = former !== undefined && directory.ownsDevice(person.id, former) ? former : null;
      const device = known ?? directory.enrol(person.id, wanted.value.label);
      const proof = sessionProof(c.req.raw.headers);
      if (proof !== null) directory.proveDevice(device, proof);
      options.trace.note({ user: person.id, device, what: 'sign-in', dossier: null });
      sessions.bind(session, device);
      if (known === null) log('enrolled', { user: person.id, device });
      const enrolled: EnrolAnswer = { device, user: { id: person.id, name: person.name, email: person.email }, until: session.until };
      return answer(enrolled);
    })
    .post('/set-up', async (c) =>
      guarded(c.req.raw, 'set-up', async () => {
        if (!directory.needsSetUp()) return problem('forbidden');
        const wanted = await readJson(c.req.raw, SetUpRequest, SMALL);
        if (!wanted.ok) return problem(wanted.refusal);
        const { token, firmName, name, email, password } = wanted.value;
        if (isWeakPassword(password)) return problem('bad-request');
        const admin = directory.setUp(tokenHash(token), firmName, { name, email, passwordHash: await passwordHash(password) });
        if (!admin) return problem('forbidden');
        log('set-up-done', { user: admin });
        return answer({ user: admin }, 201);
      }),
    )
    .post('/demo-sign-in', async (c) =>
      guarded(c.req.raw, 'demo-sign-in', async () => {
        if (!demoLinks) return problem('not-found');
        const wanted = await readJson(c.req.raw, DemoSignInRequest, SMALL);
        if (!wanted.ok) return problem(wanted.refusal);
        const user = demoLinks.userOf(wanted.value.token);
        const origin = c.req.header('origin');
        if (!user || origin === undefined) return problem('forbidden');
        const request = c.req.raw;
        const entry = await identity.waysIn.admit('demo-link', user, {
          request,
          network: network(request),
          session: await sessions.of(request.headers),
        });
        if (entry.tag === 'open') return entry.answer({ signedIn: true });
        return entry.tag === 'factor' ? answer(entry.asked) : problem('forbidden');
      }),
    );
}
