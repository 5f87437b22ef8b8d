/**
 * The first steps of the move: an address, an identity, a code that proves the mailbox (R055-R061).
 *
 * Recognising an address never tells a stranger who is a client (A1, G20): a session learns only of its own person's
 * address; everybody else is sent a code first, whatever the server knows, and only a proved mailbox is told that it has an
 * identity. Somebody signed in whose move is not final keeps their id, and with it all they wrote (R058).
 */
import { normaliseEmail, type MigrationStep } from '@navette/domain/migration';
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Log } from '@navette/kernel/ports';
import {
  migrationCode,
  migrationIdentity,
  migrationProve,
  migrationStart,
  type CodeUnderWay,
  type NextStep,
} from '@navette/protocol/migration';
import { passwordHash, type Auth } from '../accounts/auth.ts';
import type { DirectoryActs } from '../accounts/directory.ts';
import { CODE_LIFETIME, type MailedCodes } from '../accounts/mailed-codes.ts';
import { isWeakPassword } from '../accounts/weak-passwords.ts';
import { answer, problem, tooMany } from '../http/answers.ts';
import { makeBudget, SIGN_INS } from '../http/budget.ts';
import { RECENT, type AnswerTo, type CommandRoutes, type FromAnywhere } from '../http/command-routes.ts';
import type { Origins } from '../http/origins.ts';
import type { PostOffice } from '../mail/post-office.ts';
import type { Directory } from '../ports.ts';
import type { Flow, Flows } from './flows.ts';

/** Milliseconds between two codes that a screen asks for; more than a few an hour are refused (`mailed-codes`). */
const AGAIN = 40_000;

export type MailboxParts = {
  readonly commands: CommandRoutes;
  readonly directory: Directory & DirectoryActs;
  readonly flows: Flows;
  readonly codes: MailedCodes;
  readonly auth: Pick<Auth, 'signInKnown' | 'endSessions'>;
  readonly origins: Origins;
  readonly post: PostOffice;
  readonly clock: Clock;
  readonly log: Log;
};

