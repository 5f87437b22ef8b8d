/**
 * What a person changes of their own account: password, address, factors, sessions. Everything that weakens or moves it wants
 * a sign-in of the last ten minutes, ends what others may have under way, and is told by letter (A8).
 */
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import {
  AddPasskey,
  BeginPasskey,
  BeginTotp,
  ChangePassword,
  ConfirmTotp,
  EndOtherSessions,
  EndSession,
  HandOver,
  OwnSessions,
  RemovePasskey,
  RemoveTotp,
  RenewRecoveryCodes,
} from '@navette/protocol/own-account';
import { problem, tooMany } from '../http/answers.ts';
import type { Attempts } from '../http/attempts.ts';
import type { AnswerTo, CommandRoutes } from '../http/command-routes.ts';
import type { Directory } from '../ports.ts';
import type { Auth } from './auth.ts';
import type { DirectoryActs } from './directory.ts';
import { deviceName } from './device-name.ts';
import type { Factors } from './factors.ts';
import type { HalfSessions } from './half-sessions.ts';
import type { Notices, NoticeTexts } from './notices.ts';
import type { OneTimeSecrets } from './one-time-secrets.ts';
import type { Passkeys } from './passkeys.ts';
import type { Passwords } from './passwords.ts';
import { readableCode, typedCode } from './readable-codes.ts';
import { totpAddress } from './totp.ts';

const HAND_OVER_LIFETIME = 5 * 60_000;
/** Sixty bits, typed once within five minutes. */
const HAND_OVER_GROUPS = 3;
const RECENT = { recent: true };

