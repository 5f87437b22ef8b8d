/**
 * The firm's own people (G24): who they are, which dossiers each follows, and replacements with dates, which begin and end by
 * themselves.
 *
 * A replacement that ends takes away only what it gave. The last administrator stays one. Knows no request.
 */
import type { DatabaseSync } from 'node:sqlite';
import { dayInParis } from '@navette/kernel/dates';
import { makeId, type DossierId, type UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import type { FirmPeopleAnswer } from '@navette/protocol/access-administration';
import type { DirectoryActs } from '../accounts/directory.ts';
import { inTransaction } from '../accounts/identity-database.ts';
import type { Directory } from '../ports.ts';
import type { AccessLog } from './access-log.ts';
import type { Invitations } from './invitations.ts';

export type Days = { readonly first: string; readonly last: string; readonly replaces: UserId | null };
type Role = 'admin' | 'staff';

export type FirmStaff = {
  list(): FirmPeopleAnswer;
  /** Whether the address is somebody of the firm. */
  has(email: string): boolean;
  change(by: UserId, user: UserId, to: { readonly name: string; readonly title: string; readonly role: Role }): StaffChange;
  /** Leaves the firm; of an invitation, withdraws it. */
  remove(by: UserId, id: string): StaffChange;
  /** For good, or for some days. */
  assign(by: UserId, user: UserId, dossiers: readonly DossierId[], days: Days | null): 'done' | 'unknown-user' | 'is-client' | 'bad-days';
  unassign(by: UserId, user: UserId, dossiers: readonly DossierId[]): 'done' | 'unknown-user';
  endAssignment(by: UserId, id: string): 'done' | 'unknown-assignment';
  /** Begins and ends what the day says. */
  tick(): void;
};
type StaffChange = 'done' | 'unknown-user' | 'last-administrator';

export type FirmStaffParts = {
  readonly database: DatabaseSync;
  readonly directory: Directory & DirectoryActs;
  readonly invitations: Invitations;
  readonly log: AccessLog;
  readonly clock: Clock;
  readonly random: Random;
};

/** Longest a replacement is planned for and ahead, days. */
const HORIZON = 800;
const DAY = 24 * 3600_000;

type Row = Record<string, unknown>;

export function makeFirmStaff({ database, directory, invitations, log, clock, random }: FirmStaffParts): FirmStaff {
  const all = (sql: string, ...values: (string | number)[]): Row[] => database.prepare(sql).all(...values);
  const run = (sql: string, ...values: (string | number | null)[]) => Number(database.prepare(sql).run(...values).changes);
  const today = () => dayInParis(clock.now());
  const staff = (): Row[] => all(STAFF);
  const member = (user: string) => staff().find((row) => row['id'] === user);
  const isLastAdministrator = (user: string) =>
    staff()
      .filter((row) => row['firm_role'] === 'admin')
      .every((row) => row['id'] === user);
  const rightOn = (user: UserId, dossier: DossierId) => directory.membership(user)?.dossiers.get(dossier);
  const nameOf = (user: UserId) => directory.person(user)?.name ?? '';

  const begin = (row: Row): void => {
    const [user, dossier] = [row['user_id'] as UserId, row['dossier_id'] as DossierId];
    const gives = rightOn(user, dossier) === undefined && directory.membership(user) !== null;
    run('UPDATE staff_assignment SET began = 1, granted = ? WHERE id = ?', Number(gives), String(row['id']));
    if (gives) directory.grant(user, dossier, { side: 'staff' });
    log.note({
      by: null,
      what: 'replacement-began',
      dossier,
      name: nameOf(user),
      detail: `${String(row['first_day'])} ${String(row['last_day'])}`,
    });
  };
  const end = (row: Row, by: UserId | null): void => {
    const [user, dossier, id] = [row['user_id'] as UserId, row['dossier_id'] as DossierId, String(row['id'])];
    run('UPDATE staff_assignment SET ended_at = ? WHERE id = ?', clock.now(), id);
    if (row['granted'] === 1) {
      // Another one that runs goes on, and takes this one's gift away at its own end.
      const heir = run(
        `UPDATE staff_assignment SET granted = 1 WHERE id = (SELECT id FROM staff_assignment
           WHERE user_id = ? AND dossier_id = ? AND began = 1 AND ended_at IS NULL ORDER BY last_day DESC LIMIT 1)`,
        user,
        dossier,
      );
      if (heir === 0) directory.revoke(user, dossier);
    }
    log.note({
      by,
      what: 'replacement-ended',
      dossier,
      name: nameOf(user),
      detail: `${String(row['first_day'])} ${String(row['last_day'])}`,
    });
  };

  const tick = (): void => {
    const day = today();
    for (const row of all('SELECT * FROM staff_assignment WHERE ended_at IS NULL AND last_day < ?', day)) {
      inTransaction(database, () => end(row, null));
    }
    for (const row of all('SELECT * FROM staff_assignment WHERE ended_at IS NULL AND began = 0 AND first_day <= ?', day)) {
      inTransaction(database, () => begin(row));
    }
  };

  return {
    tick,
    list: () => ({
      people: staff().map((row) => {
        const user = row['id'] as UserId;
        return {
          user,
          name: String(row['name']),
          email: String(row['email']),
          title: row['title'] === null ? null : String(row['title']),
          role: row['firm_role'] === 'admin' ? ('admin' as const) : ('staff' as const),
          dossiers: [...(directory.membership(user)?.dossiers ?? [])].filter(([, right]) => right.side === 'staff').map(([id]) => id),
          assignments: all('SELECT * FROM staff_assignment WHERE user_id = ? AND ended_at IS NULL ORDER BY first_day', user).map(
            (planned) => ({
              id: String(planned['id']),
              dossier: planned['dossier_id'] as DossierId,
              first: String(planned['first_day']),
              last: String(planned['last_day']),
              replaces: (planned['replaces'] as UserId | null) ?? null,
              running: planned['began'] === 1,
            }),
          ),
        };
      }),
      invitations: invitations
        .open(null)
        .flatMap(({ id, name, email, into, until }) =>
          into.dossier === null ? [{ invitation: id, name, email, role: into.role, until }] : [],
        ),
      dossiers: directory.dossiers().map(({ id, name }) => ({ dossier: id, name })),
    }),

    has: (email) => {
      const person = directory.personByEmail(email);
      return person !== null && member(person.id) !== undefined;
    },

    change(by, user, { name, title, role }) {
      const row = member(user);
      if (!row) return 'unknown-user';
      if (role !== 'admin' && row['firm_role'] === 'admin' && isLastAdministrator(user)) return 'last-administrator';
      inTransaction(database, () => {
        run('UPDATE member SET firm_role = ?, title = ? WHERE user_id = ?', role, title === '' ? null : title, user);
        run('UPDATE user SET name = ? WHERE id = ?', name, user);
        directory.tell(user);
        log.note({ by, what: 'staff-changed', name, detail: role });
      });
      return 'done';
    },

    remove(by, id) {
      const invitation = invitations.find(id);
      if (invitation) {
        if (invitation.state !== 'open' || invitation.into.dossier !== null) return 'unknown-user';
        inTransaction(database, () => {
          invitations.withdraw(id);
          log.note({ by, what: 'invitation-withdrawn', name: invitation.name, detail: invitation.email });
        });
        return 'done';
      }
      const row = member(id);
      if (!row) return 'unknown-user';
      if (row['firm_role'] === 'admin' && isLastAdministrator(id)) return 'last-administrator';
      inTransaction(database, () => {
        run('UPDATE staff_assignment SET ended_at = ? WHERE user_id = ? AND ended_at IS NULL', clock.now(), id);
        run(`UPDATE invitation SET withdrawn_at = ? WHERE by_user = ? AND accepted_at IS NULL AND withdrawn_at IS NULL`, clock.now(), id);
        directory.remove(id as UserId);
        log.note({ by, what: 'staff-left', name: String(row['name']) });
      });
      return 'done';
    },

    assign(by, user, dossiers, days) {
      if (!member(user)) return 'unknown-user';
      const known = new Set(directory.dossiers().map(({ id }) => id));
      const wanted = [...new Set(dossiers)].filter((dossier) => known.has(dossier));
      if (wanted.some((dossier) => rightOn(user, dossier)?.side === 'client')) return 'is-client';
      if (days && (days.last < days.first || days.last < today() || daysFrom(today(), days.last) > HORIZON)) return 'bad-days';
      inTransaction(database, () => {
        for (const dossier of wanted) {
          if (days) {
            run(
              'INSERT INTO staff_assignment (id, user_id, dossier_id, replaces, first_day, last_day, by_user, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
              makeId<string>(clock.now(), random.bytes(10)),
              user,
              dossier,
              days.replaces,
              days.first,
              days.last,
              by,
              clock.now(),
            );
            log.note({ by, what: 'replacement-planned', dossier, name: nameOf(user), detail: `${days.first} ${days.last}` });
          } else {
            // For good: a replacement that runs takes nothing away at its end.
            run('UPDATE staff_assignment SET granted = 0 WHERE user_id = ? AND dossier_id = ?', user, dossier);
            directory.grant(user, dossier, { side: 'staff' });
            log.note({ by, what: 'staff-assigned', dossier, name: nameOf(user) });
          }
        }
        tick();
      });
      return 'done';
    },

    unassign(by, user, dossiers) {
      if (!member(user)) return 'unknown-user';
      inTransaction(database, () => {
        for (const dossier of new Set(dossiers)) {
          if (rightOn(user, dossier)?.side !== 'staff') continue;
          run(
            'UPDATE staff_assignment SET ended_at = ? WHERE user_id = ? AND dossier_id = ? AND ended_at IS NULL AND began = 1',
            clock.now(),
            user,
            dossier,
          );
          directory.revoke(user, dossier);
          log.note({ by, what: 'staff-unassigned', dossier, name: nameOf(user) });
        }
      });
      return 'done';
    },

    endAssignment(by, id) {
      const [row] = all('SELECT * FROM staff_assignment WHERE id = ? AND ended_at IS NULL', id);
      if (!row) return 'unknown-assignment';
      inTransaction(database, () => end(row, by));
      return 'done';
    },
  };
}

/** Of the firm: with a role there, or following a dossier. */
const STAFF = `
  SELECT user.id, user.name, user.email, member.title, member.firm_role FROM user JOIN member ON member.user_id = user.id
  WHERE member.left_at IS NULL AND (member.firm_role IS NOT NULL OR EXISTS
    (SELECT 1 FROM dossier_right WHERE dossier_right.user_id = user.id AND json_extract("right", '$.side') = 'staff'))
  ORDER BY user.rowid`;

function daysFrom(first: string, last: string): number {
  return (Date.parse(last) - Date.parse(first)) / DAY;
}
