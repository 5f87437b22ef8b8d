/**
 * The firm decides about a migration (staff view "Migrations"): once, in one commit with everything it leads to; whoever
 * comes second is told who was first (G4, G21). Letters leave after it and never fail it.
 *
 * Which right follows is the domain's (`profiles`). Knows no request.
 */
import type { DatabaseSync } from 'node:sqlite';
import { confirmedAdministrator } from '@navette/domain/profiles';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import type { DecisionAct, MigrationDecide } from '@navette/protocol/staff-migrations';
import type * as v from 'valibot';
import type { DirectoryActs } from '../accounts/directory.ts';
import type { Letter } from '../mail/letters.ts';
import type { PostOffice } from '../mail/post-office.ts';
import type { Directory } from '../ports.ts';
import type { Attachments } from './attachments.ts';
import type { Decision, Decisions } from './decisions.ts';
import { reminderLetter } from './remind.ts';

export type DecideAnswer = v.InferInput<typeof MigrationDecide.answer>;
type Impossible = Extract<DecideAnswer, { outcome: 'impossible' }>['why'];

export type DecideParts = {
  readonly database: DatabaseSync;
  readonly directory: Directory & DirectoryActs;
  readonly decisions: Decisions;
  readonly attachments: Attachments;
  readonly post: PostOffice;
  readonly clock: Clock;
};

/** Whoever decides, and which dossiers are theirs to decide about. */
export type Decider = {
  readonly user: UserId;
  /** Null for what belongs to no dossier. */
  readonly may: (dossier: DossierId | null) => boolean;
};
export type Decide = (by: Decider, id: string, how: DecisionAct) => Promise<DecideAnswer>;

type Told = { readonly user: UserId; readonly letter: Letter };

