/**
 * The follow-up of sendings: what a payroll or tax product posts (R070, R072), and the API keys it shows (R160).
 *
 * Products speak plain HTTP (docs/api-sendings.md); keys are managed by commands. What a product says of time is claimed:
 * the server puts its own beside it (K6).
 */
import { plainText } from '@navette/kernel/display-name';
import { isId, type DossierId } from '@navette/kernel/ids';
import { SENDING_KINDS, SENDING_STATES } from '@navette/rooms/records';
import * as v from 'valibot';
import { defineCommand } from './account-commands.ts';

export const SENDINGS_PATH = '/api/v1/sendings';
/** Bytes of what a product posts at once. */
export const SENDING_BYTES = 16 * 1024;
/** An API key as it is shown once: 256 bits. */
export const API_KEY = /^nvk_[A-Za-z0-9_-]{43}$/;

/** Text of a product: as plain text it has between one character and `longest`. */
const words = (longest: number) =>
  v.pipe(v.string(), v.maxLength(longest * 2), v.transform(plainText), v.minLength(1), v.maxLength(longest));
const digits = (exactly: RegExp) =>
  v.pipe(
    v.string(),
    v.maxLength(30),
    v.transform((text) => text.replaceAll(/[\s\u00a0\u202f]/g, '')),
    v.regex(exactly),
  );
/** How the product calls its sending. It stands in an address, so that it holds neither slash nor space. */
export const SENDING_REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/;
const reference = v.pipe(v.string(), v.regex(SENDING_REFERENCE));
const dossierId = v.pipe(
  v.string(),
  v.check(isId),
  v.transform((text) => text as DossierId),
);
const instant = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((text) => Date.parse(text)),
  v.safeInteger(),
  v.minValue(0),
);

const PostedState = v.pipe(
  v.strictObject({
    state: v.picklist(SENDING_STATES),
    /** By the product's clock. */
    at: instant,
    detail: v.optional(words(500)),
  }),
  // A rejection without its reason helps nobody.
  v.check(({ state, detail }) => state !== 'rejected' || detail !== undefined),
);
export type PostedState = v.InferOutput<typeof PostedState>;

/** Of which company: one of three, looked for among the dossiers of the key and nowhere else. */
const PostedCompany = v.union([
  v.strictObject({ siren: digits(/^\d{9}$/) }),
  v.strictObject({ siret: digits(/^\d{14}$/) }),
  v.strictObject({ clientCode: words(40) }),
]);
export type PostedCompany = v.InferOutput<typeof PostedCompany>;

/** POST /api/v1/sendings: makes the sending of this reference, or tells how far it has come. Posted twice it counts once. */
export const PostedSending = v.strictObject({
  company: PostedCompany,
  reference,
  kind: v.picklist(SENDING_KINDS),
  title: words(200),
  recipient: words(120),
  period: v.pipe(v.string(), v.regex(/^\d{4}(?:-(?:0[1-9]|1[0-2]))?$/)),
  states: v.pipe(v.array(PostedState), v.minLength(1), v.maxLength(10)),
  /** The reference of the sending that this one puts right, of the same company. */
  corrects: v.optional(reference),
});
export type PostedSending = v.InferOutput<typeof PostedSending>;

export const SENDING_REFUSALS = [
  /** No such company for this key: unknown, or another's. */
  'unknown-company',
  /** Several dossiers have this SIREN: the client code tells them apart. */
  'several-companies',
  /** The reference is that of a sending of another kind or period. */
  'other-sending',
  /** Accepted or rejected already: only a sending that corrects it goes on. */
  'final',
  'unknown-correction',
] as const;
export type SendingRefusal = (typeof SENDING_REFUSALS)[number];

/** A sending as its product hears of it. Moments are ISO 8601. */
export const SendingReport = v.object({
  reference: v.string(),
  kind: v.picklist(SENDING_KINDS),
  period: v.string(),
  /** In force. */
  state: v.picklist(SENDING_STATES),
  states: v.array(
    v.object({
      state: v.picklist(SENDING_STATES),
      receivedAt: v.string(),
      claimedAt: v.optional(v.string()),
      detail: v.optional(v.string()),
    }),
  ),
  corrects: v.optional(v.string()),
});
export type SendingReport = v.InferOutput<typeof SendingReport>;

export const PostedAnswer = v.object({
  outcome: v.picklist(['created', 'updated', 'unchanged']),
  /** States that came after a later one was known: left out. */
  late: v.array(v.picklist(SENDING_STATES)),
  sending: SendingReport,
});
export type PostedAnswer = v.InferOutput<typeof PostedAnswer>;

/** GET /api/v1/sendings/<reference>: one a company of the key that knows the reference. */
export const SendingsAnswer = v.object({ sendings: v.array(SendingReport) });

/* ---- API keys ---------------------------------------------------------------------------------------------------- */

const named = v.object({ id: dossierId, name: v.string() });

export const ApiKeyView = v.object({
  id: v.string(),
  name: v.string(),
  product: v.string(),
  /** The last four characters, to tell keys apart. */
  hint: v.string(),
  /** Null for a key of the firm. */
  company: v.nullable(named),
  /** `all`: every dossier its maker may see. */
  dossiers: v.union([v.literal('all'), v.array(named)]),
  by: v.string(),
  at: v.number(),
  usedAt: v.nullable(v.number()),
  /** `idle`: whoever made it has no right on any of its dossiers any more. */
  state: v.picklist(['active', 'idle', 'revoked']),
  revokedAt: v.nullable(v.number()),
});
export type ApiKeyView = v.InferOutput<typeof ApiKeyView>;

/** The keys this person answers for, the newest first, and what they may make keys for. */
export const listApiKeys = defineCommand(
  'api-keys',
  v.strictObject({}),
  v.object({
    keys: v.array(ApiKeyView),
    /** The firm's dossiers that a key of theirs may reach; null where they make no key of the firm. */
    firm: v.nullable(v.array(named)),
    /** The companies that they administer. */
    companies: v.array(named),
  }),
);

export const createApiKey = defineCommand(
  'create-api-key',
  v.strictObject({
    name: words(60),
    product: words(60),
    scope: v.variant('owner', [
      v.strictObject({
        owner: v.literal('firm'),
        dossiers: v.union([v.literal('all'), v.pipe(v.array(dossierId), v.minLength(1), v.maxLength(1000))]),
      }),
      v.strictObject({ owner: v.literal('company'), dossier: dossierId }),
    ]),
  }),
  v.variant('outcome', [
    /** `key` is shown now and never again. */
    v.object({ outcome: v.literal('created'), key: v.pipe(v.string(), v.regex(API_KEY)), view: ApiKeyView }),
    v.object({ outcome: v.literal('too-many'), limit: v.number() }),
  ]),
);

/** At once: the next request with it is refused. */
export const revokeApiKey = defineCommand(
  'revoke-api-key',
  v.strictObject({ id: v.pipe(v.string(), v.check(isId)) }),
  v.object({ outcome: v.literal('revoked') }),
);
