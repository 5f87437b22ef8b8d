/** How long the texts of an entry may be, and how many lines it may have. */
export const ENTRY_LIMITS = {
  lines: 100,
  documents: 20,
  journal: 10,
  account: 20,
  pieceRef: 60,
  label: 200,
  name: 100,
  /** Cents: a hundred of them still add up exactly. */
  amount: 10 ** 13,
} as const;

/** Versions of a draft that one may replace at once: those that stood when it was written. */
export const MOST_REPLACED = 32;
/** Before a version's own id, in its key. */
export const REVISION = 'rev~';
