/** The days of a dossier's exercises, which its staff say and the server keeps (R155): apart from entries, for a screen that says only these. */
import { isId, type DossierId } from '@navette/kernel/ids';
import * as v from 'valibot';
import { defineCommand } from './account-commands.ts';

const id = <T extends string>() =>
  v.pipe(
    v.string(),
    v.check(isId),
    v.transform((text) => text as T),
  );

export const EXERCISE_REFUSALS = ['not-an-exercise', 'overlaps', 'entries-outside'] as const;

/** Days of an exercise, for the staff of the dossier: entries that were validated stay inside. */
export const ExerciseSet = defineCommand(
  'exercise-set',
  v.object({
    dossier: id<DossierId>(),
    year: v.pipe(v.number(), v.integer(), v.minValue(2000), v.maxValue(2999)),
    from: v.pipe(v.string(), v.maxLength(10)),
    to: v.pipe(v.string(), v.maxLength(10)),
  }),
  v.variant('outcome', [
    v.object({ outcome: v.literal('set') }),
    v.object({ outcome: v.literal('refused'), why: v.picklist(EXERCISE_REFUSALS) }),
  ]),
);
