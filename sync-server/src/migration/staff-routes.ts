/**
 * What the firm's people ask about their clients' migrations: decide, remind, references. Each act is for the staff of the
 * dossier and for the firm's administrators, and for nobody else: a company's own administrator asks none of them (R107).
 */
import type { Membership } from '@navette/domain/membership';
import { referenceKey } from '@navette/domain/migration';
import type { DossierId } from '@navette/kernel/ids';
import type { Command } from '@navette/protocol/account-commands';
import {
  ClientCodeSet,
  ClientImport,
  ClientReferenceAdd,
  ClientReferenceRemove,
  ClientReferences,
  MigrationDecide,
  MigrationRemind,
  MigrationRemindAfter,
  MigrationReminderPreview,
} from '@navette/protocol/staff-migrations';
import type * as v from 'valibot';
import type { AccountParts } from '../account-services.ts';
import { problem } from '../http/answers.ts';
import type { AnswerTo, Asker, CommandRoutes } from '../http/command-routes.ts';
import type { DossierRow } from '../ports.ts';
import type { Attachments } from './attachments.ts';
import { importClients, readHead } from './client-import.ts';
import { makeDecide } from './decide.ts';
import type { Decisions } from './decisions.ts';
import type { MigrationFacts } from './migration-facts.ts';
import { comparable, type References } from './references.ts';
import { makeRemind, reminderLetter } from './remind.ts';
import type { Reminders } from './reminders.ts';

export type StaffRouteParts = AccountParts & {
  readonly commands: CommandRoutes;
  readonly decisions: Decisions;
  readonly attachments: Attachments;
  readonly references: References;
  readonly facts: MigrationFacts;
  readonly reminders: Reminders;
  /** Told of the dossiers whose accesses now say something else. */
  readonly changed: (dossiers: readonly DossierId[]) => void;
  /** Resolves once what an act changed stands in the rooms. */
  readonly published: () => Promise<void>;
};

/** What somebody of the firm may act on: the dossiers they look after, every one for an administrator; null for others. */
function staffOf({ firmRole, dossiers }: Membership): ((dossier: DossierId | null) => boolean) | null {
  if (firmRole === null) return null;
  return (dossier) => firmRole === 'admin' || dossier === null || dossiers.get(dossier)?.side === 'staff';
}

export function staffRoutes(parts: StaffRouteParts): void {
  const { commands, directory, references, post, database, changed, published } = parts;
  const decide = makeDecide(parts);
  const remind = makeRemind(parts);
  const find = (dossier: DossierId): DossierRow | undefined => directory.dossiers().find(({ id }) => id === dossier);

  /** For somebody of the firm; with a dossier in the question, for its staff. */
  const staff = <Q extends v.GenericSchema, A extends v.GenericSchema>(
    command: Command<Q, A>,
    act: (
      body: v.InferOutput<Q>,
      asker: Asker & { readonly may: (dossier: DossierId | null) => boolean },
    ) => Promise<AnswerTo<Command<Q, A>>> | AnswerTo<Command<Q, A>>,
    options: { readonly recent?: boolean } = {},
  ): void =>
    commands.signedIn(
      command,
      (body, asker) => {
        const may = staffOf(asker.membership);
        if (may === null) return problem('forbidden');
        const named = dossiersIn(body);
        return named.every((dossier) => may(dossier) && find(dossier)) ? act(body, { ...asker, may }) : problem('forbidden');
      },
      options,
    );

  staff(
    MigrationDecide,
    async ({ decision, how }, { person, may }) => {
      const done = await decide({ user: person.id, may }, decision, how);
      await published();
      return done;
    },
    { recent: true },
  );

  staff(MigrationReminderPreview, ({ dossier, note }, { person }) => {
    const { subject, text } = post.preview(person.email, reminderLetter(find(dossier)?.name ?? '', note));
    return { subject, text };
  });

  staff(MigrationRemind, async ({ dossiers, note }, { person }) => {
    const results = [];
    for (const dossier of new Set(dossiers)) {
      const row = find(dossier);
      if (row) results.push(...(await remind(row, note, person.id)));
    }
    // A reminder counts for every dossier of whoever got it.
    changed([...new Set(results.flatMap(({ user }) => [...(directory.membership(user)?.dossiers.keys() ?? [])]))]);
    await published();
    return { results };
  });

  staff(MigrationRemindAfter, async ({ days }) => {
    directory.remindAfter(days);
    await published();
    return { days };
  });

  staff(ClientReferences, ({ dossier }) => ({ clientCode: references.clientCode(dossier), references: [...references.list(dossier)] }));

  staff(
    ClientReferenceAdd,
    ({ dossier, kind, value }): AnswerTo<typeof ClientReferenceAdd> => {
      const kept = comparable(kind, value);
      if (kept === null) return { outcome: 'refused', why: kind === 'notification-email' ? 'no-address' : 'no-number' };
      if (references.isFull(dossier)) return { outcome: 'refused', why: 'full' };
      return references.add(dossier, kind, value) ? { outcome: 'added', value: kept } : { outcome: 'known' };
    },
    { recent: true },
  );

  staff(
    ClientReferenceRemove,
    ({ dossier, kind, value }): AnswerTo<typeof ClientReferenceRemove> => ({
      outcome: references.remove(dossier, kind, value) ? 'removed' : 'unknown',
    }),
    { recent: true },
  );

  staff(
    ClientCodeSet,
    async ({ dossier, code }): Promise<AnswerTo<typeof ClientCodeSet>> => {
      if (code === null) references.clearClientCode(dossier);
      else {
        if (referenceKey(code) === '') return { outcome: 'refused', why: 'no-number' };
        const owner = references.dossierOfCode(code);
        if (owner !== null && owner !== dossier) return { outcome: 'refused', why: 'taken' };
        references.setClientCode(dossier, code);
      }
      changed([dossier]);
      await published();
      return { outcome: 'set', code: references.clientCode(dossier) };
    },
    { recent: true },
  );

  staff(
    ClientImport,
    ({ head, lines, first, write }, { may }): AnswerTo<typeof ClientImport> => {
      const columns = readHead(head);
      if (typeof columns === 'string') return { outcome: 'refused', why: columns };
      const dossiers = () => directory.dossiers().filter(({ id }) => may(id));
      const { created: _, faults, ...report } = importClients({ database, references, dossiers }, { head: columns, lines, first, write });
      if (report.written && report.codes > 0) changed(dossiers().map(({ id }) => id));
      return { outcome: 'read', ...report, faults: [...faults] };
    },
    { recent: true },
  );
}

/** The dossiers a question names. */
function dossiersIn(body: unknown): readonly DossierId[] {
  const { dossier, dossiers = [] } = body as { dossier?: DossierId; dossiers?: readonly DossierId[] };
  return dossier === undefined ? dossiers : [dossier];
}