export type OwnAccountParts = {
  readonly auth: Auth;
  readonly directory: Directory & DirectoryActs;
  readonly passwords: Passwords;
  readonly factors: Factors;
  readonly halves: HalfSessions;
  readonly passkeys: Passkeys;
  readonly secrets: OneTimeSecrets;
  readonly notices: Notices;
  readonly say: NoticeTexts;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

export function ownAccountCommands(routes: CommandRoutes, parts: OwnAccountParts): void {
  passwordCommand(routes, parts);
  factorCommands(routes, parts);
  sessionCommands(routes, parts);
}

function passwordCommand(
  routes: CommandRoutes,
  { auth, directory, passwords, halves, secrets, notices, say, attempts, log }: OwnAccountParts,
) {
  routes.signedIn(
    ChangePassword,
    async ({ current, password }, { person, session, network }): Promise<AnswerTo<typeof ChangePassword>> => {
      if (passwords.has(person.id)) {
        const account = `change ${person.id}`;
        const wait = attempts.wait(network, account);
        if (wait > 0) return tooMany(wait);
        if (current === undefined || (await passwords.check(person.email, current)) !== person.id) {
          attempts.failed(network, account);
          return { outcome: 'wrong' };
        }
        attempts.succeeded(network, account);
      }
      if (!(await passwords.set(person.id, password))) return { outcome: 'weak' };
      auth.book.endAll(person.id, session.sessionId);
      secrets.drop('password-reset', person.id);
      halves.endAll(person.id);
      directory.touch(person.id);
      notices.tell(person.id, 'password-changed', say.password());
      log('password-changed', { user: person.id });
      return { outcome: 'changed' };
    },
    RECENT,
  );
}

function factorCommands(routes: CommandRoutes, { directory, factors, halves, passkeys, notices, say, log }: OwnAccountParts) {
  const changed = (user: UserId, event: 'factor-added' | 'factor-removed', detail: string) => {
    halves.endAll(user);
    directory.touch(user);
    notices.tell(user, event, detail);
    log(event, { user });
  };
  /** Recovery codes come with the first factor. */
  const codesWithFirst = (user: UserId) => (factors.recoveryCodesLeft(user) > 0 ? null : [...factors.newRecoveryCodes(user)]);

  routes.signedIn(
    BeginTotp,
    (_body, { person }) => {
      const secret = factors.beginTotp(person.id);
      // There is one of them: it is removed before another is made.
      if (secret === null) return problem('bad-request');
      return { secret, uri: totpAddress(secret, directory.firm().name || 'Navette', person.email) };
    },
    RECENT,
  );
  routes.signedIn(
    ConfirmTotp,
    ({ code }, { person }): AnswerTo<typeof ConfirmTotp> => {
      const confirmed = factors.confirmTotp(person.id, code);
      if (confirmed === null) return { outcome: 'spent' };
      if (!confirmed) return { outcome: 'wrong' };
      const recoveryCodes = codesWithFirst(person.id);
      changed(person.id, 'factor-added', say.totpAdded());
      return { outcome: 'added', recoveryCodes };
    },
    RECENT,
  );
  routes.signedIn(
    RemoveTotp,
    (_body, { person }): AnswerTo<typeof RemoveTotp> => {
      if (factors.totpSince(person.id) !== null) {
        factors.removeTotp(person.id);
        changed(person.id, 'factor-removed', say.totpRemoved());
      }
      return { outcome: 'removed' };
    },
    RECENT,
  );
  routes.signedIn(BeginPasskey, (_body, { person }) => passkeys.beginAdding(person), RECENT);
  routes.signedIn(
    AddPasskey,
    async ({ ceremony, response, name }, { person }): Promise<AnswerTo<typeof AddPasskey>> => {
      if (!(await passkeys.add(person.id, ceremony, response, name))) return { outcome: 'refused' };
      const recoveryCodes = codesWithFirst(person.id);
      changed(person.id, 'factor-added', say.passkeyAdded(name));
      return { outcome: 'added', recoveryCodes };
    },
    RECENT,
  );
  routes.signedIn(
    RemovePasskey,
    ({ id }, { person }): AnswerTo<typeof RemovePasskey> => {
      const passkey = factors.passkey(id);
      if (passkey?.user === person.id) {
        factors.removePasskey(person.id, id);
        changed(person.id, 'factor-removed', say.passkeyRemoved(passkey.name));
      }
      return { outcome: 'removed' };
    },
    RECENT,
  );
  routes.signedIn(
    RenewRecoveryCodes,
    (_body, { person }): AnswerTo<typeof RenewRecoveryCodes> => {
      if (!factors.has(person.id)) return { outcome: 'no-factor' };
      const codes = [...factors.newRecoveryCodes(person.id)];
      changed(person.id, 'factor-added', say.recoveryRenewed());
      return { outcome: 'renewed', codes };
    },
    RECENT,
  );
}

function sessionCommands(routes: CommandRoutes, { auth, directory, secrets, clock, random, log }: OwnAccountParts) {
  routes.signedIn(OwnSessions, (_body, { person, session }) => ({
    sessions: auth.book.list(person.id).map(({ id, device, userAgent, since, seen, until }) => {
      const known = device === null ? null : directory.device(device);
      return {
        id,
        label: known?.label ?? deviceName(userAgent),
        firstSeen: known?.enrolledAt ?? since,
        lastSeen: seen,
        until,
        current: id === session.sessionId,
      };
    }),
  }));
  routes.signedIn(EndSession, ({ id }, { person }): AnswerTo<typeof EndSession> => {
    if (auth.book.end(person.id, id)) {
      directory.touch(person.id);
      log('session-ended', { user: person.id });
    }
    return { outcome: 'ended' };
  });
  routes.signedIn(EndOtherSessions, (_body, { person, session }): AnswerTo<typeof EndOtherSessions> => {
    auth.book.endAll(person.id, session.sessionId);
    directory.touch(person.id);
    log('sessions-ended', { user: person.id });
    return { outcome: 'ended' };
  });
  routes.signedIn(
    HandOver,
    (_body, { person }) => {
      const code = readableCode(random, HAND_OVER_GROUPS);
      secrets.drop('hand-over', person.id);
      secrets.issue({ purpose: 'hand-over', user: person.id, lifetime: HAND_OVER_LIFETIME }, typedCode(code));
      return { code, until: clock.now() + HAND_OVER_LIFETIME };
    },
    RECENT,
  );
}
