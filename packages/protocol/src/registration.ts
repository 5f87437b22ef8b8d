/**
 * Registration of a product (R001 to R050): what the firm publishes to those it registers, and the commands around it.
 *
 * Nothing here exists for somebody the firm invited: no record stands in their room, and every command says "closed" (G1).
 */
import * as v from 'valibot';
import { BUSINESS_TYPES, EMPTY_DETAILS, LEGAL_FORMS, LONGEST_DETAIL, type RegistrationDetails } from '@navette/domain/registration/details';
import { IDENTIFICATION } from '@navette/domain/registration/identification';
import { MOST_LAUNCHES } from '@navette/domain/registration/launches';
import { EDITIONS } from '@navette/domain/registration/products';
import { SUPPORT_OFFERS } from '@navette/domain/registration/support';
import { base64UrlToBytes, bytesToBase64Url } from '@navette/kernel/bytes';
import { isId, type DossierId, type FirmId } from '@navette/kernel/ids';
import { defineCommand } from './account-commands.ts';

const id = <T extends string>() =>
  v.pipe(
    v.string(),
    v.check(isId),
    v.transform((text) => text as T),
  );
const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const named = (longest: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(longest));
const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/), v.isoDate());
const launches = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MOST_LAUNCHES));
const licence = v.pipe(v.string(), v.regex(/^\d{9}$/));
const clientCode = v.pipe(v.string(), v.regex(/^[A-Z0-9]{3,20}$/));
const identification = v.pipe(v.string(), v.regex(IDENTIFICATION));
const code = v.pipe(v.string(), v.regex(/^[A-Z0-9]{2,12}$/));
const version = v.pipe(v.string(), v.regex(/^\d{1,4}(?:\.\d{1,4}){0,3}$/));
/** Known to the installation and to the server's hash of it alone: whoever shows it is the one who registered. */
const secret = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));
const edition = v.picklist(EDITIONS);
const reason = text(500);

/* ---- what stands in the account room of those who are registered ---------------------------------------------------- */

/** The signed activation as it travels: in a room, in an answer, in a file. */
export const SignedActivation = v.object({
  firm: id<FirmId>(),
  licence,
  product: code,
  version,
  clientCode,
  edition,
  issued: day,
  until: v.nullable(day),
  keyId: text(64),
  /** Ed25519 over `activationText`, base64url. */
  signature: v.pipe(v.string(), v.regex(/^[\w-]{80,100}$/)),
});
export type SignedActivation = v.InferOutput<typeof SignedActivation>;

const product = v.object({ name: named(60), code, version });
const contact = v.object({ service: text(120), address: text(200), phone: text(40), fax: text(40), email: text(254) });
const terms = v.object({ version: text(60), text: text(60_000) });
const processor = v.nullable(v.object({ name: text(120), country: text(60) }));
const season = v.nullable(v.object({ name: named(60), from: day, to: day, announced: day }));

/** The firm as it registers: under the key `registrar`. */
export const Registrar = v.object({
  v: v.literal(1),
  firm: v.object({ id: id<FirmId>(), name: text(120) }),
  product,
  allowance: launches,
  contact,
  terms,
  processor,
  offer: v.nullable(v.picklist(SUPPORT_OFFERS)),
  season,
  /** Checks activations without a network; a key of its own, not that of receipts (K3). */
  activationKey: v.object({ keyId: text(64), publicKey: text(64) }),
  /** Those it has followed: what they signed stays good. Never one that was stolen. */
  formerKeys: v.optional(v.pipe(v.array(v.object({ keyId: text(64), publicKey: text(64) })), v.maxLength(200)), []),
});
export type Registrar = v.InferOutput<typeof Registrar>;

export const REGISTRATION_STATES = ['none', 'received', 'refused', 'issued'] as const;
export type RegistrationState = (typeof REGISTRATION_STATES)[number];

/** The licence of a dossier, under `registration/<dossier>`; null once the firm has turned registration off. */
export const DossierLicence = v.nullable(
  v.object({
    v: v.literal(1),
    edition,
    clientCode: v.optional(clientCode),
    /** Launches of the present version that the server counted, and the last day of them. */
    used: launches,
    last: v.nullable(day),
    state: v.picklist(REGISTRATION_STATES),
    /** Moment of that state. */
    at: v.nullable(moment),
    reason: v.optional(reason),
    /** The key, come back by itself (R045); of an older version, it stays until the new one comes (R023). */
    activation: v.nullable(SignedActivation),
  }),
);
export type DossierLicence = v.InferOutput<typeof DossierLicence>;

/* ---- the form ---------------------------------------------------------------------------------------------------- */

