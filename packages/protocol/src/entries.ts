/**
 * What the server decides about entries: it validates one, once, and gives it its number (R153, R155).
 *
 * The request says the whole entry: what is validated is what the person saw, whatever a room holds by then.
 */
import { isId, type DossierId } from '@navette/kernel/ids';
import { MOST_REPLACED } from '@navette/domain/drafts/limits';
import { EntryRecord, ValidatedEntry } from '@navette/rooms/draft-records';
import * as v from 'valibot';
import { defineCommand } from './account-commands.ts';

const id = <T extends string>() =>
  v.pipe(
    v.string(),
    v.check(isId),
    v.transform((text) => text as T),
  );

export const EntryValidation = v.object({
  /** Of this request: sent again, it is answered the same and done once. */
  id: id<string>(),
  dossier: id<DossierId>(),
  /** The exercise it enters, by the year in which it closes. */
  year: v.pipe(v.number(), v.integer(), v.minValue(2000), v.maxValue(2999)),
  draft: id<string>(),
  /** Versions that stood when it was asked for. */
  of: v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(MOST_REPLACED)),
  entry: EntryRecord,
});
export type EntryValidation = v.InferOutput<typeof EntryValidation>;

/** Why an entry does not enter the books, whoever asks. */
export const ENTRY_REFUSALS = ['not-valid', 'unknown-entry', 'not-its-reversal', 'reversed-already'] as const;

/** For the staff of the dossier alone. */
export const EntryValidate = defineCommand(
  'entry-validate',
  EntryValidation,
  v.variant('outcome', [
    v.object({ outcome: v.literal('validated'), record: ValidatedEntry }),
    /** By another request: the draft has its number, and what entered the books may say something else. */
    v.object({ outcome: v.literal('already'), record: ValidatedEntry }),
    v.object({ outcome: v.literal('refused'), why: v.picklist(ENTRY_REFUSALS) }),
  ]),
);