export function mailboxRoutes({ commands, directory, flows, codes, auth, origins, post, clock, log }: MailboxParts): void {
  const hashes = makeBudget(clock, SIGN_INS);

  /** Sends a code to the address of a flow. */
  const sendCode = async (email: string, network: string) => {
    const sent = await codes.send({ purpose: 'migration', email, network });
    return typeof sent === 'number'
      ? { code: null, wait: sent }
      : { code: { id: sent.id, lifetime: CODE_LIFETIME, again: AGAIN }, wait: 0 };
  };
  /** The step of somebody signed in only goes on: what is proved or waits for the firm stays so. */
  const goOn = (user: UserId | null, step: MigrationStep): void => {
    if (user !== null && !['verified', 'to-decide', 'finalised'].includes(directory.migration(user))) directory.setMigration(user, step);
  };
  const isOwn = (user: UserId, email: string): boolean => {
    const own = normaliseEmail(directory.person(user)?.email ?? '');
    return own.ok && own.value === email;
  };
  const goingOn = (next: NextStep) => ({ outcome: 'going-on' as const, next, code: null, signedIn: false });
  /** Whether the request comes from the person the flow belongs to. */
  const belongs = (flow: Flow, { session }: FromAnywhere): boolean => flow.user === null || session?.user === flow.user;

  /** Makes the identity of a newcomer, and signs them in. */
  const make = async (
    email: string,
    { name, passwordHash: hash }: NonNullable<Flow['identity']>,
    from: FromAnywhere,
  ): Promise<Response> => {
    const user = directory.addPerson({ name, email, passwordHash: hash, migration: 'verified' });
    log('migration-identity-made', { user });
    const origin = from.request.headers.get('origin') ?? undefined;
    const signed = await auth.signInKnown(user, new Headers({ origin: origin ?? origins.portal }));
    const given = answer({ outcome: 'going-on', next: 'attach', code: null, signedIn: true });
    const token = signed.headers.get('set-auth-token');
    // One form of session for each kind of device (N2).
    if (origins.isPortal(origin)) for (const cookie of signed.headers.getSetCookie()) given.headers.append('set-cookie', cookie);
    else if (token !== null) given.headers.set('set-auth-token', token);
    return given;
  };

  /** Gives a person who was signed in the address they proved and what they typed; their other devices sign in anew. */
  const change = async (user: UserId, email: string, identity: NonNullable<Flow['identity']>, from: FromAnywhere): Promise<void> => {
    const before = directory.person(user);
    directory.together(() => {
      directory.identify(user, { email, ...identity });
      directory.setMigration(user, 'verified');
    });
    auth.endSessions(user, from.session?.sessionId);
    log('migration-mailbox-proved', { user });
    if (before && before.email !== email)
      await post.post(before.email, { kind: 'notice', what: 'email-changed', detail: email, link: '/#/account' });
  };

  commands.anybody(migrationStart, async ({ email, as }, from): Promise<AnswerTo<typeof migrationStart>> => {
    const signedIn = from.session && directory.membership(from.session.user) ? from.session.user : null;
    if (as !== signedIn) return problem('sign-in-needed');
    if (signedIn !== null && directory.migration(signedIn) === 'finalised') return problem('forbidden');
    const begun = (next: NextStep, code: CodeUnderWay | null = null) => ({
      outcome: 'going-on' as const,
      flow: flows.begin({ email, user: signedIn }),
      email,
      next,
      code,
    });
    goOn(signedIn, 'email-given');
    if (signedIn !== null) return begun(isOwn(signedIn, email) ? 'password' : 'identity');
    const sent = await sendCode(email, from.network);
    return sent.code === null ? { outcome: 'too-many', wait: sent.wait } : begun('code', sent.code);
  });

  commands.anybody(migrationIdentity, async ({ flow: secret, name, password }, from): Promise<AnswerTo<typeof migrationIdentity>> => {
    const flow = flows.find(secret);
    if (!flow) return { outcome: 'flow-over' };
    if (!belongs(flow, from)) return problem('sign-in-needed');
    // Whoever found an open page does not make its person's identity their own (A8).
    if (flow.user !== null && from.session && clock.now() - from.session.since > RECENT) return problem('step-up-needed');
    if (flow.user === null && !flow.proved) return goingOn('code');
    if (isWeakPassword(password)) return { outcome: 'weak-password' };
    const wait = hashes.take(from.network);
    if (wait > 0) return tooMany(wait);
    const identity = { name, passwordHash: await passwordHash(password) };
    if (flow.proved) {
      // Looked at after the hash was made: nothing is awaited until the address is taken.
      const owner = directory.personByEmail(flow.email);
      if (owner && owner.id !== flow.user) return goingOn('password');
      flows.end(secret);
      if (flow.user === null) return await make(flow.email, identity, from);
      await change(flow.user, flow.email, identity, from);
      return goingOn('attach');
    }
    const sent = await sendCode(flow.email, from.network);
    flows.keepIdentity(secret, identity);
    if (sent.code === null) return { outcome: 'too-many', wait: sent.wait };
    goOn(flow.user, 'code-sent');
    return { ...goingOn('code'), code: sent.code };
  });

  commands.anybody(migrationCode, async ({ flow: secret }, from): Promise<AnswerTo<typeof migrationCode>> => {
    const flow = flows.find(secret);
    if (!flow) return { outcome: 'flow-over' };
    if (!belongs(flow, from)) return problem('sign-in-needed');
    const sent = await sendCode(flow.email, from.network);
    return sent.code === null ? { outcome: 'too-many', wait: sent.wait } : { outcome: 'sent', code: sent.code };
  });

  commands.anybody(migrationProve, async ({ flow: secret, id, code }, from): Promise<AnswerTo<typeof migrationProve>> => {
    const flow = flows.find(secret);
    if (!flow) return { outcome: 'flow-over' };
    if (!belongs(flow, from)) return problem('sign-in-needed');
    if (!flow.proved) {
      const checked = codes.check('migration', id, code);
      if (checked.outcome === 'wrong') return checked;
      if (checked.outcome === 'spent' || checked.email !== flow.email) return { outcome: 'spent' };
      flows.markProved(secret);
    }
    const owner = directory.personByEmail(flow.email);
    if (owner && owner.id !== flow.user) return { outcome: 'proved', next: 'password' };
    if (flow.user === null || flow.identity === null) return { outcome: 'proved', next: 'identity' };
    await change(flow.user, flow.email, flow.identity, from);
    flows.end(secret);
    return { outcome: 'proved', next: 'attach' };
  });
}