export function makeDecide({ database, directory, decisions, attachments, post, clock }: DecideParts): Decide {
  const companyOf = (dossier: DossierId) => directory.dossiers().find(({ id }) => id === dossier)?.name ?? '';
  const setAdministrator = (dossier: DossierId, user: UserId | null) =>
    void database
      .prepare('UPDATE dossier SET administrator = ?, administrator_since = ?, administrator_confirmed = ? WHERE id = ?')
      .run(user, user && clock.now(), user && clock.now(), dossier);
  const named = (user: UserId, dossier: DossierId): Letter => ({
    kind: 'administrator-named',
    company: companyOf(dossier),
    name: directory.person(user)?.name ?? '',
    link: '/#/access',
  });
  const changed = (dossier: DossierId): Letter => ({
    kind: 'notice',
    what: 'right-changed',
    detail: companyOf(dossier),
    link: '/#/account',
  });

  /** What existed before opens to the administrator (G21); whatever else asked who that is, is answered by it. */
  const confirm = (by: UserId, user: UserId, dossier: DossierId): Told[] => {
    directory.grant(user, dossier, confirmedAdministrator(attachments.held(user, dossier)));
    setAdministrator(dossier, user);
    for (const id of decisions.administration(dossier)) decisions.close(id, by, 'confirm');
    return [{ user, letter: named(user, dossier) }];
  };
  /** Keeps their access, without administering. */
  const stepDown = (user: UserId, dossier: DossierId): void => {
    const right = attachments.held(user, dossier);
    if (right !== null) directory.grant(user, dossier, { ...right, admin: false });
  };
  /** A claim that is refused takes back what it alone gave; whoever was here before it stays, without administering. */
  const takeBack = (user: UserId, dossier: DossierId): void => {
    const right = attachments.held(user, dossier);
    const byClaim = attachments.attachedBy(user, dossier) === 'manual' && right?.read.length === 0;
    if (!byClaim) return stepDown(user, dossier);
    directory.revoke(user, dossier);
    const elsewhere = directory.membership(user)?.dossiers.size ?? 0;
    if (elsewhere === 0) directory.setMigration(user, 'verified');
  };
  const letterOfRefusal = (decision: Decision, reason: string): Told => ({
    user: decision.user,
    letter: reminderLetter(decision.dossier === null ? '' : companyOf(decision.dossier), refusalNote(reason)),
  });

  /** In the commit that closes it. @returns whom to tell; or why it cannot be */
  const carryOut = (by: Decider, decision: Decision, how: DecisionAct): Told[] | Impossible => {
    const { kind, user, dossier, facts } = decision;
    if (directory.membership(user) === null) return 'person-gone';
    switch (kind) {
      case 'confirm-administrator': {
        if (dossier === null) return 'other-act';
        if (attachments.administrator(dossier)?.user !== user) return 'claim-gone';
        if (how.act === 'confirm') return confirm(by.user, user, dossier);
        if (how.act !== 'refuse') return 'other-act';
        takeBack(user, dossier);
        setAdministrator(dossier, null);
        return [letterOfRefusal(decision, how.reason)];
      }
      case 'two-claims': {
        if (dossier === null) return 'other-act';
        const now = attachments.administrator(dossier);
        const kept = facts.kept?.user as UserId | undefined;
        if (how.act === 'confirm') return now === null || now.user !== kept ? 'claim-gone' : confirm(by.user, now.user, dossier);
        if (how.act !== 'change-administrator') return 'other-act';
        if (attachments.held(user, dossier) === null || (now !== null && now.user !== kept)) return 'claim-gone';
        if (now !== null) stepDown(now.user, dossier);
        const told = confirm(by.user, user, dossier);
        return now === null ? told : [...told, { user: now.user, letter: named(user, dossier) }];
      }
      case 'no-match': {
        if (how.act === 'refuse') {
          directory.setMigration(user, 'verified');
          return [letterOfRefusal(decision, how.reason)];
        }
        // One whose code and number belong to nobody names its dossier with the decision.
        const [chosen, ...others] = how.act === 'attach' ? how.dossiers : [];
        const to = dossier ?? chosen;
        if (to === undefined || others.length > 0 || (dossier === null) !== (how.act === 'attach')) return 'other-act';
        if (!known(to)) return 'not-your-dossier';
        const { administers } = attachments.attach(user, to, 'manual', decision.at);
        return administers ? confirm(by.user, user, to) : [{ user, letter: changed(to) }];
      }
      case 'several-companies': {
        if (how.act !== 'attach') return 'other-act';
        if (how.dossiers.some((one) => !facts.dossiers?.includes(one))) return 'other-act';
        for (const one of new Set(how.dossiers)) attachments.attach(user, one, 'automatic', clock.now());
        return how.dossiers.map((one) => ({ user, letter: changed(one) }));
      }
    }
  };
  const known = (dossier: DossierId) => directory.dossiers().some(({ id }) => id === dossier);

  return async (by, id, how) => {
    const decision = decisions.find(id);
    // Of a dossier of somebody else there is none to tell of (G24); one without a dossier is the whole staff's.
    if (!decision || !dossiersOf(decision).some(by.may)) return { outcome: 'unknown' };
    if (decision.decidedAt !== null) return already(directory, decision);
    if (how.act === 'attach' && !how.dossiers.every(by.may)) return { outcome: 'impossible', why: 'not-your-dossier' };
    let refused: Impossible | null = null;
    let told: Told[] = [];
    try {
      directory.together(() => {
        // Closed before it is carried out: what follows from it may settle the same decision as moot.
        const word = how.act === 'refuse' ? 'refused' : how.act;
        if (!decisions.close(id, by.user, word, how.act === 'refuse' ? how.reason : undefined)) throw new NotNow();
        const done = carryOut(by, decision, how);
        if (typeof done === 'string') {
          refused = done;
          throw new NotNow();
        }
        told = done;
      });
    } catch (error) {
      if (!(error instanceof NotNow)) throw error;
      if (refused !== null) return { outcome: 'impossible', why: refused };
      return already(directory, decisions.find(id) ?? decision);
    }
    decisions.tell();
    const posted = await Promise.all(
      told.map(({ user, letter }) => {
        const to = directory.person(user)?.email;
        return to === undefined ? 'failed' : post.post(to, letter);
      }),
    );
    return { outcome: 'decided', letters: posted.every((one) => one === 'sent') ? 'sent' : 'not-sent' };
  };
}

/** Undoes the commit under way; why is told beside it. */
class NotNow extends Error {}

function already(directory: Directory, { decidedBy, decidedAt, how }: Decision): DecideAnswer {
  const name = decidedBy === null ? '' : (directory.person(decidedBy)?.name ?? '');
  return { outcome: 'already-decided', by: name, at: decidedAt ?? 0, act: how ?? '' };
}

/** Whose it is to decide; of none, of everybody. */
function dossiersOf({ dossier, facts }: Decision): readonly (DossierId | null)[] {
  return dossier === null ? ((facts.dossiers as DossierId[] | undefined) ?? [null]) : [dossier];
}

/** In French, as every letter. */
function refusalNote(reason: string): string {
  return `Votre demande n’a pas été confirmée\u202f: ${reason}`;
}
