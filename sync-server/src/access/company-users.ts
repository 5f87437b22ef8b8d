/**
 * The users of one company's dossier and the acts on them (R193-R198, R108): change, deactivate, take back, delete.
 *
 * Each act is one commit; what the person may do counts from its end, on open sockets too, and their device empties itself
 * by the way out that everybody has. Never touches somebody of the firm. Knows no request.
 */
import type { DatabaseSync } from 'node:sqlite';
import { mayGive, rightOf, type Giver } from '@navette/domain/granting';
import type { ClientRight } from '@navette/domain/membership';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import type { DirectoryActs } from '../accounts/directory.ts';
import { inTransaction } from '../accounts/identity-database.ts';
import { parseRight, printRight } from '../accounts/right-column.ts';
import type { NoticeKind } from '../mail/letters.ts';
import type { Directory, Person } from '../ports.ts';
import type { AccessLog } from './access-log.ts';
import type { Invitation, Invitations } from './invitations.ts';
import type { Links } from './links.ts';

/** Somebody who administers, in one dossier. */
export type Administrator = { readonly user: UserId; readonly giver: Giver; readonly dossier: DossierId };

/** Whom an act is about: a person of the company, or an invitation that waits. */
export type CompanyUser =
  | { readonly is: 'person'; readonly person: Person; readonly right: ClientRight; readonly active: boolean }
  | { readonly is: 'invitation'; readonly invitation: Invitation & { readonly into: { readonly right: ClientRight } } };

export type UserChange = 'done' | 'unknown-user' | 'more-than-held' | 'last-administrator' | 'name-is-theirs';
export type UserRemoval = 'done' | 'unknown-user' | 'last-administrator';

export type CompanyUsers = {
  find(dossier: DossierId, id: string): CompanyUser | null;
  /** Whether the address is a user of the dossier already, deactivated or not. */
  has(dossier: DossierId, email: string): boolean;
  /** How many people and invitations the dossier has. */
  count(dossier: DossierId): number;
  change(by: Administrator, id: string, to: { readonly name: string; readonly right: ClientRight }): UserChange;
  deactivate(by: Administrator, id: string): UserRemoval;
  reactivate(by: Administrator, id: string): 'done' | 'unknown-user';
  delete(by: Administrator, id: string): UserRemoval;
  /** What whoever is attached from now on is given (R063, R068). */
  setNewcomers(by: Administrator, right: ClientRight | null): 'done' | 'more-than-held';
};

export type CompanyUserParts = {
  readonly database: DatabaseSync;
  readonly directory: Directory & DirectoryActs;
  readonly invitations: Invitations;
  readonly links: Links;
  readonly log: AccessLog;
  readonly clock: Clock;
  readonly changed: (dossier: DossierId) => void;
  /** Tells the person what happened to their access (A8). */
  readonly notify: (person: Person, dossier: DossierId, what: NoticeKind) => void;
};

