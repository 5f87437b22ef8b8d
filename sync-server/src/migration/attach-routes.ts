/**
 * The last step of the move, "Se référencer", and what follows it (R061-R068, R071): by the mailbox, by a client code and a
 * number, by the firm's own word; and the later opt-in to administer (R065).
 *
 * Every act asks for a proved mailbox. A right is decided in one commit with everything it leads to (`attachments`); letters
 * leave after it and never fail it.
 */
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Log } from '@navette/kernel/ports';
import {
  migrationAdminister,
  migrationAskFirm,
  migrationAttach,
  migrationClaim,
  migrationFacts,
  migrationUnplaced,
} from '@navette/protocol/migration';
import * as v from 'valibot';
import { SESSION_SECONDS } from '../accounts/auth.ts';
import type { DirectoryActs } from '../accounts/directory.ts';
import { problem } from '../http/answers.ts';
import { RECENT, type AnswerTo, type CommandRoutes } from '../http/command-routes.ts';
import type { PostOffice } from '../mail/post-office.ts';
import type { Directory } from '../ports.ts';
import type { Attachments, AttachOutcome } from './attachments.ts';
import type { Claims } from './claims.ts';
import type { Decisions } from './decisions.ts';
import type { MigrationFacts } from './migration-facts.ts';
import type { References } from './references.ts';

export type AttachRoutesParts = {
  readonly commands: CommandRoutes;
  readonly directory: Directory & DirectoryActs;
  readonly attachments: Attachments;
  readonly claims: Claims;
  readonly decisions: Decisions;
  readonly references: References;
  readonly facts: MigrationFacts;
  readonly post: PostOffice;
  readonly clock: Clock;
  readonly log: Log;
};

type ClaimAnswer = v.InferInput<typeof migrationClaim.answer>;

