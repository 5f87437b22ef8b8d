/** User administration, put together: what it keeps, its commands, its access rooms, and the clock of replacements. */
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { AccountParts } from '../account-services.ts';
import { makeOpenSession } from '../accounts/open-session.ts';
import { errorFacts } from '../error-facts.ts';
import { commandRoutes } from '../http/command-routes.ts';
import type { NoticeKind } from '../mail/letters.ts';
import type { Person } from '../ports.ts';
import type { AccessFacts, Reminded } from './access-records.ts';
import { makeAccessLog } from './access-log.ts';
import { companyRoutes } from './company-routes.ts';
import { makeCompanyUsers } from './company-users.ts';
import { firmRoutes } from './firm-routes.ts';
import { makeFirmStaff } from './firm-staff.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { makeInvitations, type Invitations } from './invitations.ts';
import { makeLinks } from './links.ts';
import { publishAccess, type AccessRooms } from './publish-access.ts';

export type AccessServiceParts = AccountParts & {
  readonly hasSecondFactor?: (user: UserId) => boolean;
  readonly reminders?: (dossier: DossierId) => ReadonlyMap<UserId, Reminded>;
  readonly decisions?: AccessFacts['decisions'];
};

export type AccessServices = {
  readonly routes: ReturnType<typeof commandRoutes>['routes'];
  readonly rooms: AccessRooms;
  /** For other rooms of work that ask somebody in. */
  readonly invitations: Invitations;
  close(): Promise<void>;
};

/** How late a replacement may begin or end, milliseconds. */
const EACH = 60_000;

export function openAccess(parts: AccessServiceParts): AccessServices {
  const { database, directory, post, clock, log: report } = parts;
  const rooms = publishAccess({
    ...parts,
    ...(parts.hasSecondFactor && { hasSecondFactor: parts.hasSecondFactor }),
    ...(parts.reminders && { reminders: parts.reminders }),
  });
  const { changed } = rooms;
  const log = makeAccessLog(database, clock);
  const links = makeLinks(parts);
  const invitations = makeInvitations({ ...parts, links, log, changed });
  /** Nobody waits for these letters. */
  const tell = (person: Person, what: NoticeKind, detail: string): void =>
    void post.post(person.email, { kind: 'notice', what, detail, link: '/#/account' });
  const companyOf = (dossier: DossierId) => directory.dossiers().find(({ id }) => id === dossier)?.name ?? '';
  const users = makeCompanyUsers({
    ...parts,
    invitations,
    links,
    log,
    changed,
    notify: (person, dossier, what) => tell(person, what, companyOf(dossier)),
  });
  const staff = makeFirmStaff({ ...parts, invitations, log });

  const commands = commandRoutes(parts);
  companyRoutes(commands, { ...parts, users, invitations, links, log, changed });
  firmRoutes(commands, { staff, invitations, log });
  invitationRoutes(commands, {
    ...parts,
    users,
    invitations,
    links,
    openSession: makeOpenSession(parts),
    notify: (person, what) => tell(person, what, ''),
  });

  const tick = (): void => {
    try {
      staff.tick();
    } catch (error) {
      report('replacements-not-kept', errorFacts(error));
    }
  };
  // Before anybody is answered: what ended while the server was down has ended.
  tick();
  const timer = setInterval(tick, EACH).unref();
  return {
    routes: commands.routes,
    rooms,
    invitations,
    async close() {
      clearInterval(timer);
      await rooms.close();
    },
  };
}
