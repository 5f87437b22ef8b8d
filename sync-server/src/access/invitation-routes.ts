/**
 * The commands of whoever holds a link (A6): look at it, have a code sent, ask for another link, come in.
 *
 * Looking uses nothing up: mail scanners look too. Coming in wants the mailbox proved, by a code sent to the address the link
 * went to or by a session of that address; then link, person and right change in one commit.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { InvitationAccept, InvitationCode, InvitationLook, InvitationRenew, type LinkView } from '@navette/protocol/access-administration';
import { passwordHash, type Auth } from '../accounts/auth.ts';
import type { DirectoryActs } from '../accounts/directory.ts';
import { inTransaction } from '../accounts/identity-database.ts';
import type { MailedCodes } from '../accounts/mailed-codes.ts';
import type { OpenSession } from '../accounts/open-session.ts';
import { isWeakPassword } from '../accounts/weak-passwords.ts';
import type { AnswerTo, CommandRoutes } from '../http/command-routes.ts';
import { momentText } from '../mail/moment-text.ts';
import type { NoticeKind } from '../mail/letters.ts';
import type { PostOffice } from '../mail/post-office.ts';
import type { Directory, Person } from '../ports.ts';
import { plainRight } from './access-records.ts';
import type { CompanyUsers } from './company-users.ts';
import { setPassword, type Invitation, type Invitations } from './invitations.ts';
import type { Link, Links } from './links.ts';

export type InvitationRouteParts = {
  readonly database: DatabaseSync;
  readonly directory: Directory & DirectoryActs;
  readonly auth: Pick<Auth, 'endSessions'>;
  readonly users: CompanyUsers;
  readonly invitations: Invitations;
  readonly links: Links;
  readonly codes: MailedCodes;
  readonly post: PostOffice;
  readonly openSession: OpenSession;
  readonly notify: (person: Person, what: NoticeKind) => void;
  readonly clock: Clock;
  readonly random: Random;
};

const SHORTEST = 12;

/** A link with what it leads to, and where that stands. */
type Led = {
  readonly link: Link;
  readonly email: string;
  readonly name: string;
  readonly company: string | null;
  readonly invitation: Invitation | null;
  /** Who the address belongs to already. */
  readonly person: Person | null;
  readonly state: Link['state'] | 'withdrawn';
};

