/**
 * Healing after a restore (R101): a server that came back from a backup says so by a signed act, and devices hand back the
 * entries of the log that it lost.
 *
 * POST /api/v1/heal   frame of HealRequest, the entries' bytes after it -> HealAnswer
 *
 * Each entry travels with the proof it was served with: the server's own, over every fact and the bytes, under the firm's
 * key. So the sender is not trusted with anything: neither author, nor number, nor time, nor contents.
 */
import * as v from 'valibot';
import { Redaction, REDACTIONS_AT_ONCE } from './redaction.ts';

export const HEAL_PATH = '/api/v1/heal';
/** Entries of one request. */
export const HEALED_AT_ONCE = 500;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const shortText = v.pipe(v.string(), v.maxLength(300));
const epoch = v.pipe(v.string(), v.maxLength(64));

/** The act by which a restored log goes on under another epoch. Of `from`, it has the entries up to `cursor` and no other. */
export const RestoreAct = v.object({
  firm: v.string(),
  epoch,
  from: epoch,
  cursor: count,
  /** Hash of the entry at `cursor`. */
  head: v.pipe(v.string(), v.maxLength(64)),
  at: count,
  /** The moment the backup shows, milliseconds. */
  backupAt: count,
  why: v.pipe(v.string(), v.maxLength(200)),
  keyId: v.string(),
  signature: v.string(),
});
export type RestoreAct = v.InferOutput<typeof RestoreAct>;

/** The exact text of an act that Ed25519 signs: one line a fact, under a domain separator of its own. */
export function restoreActText(act: Omit<RestoreAct, 'signature'>): string {
  return ['navette-epoch-v1', act.firm, act.epoch, act.from, act.cursor, act.head, act.at, act.backupAt, act.why, act.keyId, ''].join('\n');
}

/**
 * How far the log of `epoch` is the present one's too.
 * @param acts every restore of the present log, the oldest first
 * @returns a cursor; 0 for an epoch the present log does not come from
 */
export function keptUpTo(acts: readonly Pick<RestoreAct, 'from' | 'cursor'>[], epoch: string): number {
  let kept: number | undefined;
  for (const { from, cursor } of acts) kept = from === epoch ? cursor : kept === undefined ? undefined : Math.min(kept, cursor);
  return kept ?? 0;
}

/** An entry as it was served in epoch `epoch`, with its proof. */
export const HandedBack = v.object({
  epoch,
  cursor: count,
  room: shortText,
  id: v.pipe(v.string(), v.maxLength(64)),
  author: v.pipe(v.string(), v.maxLength(64)),
  device: count,
  counter: v.nullable(count),
  at: count,
  proof: v.pipe(v.string(), v.maxLength(64)),
  size: count,
});
export type HandedBack = v.InferOutput<typeof HandedBack>;

export const HealRequest = v.object({
  device: count,
  /** The epoch they are handed back to. */
  epoch,
  entries: v.pipe(v.array(HandedBack), v.maxLength(HEALED_AT_ONCE)),
  /** Of those of the entries that erase something: the server may have lost its own word too. */
  redactions: v.optional(v.pipe(v.array(Redaction), v.maxLength(REDACTIONS_AT_ONCE)), []),
});
export type HealRequest = v.InferOutput<typeof HealRequest>;

export const HEAL_REFUSALS = ['no-proof', 'forbidden', 'malformed', 'conflict'] as const;

/**
 * What became of one entry: back in the log; there already; in want of others that are not back yet, to be tried again;
 * or refused, and kept where it is.
 */
export const HealResult = v.variant('status', [
  v.object({ id: v.string(), status: v.picklist(['healed', 'known', 'gap']) }),
  v.object({ id: v.string(), status: v.literal('refused'), reason: v.picklist(HEAL_REFUSALS) }),
]);
export type HealResult = v.InferOutput<typeof HealResult>;

/** No results when the log goes on under another epoch than the request's. */
export const HealAnswer = v.object({ epoch, results: v.array(HealResult) });
export type HealAnswer = v.InferOutput<typeof HealAnswer>;