export function makeCompanyUsers(parts: CompanyUserParts): CompanyUsers {
  const { database, directory, invitations, links, log, clock, changed, notify } = parts;
  const one = (sql: string, ...values: (string | number)[]) => database.prepare(sql).get(...values);
  const run = (sql: string, ...values: (string | number | null)[]) => Number(database.prepare(sql).run(...values).changes);

  const find: CompanyUsers['find'] = (dossier, id) => {
    const active = one('SELECT "right" FROM dossier_right WHERE dossier_id = ? AND user_id = ?', dossier, id);
    const held = active ?? one('SELECT "right" FROM access_off WHERE dossier_id = ? AND user_id = ?', dossier, id);
    const person = directory.person(id as UserId);
    if (held && person) {
      const right = parseRight(held['right']);
      return right.side === 'client' ? { is: 'person', person, right, active: active !== undefined } : null;
    }
    const invitation = invitations.find(id);
    if (invitation?.state !== 'open' || invitation.into.dossier !== dossier) return null;
    return { is: 'invitation', invitation: { ...invitation, into: invitation.into } };
  };

  /** The firm may, and then the company has none until the firm names another. */
  const leavesNone = ({ giver, dossier }: Administrator, user: UserId): boolean =>
    giver !== 'firm' &&
    !directory.members(dossier).some(({ person, right }) => person.id !== user && right.side === 'client' && right.admin);

  const isElsewhere = (user: UserId, dossier: DossierId): boolean =>
    one('SELECT 1 FROM member WHERE user_id = ? AND firm_role IS NOT NULL', user) !== undefined ||
    one('SELECT 1 FROM dossier_right WHERE user_id = ? AND dossier_id <> ?', user, dossier) !== undefined ||
    one('SELECT 1 FROM access_off WHERE user_id = ? AND dossier_id <> ?', user, dossier) !== undefined;

  const takeAway = (dossier: DossierId, user: UserId): void => {
    directory.revoke(user, dossier);
    links.drop(user, dossier);
    invitations.withdrawAllBy(user, dossier);
  };

  return {
    find,
    has: (dossier, email) => {
      const person = directory.personByEmail(email);
      return person !== null && find(dossier, person.id)?.is === 'person';
    },
    count: (dossier) =>
      directory.members(dossier).filter(({ right }) => right.side === 'client').length +
      Number(one('SELECT count(*) AS n FROM access_off WHERE dossier_id = ?', dossier)?.['n']) +
      invitations.open(dossier).length,

    change(by, id, { name, right: wanted }) {
      const { dossier, giver } = by;
      const found = find(dossier, id);
      if (!found) return 'unknown-user';
      if (found.is === 'invitation') {
        if (!mayGive(giver, rightOf(wanted, id as UserId), found.invitation.into.right)) return 'more-than-held';
        inTransaction(database, () => {
          invitations.change(id, { name, right: wanted });
          log.note({ by: by.user, what: 'user-changed', dossier, name });
        });
        changed(dossier);
        return 'done';
      }
      const { person, right: before, active } = found;
      const right = rightOf(keepsOwn(wanted, before), person.id);
      if (!mayGive(giver, right, before)) return 'more-than-held';
      if (active && before.admin && !right.admin && leavesNone(by, person.id)) return 'last-administrator';
      // A name goes with the person into every dossier: who is elsewhere too is renamed by the firm or by themselves.
      if (name !== person.name && giver !== 'firm' && person.id !== by.user && isElsewhere(person.id, dossier)) return 'name-is-theirs';
      const same = printRight(right) === printRight(rightOf(before, person.id));
      inTransaction(database, () => {
        if (name !== person.name) {
          run('UPDATE user SET name = ? WHERE id = ?', name, person.id);
          directory.tell(person.id);
        }
        if (active && !same) directory.grant(person.id, dossier, right);
        if (!active) run('UPDATE access_off SET "right" = ? WHERE user_id = ? AND dossier_id = ?', printRight(right), person.id, dossier);
        log.note({ by: by.user, what: 'user-changed', dossier, name });
      });
      changed(dossier);
      if (active && !same && person.id !== by.user) notify(person, dossier, 'right-changed');
      return 'done';
    },

    deactivate(by, id) {
      const { dossier } = by;
      const found = find(dossier, id);
      if (found?.is !== 'person' || !found.active) return 'unknown-user';
      const { person, right } = found;
      if (right.admin && leavesNone(by, person.id)) return 'last-administrator';
      inTransaction(database, () => {
        run(
          `INSERT OR REPLACE INTO access_off (user_id, dossier_id, "right", attached, at)
           SELECT user_id, dossier_id, "right", attached, ? FROM dossier_right WHERE user_id = ? AND dossier_id = ?`,
          clock.now(),
          person.id,
          dossier,
        );
        takeAway(dossier, person.id);
        log.note({ by: by.user, what: 'user-deactivated', dossier, name: person.name });
      });
      changed(dossier);
      notify(person, dossier, 'right-withdrawn');
      return 'done';
    },

    reactivate(by, id) {
      const { dossier } = by;
      const found = find(dossier, id);
      if (found?.is !== 'person' || found.active) return 'unknown-user';
      const { person, right } = found;
      inTransaction(database, () => {
        directory.grant(person.id, dossier, right);
        run(
          `UPDATE dossier_right SET attached = (SELECT attached FROM access_off AS off WHERE off.user_id = dossier_right.user_id
             AND off.dossier_id = dossier_right.dossier_id) WHERE user_id = ? AND dossier_id = ?`,
          person.id,
          dossier,
        );
        run('DELETE FROM access_off WHERE user_id = ? AND dossier_id = ?', person.id, dossier);
        log.note({ by: by.user, what: 'user-reactivated', dossier, name: person.name });
      });
      changed(dossier);
      notify(person, dossier, 'right-changed');
      return 'done';
    },

    delete(by, id) {
      const { dossier } = by;
      const found = find(dossier, id);
      if (!found) return 'unknown-user';
      if (found.is === 'invitation') {
        inTransaction(database, () => {
          invitations.withdraw(id);
          log.note({ by: by.user, what: 'invitation-withdrawn', dossier, name: found.invitation.name, detail: found.invitation.email });
        });
        changed(dossier);
        return 'done';
      }
      const { person, right, active } = found;
      if (active && right.admin && leavesNone(by, person.id)) return 'last-administrator';
      inTransaction(database, () => {
        takeAway(dossier, person.id);
        run('DELETE FROM access_off WHERE user_id = ? AND dossier_id = ?', person.id, dossier);
        log.note({ by: by.user, what: 'user-deleted', dossier, name: person.name, detail: person.email });
        // The account goes with its last access; the name stays beside what the person wrote.
        const decided = one('SELECT 1 FROM migration_decision WHERE user_id = ? AND decided_at IS NULL', person.id);
        if (!isElsewhere(person.id, dossier) && decided === undefined) directory.remove(person.id);
      });
      changed(dossier);
      if (active) notify(person, dossier, 'right-withdrawn');
      return 'done';
    },

    setNewcomers(by, right) {
      const { dossier, giver, user } = by;
      // Kept under the dossier's id until there is a person whose own compartment it can be.
      const plain = right && rightOf(right, dossier as string as UserId);
      if (plain && (plain.admin || !mayGive(giver, plain, null))) return 'more-than-held';
      inTransaction(database, () => {
        run('UPDATE dossier SET newcomer_right = ? WHERE id = ?', plain && printRight(plain), dossier);
        log.note({ by: user, what: 'newcomers-changed', dossier, name: '' });
      });
      changed(dossier);
      return 'done';
    },
  };
}

/** Whoever had a compartment of their own goes on reading it: what lies there was theirs. */
function keepsOwn(wanted: ClientRight, before: ClientRight): ClientRight {
  const own = [...before.deposit, ...before.read].find((box) => box.startsWith('own-'));
  return own === undefined ? wanted : { ...wanted, read: [...wanted.read, own] };
}
