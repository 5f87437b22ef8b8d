/**
 * Who belongs to the firm, and how one of them leaves it: no right, no session, no way to sign in; their name stays with what they wrote.
 * Their devices hand in what they had not sent and erase themselves when they next come (D2).
 *
 * The list may be read beside the server. Ending an access wants the server stopped: it keeps rights in memory, and would go on with them.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { makeDirectory } from '../accounts/directory.ts';
import { inTransaction, openIdentityDatabase } from '../accounts/identity-database.ts';
import { BACKUP_MANIFEST, openDataFolder, readFirm } from '../data-folder.ts';
import type { CommandRefusal } from './command.ts';
import { withStoredFolder } from './stored-folder.ts';

export type ListedPerson = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: 'admin' | 'staff' | 'client';
  /** Dossiers they may open. */
  readonly dossiers: number;
  /** Sessions that stand now. */
  readonly sessions: number;
  /** When they left the firm; null while they belong to it. */
  readonly left: number | null;
};

export async function listPeople(data: string): Promise<Result<readonly ListedPerson[], CommandRefusal>> {
  return await withStoredFolder(data, async ({ identity }) =>
    ok(
      identity
        .prepare(
          `SELECT user.id, user.name, user.email, member.firm_role, member.left_at,
             (SELECT count(*) FROM dossier_right WHERE user_id = user.id) AS dossiers,
             (SELECT count(*) FROM session WHERE userId = user.id) AS sessions
           FROM user JOIN member ON member.user_id = user.id ORDER BY user.rowid`,
        )
        .all()
        .map((row) => ({
          id: String(row['id']),
          name: String(row['name']),
          email: String(row['email']),
          role: row['firm_role'] === 'admin' || row['firm_role'] === 'staff' ? row['firm_role'] : ('client' as const),
          dossiers: Number(row['dossiers']),
          sessions: Number(row['sessions']),
          left: row['left_at'] === null ? null : Number(row['left_at']),
        })),
    ),
  );
}

export type RemoveOptions = { readonly data: string; readonly id: UserId; readonly clock: Clock; readonly random: Random };

/** @returns once nothing opens to them any more; a person who has left already stays as they are */
export async function removePerson({ data, id, clock, random }: RemoveOptions): Promise<Result<void, CommandRefusal>> {
  const folder = path.resolve(data);
  const firm = readFirm(path.join(folder, 'firm.json'));
  if (firm === undefined) return refuse({ tag: 'no-such-folder', folder: data });
  if (firm === null) return refuse({ tag: 'unreadable', folder: data });
  if (existsSync(path.join(folder, BACKUP_MANIFEST))) return refuse({ tag: 'is-a-backup', folder: data });
  const opened = openDataFolder(folder, firm.demo);
  if (!opened.ok) return opened;
  const database = openIdentityDatabase(opened.value.identity);
  try {
    const directory = makeDirectory({ database, firm: opened.value.firm, demo: firm.demo, clock, random });
    if (!directory.person(id)) return refuse({ tag: 'no-such-person', id });
    const membership = directory.membership(id);
    if (!membership) return ok(undefined);
    const admins = directory.people().filter((person) => directory.membership(person.id)?.firmRole === 'admin');
    // A firm without an administrator could let nobody in any more.
    if (membership.firmRole === 'admin' && admins.length === 1) return refuse({ tag: 'last-administrator', id });
    directory.remove(id);
    inTransaction(database, () => database.prepare('DELETE FROM session WHERE userId = ?').run(id));
    return ok(undefined);
  } finally {
    database.close();
    opened.value.release();
  }
}
