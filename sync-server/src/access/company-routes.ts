/**
 * The commands on a company's users: who asks is judged anew for each, then the act, then what became of it as a value.
 *
 * What gives somebody more wants a recent sign-in (A8); taking away does not: an access is closed at once, by whoever may (R108).
 */
import { ownBox, type Box } from '@navette/domain/boxes';
import { mayGive, rightOf, type Giver } from '@navette/domain/granting';
import type { ClientRight } from '@navette/domain/membership';
import type { DossierId, UserId } from '@navette/kernel/ids';
import {
  AccessResend,
  NewcomersSet,
  UserAdd,
  UserDeactivate,
  UserDelete,
  UserEdit,
  UserReactivate,
  type WantedRight,
} from '@navette/protocol/access-administration';
import { problem, tooMany } from '../http/answers.ts';
import type { AnswerTo, Asker, CommandRoutes } from '../http/command-routes.ts';
import { momentText } from '../mail/moment-text.ts';
import type { PostOffice } from '../mail/post-office.ts';
import type { Directory } from '../ports.ts';
import type { AccessLog } from './access-log.ts';
import type { Administrator, CompanyUsers } from './company-users.ts';
import type { Invitations } from './invitations.ts';
import type { Links } from './links.ts';
import { giverIn, linksPerDay } from './who-may.ts';

/** People and invitations of one company: more is a mistake or an attack. */
const MOST_USERS = 200;
const HOUR = 3600_000;

export type CompanyRouteParts = {
  readonly directory: Directory;
  readonly users: CompanyUsers;
  readonly invitations: Invitations;
  readonly links: Links;
  readonly log: AccessLog;
  readonly post: PostOffice;
  readonly changed: (dossier: DossierId) => void;
};

export function companyRoutes(routes: CommandRoutes, parts: CompanyRouteParts): void {
  const { directory, users, invitations, links, log, post, changed } = parts;
  const recent = { recent: true };
  const administrator = ({ membership, person }: Asker, dossier: DossierId): Administrator | null => {
    const giver = giverIn(directory, membership, dossier);
    return giver && { user: person.id, giver, dossier };
  };
  const sentEnough = (user: UserId, giver: Giver): boolean => links.sentBy(user) >= linksPerDay(giver);

  routes.signedIn(
    UserAdd,
    async ({ dossier, email, name, right }, asker): Promise<AnswerTo<typeof UserAdd>> => {
      const by = administrator(asker, dossier);
      if (!by) return problem('forbidden');
      if (givesNothing(right)) return { outcome: 'nothing-given' };
      if (users.has(dossier, email)) return { outcome: 'already-user' };
      const wanted = tickedRight(right, dossier as string as UserId);
      if (!mayGive(by.giver, rightOf(wanted, dossier as string as UserId), null)) return { outcome: 'more-than-held' };
      if (users.count(dossier) >= MOST_USERS) return { outcome: 'too-many-users' };
      if (sentEnough(by.user, by.giver)) return tooMany(HOUR);
      const sent = await invitations.invite({ email, name }, { dossier, right: wanted }, by.user);
      return sent ? { outcome: 'invited', ...sent } : { outcome: 'already-invited' };
    },
    recent,
  );

  routes.signedIn(
    UserEdit,
    ({ dossier, user, name, right }, asker): AnswerTo<typeof UserEdit> => {
      const by = administrator(asker, dossier);
      if (!by) return problem('forbidden');
      if (givesNothing(right)) return { outcome: 'nothing-given' };
      return { outcome: users.change(by, user, { name, right: tickedRight(right, user) }) };
    },
    recent,
  );

  routes.signedIn(AccessResend, async ({ dossier, user }, asker): Promise<AnswerTo<typeof AccessResend>> => {
    const by = administrator(asker, dossier);
    if (!by) return problem('forbidden');
    const found = users.find(dossier, user);
    if (!found) return { outcome: 'unknown-user' };
    if (found.is === 'person' && !found.active) return { outcome: 'user-off' };
    if (sentEnough(by.user, by.giver)) return tooMany(HOUR);
    if (found.is === 'invitation') {
      const { until, letter } = await invitations.resend(found.invitation, by.user);
      return { outcome: 'sent', until, letter };
    }
    const { link, until } = links.make({ to: 'person', user, dossier }, by.user);
    log.note({ by: by.user, what: 'link-sent', dossier, name: found.person.name, detail: found.person.email });
    changed(dossier);
    const company = directory.dossiers().find(({ id }) => id === dossier)?.name ?? '';
    const letter = await post.post(found.person.email, { kind: 'access-link', company, link, until: momentText(until) });
    return { outcome: 'sent', until, letter };
  });

  routes.signedIn(UserDeactivate, ({ dossier, user }, asker) => {
    const by = administrator(asker, dossier);
    return by ? { outcome: users.deactivate(by, user) } : problem('forbidden');
  });
  routes.signedIn(
    UserReactivate,
    ({ dossier, user }, asker) => {
      const by = administrator(asker, dossier);
      return by ? { outcome: users.reactivate(by, user) } : problem('forbidden');
    },
    recent,
  );
  routes.signedIn(
    UserDelete,
    ({ dossier, user }, asker) => {
      const by = administrator(asker, dossier);
      return by ? { outcome: users.delete(by, user) } : problem('forbidden');
    },
    recent,
  );
  routes.signedIn(
    NewcomersSet,
    ({ dossier, right }, asker) => {
      const by = administrator(asker, dossier);
      if (!by) return problem('forbidden');
      return { outcome: users.setNewcomers(by, right && tickedRight(right, dossier as string as UserId)) };
    },
    recent,
  );
}

function givesNothing({ deposit, read, archive, accounts, admin }: WantedRight): boolean {
  return deposit.length + read.length + archive.length === 0 && accounts === 'none' && !admin;
}

/** What was ticked, as a right of this person. */
function tickedRight({ deposit, read, archive, accounts, admin, secured }: WantedRight, owner: UserId): ClientRight {
  const boxes = (ticked: readonly ('own' | Exclude<Box, `own-${string}`>)[]): Box[] =>
    ticked.map((box) => (box === 'own' ? ownBox(owner) : box));
  return { side: 'client', deposit: boxes(deposit), read: boxes(read), archive, accounts, admin, secured };
}
