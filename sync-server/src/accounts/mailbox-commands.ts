/**
 * What goes by the mailbox: choosing a new password with a link (never consumed by opening), and moving to another address,
 * proved by a code first, told to the old one with a link that takes it back for 72 hours (A8).
 *
 * Asking answers the same for every address, at once: the letter is on its way when the answer leaves, if there is one.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Log } from '@navette/kernel/ports';
import { ForgotPassword, ResetPassword, UndoEmail } from '@navette/protocol/identity';
import { ChangeEmail, ConfirmEmail } from '@navette/protocol/own-account';
import * as v from 'valibot';
import { tooMany } from '../http/answers.ts';
import { makeBudget } from '../http/budget.ts';
import type { AnswerTo, CommandRoutes } from '../http/command-routes.ts';
import type { PostOffice } from '../mail/post-office.ts';
import type { Directory } from '../ports.ts';
import type { Auth } from './auth.ts';
import type { DirectoryActs } from './directory.ts';
import type { HalfSessions } from './half-sessions.ts';
import type { KnownDevices } from './known-devices.ts';
import type { MailedCodes } from './mailed-codes.ts';
import type { Notices, NoticeTexts } from './notices.ts';
import type { OneTimeSecrets } from './one-time-secrets.ts';
import type { Passwords } from './passwords.ts';
import { isWeakPassword } from './weak-passwords.ts';

const HOUR = 3600_000;
export const RESET_LIFETIME = HOUR;
export const UNDO_LIFETIME = 72 * HOUR;
/** Letters asked for, an hour: of one address from one network; of one network. */
const PER_ADDRESS = { burst: 3, perSecond: 3 / 3600 };
const PER_NETWORK = { burst: 20, perSecond: 20 / 3600 };
const Former = v.object({ email: v.string() });

export type MailboxParts = {
  readonly database: DatabaseSync;
  readonly auth: Auth;
  readonly directory: Directory & DirectoryActs;
  readonly passwords: Passwords;
  readonly halves: HalfSessions;
  readonly known: KnownDevices;
  readonly secrets: OneTimeSecrets;
  readonly codes: MailedCodes;
  readonly post: PostOffice;
  readonly notices: Notices;
  readonly say: NoticeTexts;
  readonly clock: Clock;
  readonly log: Log;
};

export function mailboxCommands(routes: CommandRoutes, parts: MailboxParts): void {
  const { database, auth, directory, passwords, halves, known, secrets, codes, post, notices, say, clock, log } = parts;
  const perAddress = makeBudget(clock, PER_ADDRESS);
  const perNetwork = makeBudget(clock, PER_NETWORK);

  /** Somebody else may have been in: nothing they had goes on. */
  const endEverything = (user: UserId): void => {
    auth.book.endAll(user);
    halves.endAll(user);
    known.forget(user);
    secrets.drop('password-reset', user);
    secrets.drop('hand-over', user);
    directory.touch(user);
  };

  routes.anybody(ForgotPassword, ({ email }, { network }): AnswerTo<typeof ForgotPassword> => {
    const wait = perNetwork.take(network) || perAddress.take(`${network} ${email}`);
    if (wait > 0) return tooMany(wait);
    notices.later(() => sendReset(email));
    return { outcome: 'sent' };
  });

  async function sendReset(email: string): Promise<void> {
    const person = directory.personByEmail(email);
    if (!person || !directory.membership(person.id)) return;
    secrets.drop('password-reset', person.id);
    const token = secrets.issue({ purpose: 'password-reset', user: person.id, lifetime: RESET_LIFETIME });
    log('reset-asked', { user: person.id });
    await post.post(person.email, { kind: 'password-reset', link: `/#/reset/${token}`, until: timeOfDay(clock.now() + RESET_LIFETIME) });
  }

  routes.anybody(ResetPassword, async ({ token, password }): Promise<AnswerTo<typeof ResetPassword>> => {
    // A password that is refused spends no link.
    if (isWeakPassword(password)) return { outcome: secrets.look('password-reset', token, v.null()) ? 'weak' : 'spent' };
    const link = secrets.take('password-reset', token, v.null());
    const person = link?.user ? directory.person(link.user) : null;
    if (!person || !directory.membership(person.id)) return { outcome: 'spent' };
    await passwords.set(person.id, password);
    endEverything(person.id);
    notices.tell(person.id, 'password-changed', say.passwordReset());
    log('password-reset', { user: person.id });
    return { outcome: 'done', email: person.email };
  });

  routes.signedIn(
    ChangeEmail,
    async ({ email }, { person, network }): Promise<AnswerTo<typeof ChangeEmail>> => {
      if (email === person.email) return { outcome: 'same' };
      const sent = await codes.send({ purpose: 'email-change', email, network });
      if (typeof sent === 'number') return tooMany(sent);
      database.prepare('INSERT OR REPLACE INTO email_change (user_id, request_hash) VALUES (?, ?)').run(person.id, requestHash(sent.id));
      return { outcome: 'code-sent', request: sent.id, until: sent.until };
    },
    { recent: true },
  );

  routes.signedIn(ConfirmEmail, ({ request, code }, { person, session }): AnswerTo<typeof ConfirmEmail> => {
    const own = database.prepare('SELECT request_hash FROM email_change WHERE user_id = ?').get(person.id)?.['request_hash'];
    if (own !== requestHash(request)) return { outcome: 'spent' };
    const checked = codes.check('email-change', request, code);
    if (checked.outcome !== 'right') return checked;
    database.prepare('DELETE FROM email_change WHERE user_id = ?').run(person.id);
    // Whoever has proved this mailbox may hear that somebody else here has it too.
    if (!directory.changeEmail(person.id, checked.email)) return { outcome: 'taken' };
    const undo = secrets.issue({ purpose: 'undo-email', user: person.id, facts: { email: person.email }, lifetime: UNDO_LIFETIME });
    secrets.drop('password-reset', person.id);
    auth.book.endAll(person.id, session.sessionId);
    halves.endAll(person.id);
    notices.tell(person.id, 'email-changed', say.emailChanged(checked.email), { to: person.email, link: `/#/undo-email/${undo}` });
    log('email-changed', { user: person.id });
    return { outcome: 'changed' };
  });

  routes.anybody(UndoEmail, ({ token }): AnswerTo<typeof UndoEmail> => {
    const link = secrets.take('undo-email', token, Former);
    const now = link?.user ? directory.person(link.user) : null;
    if (!link || !now || !directory.changeEmail(now.id, link.facts.email)) return { outcome: 'spent' };
    // Links of changes made since lead nowhere, and the password somebody else may know opens nothing.
    secrets.drop('undo-email', now.id);
    passwords.remove(now.id);
    endEverything(now.id);
    notices.later(() => sendReset(link.facts.email));
    for (const to of new Set([link.facts.email, now.email]))
      notices.tell(now.id, 'email-changed', say.emailUndone(link.facts.email), { to });
    log('email-undone', { user: now.id });
    return { outcome: 'undone', email: link.facts.email };
  });
}

function requestHash(id: string): string {
  return createHash('sha256').update(`navette-email-change ${id}`).digest('hex');
}

const TIME = new Intl.DateTimeFormat('fr-FR', { timeStyle: 'short', timeZone: 'Europe/Paris' });

function timeOfDay(at: number): string {
  return TIME.format(at);
}