export function invitationRoutes(routes: CommandRoutes, parts: InvitationRouteParts): void {
  const { database, directory, auth, users, invitations, links, codes, post, openSession, notify } = parts;

  const follow = (token: string): Led | null => {
    const link = links.find(token);
    if (!link) return null;
    const companyOf = (dossier: string | null) => directory.dossiers().find(({ id }) => id === dossier)?.name ?? null;
    if (link.to === 'person') {
      const found = users.find(link.dossier, link.user);
      if (found?.is !== 'person') return null;
      const { person, active } = found;
      const company = companyOf(link.dossier);
      return { link, email: person.email, name: person.name, company, invitation: null, person, state: active ? link.state : 'withdrawn' };
    }
    const invitation = invitations.find(link.invitation);
    if (!invitation) return null;
    const { email, name, into, state } = invitation;
    return {
      link,
      email,
      name,
      company: companyOf(into.dossier),
      invitation,
      person: directory.personByEmail(email),
      state: state === 'withdrawn' ? 'withdrawn' : state === 'accepted' ? 'used' : link.state,
    };
  };
  const hasPassword = (user: UserId) =>
    database.prepare("SELECT 1 FROM account WHERE userId = ? AND providerId = 'credential' AND password <> ''").get(user) !== undefined;
  /** A new person chooses one; so does who asked for a way back in, unless a session of theirs still stands. */
  const wantsPassword = ({ person, invitation }: Led, bySession: boolean): boolean =>
    person === null || (!bySession && (invitation === null || !hasPassword(person.id)));

  routes.anybody(InvitationLook, ({ token }, { session }): LinkView => {
    const led = follow(token);
    if (!led) return { state: 'unknown' };
    const { link, state, email, name, company, invitation, person } = led;
    const holder = { firm: directory.firm().name, company, by: directory.person(link.by)?.name ?? '' };
    if (state === 'used' || state === 'withdrawn') return { state, ...holder };
    if (state !== 'open') return { state, renewable: link.renewable, ...holder };
    const who = session && directory.membership(session.user) ? (session.user === person?.id ? 'same' : 'other') : 'none';
    const right = invitation && invitation.into.dossier !== null ? invitation.into.right : null;
    return {
      state,
      what: invitation ? 'invitation' : 'access',
      ...holder,
      email,
      name,
      until: link.until,
      password: wantsPassword(led, who === 'same'),
      session: who,
      right: right && plainRight(right),
    };
  });

  routes.anybody(InvitationCode, async ({ token }, { network }): Promise<AnswerTo<typeof InvitationCode>> => {
    const led = follow(token);
    if (led?.state !== 'open') return { outcome: 'closed' };
    const given = await codes.send({ purpose: 'invitation', email: led.email, network });
    return typeof given === 'number' ? { outcome: 'wait', seconds: Math.ceil(given / 1000) } : { outcome: 'sent', ...given };
  });

  routes.anybody(InvitationRenew, async ({ token }): Promise<AnswerTo<typeof InvitationRenew>> => {
    const led = follow(token);
    if (!led || (led.state !== 'expired' && led.state !== 'replaced') || !led.link.renewable) return { outcome: 'closed' };
    const { link, invitation, email, company } = led;
    if (invitation) return { outcome: 'sent', letter: (await invitations.resend(invitation, link.by)).letter };
    if (link.to !== 'person') return { outcome: 'closed' };
    const { link: path, until } = links.make(link, link.by);
    return {
      outcome: 'sent',
      letter: await post.post(email, { kind: 'access-link', company: company ?? '', link: path, until: momentText(until) }),
    };
  });

  routes.anybody(InvitationAccept, async ({ token, proof, password }, { request, session }): Promise<AnswerTo<typeof InvitationAccept>> => {
    const led = follow(token);
    if (led?.state !== 'open') return { outcome: 'closed' };
    const bySession = proof.by === 'session';
    if (bySession && (!session || session.user !== led.person?.id || !directory.membership(session.user)))
      return { outcome: 'other-address' };
    const choose = wantsPassword(led, bySession);
    // Looked at before the code: a password that is refused costs no try and no code.
    if (choose && (password === null || password.length < SHORTEST || isWeakPassword(password))) return { outcome: 'weak-password' };
    const hash = choose && password !== null ? await passwordHash(password) : null;
    if (proof.by === 'code') {
      const checked = codes.check('invitation', proof.id, proof.code);
      if (checked.outcome === 'wrong') return { outcome: 'wrong-code', triesLeft: checked.triesLeft };
      if (checked.outcome === 'spent' || checked.email !== led.email) return { outcome: 'code-spent' };
    }
    const user = comeIn(token, led, hash);
    if (user === null) return { outcome: 'closed' };
    const dossier = led.link.to === 'person' ? led.link.dossier : (led.invitation?.into.dossier ?? null);
    const said = { outcome: 'accepted' as const, signedIn: true, dossier };
    return (bySession ? null : await openSession(user, request, said)) ?? { ...said, signedIn: false };
  });

  /** One commit: of two who hold the same link one comes in. */
  function comeIn(token: string, led: Led, hash: string | null): UserId | null {
    const { invitation, person } = led;
    const user = inTransaction(database, () => {
      // Asked again: while the password was hashed the invitation may have been withdrawn, or the link replaced.
      if (follow(token)?.state !== 'open' || !links.use(token)) return null;
      if (invitation) return invitations.accept(invitation, hash);
      if (person && hash !== null) {
        setPassword(parts, person.id, hash);
        auth.endSessions(person.id);
      }
      return person?.id ?? null;
    });
    if (user !== null && person && hash !== null && !invitation) notify(person, 'password-changed');
    return user;
  }
}
