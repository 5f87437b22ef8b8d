/**
 * Invitations: somebody is asked by mail to come in, and nothing is open to them before they accept (A6).
 *
 * Accepting is one transaction: the link is used up, the person is found by their address or made, the right is given. One
 * address is one person: never a second account, never another name for the first. Whoever is new has nothing to migrate (G1).
 */
import type { DatabaseSync } from 'node:sqlite';
import { rightOf } from '@navette/domain/granting';
import type { ClientRight } from '@navette/domain/membership';
import { makeId, type DossierId, type UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import type { LetterOutcome } from '@navette/protocol/access-administration';
import type { DirectoryActs } from '../accounts/directory.ts';
import { inTransaction } from '../accounts/identity-database.ts';
import { parseRight, printRight } from '../accounts/right-column.ts';
import { momentText } from '../mail/moment-text.ts';
import type { PostOffice } from '../mail/post-office.ts';
import type { Directory } from '../ports.ts';
import type { AccessLog } from './access-log.ts';
import type { Links } from './links.ts';

/** Into a company's dossier with a right, or among the firm's own people with a role. */
export type InvitedInto =
  | { readonly dossier: DossierId; readonly right: ClientRight }
  | { readonly dossier: null; readonly role: 'admin' | 'staff'; readonly title: string };

export type Invitation = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly by: UserId;
  readonly into: InvitedInto;
  readonly state: 'open' | 'accepted' | 'withdrawn';
};

export type Sent = { readonly invitation: string; readonly until: number; readonly letter: LetterOutcome };

export type Invitations = {
  /** @returns null when this address has an invitation there that waits */
  invite(who: { readonly email: string; readonly name: string }, into: InvitedInto, by: UserId): Promise<Sent | null>;
  /** Another letter with another link. */
  resend(invitation: Invitation, by: UserId): Promise<Sent>;
  find(id: string): Invitation | null;
  /** Those that wait, of the firm itself where `dossier` is null. */
  open(dossier: DossierId | null): readonly (Invitation & { readonly until: number })[];
  change(id: string, to: { readonly name: string; readonly right: ClientRight }): void;
  withdraw(id: string): void;
  /** Of somebody who lost the right to invite: what they have sent opens nothing any more. */
  withdrawAllBy(user: UserId, dossier: DossierId): void;
  /**
   * Gives what the invitation promises to the person of its address.
   * @param passwordHash of the password they chose; null where they have one
   * @returns who came in; null when it was accepted or withdrawn meanwhile
   */
  accept(invitation: Invitation, passwordHash: string | null): UserId | null;
};

export type InvitationParts = {
  readonly database: DatabaseSync;
  readonly directory: Directory & DirectoryActs;
  readonly links: Links;
  readonly log: AccessLog;
  readonly post: PostOffice;
  readonly clock: Clock;
  readonly random: Random;
  /** The dossier's access room says something else from now on. */
  readonly changed: (dossier: DossierId) => void;
};

const OPEN = 'accepted_at IS NULL AND withdrawn_at IS NULL';