export function attachRoutes(parts: AttachRoutesParts): void {
  const { commands, directory, attachments, claims, decisions, references, facts, post, clock, log } = parts;

  const said = ({ dossier, company, profile, administrator }: AttachOutcome) => ({
    outcome: 'attached' as const,
    dossier,
    company,
    profile,
    administrator,
  });
  /** Tells the firm's people of the dossier that somebody administers it now (A7). */
  const tellFirm = async ({ dossier, company }: Pick<AttachOutcome, 'dossier' | 'company'>, name: string): Promise<void> => {
    for (const { person, right } of directory.members(dossier))
      if (right.side === 'staff') await post.post(person.email, { kind: 'administrator-named', company, name, link: '/#/migrations' });
  };
  /** What an attached person is told who asks again. */
  const already = (user: UserId): ReturnType<typeof said> | null => {
    const dossier = directory.dossiers().find(({ id }) => attachments.held(user, id) !== null);
    if (!dossier) return null;
    const who = attachments.administrator(dossier.id);
    const self = who?.user === user;
    return said({
      dossier: dossier.id,
      company: dossier.name,
      right: attachments.held(user, dossier.id) ?? { side: 'client', deposit: [], read: [], archive: [], accounts: 'none', admin: false },
      profile: self ? (who.confirmed ? 'administrator' : 'administrator-to-confirm') : 'kept',
      administers: self,
      administrator: who === null || self ? null : who.name,
    });
  };

  commands.signedIn(migrationAttach, async (_body, { person, membership, session }): Promise<AnswerTo<typeof migrationAttach>> => {
    const step = directory.migration(person.id);
    if (step === 'to-decide') return { outcome: 'to-decide' };
    if (step === 'finalised') return already(person.id) ?? { outcome: 'firm' };
    // Recognised (R056): the password was asked just before; else the code proved the mailbox.
    if (step !== 'verified') {
      if (clock.now() - session.since > RECENT) return problem('step-up-needed');
      directory.setMigration(person.id, 'verified');
    }
    if (membership.firmRole !== null) {
      directory.setMigration(person.id, 'finalised');
      return { outcome: 'firm' };
    }
    const known = references.dossiersOf(['notification-email'], person.email);
    const [first] = known;
    if (first === undefined) return { outcome: 'to-claim' };
    // Several companies that are this person's already are no question (R208).
    if (known.length > 1 && !known.every((dossier) => attachments.held(person.id, dossier) !== null)) {
      directory.together(() => {
        decisions.open({ dossier: null, kind: 'several-companies', user: person.id, facts: { dossiers: [...known] } });
        directory.setMigration(person.id, 'to-decide');
      });
      decisions.tell();
      return { outcome: 'to-decide' };
    }
    const outcomes = directory.together(() => known.map((dossier) => attachments.attach(person.id, dossier, 'automatic', clock.now())));
    decisions.tell();
    log('migration-attached', { user: person.id, by: 'automatic' });
    return said(outcomes[0] as AttachOutcome);
  });

  /** In one commit: the try, its count, the right, the answer that is kept. */
  const claimed = (
    { clientCode, number, id, terms, waited }: v.InferOutput<typeof migrationClaim.request>,
    user: UserId,
  ): { readonly answer: ClaimAnswer; readonly attached: AttachOutcome | null } => {
    const before = claims.answered(user, id);
    if (before !== null) return { answer: v.parse(migrationClaim.answer, JSON.parse(before)), attached: null };
    if (terms !== facts.terms().version) return { answer: { outcome: 'terms-changed' }, attached: null };
    const wait = claims.wait(user, clientCode);
    if (wait > 0) return { answer: { outcome: 'too-many', wait }, attached: null };
    const dossier = claims.match(user, clientCode, number);
    const attached = dossier === null ? null : attachments.attach(user, dossier, 'manual', clock.now() - waited);
    if (dossier !== null) claims.acceptTerms(user, dossier, terms);
    const answer: ClaimAnswer = attached === null ? { outcome: 'not-found' } : said(attached);
    claims.keep(user, id, JSON.stringify(answer));
    return { answer, attached };
  };

  commands.signedIn(migrationClaim, async (body, { person }): Promise<AnswerTo<typeof migrationClaim>> => {
    const step = directory.migration(person.id);
    if (step === 'finalised') return already(person.id) ?? problem('forbidden');
    if (!mayClaim(person.id)) return step === 'to-decide' ? { outcome: 'to-decide' } : problem('forbidden');
    const { answer, attached } = directory.together(() => claimed(body, person.id));
    decisions.tell();
    if (attached) {
      log('migration-attached', { user: person.id, by: 'manual' });
      if (attached.administers) await tellFirm(attached, person.name);
    }
    return answer;
  });

  /** A proved mailbox; and who asked the firm because nothing was found may find the right number meanwhile. */
  function mayClaim(user: UserId): boolean {
    const step = directory.migration(user);
    return step === 'verified' || (step === 'to-decide' && waitsFor(user) === 'no-match');
  }
  function waitsFor(user: UserId): 'no-match' | 'several-companies' | null {
    const waiting = decisions
      .of(user)
      .find(({ decidedAt, kind }) => decidedAt === null && (kind === 'no-match' || kind === 'several-companies'));
    return waiting === undefined ? null : (waiting.kind as 'no-match' | 'several-companies');
  }

  commands.signedIn(migrationAskFirm, ({ clientCode, number }, { person }): AnswerTo<typeof migrationAskFirm> => {
    if (!mayClaim(person.id)) return directory.migration(person.id) === 'to-decide' ? { outcome: 'to-decide' } : problem('forbidden');
    // To the dossier that either belongs to: its people know best; to the whole staff when neither is known.
    const dossier = references.dossierOfCode(clientCode) ?? references.dossiersOf(['invoice', 'serial'], number)[0] ?? null;
    directory.together(() => {
      decisions.settle(person.id, ['no-match'], 'asked-again');
      decisions.open({ dossier, kind: 'no-match', user: person.id, facts: { clientCode, number } });
      directory.setMigration(person.id, 'to-decide');
    });
    decisions.tell();
    return { outcome: 'to-decide' };
  });

  /** What a person of the demonstration may type: of a company of theirs, else of one that nobody administers. */
  function demoClaim(user: UserId): { readonly clientCode: string; readonly number: string } | null {
    const all = directory.dossiers().map(({ id }) => id);
    const dossier = all.find((id) => attachments.held(user, id)) ?? all.find((id) => attachments.administrator(id) === null);
    const [clientCode, number] = dossier ? [references.clientCode(dossier), references.anInvoice(dossier)] : [null, null];
    return clientCode === null || number === null ? null : { clientCode, number };
  }

  commands.signedIn(migrationFacts, (_body, { person, session }) => {
    const { step, since } = facts.person(person.id);
    const last = decisions.of(person.id).find(({ kind }) => kind === 'no-match' || kind === 'several-companies');
    return {
      step,
      email: person.email,
      since,
      session: Math.max(0, session.since + SESSION_SECONDS * 1000 - clock.now()),
      waitsFor: waitsFor(person.id),
      refused: last?.how?.startsWith('refused') ? (last.facts.reason ?? '') : null,
      dossiers: directory.dossiers().flatMap(({ id, name }) => {
        if (attachments.held(person.id, id) === null) return [];
        const who = attachments.administrator(id);
        const attached = attachments.attachedBy(person.id, id);
        return [
          {
            id,
            name,
            clientCode: references.clientCode(id),
            attached,
            mayAdminister: step === 'finalised' && attached === 'automatic' && who === null,
            administrator: who && { self: who.user === person.id, name: who.name, confirmed: who.confirmed },
          },
        ];
      }),
      terms: { ...facts.terms(), articles: [...facts.terms().articles] },
      demo: directory.firm().demo ? demoClaim(person.id) : null,
    };
  });

  commands.signedIn(
    migrationAdminister,
    async ({ dossier }, { person }): Promise<AnswerTo<typeof migrationAdminister>> => {
      const mine = attachments.held(person.id, dossier) !== null && attachments.attachedBy(person.id, dossier) === 'automatic';
      if (!mine || directory.migration(person.id) !== 'finalised') return { outcome: 'not-yours' };
      const before = attachments.administrator(dossier);
      const who = attachments.administer(person.id, dossier);
      if (who?.user !== person.id) return { outcome: 'somebody-else', name: who?.name ?? '' };
      const company = directory.dossiers().find(({ id }) => id === dossier)?.name ?? '';
      if (before === null) await tellFirm({ dossier, company }, person.name);
      return { outcome: 'administrator' };
    },
    { recent: true },
  );

  commands.signedIn(migrationUnplaced, (_body, { membership }) => {
    if (membership.firmRole === null) return problem('forbidden');
    return {
      decisions: decisions.unplaced().flatMap(({ id, user, facts: { clientCode = '', number = '' }, at }) => {
        const person = directory.person(user);
        return person ? [{ id, user, name: person.name, email: person.email, at, clientCode, number }] : [];
      }),
    };
  });
}
