/**
 * What a device asks the server to decide at once. Results are published in rooms that only the server writes.
 *
 * POST /api/v1/<command>, JSON, media type and client header of `version.ts`.
 */
import * as v from 'valibot';
import { PROBLEMS } from './version.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** GET /api/v1/about, without sign-in: what a device shows before it trusts a server (N1). */
export const AboutAnswer = v.object({
  firm: v.object({ id: v.string(), name: v.string(), demo: v.boolean() }),
  protocol: count,
  keyId: v.string(),
  /** Ed25519 public key, raw 32 bytes, base64url: receipts and checkpoints are checked with it, offline. */
  publicKey: v.string(),
});
export type AboutAnswer = v.InferOutput<typeof AboutAnswer>;

/** GET /api/auth/get-session: whose session this is; null without one. */
export const SessionAnswer = v.nullable(v.object({ user: v.object({ id: v.string() }) }));

/** `device`: the number this device already has for this person; the answer is another one where the server does not know it. */
export const EnrolRequest = v.object({ label: v.pipe(v.string(), v.maxLength(80)), device: v.optional(count) });
export const EnrolAnswer = v.object({
  device: count,
  user: v.object({ id: v.string(), name: v.string(), email: v.string() }),
  /** When the session ends (R071). */
  until: v.optional(count),
});
export type EnrolAnswer = v.InferOutput<typeof EnrolAnswer>;

/** A ticket opens one socket on one room, once, within 30 seconds (N4). */
export const TicketRequest = v.object({ device: count, room: v.pipe(v.string(), v.maxLength(300)) });
export const TicketAnswer = v.object({ ticket: v.string(), access: v.picklist(['read', 'write']) });
export type TicketAnswer = v.InferOutput<typeof TicketAnswer>;

/** Every error of the API. */
export const ProblemAnswer = v.object({ problem: v.picklist(PROBLEMS), limit: v.optional(count) });
export type ProblemAnswer = v.InferOutput<typeof ProblemAnswer>;
