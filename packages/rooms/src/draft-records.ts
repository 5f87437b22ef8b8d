/**
 * Records of journals: versions of draft entries, which people write, and validated entries, which the server alone does.
 *
 * A draft has no record of its own: it is the versions under its id, in the rooms of both sides. None is ever written over, so that
 * two people who change one draft apart lose nothing (R9, R153); and a version says the whole entry, so that any of them can be read
 * without the others.
 */
import * as v from 'valibot';
import { ENTRY_LIMITS, MOST_REPLACED } from '@navette/domain/drafts/limits';
import type { DocumentId, UserId } from '@navette/kernel/ids';
import { day, id, moment, text } from './fields.ts';

const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(ENTRY_LIMITS.amount));
/** Nobody writes into a list that was read. */
function listOf<S extends v.GenericSchema>(
  item: S,
  most: number,
): v.GenericSchema<readonly v.InferInput<S>[], readonly v.InferOutput<S>[]> {
  return v.pipe(v.array(item), v.maxLength(most));
}
/** A day, or nothing yet. */
const dayOrNone = v.union([v.literal(''), day]);

const EntryLine = v.object({
  account: text(ENTRY_LIMITS.account),
  accountLabel: text(ENTRY_LIMITS.name),
  auxiliary: text(ENTRY_LIMITS.account),
  auxiliaryLabel: text(ENTRY_LIMITS.name),
  label: text(ENTRY_LIMITS.label),
  debit: amount,
  credit: amount,
});

/** An entry as it is kept: every field in its form, whether or not it may be validated (`domain/drafts/entry`). */
export const EntryRecord = v.object({
  journal: text(ENTRY_LIMITS.journal),
  date: dayOrNone,
  pieceRef: text(ENTRY_LIMITS.pieceRef),
  pieceDate: dayOrNone,
  label: text(ENTRY_LIMITS.label),
  lines: listOf(EntryLine, ENTRY_LIMITS.lines),
  documents: listOf(id<DocumentId>(), ENTRY_LIMITS.documents),
  reverses: v.exactOptional(id<string>()),
});

/** A version of the draft `<draft>`, under `<draft>/rev~<version>` (`REVISION`). */
export const DraftRevision = v.object({
  v: v.literal(1),
  entry: EntryRecord,
  /** Withdrawn is a state, from which a later version takes the draft back. */
  withdrawn: v.exactOptional(v.literal(true)),
  replaces: v.pipe(v.array(text(40)), v.maxLength(MOST_REPLACED)),
});
export type DraftRevision = v.InferOutput<typeof DraftRevision>;

/** First and last day of the exercise whose entries stand here, under `exercise/<dossier>`: the calendar year without it. */
export const EXERCISE = 'exercise/';
export const ExerciseDays = v.object({ v: v.literal(1), from: day, to: day });

/** A validated entry, under the id of its draft: never changed, never removed (R155). */
export const ValidatedEntry = v.object({
  v: v.literal(1),
  /** From 1 in each exercise of the dossier, without a gap. */
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** The server's time. */
  at: moment,
  by: id<UserId>(),
  /** The versions that stood when it was asked for. */
  of: v.pipe(v.array(text(40)), v.maxLength(MOST_REPLACED)),
  entry: EntryRecord,
  /** SHA-256 of `sealedText`, hexadecimal; and that of the entry before it in the exercise, empty for the first. */
  hash: text(64),
  previous: text(64),
});
export type ValidatedEntry = v.InferOutput<typeof ValidatedEntry>;
