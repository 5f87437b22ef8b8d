/**
 * The commands that come in: password, passkey, the extension's code, and the second step for whoever has a factor. What each
 * proves is checked here; the session is opened by `ways-in.ts` and by nothing else.
 *
 * Failures are counted by (account, network), or in the own lane of a device known to the account; there is no account lock
 * (A3). A factor's code is tried five times a half-session and ten times an hour from devices nobody knows (A4).
 */
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Log } from '@navette/kernel/ports';
import { PasskeyAsk, SignIn, SignInFactor, SignInHandOver, SignInPasskey, SignInWays, type SignInAnswer } from '@navette/protocol/identity';
import * as v from 'valibot';
import { tooMany } from '../http/answers.ts';
import type { Attempts } from '../http/attempts.ts';
import { makeBudget, SIGN_INS } from '../http/budget.ts';
import type { CommandRoutes } from '../http/command-routes.ts';
import type { OidcProvider } from '../oidc/providers.ts';
import type { Directory } from '../ports.ts';
import { deviceName } from './device-name.ts';
import type { Factors } from './factors.ts';
import type { HalfSessions } from './half-sessions.ts';
import type { KnownDevices } from './known-devices.ts';
import type { Notices, NoticeTexts } from './notices.ts';
import type { OneTimeSecrets } from './one-time-secrets.ts';
import type { Passkeys } from './passkeys.ts';
import type { Passwords } from './passwords.ts';
import { typedCode } from './readable-codes.ts';
import { signInAnswer, type Arrival, type WaysIn } from './ways-in.ts';

/** An hour, of one person, from devices that never signed in as them. */
const FACTOR_TRIES = { burst: 10, perSecond: 10 / 3600 };
const WRONG: SignInAnswer = { outcome: 'wrong', signedIn: false };
const SPENT: SignInAnswer = { outcome: 'spent', signedIn: false };

export type SignInParts = {
  readonly directory: Pick<Directory, 'person'> & { personByEmail(email: string): { readonly id: UserId } | null };
  readonly waysIn: WaysIn;
  readonly passwords: Passwords;
  readonly factors: Factors;
  readonly halves: HalfSessions;
  readonly known: KnownDevices;
  readonly passkeys: Passkeys;
  readonly secrets: OneTimeSecrets;
  readonly notices: Notices;
  readonly say: NoticeTexts;
  readonly attempts: Attempts;
  readonly providers: readonly OidcProvider[];
  readonly clock: Clock;
  readonly log: Log;
};

/** A password tried from somewhere: for the command, and for the route that devices of before ask. @returns whose it is, or the answer to give */
export type PasswordDoor = (email: string, password: string, from: Arrival) => Promise<UserId | Response | null>;

export function passwordDoor({ directory, passwords, known, attempts, clock }: SignInParts): PasswordDoor {
  const signIns = makeBudget(clock, SIGN_INS);
  return async (email, password, { request, network }) => {
    const lane = known.lane(request.headers, directory.personByEmail(email)?.id ?? null, network);
    const wait = Math.max(attempts.wait(lane, email), signIns.take(lane));
    if (wait > 0) return tooMany(wait);
    const user = await passwords.check(email, password);
    if (user) attempts.succeeded(lane, email);
    else attempts.failed(lane, email);
    return user;
  };
}

export function signInCommands(routes: CommandRoutes, parts: SignInParts, byPassword: PasswordDoor): void {
  const { directory, waysIn, factors, halves, known, passkeys, secrets, notices, say, attempts, providers, clock, log } = parts;
  const factorTries = makeBudget(clock, FACTOR_TRIES);
  // Nobody guesses a signature or sixty bits: what is counted is work, and a failure holds up nobody beside it.
  const proofs = makeBudget(clock, SIGN_INS);

  routes.anybody(SignInWays, () => ({ providers: providers.map(({ id, name }) => ({ id, name })) }));

  routes.anybody(SignIn, async ({ email, password }, from) => {
    const user = await byPassword(email, password, from);
    if (user instanceof Response) return user;
    return user ? signInAnswer(await waysIn.admit('password', user, from)) : WRONG;
  });

  routes.anybody(SignInFactor, async ({ half, proof }, from) => {
    const begun = halves.find(half);
    if (!begun || begun.form !== waysIn.form(from.request)) return SPENT;
    const { user, way } = begun;
    const account = `factor ${user}`;
    const lane = known.lane(from.request.headers, user, from.network);
    const wait = Math.max(attempts.wait(lane, account), lane === from.network ? factorTries.take(user) : 0);
    if (wait > 0) return tooMany(wait);
    const tried = halves.try(half);
    if (!tried) return SPENT;
    if (!(await proves(user))) {
      attempts.failed(lane, account);
      log('factor-refused', { user, way: proof.way, left: tried.triesLeft });
      if (tried.triesLeft > 0) return WRONG;
      // Somebody who has the password and not the factor: the person hears of it.
      notices.tell(user, 'new-sign-in', say.guessedFactor(deviceName(from.request.headers.get('user-agent') ?? '')));
      return SPENT;
    }
    halves.end(half);
    attempts.succeeded(lane, account);
    if (proof.way === 'recovery') notices.tell(user, 'factor-removed', say.recoveryUsed(factors.recoveryCodesLeft(user)));
    return signInAnswer(await waysIn.admitWithFactor(way, user, from));

    async function proves(of: UserId): Promise<boolean> {
      if (proof.way === 'totp') return factors.checkTotp(of, proof.code);
      if (proof.way === 'recovery') return factors.useRecoveryCode(of, proof.code);
      return (await passkeys.check(proof.ceremony, proof.response)) === of;
    }
  });

  routes.anybody(PasskeyAsk, ({ half }) => passkeys.ask(half === undefined ? null : (halves.find(half)?.user ?? null)));

  routes.anybody(SignInPasskey, async ({ ceremony, response, only }, from) => {
    const wait = proofs.take(from.network);
    if (wait > 0) return tooMany(wait);
    const user = await passkeys.check(ceremony, response);
    if (!user || (only !== undefined && only !== user)) return WRONG;
    return signInAnswer(await waysIn.admit('passkey', user, from));
  });

  routes.anybody(SignInHandOver, async ({ code }, from) => {
    const wait = proofs.take(from.network);
    if (wait > 0) return tooMany(wait);
    const taken = secrets.take('hand-over', typedCode(code), v.null());
    if (!taken?.user || !directory.person(taken.user)) return WRONG;
    return signInAnswer(await waysIn.admit('hand-over', taken.user, from));
  });
}