export function makeInvitations(parts: InvitationParts): Invitations {
  const { database, directory, links, log, post, clock, random, changed } = parts;
  const run = (sql: string, ...values: (string | number | null)[]) => Number(database.prepare(sql).run(...values).changes);
  const toldOf = (dossier: DossierId | null) => {
    if (dossier !== null) changed(dossier);
  };

  const send = async ({ id, email, into }: Pick<Invitation, 'id' | 'email' | 'into'>, by: UserId): Promise<Sent> => {
    const { link, until } = links.make({ to: 'invitation', invitation: id }, by);
    toldOf(into.dossier);
    const facts = { by: directory.person(by)?.name ?? '', link, until: momentText(until) };
    const company = directory.dossiers().find((dossier) => dossier.id === into.dossier)?.name;
    const letter = await post.post(
      email,
      company === undefined ? { kind: 'staff-invitation', ...facts } : { kind: 'invitation', company, ...facts },
    );
    return { invitation: id, until, letter };
  };

  return {
    async invite({ email, name }, into, by) {
      const id = makeId<string>(clock.now(), random.bytes(10));
      const made = inTransaction(database, () => {
        if (database.prepare(`SELECT 1 FROM invitation WHERE dossier_id IS ? AND email = ? AND ${OPEN}`).get(into.dossier, email))
          return false;
        const [right, role, title] =
          into.dossier === null ? [null, into.role, into.title] : [printRight(rightOf(into.right, id as UserId)), null, null];
        run(
          'INSERT INTO invitation (id, dossier_id, "right", firm_role, title, email, name, by_user, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
          id,
          into.dossier,
          right,
          role,
          title,
          email,
          name,
          by,
          clock.now(),
        );
        log.note({ by, what: into.dossier === null ? 'staff-invited' : 'user-invited', name, ...inDossier(into.dossier), detail: email });
        return true;
      });
      return made ? await send({ id, email, into }, by) : null;
    },

    async resend(invitation, by) {
      log.note({ by, what: 'link-sent', name: invitation.name, ...inDossier(invitation.into.dossier), detail: invitation.email });
      return await send(invitation, by);
    },

    find(id) {
      const row = database.prepare('SELECT * FROM invitation WHERE id = ?').get(id);
      return row ? toInvitation(row) : null;
    },

    open: (dossier) =>
      database
        .prepare(
          `SELECT *, coalesce((SELECT max(until) FROM access_link WHERE invitation_id = invitation.id), at) AS until
           FROM invitation WHERE dossier_id IS ? AND ${OPEN} ORDER BY at`,
        )
        .all(dossier)
        .map((row) => ({ ...toInvitation(row), until: Number(row['until']) })),

    change(id, { name, right }) {
      run(`UPDATE invitation SET name = ?, "right" = ? WHERE id = ? AND ${OPEN}`, name, printRight(rightOf(right, id as UserId)), id);
    },

    withdraw: (id) => void run(`UPDATE invitation SET withdrawn_at = ? WHERE id = ? AND ${OPEN}`, clock.now(), id),
    withdrawAllBy: (user, dossier) =>
      void run(`UPDATE invitation SET withdrawn_at = ? WHERE by_user = ? AND dossier_id = ? AND ${OPEN}`, clock.now(), user, dossier),

    accept(invitation, passwordHash) {
      const { id, email, name, into } = invitation;
      const user = inTransaction(database, () => {
        if (run(`UPDATE invitation SET accepted_at = ? WHERE id = ? AND ${OPEN}`, clock.now(), id) !== 1) return null;
        const known = directory.personByEmail(email);
        const person =
          known?.id ??
          directory.addPerson({ name, email, passwordHash: passwordHash ?? '', ...(into.dossier === null ? titled(into.title) : {}) });
        if (known) {
          if (passwordHash !== null) setPassword(parts, person, passwordHash);
          // Who had left comes back as who they were: what they wrote stays theirs.
          run("UPDATE member SET left_at = NULL, migration = 'finalised' WHERE user_id = ? AND left_at IS NOT NULL", person);
        }
        run('UPDATE user SET emailVerified = 1 WHERE id = ?', person);
        run('UPDATE invitation SET accepted_by = ? WHERE id = ?', person, id);
        if (into.dossier === null) run('UPDATE member SET firm_role = coalesce(firm_role, ?) WHERE user_id = ?', into.role, person);
        else give(person, into.dossier, into.right);
        log.note({
          by: person,
          what: into.dossier === null ? 'staff-joined' : 'user-joined',
          name,
          ...inDossier(into.dossier),
          detail: email,
        });
        directory.tell(person);
        return person;
      });
      if (user !== null) toldOf(into.dossier);
      return user;
    },
  };

  function give(person: UserId, dossier: DossierId, right: ClientRight): void {
    const held = database.prepare('SELECT "right" FROM dossier_right WHERE user_id = ? AND dossier_id = ?').get(person, dossier);
    const before = held === undefined ? null : parseRight(held['right']);
    // Of the firm, or administrator meanwhile: an older invitation takes nothing away.
    if (before?.side === 'staff' || (before?.admin === true && !right.admin)) return;
    directory.grant(person, dossier, rightOf(right, person));
    run("UPDATE dossier_right SET attached = coalesce(attached, 'invited') WHERE user_id = ? AND dossier_id = ?", person, dossier);
    run('DELETE FROM access_off WHERE user_id = ? AND dossier_id = ?', person, dossier);
  }
}

/** The password of an identity that exists, in the library's own table. */
export function setPassword(
  { database, clock, random }: Pick<InvitationParts, 'database' | 'clock' | 'random'>,
  user: UserId,
  hash: string,
): void {
  const now = new Date(clock.now()).toISOString();
  const set = database
    .prepare("UPDATE account SET password = ?, updatedAt = ? WHERE userId = ? AND providerId = 'credential'")
    .run(hash, now, user);
  if (Number(set.changes) > 0) return;
  database
    .prepare(
      "INSERT INTO account (id, accountId, providerId, userId, password, createdAt, updatedAt) VALUES (?, ?, 'credential', ?, ?, ?, ?)",
    )
    .run(makeId<string>(clock.now(), random.bytes(10)), user, user, hash, now, now);
}

function titled(title: string): { readonly title?: string } {
  return title === '' ? {} : { title };
}

function inDossier(dossier: DossierId | null): { readonly dossier?: DossierId } {
  return dossier === null ? {} : { dossier };
}

function toInvitation(row: Record<string, unknown>): Invitation {
  const right = row['right'] === null ? null : parseRight(row['right']);
  return {
    id: String(row['id']),
    email: String(row['email']),
    name: String(row['name']),
    by: row['by_user'] as UserId,
    into:
      right?.side === 'client'
        ? { dossier: row['dossier_id'] as DossierId, right }
        : { dossier: null, role: row['firm_role'] === 'admin' ? 'admin' : 'staff', title: String(row['title'] ?? '') },
    state: row['accepted_at'] !== null ? 'accepted' : row['withdrawn_at'] !== null ? 'withdrawn' : 'open',
  };
}