const detail = text(LONGEST_DETAIL);
const fields = Object.fromEntries(Object.keys(EMPTY_DETAILS).map((field) => [field, detail])) as Record<
  keyof RegistrationDetails,
  typeof detail
>;
/** As `tidyDetails` gives it; the server looks at every field again. */
export const Details = v.object({
  ...fields,
  existingCustomer: v.boolean(),
  legalForm: v.picklist(['', ...LEGAL_FORMS]),
  businessType: v.picklist(['', ...BUSINESS_TYPES]),
  recommended: v.boolean(),
});

const installation = v.object({ identification, since: day });
const sentProduct = v.object({ code, version });

/* ---- commands of the assistant ------------------------------------------------------------------------------------- */

/** Whether this server registers the one who asks, and what the assistant has to say then. */
export const RegistrationInfo = defineCommand(
  'registration-info',
  v.object({ dossier: v.nullable(id<DossierId>()) }),
  v.variant('status', [v.object({ status: v.literal('open'), registrar: Registrar }), v.object({ status: v.literal('closed') })]),
);

/** A company by its SIRET, from the State's register (R015, R019). `unreachable` keeps nobody from going on (R020). */
export const CompanyLookup = defineCommand(
  'company-lookup',
  v.object({ siret: v.pipe(v.string(), v.regex(/^\d{14}$/)), dossier: v.nullable(id<DossierId>()) }),
  v.variant('status', [
    v.object({
      status: v.literal('found'),
      company: v.object({
        name: detail,
        address: detail,
        town: detail,
        ape: v.nullable(v.pipe(v.string(), v.regex(/^\d{2}\.\d{2}[A-Z]$/))),
        legalForm: v.nullable(v.picklist(LEGAL_FORMS)),
      }),
    }),
    v.object({ status: v.picklist(['unknown', 'unreachable']) }),
  ]),
);

/** Step 04 (R035). The same form sent twice counts once: `id` and `secret` are the installation's. */
export const RegistrationSend = defineCommand(
  'registration-send',
  v.object({
    id: id<string>(),
    secret,
    dossier: v.nullable(id<DossierId>()),
    details: Details,
    terms: v.object({ version: named(60), at: moment }),
    installation,
    product: sentProduct,
    edition,
    update: v.boolean(),
  }),
  v.variant('status', [
    v.object({ status: v.literal('received'), at: moment }),
    /** The terms or the version moved since the form was begun; or something in it is not filled in. */
    v.object({ status: v.literal('refused'), reason: v.picklist(['closed', 'terms-changed', 'other-version', 'incomplete']) }),
  ]),
);

/** Whether the key is there, for the installation that registered (R045). */
export const RegistrationPoll = defineCommand(
  'registration-poll',
  v.object({ id: id<string>(), secret }),
  v.variant('status', [
    v.object({ status: v.literal('waiting'), since: moment }),
    v.object({ status: v.literal('refused'), reason }),
    v.object({ status: v.literal('issued'), activation: SignedActivation }),
    v.object({ status: v.literal('unknown') }),
  ]),
);

export const KEY_REFUSALS = ['wrong', 'other-version', 'too-many-installations', 'withdrawn'] as const;
/** A typed key (R007): only the server decides. Which of the three numbers was wrong, nobody is told (K1). */
export const KeyCheck = defineCommand(
  'key-check',
  v.object({
    licence,
    key: v.pipe(v.string(), v.regex(/^[A-HJ-NP-Z2-9]{15}$/)),
    clientCode,
    product: sentProduct,
    identification,
  }),
  v.variant('status', [
    v.object({ status: v.literal('accepted'), activation: SignedActivation }),
    v.object({ status: v.literal('refused'), reason: v.picklist(KEY_REFUSALS) }),
  ]),
);

/** A launch, told when there is a network. What the device says can only add to what the server counts itself (K1). */
export const LaunchTold = defineCommand(
  'launch-told',
  v.object({ dossier: id<DossierId>(), launches }),
  v.variant('status', [
    v.object({ status: v.literal('counted'), used: launches, last: v.nullable(day) }),
    v.object({ status: v.literal('not-registered') }),
  ]),
);

/* ---- commands of the firm's administrators -------------------------------------------------------------------------- */

export const Settings = v.object({
  product,
  allowance: launches,
  installations: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1000)),
  contact,
  terms,
  processor,
  offer: v.nullable(v.picklist(SUPPORT_OFFERS)),
  season,
  standAlone: v.boolean(),
});

