/**
 * What stands in each kind of room: the records, schema first.
 *
 * A room's document has one root map. A record written once is one flat value under its id; what changes later is a
 * small key beside it (`<id>/decision`). Author, device and time are those of the log entry, never a field (R10).
 * Readers never throw: what does not parse is kept in the room and reported as unreadable (R7, R8).
 */
import * as v from 'valibot';
import { SECURED_MODULES } from '@navette/domain/membership';
import { isBox, isHolder, type Box, type Holder } from '@navette/domain/boxes';
import { DOCUMENT_KINDS } from '@navette/domain/document-kinds';
import { MIGRATION_STEPS } from '@navette/domain/migration';
import { REMIND_AFTER_LIMITS } from '@navette/domain/migration-follow-up';
import { isId, type DocumentId, type DossierId, type FirmId, type UserId } from '@navette/kernel/ids';
import { FileFacts, Movement, Source } from './document-records.ts';
import { day, hash, id, moment, size, text } from './fields.ts';
import type { RoomKind } from './room-names.ts';

const kind = v.picklist(DOCUMENT_KINDS);
const box = v.custom<Box>((name) => typeof name === 'string' && isBox(name));
const holder = v.custom<Holder>((name) => typeof name === 'string' && isHolder(name));

/** A document given to the dossier, by the client (deposits) or by the staff for them (processing). */
export const Deposit = v.object({
  v: v.literal(1),
  hash,
  size,
  /** Media type read from the bytes. */
  type: text(120),
  name: text(200),
  kind,
  comment: v.optional(text(2000)),
  /** Origin and path of the page it came from. */
  origin: v.optional(text(500)),
  /** The device's clock at capture: claimed, never proof. */
  captured: moment,
  /** The request this answers. */
  answers: v.optional(id<string>()),
  /** What the device read in it when it was given. */
  facts: v.optional(FileFacts),
  /** The documents it was made from. */
  from: v.optional(Source),
});
export type Deposit = v.InferOutput<typeof Deposit>;

export const Withdrawal = v.object({ v: v.literal(1), reason: v.optional(text(500)) });

/**
 * A change of one field is an act of its own (key `<document>/kind~<act>`) that names the acts it replaces: two acts that
 * do not replace each other are a conflict to show, not a race to win (R9).
 */
export const KindAct = v.object({ v: v.literal(1), value: kind, replaces: v.pipe(v.array(text(40)), v.maxLength(32)) });
export type KindAct = v.InferOutput<typeof KindAct>;
export const KIND_ACT = 'kind~';

export const TakenIn = v.object({ v: v.literal(1) });

/** Accepting copies the deposit: a later edit on the client's side changes nothing that was accepted. */
export const Decision = v.variant('verdict', [
  v.object({ v: v.literal(1), verdict: v.literal('accepted'), copy: Deposit }),
  v.object({ v: v.literal(1), verdict: v.literal('refused'), reason: text(500) }),
]);
export type Decision = v.InferOutput<typeof Decision>;

export const DocumentRequest = v.object({
  v: v.literal(1),
  title: text(200),
  detail: v.optional(text(500)),
  due: v.optional(day),
  kind,
  /** The list it came from, such as "Bilan 2026". */
  list: v.optional(text(80)),
  /** Days between two reminders, none where absent. */
  every: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(90))),
  /** Asked for one movement of a bank statement. */
  movement: v.optional(Movement),
});
export type DocumentRequest = v.InferOutput<typeof DocumentRequest>;

/** By the firm alone: with the document it accepted, or without. Null asks again. */
export const RequestClosed = v.nullable(v.object({ v: v.literal(1), by: v.optional(id<DocumentId>()) }));
export type RequestClosed = v.InferOutput<typeof RequestClosed>;

export const Comment = v.object({ v: v.literal(1), about: id<DocumentId>(), text: text(4000), replyTo: v.optional(id<string>()) });
export type Comment = v.InferOutput<typeof Comment>;

export const Receipt = v.object({
  v: v.literal(1),
  firm: id<FirmId>(),
  dossier: id<DossierId>(),
  box: holder,
  hash,
  size,
  at: moment,
  uploader: id<UserId>(),
  cursor: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  head: text(64),
  verdict: v.picklist(['not-scanned', 'clean', 'infected']),
  renewed: v.exactOptional(moment),
  keyId: text(64),
  /** Ed25519 over `receiptText`, base64url. */
  signature: text(120),
});
export type Receipt = v.InferOutput<typeof Receipt>;

