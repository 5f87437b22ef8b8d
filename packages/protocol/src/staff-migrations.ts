/**
 * What the firm's people ask of the server about their clients' migrations: decide, remind, and say by what the firm's books
 * recognise a client company. What they see comes from the access rooms; only these acts need the server.
 */
import { REFERENCE_KINDS } from '@navette/domain/migration';
import { REMIND_AFTER_LIMITS, REMINDER_SKIPS } from '@navette/domain/migration-follow-up';
import { isId, type DossierId, type UserId } from '@navette/kernel/ids';
import * as v from 'valibot';
import { defineCommand } from './account-commands.ts';

const id = <T extends string>() =>
  v.pipe(
    v.string(),
    v.check(isId),
    v.transform((text) => text as T),
  );
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));

/* ---- decisions of the firm ------------------------------------------------------------------------------------- */

/** Characters of the reason that goes with a refusal, by mail. */
export const REASON_LENGTH = 300;

/** What may be decided; each kind of decision allows some of these. */
export const DecisionAct = v.variant('act', [
  v.object({ act: v.literal('confirm') }),
  /** Of two claims, the other one. */
  v.object({ act: v.literal('change-administrator') }),
  v.object({ act: v.literal('refuse'), reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(REASON_LENGTH)) }),
  /** To which of the dossiers that know the address the person belongs. */
  v.object({ act: v.literal('attach'), dossiers: v.pipe(v.array(id<DossierId>()), v.minLength(1), v.maxLength(50)) }),
]);
export type DecisionAct = v.InferOutput<typeof DecisionAct>;

/** Why a decision cannot be taken this way. */
export const UNDECIDABLE = ['other-act', 'person-gone', 'not-your-dossier', 'claim-gone'] as const;

/** Each decision is taken once, in one transaction; whoever comes second is told who was first, and what they decided. */
export const MigrationDecide = defineCommand(
  'migration-decide',
  v.object({ decision: v.pipe(v.string(), v.minLength(1), v.maxLength(60)), how: DecisionAct }),
  v.variant('outcome', [
    v.object({ outcome: v.literal('decided'), letters: v.picklist(['sent', 'not-sent']) }),
    v.object({ outcome: v.literal('already-decided'), by: text(120), at: count, act: text(40) }),
    v.object({ outcome: v.literal('impossible'), why: v.picklist(UNDECIDABLE) }),
    v.object({ outcome: v.literal('unknown') }),
  ]),
);

/* ---- reminders -------------------------------------------------------------------------------------------------- */

/** Characters of the note that a reminder may carry. */
export const NOTE_LENGTH = 400;
/** Dossiers of one request; a longer list is sent in several, so that each answer tells how far it is. */
export const DOSSIERS_AT_ONCE = 10;

const note = v.pipe(v.string(), v.trim(), v.maxLength(NOTE_LENGTH));

/** The letter exactly as it would leave, for one dossier. */
export const MigrationReminderPreview = defineCommand(
  'migration-reminder-preview',
  v.object({ dossier: id<DossierId>(), note }),
  v.object({ subject: v.string(), text: v.string() }),
);

/** What became of the reminder of one person. */
export const ReminderResult = v.variant('outcome', [
  v.object({
    dossier: id<DossierId>(),
    user: id<UserId>(),
    name: text(120),
    /** `too-many`: this mailbox, or the firm, has had its share of letters for now; `failed`: the mail server did not take it. */
    outcome: v.picklist(['sent', 'too-many', 'failed']),
  }),
  v.object({
    dossier: id<DossierId>(),
    user: id<UserId>(),
    name: text(120),
    outcome: v.literal('skipped'),
    why: v.picklist(REMINDER_SKIPS),
  }),
]);
export type ReminderResult = v.InferOutput<typeof ReminderResult>;

