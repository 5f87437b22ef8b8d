/**
 * The six states of a document, five steps: on this computer, sent, received, taken in, accepted or refused.
 *
 * A state is never stored: it is read from facts, each written by the one who may say it.
 * "Received" needs the server's signed receipt; "accepted" and "refused" need an act of the firm (I10).
 */
export const DOCUMENT_STATES = ['local', 'sent', 'received', 'taken', 'accepted', 'refused'] as const;
export type DocumentState = (typeof DOCUMENT_STATES)[number];

/** Moments are milliseconds since 1970 by the server's clock, null for what has not happened. */
export type DocumentFacts = {
  /** The record and the last byte were handed to the server. */
  readonly sentAt: number | null;
  /** Time of the valid receipt. */
  readonly receivedAt: number | null;
  readonly takenAt: number | null;
  readonly decision: { readonly verdict: 'accepted' | 'refused'; readonly at: number } | null;
};

export function documentState(facts: DocumentFacts): DocumentState {
  if (facts.decision) return facts.decision.verdict;
  if (facts.takenAt !== null) return 'taken';
  if (facts.receivedAt !== null) return 'received';
  if (facts.sentAt !== null) return 'sent';
  return 'local';
}
