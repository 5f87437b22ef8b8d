/** The commands on the firm's own people and on the trace of accesses: for the firm's administrators and nobody else (G24, G23). */
import type { UserId } from '@navette/kernel/ids';
import {
  AccessEvents,
  AssignmentEnd,
  FirmPeople,
  StaffAdd,
  StaffAssign,
  StaffEdit,
  StaffRemove,
  StaffResend,
  StaffUnassign,
} from '@navette/protocol/access-administration';
import { problem } from '../http/answers.ts';
import type { AnswerTo, Asker, CommandRoutes } from '../http/command-routes.ts';
import type { AccessLog } from './access-log.ts';
import type { FirmStaff } from './firm-staff.ts';
import type { Invitations } from './invitations.ts';

export type FirmRouteParts = { readonly staff: FirmStaff; readonly invitations: Invitations; readonly log: AccessLog };

export function firmRoutes(routes: CommandRoutes, { staff, invitations, log }: FirmRouteParts): void {
  const recent = { recent: true };
  /** The administrator who asks; null for anybody else. */
  const chief = ({ membership, person }: Asker): UserId | null => (membership.firmRole === 'admin' ? person.id : null);

  routes.signedIn(FirmPeople, (_body, asker) => (chief(asker) ? staff.list() : problem('forbidden')));
  routes.signedIn(AccessEvents, ({ dossier, before }, asker) => (chief(asker) ? log.page(dossier, before) : problem('forbidden')));

  routes.signedIn(
    StaffAdd,
    async ({ email, name, title, role }, asker): Promise<AnswerTo<typeof StaffAdd>> => {
      const by = chief(asker);
      if (!by) return problem('forbidden');
      if (staff.has(email)) return { outcome: 'already-staff' };
      const sent = await invitations.invite({ email, name }, { dossier: null, role, title }, by);
      return sent ? { outcome: 'invited', ...sent } : { outcome: 'already-invited' };
    },
    recent,
  );
  routes.signedIn(StaffResend, async ({ user }, asker): Promise<AnswerTo<typeof StaffResend>> => {
    const by = chief(asker);
    if (!by) return problem('forbidden');
    const invitation = invitations.find(user);
    if (invitation?.state !== 'open' || invitation.into.dossier !== null) return { outcome: 'unknown-user' };
    const { until, letter } = await invitations.resend(invitation, by);
    return { outcome: 'sent', until, letter };
  });
  routes.signedIn(
    StaffEdit,
    ({ user, name, title, role }, asker) => {
      const by = chief(asker);
      return by ? { outcome: staff.change(by, user, { name, title, role }) } : problem('forbidden');
    },
    recent,
  );
  routes.signedIn(
    StaffRemove,
    ({ user }, asker) => {
      const by = chief(asker);
      return by ? { outcome: staff.remove(by, user) } : problem('forbidden');
    },
    recent,
  );
  routes.signedIn(
    StaffAssign,
    ({ user, dossiers, days }, asker) => {
      const by = chief(asker);
      return by ? { outcome: staff.assign(by, user, dossiers, days) } : problem('forbidden');
    },
    recent,
  );
  routes.signedIn(StaffUnassign, ({ user, dossiers }, asker) => {
    const by = chief(asker);
    return by ? { outcome: staff.unassign(by, user, dossiers) } : problem('forbidden');
  });
  routes.signedIn(AssignmentEnd, ({ assignment }, asker) => {
    const by = chief(asker);
    return by ? { outcome: staff.endAssignment(by, assignment) } : problem('forbidden');
  });
}
