/**
 * What the firm does for a person who lost their factor or a computer (A4, A8): by the firm's administrators for anybody, and by
 * staff for the people of the companies they are assigned to. Never by a company's administrator, who may be the attacker.
 *
 * For other people's accounts only: what is one's own has its own commands. The person hears of it, and so do the firm's
 * administrators: their oversight is what makes it safe.
 */
import type { Membership } from '@navette/domain/membership';
import type { UserId } from '@navette/kernel/ids';
import type { Log } from '@navette/kernel/ports';
import { EndSessionsOf, RemoveFactors } from '@navette/protocol/own-account';
import type { AnswerTo, CommandRoutes } from '../http/command-routes.ts';
import type { Directory } from '../ports.ts';
import type { Auth } from './auth.ts';
import type { DirectoryActs } from './directory.ts';
import type { Factors } from './factors.ts';
import type { HalfSessions } from './half-sessions.ts';
import type { KnownDevices } from './known-devices.ts';
import type { Notices, NoticeTexts } from './notices.ts';

export type FirmParts = {
  readonly auth: Auth;
  readonly directory: Directory & DirectoryActs;
  readonly factors: Factors;
  readonly halves: HalfSessions;
  readonly known: KnownDevices;
  readonly notices: Notices;
  readonly say: NoticeTexts;
  readonly log: Log;
};

export function firmCommands(routes: CommandRoutes, { auth, directory, factors, halves, known, notices, say, log }: FirmParts): void {
  const endAll = (user: UserId): void => {
    auth.book.endAll(user);
    halves.endAll(user);
    known.forget(user);
    directory.touch(user);
  };
  /** The person, where this member of the firm may; null otherwise, and for somebody unknown. */
  const theirs = (asker: Membership, wanted: string): UserId | null => {
    const of = directory.membership(wanted as UserId);
    return of && of.user !== asker.user && mayHelp(asker, of) ? of.user : null;
  };

  routes.signedIn(
    RemoveFactors,
    ({ user: wanted }, { membership, person }): AnswerTo<typeof RemoveFactors> => {
      const user = theirs(membership, wanted);
      if (!user) return { outcome: 'not-allowed' };
      if (factors.has(user)) {
        factors.removeAll(user);
        endAll(user);
        notices.tell(user, 'factor-removed', say.factorsRemoved());
        for (const admin of directory.people())
          if (admin.id !== person.id && directory.membership(admin.id)?.firmRole === 'admin')
            notices.tell(admin.id, 'factor-removed', say.factorsRemovedBy(person.name, directory.person(user)?.name ?? ''));
        log('factors-removed', { user, by: person.id });
      }
      return { outcome: 'removed' };
    },
    { recent: true },
  );

  routes.signedIn(
    EndSessionsOf,
    ({ user: wanted }, { membership, person }): AnswerTo<typeof EndSessionsOf> => {
      const user = theirs(membership, wanted);
      if (!user) return { outcome: 'not-allowed' };
      endAll(user);
      notices.tell(user, 'new-sign-in', say.sessionsEnded());
      log('sessions-ended', { user, by: person.id });
      return { outcome: 'ended' };
    },
    { recent: true },
  );
}

/** Staff help people of the companies they share, never one another. */
function mayHelp(asker: Membership, of: Membership): boolean {
  if (asker.firmRole === 'admin') return true;
  if (asker.firmRole !== 'staff' || of.firmRole !== null) return false;
  return [...of.dossiers].some(([dossier, right]) => right.side === 'client' && asker.dossiers.get(dossier)?.side === 'staff');
}
