/**
 * What the law or the firm's statutes forbid to erase, and under which rule (decision G16): erasure is refused and names it.
 *
 * Retention starts at acceptance: what was refused, withdrawn or deposited by mistake can be erased. The table of rules is data of
 * the firm; until it exists, one rule stands for all.
 */

export const RETENTION_RULES = ['accepted-document'] as const;
export type RetentionRule = (typeof RETENTION_RULES)[number];

/** What is known of what is to be erased. */
export type RetainedFacts = {
  /** The firm has accepted it into its books. */
  readonly accepted: boolean;
};

/** @returns the rule that holds it, null when it may be erased */
export function heldByRetention({ accepted }: RetainedFacts): RetentionRule | null {
  return accepted ? 'accepted-document' : null;
}
