/**
 * Where a request for a document stands, read from facts and never stored.
 *
 * It closes when the firm accepts a document that answers it, or closes it itself; a file that arrived answers it and closes nothing,
 * and one that was refused is asked for again.
 */
import type { DocumentState } from './document-state.ts';

export const REQUEST_STATES = ['open', 'answered', 'none', 'closed'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export type RequestFacts = {
  readonly closedByFirm: boolean;
  /** The client said that there is no such document, after every document they gave for it. */
  readonly none: boolean;
  /** States of the documents given for it that were not withdrawn. */
  readonly answers: readonly DocumentState[];
};

export function requestState({ closedByFirm, none, answers }: RequestFacts): RequestState {
  if (closedByFirm || answers.includes('accepted')) return 'closed';
  if (answers.some((state) => state !== 'refused')) return 'answered';
  return none ? 'none' : 'open';
}

/**
 * When the client is reminded next.
 * @param asked milliseconds, when the firm asked or last reminded
 * @param every days; undefined for never
 * @returns milliseconds, null for never
 */
export function nextReminder(asked: number, every: number | undefined): number | null {
  return every === undefined ? null : asked + every * 86_400_000;
}
