/**
 * Attaching a person to a client company, and who administers it: each in one commit, so that of two people who did it
 * offline one is first and the other is told (G4).
 *
 * Which right follows from what is the domain's (`profiles`). Knows no request and no code.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { ClientRight } from '@navette/domain/membership';
import { attachmentOf, type Attachment } from '@navette/domain/profiles';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import type { DirectoryActs } from '../accounts/directory.ts';
import { parseRight } from '../accounts/right-column.ts';
import type { Directory } from '../ports.ts';
import type { Decisions } from './decisions.ts';

/** How somebody came to a dossier. */
export type AttachedBy = 'automatic' | 'manual' | 'invited' | 'firm';
export type Administrator = { readonly user: UserId; readonly name: string; readonly confirmed: boolean; readonly since: number | null };

export type AttachOutcome = Attachment & {
  readonly dossier: DossierId;
  readonly company: string;
  /** Who administers the company, when it is somebody else. */
  readonly administrator: string | null;
};

export type Attachments = {
  /**
   * Attaches a person whose mailbox is proved, and finalises their move; all of it in one commit with what it leads to.
   * @param madeAt when a claim was typed, by the server's clock; for the automatic way, now
   */
  attach(user: UserId, dossier: DossierId, by: 'automatic' | 'manual', madeAt: number): AttachOutcome;
  /** Whoever administers the company's users: who became its first administrator, or holds the right otherwise. */
  administrator(dossier: DossierId): Administrator | null;
  /** What the person may do in the dossier; null for nothing, or for the firm's own people. */
  held(user: UserId, dossier: DossierId): ClientRight | null;
  attachedBy(user: UserId, dossier: DossierId): AttachedBy | null;
  /** The profile for whoever comes (R063); null while nobody chose one. */
  newcomers(dossier: DossierId): ClientRight | null;
  /** Makes an attached person the administrator, unless somebody is (R065). @returns who administers now */
  administer(user: UserId, dossier: DossierId): Administrator | null;
  /** Whether the firm confirms a first administrator before what existed opens to them (G21); a setting of the firm. */
  firmConfirms(): boolean;
};

/** Set to `no`, a first administrator has everything at once (G21). */
export const FIRM_CONFIRMS = 'first-administrator-waits';

export type AttachmentParts = {
  readonly database: DatabaseSync;
  readonly directory: Directory & DirectoryActs;
  readonly decisions: Decisions;
  readonly clock: Clock;
};

export function makeAttachments({ database, directory, decisions, clock }: AttachmentParts): Attachments {
  const one = (sql: string, ...values: string[]) => database.prepare(sql).get(...values);
  const run = (sql: string, ...values: (string | number | null)[]) => void database.prepare(sql).run(...values);
  const companyOf = (dossier: DossierId) => directory.dossiers().find(({ id }) => id === dossier)?.name ?? '';

  // As it was given, not as it counts today: a module closed for want of a second factor is still theirs (R197).
  const held: Attachments['held'] = (user, dossier) => {
    const row = one('SELECT "right" FROM dossier_right WHERE user_id = ? AND dossier_id = ?', user, dossier);
    const right = row && parseRight(row['right']);
    return right?.side === 'client' ? right : null;
  };
  const administrator: Attachments['administrator'] = (dossier) => {
    const row = one('SELECT administrator, administrator_since, administrator_confirmed FROM dossier WHERE id = ?', dossier);
    const administering = directory.members(dossier).filter(({ right }) => right.side === 'client' && right.admin);
    const first = administering.find(({ person }) => person.id === row?.['administrator']);
    const who = first ?? administering[0];
    if (!who) return null;
    return {
      user: who.person.id,
      name: who.person.name,
      confirmed: first === undefined || row?.['administrator_confirmed'] !== null,
      since: first === undefined ? null : Number(row?.['administrator_since']),
    };
  };
  const newcomers: Attachments['newcomers'] = (dossier) => {
    const column = one('SELECT newcomer_right FROM dossier WHERE id = ?', dossier)?.['newcomer_right'];
    if (typeof column !== 'string') return null;
    const right = parseRight(column);
    return right.side === 'client' ? right : null;
  };
  const firmConfirms = () => one('SELECT value FROM firm_setting WHERE name = ?', FIRM_CONFIRMS)?.['value'] !== 'no';
  const nameAdministrator = (user: UserId, dossier: DossierId, confirmed: boolean) =>
    run(
      'UPDATE dossier SET administrator = ?, administrator_since = ?, administrator_confirmed = ? WHERE id = ?',
      user,
      clock.now(),
      confirmed ? clock.now() : null,
      dossier,
    );

  return {
    administrator,
    held,
    newcomers,
    firmConfirms,
    attachedBy: (user, dossier) =>
      (one('SELECT attached FROM dossier_right WHERE user_id = ? AND dossier_id = ?', user, dossier)?.['attached'] as AttachedBy | null) ??
      null,

    attach: (user, dossier, by, madeAt) =>
      directory.together(() => {
        const before = administrator(dossier);
        const given = attachmentOf({
          user,
          by,
          holds: held(user, dossier),
          administrator: before,
          newcomers: newcomers(dossier),
          firmConfirms: firmConfirms(),
        });
        directory.grant(user, dossier, given.right);
        run('UPDATE dossier_right SET attached = ? WHERE user_id = ? AND dossier_id = ?', by, user, dossier);
        directory.setMigration(user, 'finalised');
        decisions.settle(user, ['no-match', 'several-companies'], by);
        if (given.administers) {
          nameAdministrator(user, dossier, given.profile === 'administrator');
          if (given.profile === 'administrator-to-confirm') decisions.open({ dossier, kind: 'confirm-administrator', user, facts: {} });
        } else if (by === 'manual' && before !== null && before.user !== user && before.since !== null) {
          // Both proved the same, and the firm has not said who it is; or the claim was typed before it could know of the other.
          if (!before.confirmed || madeAt < before.since)
            decisions.open({ dossier, kind: 'two-claims', user, facts: { kept: { user: before.user, at: before.since } } });
        }
        const administers = administrator(dossier);
        return {
          ...given,
          dossier,
          company: companyOf(dossier),
          administrator: administers === null || administers.user === user ? null : administers.name,
        };
      }),

    administer: (user, dossier) =>
      directory.together(() => {
        const right = held(user, dossier);
        const now = administrator(dossier);
        if (now !== null || right === null) return now;
        directory.grant(user, dossier, { ...right, admin: true });
        nameAdministrator(user, dossier, true);
        return administrator(dossier);
      }),
  };
}
