/**
 * Commands of the move to the single identity (R051-R073), in the order of its steps.
 *
 * `migration-start`      an address -> how it goes on; from an unknown device the same for every address (A1, G20)
 * `migration-identity`   name and password, for an identity that is to be made or changed (R058)
 * `migration-code`       another code (R060)
 * `migration-prove`      the code: the mailbox is this person's
 * `migration-attach`     by the mailbox the firm's notices go to (R062)
 * `migration-claim`      by a client code and a number (R066-R068)
 * `migration-ask-firm`   nothing was found: the firm is asked to confirm
 * `migration-facts`      where the signed-in person stands
 * `migration-administer` the later opt-in of somebody attached by their mailbox (R065)
 * `migration-unplaced`   for the staff: requests whose code and number belong to no dossier
 *
 * `flow` is a secret of the device: whoever has it may go on with this move, and only with the right code or session. A
 * password stands in one message and is kept by nobody but as a hash on the server.
 */
import {
  CODE_SHAPE,
  codeDigits,
  MIGRATION_STEPS,
  normaliseEmail,
  normaliseName,
  PASSWORD_LENGTH,
  referenceKey,
} from '@navette/domain/migration';
import { isId, type DossierId } from '@navette/kernel/ids';
import * as v from 'valibot';
import { defineCommand, SignedIn } from './account-commands.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const shortText = v.pipe(v.string(), v.maxLength(200));
const secret = v.pipe(v.string(), v.regex(/^[\w-]{32}$/));
const dossier = v.pipe(
  v.string(),
  v.check(isId),
  v.transform((id) => id as DossierId),
);
/** What was typed as an address; what comes out is normalised, once and here. */
export const Address = v.pipe(
  v.string(),
  v.maxLength(600),
  v.transform((typed) => normaliseEmail(typed)),
  v.check((address) => address.ok),
  v.transform((address) => (address.ok ? address.value : '')),
);
const PersonName = v.pipe(
  v.string(),
  v.maxLength(600),
  v.transform((typed) => normaliseName(typed) ?? ''),
  v.minLength(1),
);
const Password = v.pipe(v.string(), v.minLength(PASSWORD_LENGTH.least), v.maxLength(PASSWORD_LENGTH.most));
/** Client code, invoice or serial number: as typed; compared by `referenceKey`. */
const Reference = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(60),
  v.check((typed) => referenceKey(typed) !== ''),
);

/** A code under way. `lifetime` and `again` are milliseconds from now: the clock of a device proves nothing. */
const CodeUnderWay = v.object({ id: secret, lifetime: count, again: count });
export type CodeUnderWay = v.InferOutput<typeof CodeUnderWay>;
const FlowOver = v.object({ outcome: v.literal('flow-over') });
const TooMany = v.object({ outcome: v.literal('too-many'), wait: count });

/** What stands next: `password` of an identity that exists, its creation, the code, or the attachment. */
export const NEXT_STEPS = ['password', 'identity', 'code', 'attach'] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

export const migrationStart = defineCommand(
  'migration-start',
  v.object({
    email: Address,
    /** Whom this device believes to be signed in: another session, or none, is said before anything is begun. */
    as: v.nullable(v.pipe(v.string(), v.check(isId))),
  }),
  v.variant('outcome', [
    v.object({
      outcome: v.literal('going-on'),
      flow: secret,
      email: shortText,
      next: v.picklist(NEXT_STEPS),
      code: v.nullable(CodeUnderWay),
    }),
    TooMany,
  ]),
);

export const migrationIdentity = defineCommand(
  'migration-identity',
  v.object({ flow: secret, name: PersonName, password: Password }),
  v.variant('outcome', [
    v.object({ outcome: v.literal('going-on'), next: v.picklist(NEXT_STEPS), code: v.nullable(CodeUnderWay), ...SignedIn }),
    v.object({ outcome: v.literal('weak-password') }),
    TooMany,
    FlowOver,
  ]),
);

export const migrationCode = defineCommand(
  'migration-code',
  v.object({ flow: secret }),
  v.variant('outcome', [v.object({ outcome: v.literal('sent'), code: CodeUnderWay }), TooMany, FlowOver]),
);

