/**
 * What the firm corrected before, of the same issuer: plain data that may be stored, sent and merged. A correction stands
 * above every guess from words and names; only what is said by structure of no issuer at all (a bank's file, an accounting
 * export) is not its business.
 *
 * Invariant: merging is commutative, associative and idempotent; learning never forgets the newest correction.
 */
import * as v from 'valibot';
import { CATEGORIES, type Category, type Proposal } from '../classify.ts';
import { partyKeys, type PartyMarks } from '../identity/party.ts';

const Count = v.object({
  /** How often a person chose it. */
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The number of the correction that chose it last; the largest of a model is the newest. */
  last: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
const Model = v.object({
  version: v.literal(1),
  issuers: v.record(v.pipe(v.string(), v.maxLength(200)), v.record(v.picklist(CATEGORIES), Count)),
});

export type Corrections = v.InferOutput<typeof Model>;
export const NO_CORRECTIONS: Corrections = { version: 1, issuers: {} };

/** Issuers kept; beyond them the one corrected longest ago goes. */
export const MOST_ISSUERS = 5_000;

/** @returns a model from what was stored or sent; null for what is none */
export function readCorrections(stored: unknown): Corrections | null {
  const read = v.safeParse(Model, stored);
  return read.success ? read.output : null;
}

/**
 * @param chosen what a person said the document is
 * @returns the model with that correction, under every key the issuer is known by; unchanged for an issuer without any
 */
export function learnCorrection(model: Corrections, issuer: PartyMarks, chosen: Category): Corrections {
  const keys = partyKeys(issuer);
  if (keys.length === 0) return model;
  const turn = newest(model) + 1;
  const issuers = { ...model.issuers };
  for (const key of keys) {
    const before = own(issuers, key) ?? {};
    issuers[key] = { ...before, [chosen]: { count: (before[chosen]?.count ?? 0) + 1, last: turn } };
  }
  return { version: 1, issuers: bounded(issuers) };
}

/** @returns one model from two devices': of each count the larger, so that what both know is not counted twice */
export function mergeCorrections(a: Corrections, b: Corrections): Corrections {
  const issuers: Corrections['issuers'] = { ...a.issuers };
  for (const [key, theirs] of Object.entries(b.issuers)) {
    const mine = { ...own(issuers, key) };
    for (const category of CATEGORIES) {
      const [x, y] = [mine[category], theirs[category]];
      if (y) mine[category] = x ? { count: Math.max(x.count, y.count), last: Math.max(x.last, y.last) } : y;
    }
    issuers[key] = mine;
  }
  return { version: 1, issuers: bounded(issuers) };
}

/**
 * What a document of this issuer is, by what was corrected before (10, evidence 4).
 * @returns null where nothing was; corrections that disagree give the newest, less sure
 */
export function correctedCategory(model: Corrections, issuer: PartyMarks): Proposal | null {
  for (const key of partyKeys(issuer)) {
    const known = own(model.issuers, key);
    if (!known) continue;
    const counts = CATEGORIES.flatMap((category) => (known[category] ? [{ category, ...known[category] }] : []));
    const [latest] = counts.toSorted((a, b) => b.last - a.last || b.count - a.count || (a.category < b.category ? -1 : 1));
    if (!latest) continue;
    const all = counts.reduce((sum, { count }) => sum + count, 0);
    const share = latest.count / all;
    const confidence = share === 1 ? Math.min(0.97, 0.8 + 0.06 * (latest.count - 1)) : 0.5 + 0.3 * share;
    return { category: latest.category, confidence, evidence: { from: 'correction', words: [key] } };
  }
  return null;
}

/**
 * The proposal of a document, corrections taken into account: one of them is never overridden by a lesser signal.
 * @param proposal from structure, words or name; null when there is none
 * @param structural whether the file itself says what it is, of whatever issuer: then nothing was to be learnt
 */
export function withCorrections(proposal: Proposal | null, model: Corrections, issuer: PartyMarks, structural = false): Proposal | null {
  return structural ? proposal : (correctedCategory(model, issuer) ?? proposal);
}

function own(issuers: Corrections['issuers'], key: string): Corrections['issuers'][string] | undefined {
  return Object.hasOwn(issuers, key) ? issuers[key] : undefined;
}

function latestOf(known: Corrections['issuers'][string]): number {
  return Math.max(0, ...Object.values(known).map(({ last }) => last));
}

function newest({ issuers }: Corrections): number {
  return Object.values(issuers).reduce((most, known) => Math.max(most, latestOf(known)), 0);
}

function bounded(issuers: Corrections['issuers']): Corrections['issuers'] {
  const all = Object.entries(issuers);
  if (all.length <= MOST_ISSUERS) return issuers;
  const kept = all.toSorted(([x, a], [y, b]) => latestOf(b) - latestOf(a) || (x < y ? -1 : 1)).slice(0, MOST_ISSUERS);
  return Object.fromEntries(kept);
}
