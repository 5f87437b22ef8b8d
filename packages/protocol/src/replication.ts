/**
 * Replication: one request after a cursor brings what changed in every room the person may read; another pushes what
 * waits. Both are idempotent. Bytes of the entries follow the head in one frame (`framing.ts`).
 *
 * The cursor is one number per server and epoch. When the person's rights change (`rights.digest` moves), the server
 * names every scope they may read: the device asks for the new ones from the start (`backfill`) and forgets the lost.
 */
import * as v from 'valibot';
import { RestoreAct } from './healing.ts';
import { Redaction } from './redaction.ts';

/** GET, signed in: a checkpoint alone. A device hears it before it tells anything: whose server this is, in which epoch. */
export const CHECKPOINT_PATH = '/api/v1/checkpoint';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const shortText = v.pipe(v.string(), v.maxLength(300));
const epoch = v.pipe(v.string(), v.maxLength(64));

export const PullRequest = v.object({
  device: count,
  /** Null at first contact. */
  epoch: v.nullable(epoch),
  cursor: count,
  rights: v.nullable(v.pipe(v.string(), v.maxLength(64))),
  /** Scopes to bring from the start, up to the cursor of this answer. */
  backfill: v.pipe(v.array(v.object({ scope: shortText, after: count })), v.maxLength(200)),
});
export type PullRequest = v.InferOutput<typeof PullRequest>;

/** One entry of the log: who wrote what, when, by the server's clock. */
export const LogEntryHead = v.object({
  cursor: count,
  room: shortText,
  seq: count,
  /** Id the writing device gave; a live stock client's is made by the server. */
  id: v.pipe(v.string(), v.maxLength(64)),
  author: v.pipe(v.string(), v.maxLength(64)),
  device: count,
  /** The device's own number of the entry; null for a stock client's and the server's. */
  counter: v.nullable(count),
  /** Milliseconds since 1970; of an entry that was handed back, the time it was first stored. */
  at: count,
  size: count,
  /** The server's word on all of this and the bytes, for the day they are handed back (`healing.ts`). */
  proof: v.pipe(v.string(), v.maxLength(64)),
});
export type LogEntryHead = v.InferOutput<typeof LogEntryHead>;

/** A signed statement of where the log stands: a device never accepts a lower cursor in an epoch (K4). */
export const Checkpoint = v.object({
  firm: v.string(),
  epoch,
  cursor: count,
  head: v.pipe(v.string(), v.maxLength(64)),
  at: count,
  /** The last act of the firm's list of keys (`keys.ts`); absent in statements of before there was a list. */
  keys: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w-]{0,100}$/))),
  keyId: v.string(),
  signature: v.string(),
});
export type Checkpoint = v.InferOutput<typeof Checkpoint>;

export const PullAnswer = v.object({
  epoch,
  /** The device's new cursor once it has stored these entries. */
  cursor: count,
  more: v.boolean(),
  rights: v.nullable(v.object({ digest: v.string(), scopes: v.array(shortText) })),
  entries: v.array(LogEntryHead),
  /** How far each asked scope has come; `done` when it has caught up with `cursor`. */
  backfilled: v.array(v.object({ scope: shortText, after: count, done: v.boolean() })),
  /** Scopes with a room the server cannot read now: what is missing of them is asked for again another time, from `after` of `backfilled`. */
  leftOut: v.optional(v.array(shortText), []),
  /** Of the entries of this page that erase something: the firm's word, and among `entries` what it speaks of, as it is now. */
  redactions: v.optional(v.array(Redaction), []),
  checkpoint: Checkpoint,
  /** To a device that knew another epoch: every restore of this log, the oldest first. */
  restored: v.array(RestoreAct),
  /** Where the log stood in the last verified backup; what is newer is kept by the devices (R101). */
  backedUpTo: v.nullable(Checkpoint),
});
export type PullAnswer = v.InferOutput<typeof PullAnswer>;

export const PushedUpdate = v.object({
  id: v.pipe(v.string(), v.uuid()),
  /** Gapless per device: the same number with other bytes means a copied device (D6). */
  counter: count,
  room: shortText,
  size: count,
});
export const PushRequest = v.object({
  device: count,
  epoch,
  updates: v.pipe(v.array(PushedUpdate), v.maxLength(500)),
});
export type PushRequest = v.InferOutput<typeof PushRequest>;

export const PUSH_REFUSALS = [
  'forbidden',
  'malformed',
  'too-large',
  'foreign-client',
  'delete-the-future',
  'wipe',
  'dangling-origin',
  'shape',
  'struct-too-long',
  'room-full',
] as const;

/**
 * What became of one update. `gap` asks for everything unsent of that room, in order; `later`: the room cannot be written now,
 * the update goes on waiting and the others go on; `refused` goes to the tray.
 */
export const PushResult = v.variant('status', [
  v.object({ id: v.string(), status: v.picklist(['stored', 'known']), at: count }),
  v.object({ id: v.string(), status: v.picklist(['gap', 'later']) }),
  v.object({ id: v.string(), status: v.literal('refused'), reason: v.picklist(PUSH_REFUSALS) }),
]);
export type PushResult = v.InferOutput<typeof PushResult>;

/** No results when the log goes on under another epoch than the request's: nothing was looked at. */
export const PushAnswer = v.object({ epoch, results: v.array(PushResult) });
export type PushAnswer = v.InferOutput<typeof PushAnswer>;

/** The exact text of a checkpoint that Ed25519 signs. */
export function checkpointText(c: Omit<Checkpoint, 'signature'>): string {
  const version = c.keys === undefined ? ['navette-checkpoint-v1'] : ['navette-checkpoint-v2', c.keys];
  return [...version, c.firm, c.epoch, c.cursor, c.head, c.at, c.keyId, ''].join('\n');
}
