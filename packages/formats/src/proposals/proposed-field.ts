/** One field that is proposed: its value, how sure it is, and the words it was read from. */
import type { Found } from './labelled-values.ts';
import type { TextLine } from './text-layout.ts';

export type ProposedField<T> = {
  readonly value: T;
  /** 0 to 1; never below {@link LEAST_CONFIDENCE}. */
  readonly confidence: number;
  /** As they stand on the paper. */
  readonly words: string;
  /** From 0. */
  readonly page: number;
};

/** Below it nothing is proposed. */
export const LEAST_CONFIDENCE = 0.5;

/** Numbers and names of the person's own companies: they are the other party. */
export type OwnMarks = { readonly sirens: readonly string[]; readonly vatNumbers: readonly string[]; readonly names: readonly string[] };
export const NO_MARKS: OwnMarks = { sirens: [], vatNumbers: [], names: [] };

/** @returns the field as it is proposed, with the page of its line */
export function field<T>(lines: readonly TextLine[], found: Found<T>, confidence: number): ProposedField<T> {
  return { value: found.value, confidence, words: found.words.slice(0, 200), page: lines[found.line]?.page ?? 0 };
}