export const migrationProve = defineCommand(
  'migration-prove',
  v.object({ flow: secret, id: secret, code: v.pipe(v.string(), v.maxLength(40), v.transform(codeDigits), v.regex(CODE_SHAPE)) }),
  v.variant('outcome', [
    v.object({ outcome: v.literal('proved'), next: v.picklist(NEXT_STEPS) }),
    v.object({ outcome: v.literal('wrong'), triesLeft: count }),
    v.object({ outcome: v.literal('spent') }),
    FlowOver,
  ]),
);

/** The right that was given, in words for the person (`@navette/domain/profiles`). */
export const PROFILES = ['kept', 'default', 'newcomers', 'own-papers', 'administrator', 'administrator-to-confirm'] as const;

const Attached = v.object({
  outcome: v.literal('attached'),
  dossier,
  company: shortText,
  profile: v.picklist(PROFILES),
  /** Who administers the company's users, when it is somebody else (G4). */
  administrator: v.nullable(shortText),
});
const ToDecide = v.object({ outcome: v.literal('to-decide') });

export const migrationAttach = defineCommand(
  'migration-attach',
  v.object({}),
  v.variant('outcome', [
    Attached,
    ToDecide,
    /** Nothing is known of this address: a client code and a number are asked for (R066). */
    v.object({ outcome: v.literal('to-claim') }),
    /** A member of the firm: no company to be attached to. */
    v.object({ outcome: v.literal('firm') }),
  ]),
);

const Claim = { clientCode: Reference, number: Reference };

export const migrationClaim = defineCommand(
  'migration-claim',
  v.object({
    ...Claim,
    /** Made by the device: the same claim sent twice counts once. */
    id: v.pipe(v.string(), v.check(isId)),
    /** The version that was read and accepted (R067). */
    terms: v.pipe(v.string(), v.maxLength(40)),
    /** Milliseconds it waited for a network; 0 when it was typed with one (G4). */
    waited: count,
  }),
  v.variant('outcome', [
    Attached,
    /** One answer for a wrong code and a wrong number: neither tells of the other (A7). */
    v.object({ outcome: v.literal('not-found') }),
    TooMany,
    /** The terms have changed: these are to be read. */
    v.object({ outcome: v.literal('terms-changed') }),
    ToDecide,
  ]),
);

export const migrationAskFirm = defineCommand('migration-ask-firm', v.object({ ...Claim }), v.variant('outcome', [ToDecide, TooMany]));

const Terms = v.object({
  version: v.pipe(v.string(), v.maxLength(40)),
  date: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)),
  articles: v.pipe(
    v.array(v.object({ title: v.pipe(v.string(), v.maxLength(200)), text: v.pipe(v.string(), v.maxLength(8000)) })),
    v.maxLength(60),
  ),
});

export const migrationFacts = defineCommand(
  'migration-facts',
  v.object({}),
  v.object({
    step: v.picklist(MIGRATION_STEPS),
    email: shortText,
    /** Moment of the last change of the step. */
    since: count,
    /** How long this sign-in holds, milliseconds (R071). */
    session: count,
    /** What the firm has to decide, or the reason it said no last. */
    waitsFor: v.nullable(v.picklist(['no-match', 'several-companies'])),
    refused: v.nullable(shortText),
    dossiers: v.array(
      v.object({
        id: dossier,
        name: shortText,
        clientCode: v.nullable(shortText),
        attached: v.nullable(v.picklist(['automatic', 'manual', 'invited', 'firm'])),
        /** Whether this person may make themselves administrator (R065). */
        mayAdminister: v.boolean(),
        administrator: v.nullable(v.object({ self: v.boolean(), name: shortText, confirmed: v.boolean() })),
      }),
    ),
    terms: Terms,
    /** Of a demonstration alone: what to type, since nobody has its invoices. */
    demo: v.nullable(v.object(Claim)),
  }),
);

export const migrationAdminister = defineCommand(
  'migration-administer',
  v.object({ dossier }),
  v.variant('outcome', [
    v.object({ outcome: v.literal('administrator') }),
    /** Somebody was before: who it is (G4). */
    v.object({ outcome: v.literal('somebody-else'), name: shortText }),
    v.object({ outcome: v.literal('not-yours') }),
  ]),
);

export const migrationUnplaced = defineCommand(
  'migration-unplaced',
  v.object({}),
  v.object({
    decisions: v.array(
      v.object({
        id: v.string(),
        user: v.string(),
        name: shortText,
        email: shortText,
        at: count,
        clientCode: shortText,
        number: shortText,
      }),
    ),
  }),
);
