/** Validations of entries that were asked for on this device and are not done with: where they stand, and what they say (R153). */
import type { EntryValidation } from '@navette/protocol/entries';
import type { ValidatedEntry } from '@navette/rooms/draft-records';
import type { ValidationRefusal } from '../journal-model.ts';
import type { LocalStore } from '../store/local-store.ts';

/** Before the draft's id. */
export const VALIDATION = 'validation/';

export type WaitingValidation = {
  readonly asked: EntryValidation;
  /** When, by this device's clock. */
  readonly at: number;
  /** What the server has validated, until its room says so here. */
  readonly done: ValidatedEntry | null;
  readonly refused: ValidationRefusal | null;
};

export async function validationsIn(store: LocalStore): Promise<WaitingValidation[]> {
  return (await store.list('meta', { from: VALIDATION, to: `${VALIDATION}\uffff` })).map(({ value }) => value as WaitingValidation);
}