/** To everybody of these dossiers who has something left to do. Asked twice, nobody is reminded twice. */
export const MigrationRemind = defineCommand(
  'migration-remind',
  v.object({ dossiers: v.pipe(v.array(id<DossierId>()), v.minLength(1), v.maxLength(DOSSIERS_AT_ONCE)), note }),
  v.object({ results: v.array(ReminderResult) }),
);

/** After how many days without news a reminder is due, for the whole firm: any of its people may set it. */
export const MigrationRemindAfter = defineCommand(
  'migration-remind-after',
  v.object({ days: v.pipe(v.number(), v.integer(), v.minValue(REMIND_AFTER_LIMITS.least), v.maxValue(REMIND_AFTER_LIMITS.most)) }),
  v.object({ days: count }),
);

/* ---- by what a client company is recognised (R062, R066) ---------------------------------------------------------- */

const kind = v.picklist(REFERENCE_KINDS);
const value = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(254));

export const ClientReferences = defineCommand(
  'client-references',
  v.object({ dossier: id<DossierId>() }),
  v.object({ clientCode: v.nullable(v.string()), references: v.array(v.object({ kind, value: v.string() })) }),
);

export const ClientReferenceAdd = defineCommand(
  'client-reference-add',
  v.object({ dossier: id<DossierId>(), kind, value }),
  v.variant('outcome', [
    /** `value` as it is kept: spaces, dots and hyphens of a number do not count. */
    v.object({ outcome: v.literal('added'), value: v.string() }),
    v.object({ outcome: v.literal('known') }),
    v.object({ outcome: v.literal('refused'), why: v.picklist(['no-address', 'no-number', 'full']) }),
  ]),
);

export const ClientReferenceRemove = defineCommand(
  'client-reference-remove',
  v.object({ dossier: id<DossierId>(), kind, value }),
  v.object({ outcome: v.picklist(['removed', 'unknown']) }),
);

/** How the firm calls the company (R066); null takes the code away. */
export const ClientCodeSet = defineCommand(
  'client-code-set',
  v.object({ dossier: id<DossierId>(), code: v.nullable(v.pipe(v.string(), v.trim(), v.maxLength(40))) }),
  v.variant('outcome', [
    v.object({ outcome: v.literal('set'), code: v.nullable(v.string()) }),
    v.object({ outcome: v.literal('refused'), why: v.picklist(['taken', 'no-number']) }),
  ]),
);

/** One piece of a file: a command's body is small. A longer file is asked for in several, each with the file's own head. */
export const IMPORT_LINES_AT_ONCE = 300;
/** The most of a whole file, said before it is sent. */
export const IMPORT_LIMITS = { bytes: 1024 * 1024, lines: 10_000, lineLength: 600 } as const;

/** Why a line is not taken. The whole file is looked at before any of it is written. */
export const IMPORT_FAULTS = [
  'no-dossier',
  'several-dossiers',
  'other-code',
  'contradiction',
  'no-address',
  'no-number',
  'nothing',
  'full',
  'formula',
  'not-text',
  'quotes',
  'too-long',
  'cells',
] as const;
export type ImportFault = (typeof IMPORT_FAULTS)[number];

export const ClientImport = defineCommand(
  'client-import',
  v.object({
    head: text(IMPORT_LIMITS.lineLength),
    lines: v.pipe(v.array(v.string()), v.maxLength(IMPORT_LINES_AT_ONCE)),
    /** Number of the first line in the file, the head being 1. */
    first: count,
    /** False looks only. With a line that is not taken, nothing of the piece is written. */
    write: v.boolean(),
  }),
  v.variant('outcome', [
    v.object({
      outcome: v.literal('read'),
      /** References, and codes, that are new; and references that stand already. */
      added: count,
      codes: count,
      known: count,
      faults: v.array(v.object({ line: count, why: v.picklist(IMPORT_FAULTS), cell: v.string() })),
      written: v.boolean(),
    }),
    /** The head names no way to find a dossier, or nothing to keep of it. */
    v.object({ outcome: v.literal('refused'), why: v.picklist(['no-key-column', 'no-value-column', 'not-text']) }),
  ]),
);
