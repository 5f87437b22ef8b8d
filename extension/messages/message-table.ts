/**
 * Every message the background answers: who may send it and what it may hold. There is no other way in.
 *
 * Schemas are closed: an unknown field refuses the message. Nothing here names an origin, an address or an act on the
 * firm's data for a visited page: from any site one may offer a capture, say that it failed, and open our own panel (M1).
 */
import { CAPTURE_PROBLEMS } from '@navette/device/model';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { isBlobHash, isId, type BlobHash, type DocumentId, type DossierId } from '@navette/kernel/ids';
import { COMMAND_NAME } from '@navette/protocol/account-commands';
import * as v from 'valibot';
import type { Caller } from './callers.ts';

const capture = v.pipe(
  v.string(),
  v.check(isId),
  v.transform((text) => text as DocumentId),
);
const dossier = v.pipe(
  v.string(),
  v.check(isId),
  v.transform((text) => text as DossierId),
);
const hash = v.pipe(
  v.string(),
  v.check(isBlobHash),
  v.transform((text) => text as BlobHash),
);
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const piece = v.pipe(
  v.instance(Blob),
  v.check((blob) => blob.size <= DEFAULT_LIMITS.messageChunkBytes),
);
const shortText = v.pipe(v.string(), v.maxLength(320));
const commandName = v.pipe(v.string(), v.maxLength(60), v.regex(COMMAND_NAME));
const commandBody = v.record(v.string(), v.unknown());
const empty = v.strictObject({});

const PAGE: readonly Caller[] = ['page'];
const INJECTED: readonly Caller[] = ['portal', 'anySite'];

export const MESSAGES = {
  /** One piece of a file on its way to this device; sent again until the answer lists nothing missing. */
  'capture-piece': {
    callers: INJECTED,
    schema: v.strictObject({
      capture,
      index: v.pipe(count, v.maxValue(1000)),
      count: v.pipe(count, v.minValue(1), v.maxValue(1000)),
      size: count,
      name: v.pipe(v.string(), v.maxLength(500)),
      way: v.picklist(['drop', 'pick', 'link', 'page', 'banner', 'paste']),
      bytes: piece,
    }),
  },
  /** The script that fetched a link in its own page could not: the placeholder keeps the reason. */
  'capture-failed': { callers: INJECTED, schema: v.strictObject({ capture, reason: v.picklist(CAPTURE_PROBLEMS) }) },
  /** Opens our panel beside the page, nothing more. */
  'open-panel': { callers: INJECTED, schema: empty },

  /** "Plus tard" on the quick-deposit banner: until the browser is closed. The yellow one has no such message (R054). */
  'dismiss-deposit-banner': { callers: ['portal'], schema: empty },
  /** "Reprendre" on the yellow banner: opens our own page. */
  'resume-migration': { callers: ['portal'], schema: empty },
  /** The portal's account changed: a hint to look, with nothing in it (M3). */
  'account-changed': { callers: ['portal'], schema: empty },

  /** "Déposer cette page" from the popup, on the tab it was opened over. */
  'deposit-tab': { callers: PAGE, schema: v.strictObject({ tab: count }) },
  /** Fetches a failed capture again from the background, after the person allowed its site. */
  'fetch-capture': { callers: PAGE, schema: v.strictObject({ capture }) },
  /** Which portal our banners would stand on, and whether they may. */
  'portal-access': { callers: PAGE, schema: empty },
  /** The person allowed or withdrew a site: banners follow. */
  'permissions-changed': { callers: PAGE, schema: empty },
  'sync-now': { callers: PAGE, schema: empty },
  /** A ticket for one live socket on one room: the token stays in the background. */
  'live-ticket': { callers: PAGE, schema: v.strictObject({ room: shortText }) },
  'bring-blob': { callers: PAGE, schema: v.strictObject({ dossier, hash }) },
  /** What people who have left handed in, for the firm's side; an answer to one of them goes first. */
  'firm-tray': {
    callers: PAGE,
    schema: v.strictObject({ answer: v.optional(v.strictObject({ n: count, how: v.picklist(['deposited', 'filed']) })) }),
  },
  'look-up-server': { callers: PAGE, schema: v.strictObject({ origin: shortText }) },
  /** The person compared a server's new fingerprint with what the firm gave them. */
  'trust-key': { callers: PAGE, schema: v.strictObject({ origin: shortText, keyId: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)) }) },
  'sign-in': {
    callers: PAGE,
    schema: v.strictObject({ origin: shortText, email: shortText, password: v.pipe(v.string(), v.maxLength(128)) }),
  },
  /** A command of `@navette/protocol`, for the page to read the answer of; `at` is null for the signed-in person's server. */
  command: { callers: PAGE, schema: v.strictObject({ name: commandName, body: commandBody, at: v.nullable(shortText) }) },
  /** The same, when the answer may sign somebody in: the token stays in the background. */
  'sign-in-by': { callers: PAGE, schema: v.strictObject({ name: commandName, body: commandBody, origin: shortText }) },
  /** Another firm comes to the front: its store, its server; nothing is asked of the network. */
  'switch-firm': { callers: PAGE, schema: v.strictObject({ firm: shortText }) },
  /** Of the firm named, so that said twice it is done once; or of all of them. */
  'sign-out': { callers: PAGE, schema: v.strictObject({ choice: v.picklist(['keep', 'erase']), firm: shortText }) },
} as const satisfies Record<string, { callers: readonly Caller[]; schema: v.GenericSchema }>;

export type MessageType = keyof typeof MESSAGES;
export type MessageBody<T extends MessageType> = v.InferOutput<(typeof MESSAGES)[T]['schema']>;
/** What a sender writes: the same without brands. */
export type MessageInput<T extends MessageType> = v.InferInput<(typeof MESSAGES)[T]['schema']>;

/** What a script in a visited page may hear back: accepted or refused, and where its own transfer stands (M1). */
export const SiteAnswer = v.variant('status', [
  v.object({
    status: v.literal('ok'),
    /** Pieces still to be sent; none left means saved on this computer. */
    missing: v.optional(v.array(count)),
  }),
  v.object({ status: v.literal('refused'), reason: v.pipe(v.string(), v.maxLength(40)), limit: v.optional(count) }),
]);
export type SiteAnswer = v.InferOutput<typeof SiteAnswer>;