/**
 * Beside a receipt, under `<hash>/erased`: the file it attests was erased by the firm, and why (K5). The receipt stays the proof that
 * it arrived.
 */
export const FileErased = v.object({ v: v.literal(1), at: moment, why: text(200) });
export type FileErased = v.InferOutput<typeof FileErased>;
export const ERASED = '/erased';

export const AccountMe = v.object({
  v: v.literal(1),
  name: text(120),
  email: text(254),
  title: v.optional(text(120)),
  /** Among the firm's own people; administrators assign dossiers (G24). */
  firmRole: v.optional(v.picklist(['admin', 'staff'])),
});
export const AccountFirm = v.object({
  v: v.literal(1),
  id: id<FirmId>(),
  name: text(120),
  demo: v.boolean(),
  /** Days without news after which a reminder of the migration is due, where the firm set them. */
  remindAfter: v.optional(v.pipe(v.number(), v.integer(), v.minValue(REMIND_AFTER_LIMITS.least), v.maxValue(REMIND_AFTER_LIMITS.most))),
});
export const AccountMigration = v.object({ v: v.literal(1), step: v.picklist(MIGRATION_STEPS) });
/** How the person comes in, for their own page: no secret, no code. */
export const AccountSecurity = v.object({
  v: v.literal(1),
  password: v.boolean(),
  /** Since when an authenticator application is in use. */
  totp: v.nullable(moment),
  passkeys: v.pipe(v.array(v.object({ id: text(1400), name: text(60), added: moment })), v.maxLength(20)),
  recoveryCodes: size,
  /** Their role asks for a second factor (A4, R197). */
  wanted: v.boolean(),
  /** Identity providers linked to them. */
  providers: v.pipe(v.array(v.object({ id: text(40), name: text(40) })), v.maxLength(10)),
});
export type AccountSecurity = v.InferOutput<typeof AccountSecurity>;
export const AccountPerson = v.object({
  v: v.literal(1),
  name: text(120),
  side: v.picklist(['client', 'staff']),
  title: v.optional(text(120)),
});
export const ClientRightRecord = v.object({
  side: v.literal('client'),
  deposit: v.array(box),
  read: v.array(box),
  archive: v.array(box),
  accounts: v.picklist(['none', 'read', 'write']),
  admin: v.boolean(),
  secured: v.exactOptional(v.array(v.picklist(SECURED_MODULES))),
});
const dossierRight = v.variant('side', [v.object({ side: v.literal('staff') }), ClientRightRecord]);
/** A dossier the person may open; a removed one is set to null, never deleted. */
export const AccountDossier = v.nullable(
  v.object({ v: v.literal(1), name: text(120), siren: v.optional(text(9)), fileLimit: v.optional(size), right: dossierRight }),
);

/**
 * The dossier's access room, which only the server writes: `company` once, `user/<id>` each person, `decision/<id>` what the
 * firm has to decide about a migration. A value that is gone is null, never deleted.
 */
export const AccessCompany = v.object({
  v: v.literal(1),
  name: text(120),
  siren: v.optional(text(9)),
  clientCode: v.optional(text(40)),
  /** Given to whoever is attached from now on (R063, R068); null for the default profile (R064). */
  newcomers: v.nullable(ClientRightRecord),
  /** The first administrator, and whether the firm has confirmed them (G4, G21). */
  administrator: v.nullable(v.object({ user: id<UserId>(), confirmed: v.boolean() })),
  /** Who of the firm looks after the dossier (G24), the longest there first. */
  staff: v.optional(v.pipe(v.array(v.object({ user: id<UserId>(), name: text(120) })), v.maxLength(50))),
});
export type AccessCompany = v.InferOutput<typeof AccessCompany>;

/** A person of the client company: what they may do, and how far their move to the single sign-in has come. */
export const AccessUser = v.nullable(
  v.object({
    v: v.literal(1),
    name: text(120),
    email: text(254),
    right: ClientRightRecord,
    /** `invited` until they came in once; `off` keeps the name of whom the administrator deactivated (R108). */
    state: v.picklist(['invited', 'active', 'off']),
    secondFactor: v.boolean(),
    migration: v.picklist(MIGRATION_STEPS),
    /** Moment of the last change of `migration`. */
    since: moment,
    /** How they were attached, once they are. */
    attached: v.optional(v.picklist(['automatic', 'manual', 'invited', 'firm'])),
    reminded: v.optional(moment),
    reminders: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    /** End of the last access link or invitation that was sent. */
    linkUntil: v.optional(moment),
  }),
);
export type AccessUser = v.InferOutput<typeof AccessUser>;