export const ReceivedRegistration = v.object({
  id: id<string>(),
  at: moment,
  way: v.picklist(['online', 'paper']),
  dossier: v.nullable(v.object({ id: id<DossierId>(), name: text(120) })),
  details: Details,
  installation: v.nullable(installation),
  product: sentProduct,
  edition,
  update: v.boolean(),
  terms: v.nullable(v.object({ version: text(60), at: moment })),
  state: v.picklist(['received', 'refused', 'issued', 'withdrawn']),
  answeredAt: v.nullable(moment),
  reason: v.nullable(reason),
  clientCode: v.nullable(clientCode),
  until: v.nullable(day),
  /** Computers the key was typed on. */
  installations: launches,
});
export type ReceivedRegistration = v.InferOutput<typeof ReceivedRegistration>;

export const RegistrationDesk = defineCommand(
  'registration-desk',
  v.object({}),
  v.object({
    settings: Settings,
    dossiers: v.array(
      v.object({
        id: id<DossierId>(),
        name: text(120),
        clientCode: v.nullable(text(40)),
        /** Null where the firm does not register it. */
        registered: v.nullable(v.object({ edition, used: launches, state: v.picklist(REGISTRATION_STATES) })),
      }),
    ),
    /** Newest first, the waiting ones before all others. */
    registrations: v.pipe(v.array(ReceivedRegistration), v.maxLength(500)),
  }),
);

/** A form that came by post or fax, typed in by the firm (R038). */
export const RegistrationEnter = defineCommand(
  'registration-enter',
  v.object({ id: id<string>(), details: Details, dossier: v.nullable(id<DossierId>()), installation: v.nullable(installation), edition }),
  v.variant('status', [
    v.object({ status: v.literal('received') }),
    v.object({ status: v.literal('refused'), reason: v.picklist(['incomplete', 'unknown-dossier']) }),
  ]),
);

/** The key is shown once, here; the server keeps its hash. Issued again, the former short key is worth nothing. */
export const KeyIssue = defineCommand(
  'key-issue',
  v.object({ registration: id<string>(), clientCode, until: v.nullable(day) }),
  v.variant('status', [
    v.object({ status: v.literal('issued'), key: text(15), letter: v.picklist(['sent', 'failed', 'none']) }),
    v.object({ status: v.literal('refused'), reason: v.picklist(['unknown', 'other-version', 'licence-taken']) }),
  ]),
);

/** Refuses a form, with the reason its sender reads; a key that was issued is withdrawn. */
export const RegistrationRefuse = defineCommand(
  'registration-refuse',
  v.object({ registration: id<string>(), reason: named(500) }),
  v.object({ status: v.picklist(['refused', 'withdrawn', 'unknown']) }),
);

/** The letter that says the key is there, once more. */
export const KeyResend = defineCommand(
  'key-resend',
  v.object({ registration: id<string>() }),
  v.object({ status: v.picklist(['sent', 'too-many', 'failed', 'no-address', 'not-issued']) }),
);

export const RegistrarSet = defineCommand(
  'registrar-set',
  v.object({ settings: Settings }),
  v.variant('status', [
    v.object({ status: v.literal('set') }),
    v.object({
      status: v.literal('refused'),
      problems: v.array(v.picklist(['product', 'allowance', 'installations', 'contact', 'terms', 'processor', 'season'])),
    }),
  ]),
);

/** Turns registration on or off for one dossier (G1). */
export const DossierRegister = defineCommand(
  'dossier-register',
  v.object({ dossier: id<DossierId>(), on: v.boolean(), edition }),
  v.object({ status: v.picklist(['set', 'unknown']) }),
);

/* ---- the signed activation as a text ---------------------------------------------------------------------------------- */

const BEGIN = '-----BEGIN NAVETTE ACTIVATION-----';
const END = '-----END NAVETTE ACTIVATION-----';
/** Characters of a pasted text or a file that is looked at. */
export const LONGEST_BLOCK = 20_000;

/** A block that survives a letter, a chat and a text file. */
export function printActivation(activation: SignedActivation): string {
  const body = bytesToBase64Url(new TextEncoder().encode(JSON.stringify(activation)));
  return [BEGIN, ...(body.match(/.{1,64}/g) ?? []), END, ''].join('\n');
}

/** @param pasted a block with anything around it, quoted or indented @returns undefined for what is no activation of ours */
export function readActivation(pasted: string): SignedActivation | undefined {
  const from = pasted.slice(0, LONGEST_BLOCK).indexOf(BEGIN);
  const to = pasted.slice(0, LONGEST_BLOCK).indexOf(END, from);
  if (from < 0 || to < 0) return undefined;
  const bytes = base64UrlToBytes(pasted.slice(from + BEGIN.length, to).replaceAll(/[\s>|\u00a0]/g, ''));
  if (!bytes) return undefined;
  try {
    const parsed = v.safeParse(SignedActivation, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