/** What the firm decides about a migration (staff view "Migrations"). */
export const AccessDecision = v.nullable(
  v.object({
    v: v.literal(1),
    /** Two claimed to be first; the proof was not found; one address for several companies; a first administrator to confirm. */
    kind: v.picklist(['two-claims', 'no-match', 'several-companies', 'confirm-administrator']),
    user: id<UserId>(),
    name: text(120),
    email: text(254),
    at: moment,
    /** Of two claims: the one the server kept. */
    kept: v.optional(v.object({ user: id<UserId>(), name: text(120), at: moment })),
    /** What they typed, where nothing matched. */
    clientCode: v.optional(text(40)),
    number: v.optional(text(60)),
    /** The dossiers that know the address. */
    dossiers: v.optional(v.pipe(v.array(v.object({ id: id<DossierId>(), name: text(120) })), v.maxLength(50))),
  }),
);
export type AccessDecision = v.InferOutput<typeof AccessDecision>;

export const SENDING_KINDS = ['dsn', 'pas', 'vat', 'corporate-tax', 'annual-accounts', 'payslips', 'other'] as const;
export type SendingKind = (typeof SENDING_KINDS)[number];
export const SENDING_STATES = ['prepared', 'sent', 'received', 'accepted', 'rejected'] as const;
export type SendingState = (typeof SENDING_STATES)[number];

/** Something a payroll or tax product sent to an authority (R070, R072), posted to the server with an API key. */
export const Sending = v.object({
  v: v.literal(1),
  kind: v.picklist(SENDING_KINDS),
  title: text(200),
  /** Whom it was sent to: URSSAF, DGFiP… */
  recipient: text(120),
  /** The month or year it is about: 'AAAA-MM' or 'AAAA'. */
  period: v.pipe(v.string(), v.regex(/^\d{4}(?:-\d{2})?$/)),
  product: text(120),
  reference: v.optional(text(120)),
  /** The sending that this one puts right, in the same room. */
  corrects: v.optional(id<string>()),
  /** In order of arrival, the last one in force. `at` is the server's time, `claimed` that of the product: never proof (K6). */
  states: v.pipe(
    v.array(v.object({ state: v.picklist(SENDING_STATES), at: moment, claimed: v.optional(moment), detail: v.optional(text(500)) })),
    v.minLength(1),
    v.maxLength(50),
  ),
});
export type Sending = v.InferOutput<typeof Sending>;

/** The root map of each kind of room: nothing else may be written at the top of its document (R7). */
export const ROOT_OF: Record<RoomKind, string> = {
  deposits: 'deposits',
  processing: 'processing',
  talk: 'comments',
  receipts: 'receipts',
  archive: 'archive',
  internal: 'notes',
  ledger: 'ledgers',
  access: 'access',
  sendings: 'sendings',
  journal: 'entries',
  entries: 'validated',
  account: 'account',
  service: 'service',
  portfolio: 'portfolio',
};

/** What a key of a room's map is about: `<id>`, `<id>/<facet>`, `<family>/<id>` or `<family>/<id>/<facet>`. */
export type RecordKey = { readonly family: string | null; readonly id: string; readonly facet: string | null };

export function parseRecordKey(key: string): RecordKey | undefined {
  const parts = key.split('/');
  const at = parts.findIndex(isId);
  if (at < 0 || at > 1 || parts.length > at + 2) return undefined;
  return { family: at === 1 ? (parts[0] ?? null) : null, id: parts[at] ?? '', facet: parts[at + 1] ?? null };
}

/** A record read from a room: parsed, or the reason why it cannot be shown. */
export type ReadRecord<T> = { readonly readable: true; readonly record: T } | { readonly readable: false; readonly problem: string };

/** Parses one value of a room through its schema; own keys only, never `toJSON` (R8). */
export function readRecord<S extends v.GenericSchema>(schema: S, value: unknown): ReadRecord<v.InferOutput<S>> {
  if (!isPlain(value)) return { readable: false, problem: 'prototype' };
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return { readable: true, record: parsed.output };
  const issue = parsed.issues[0];
  return { readable: false, problem: `${v.getDotPath(issue) ?? ''} ${issue.type}`.trim() };
}

/** Whether all of its fields are its own: a key `__proto__` in an update gives what Yjs decodes fields that it inherits (R8). */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value instanceof Uint8Array;
  return Object.values(value).every(isPlain);
}
