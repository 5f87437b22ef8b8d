/**
 * Commands of user administration (R193-R198): a company's users, the firm's own people, and invitations.
 *
 * A right travels as what was ticked; the server makes it the person's own (`own` becomes their compartment). A refusal of the
 * domain is an outcome of the answer, one sentence each; who may not ask at all is told `forbidden`.
 */
import * as v from 'valibot';
import { SECURED_MODULES } from '@navette/domain/membership';
import { SHARED_BOXES } from '@navette/domain/granting';
import { isId, type DossierId, type UserId } from '@navette/kernel/ids';
import { ClientRightRecord } from '@navette/rooms/records';
import { defineCommand, SignedIn } from './account-commands.ts';

const id = <T extends string>() =>
  v.pipe(
    v.string(),
    v.check(isId),
    v.transform((text) => text as T),
  );
const dossier = id<DossierId>();
const user = id<UserId>();
const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const day = v.pipe(v.string(), v.isoDate());
/** One line without control or direction characters. */
export const PersonName = v.pipe(
  v.string(),
  v.normalize('NFC'),
  v.trim(),
  v.minLength(2),
  v.maxLength(80),
  v.regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u),
);
export const PersonEmail = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(254));
const title = v.pipe(v.string(), v.trim(), v.maxLength(80), v.regex(/^[^\p{C}]*$/u));
const shared = v.pipe(v.array(v.picklist(SHARED_BOXES)), v.maxLength(3));
const withOwn = v.pipe(v.array(v.picklist([...SHARED_BOXES, 'own'])), v.maxLength(4));

/** What was ticked for a person (R196, R197). */
export const WantedRight = v.object({
  deposit: withOwn,
  read: withOwn,
  archive: shared,
  accounts: v.picklist(['none', 'read', 'write']),
  admin: v.boolean(),
  secured: v.pipe(v.array(v.picklist(SECURED_MODULES)), v.maxLength(2)),
});
export type WantedRight = v.InferOutput<typeof WantedRight>;

/** What became of the letter: an act is never undone by a letter that did not leave. */
export const LetterOutcome = v.picklist(['sent', 'too-many', 'failed']);
export type LetterOutcome = v.InferOutput<typeof LetterOutcome>;

const outcome = <T extends string>(word: T) => v.object({ outcome: v.literal(word) });
const invited = v.object({ outcome: v.literal('invited'), invitation: id<string>(), until: moment, letter: LetterOutcome });

/* ---- a company's users ------------------------------------------------------------------------------------------- */

/** Invites somebody; nothing is open to them before they accept. */
export const UserAdd = defineCommand(
  'user-add',
  v.object({ dossier, email: PersonEmail, name: PersonName, right: WantedRight }),
  v.variant('outcome', [
    invited,
    outcome('already-user'),
    outcome('already-invited'),
    outcome('more-than-held'),
    outcome('nothing-given'),
    outcome('too-many-users'),
  ]),
);
/** @param user of a person, or the id of an invitation that waits */
const aboutUser = v.object({ dossier, user });
export const UserEdit = defineCommand(
  'user-edit',
  v.object({ ...aboutUser.entries, name: PersonName, right: WantedRight }),
  v.variant('outcome', [
    outcome('done'),
    outcome('unknown-user'),
    outcome('more-than-held'),
    outcome('nothing-given'),
    outcome('last-administrator'),
    outcome('name-is-theirs'),
  ]),
);
/** "Renvoyer l'accès" (R195, G15): a link of 72 hours by mail, never a password. */
export const AccessResend = defineCommand(
  'access-resend',
  aboutUser,
  v.variant('outcome', [
    v.object({ outcome: v.literal('sent'), until: moment, letter: LetterOutcome }),
    outcome('unknown-user'),
    outcome('user-off'),
  ]),
);
const done = v.variant('outcome', [outcome('done'), outcome('unknown-user'), outcome('last-administrator')]);
/** R108: at once; `user-reactivate` takes it back. */
export const UserDeactivate = defineCommand('user-deactivate', aboutUser, done);
export const UserReactivate = defineCommand('user-reactivate', aboutUser, v.variant('outcome', [outcome('done'), outcome('unknown-user')]));
/** R198; of an invitation, withdraws it. */
export const UserDelete = defineCommand('user-delete', aboutUser, done);
/** What whoever is attached from now on is given (R063, R068); null for the default profile. */
export const NewcomersSet = defineCommand(
  'newcomers-set',
  v.object({ dossier, right: v.nullable(WantedRight) }),
  v.variant('outcome', [outcome('done'), outcome('more-than-held')]),
);

/* ---- the firm's own people (G24): for its administrators ---------------------------------------------------------- */

const Assignment = v.object({
  id: id<string>(),
  dossier,
  first: day,
  last: day,
  replaces: v.nullable(user),
  running: v.boolean(),
});
export const FirmPeople = defineCommand(
  'firm-people',
  v.object({}),
  v.object({
    people: v.array(
      v.object({
        user,
        name: v.string(),
        email: v.string(),
        title: v.nullable(v.string()),
        role: v.picklist(['admin', 'staff']),
        dossiers: v.array(dossier),
        assignments: v.array(Assignment),
      }),
    ),
    invitations: v.array(
      v.object({ invitation: id<string>(), name: v.string(), email: v.string(), role: v.picklist(['admin', 'staff']), until: moment }),
    ),
    dossiers: v.array(v.object({ dossier, name: v.string() })),
  }),
);
export type FirmPeopleAnswer = v.InferOutput<typeof FirmPeople.answer>;
export const StaffAdd = defineCommand(
  'staff-add',
  v.object({ email: PersonEmail, name: PersonName, title, role: v.picklist(['admin', 'staff']) }),
  v.variant('outcome', [invited, outcome('already-staff'), outcome('already-invited')]),
);
export const StaffEdit = defineCommand(
  'staff-edit',
  v.object({ user, name: PersonName, title, role: v.picklist(['admin', 'staff']) }),
  v.variant('outcome', [outcome('done'), outcome('unknown-user'), outcome('last-administrator')]),
);
export const StaffResend = defineCommand(
  'staff-resend',
  v.object({ user }),
  v.variant('outcome', [v.object({ outcome: v.literal('sent'), until: moment, letter: LetterOutcome }), outcome('unknown-user')]),
);
/** Leaves the firm, or an invitation is withdrawn. */
export const StaffRemove = defineCommand(
  'staff-remove',
  v.object({ user }),
  v.variant('outcome', [outcome('done'), outcome('unknown-user'), outcome('last-administrator')]),
);
/** Gives dossiers to somebody of the firm; with days, in somebody's place, and it ends by itself. */
export const StaffAssign = defineCommand(
  'staff-assign',
  v.object({
    user,
    dossiers: v.pipe(v.array(dossier), v.minLength(1), v.maxLength(1000)),
    days: v.nullable(v.object({ first: day, last: day, replaces: v.nullable(user) })),
  }),
  v.variant('outcome', [outcome('done'), outcome('unknown-user'), outcome('is-client'), outcome('bad-days')]),
);
export const StaffUnassign = defineCommand(
  'staff-unassign',
  v.object({ user, dossiers: v.pipe(v.array(dossier), v.minLength(1), v.maxLength(1000)) }),
  v.variant('outcome', [outcome('done'), outcome('unknown-user')]),
);
/** Ends a replacement before its last day, or takes back one that has not begun. */
export const AssignmentEnd = defineCommand(
  'assignment-end',
  v.object({ assignment: id<string>() }),
  v.variant('outcome', [outcome('done'), outcome('unknown-assignment')]),
);

export const ACCESS_ACTS = [
  'user-invited',
  'user-joined',
  'user-changed',
  'link-sent',
  'user-deactivated',
  'user-reactivated',
  'user-deleted',
  'invitation-withdrawn',
  'newcomers-changed',
  'staff-invited',
  'staff-joined',
  'staff-changed',
  'staff-left',
  'staff-assigned',
  'staff-unassigned',
  'replacement-planned',
  'replacement-began',
  'replacement-ended',
] as const;
export type AccessAct = (typeof ACCESS_ACTS)[number];

/** Who changed which access, newest first; for the firm's administrators. */
export const AccessEvents = defineCommand(
  'access-events',
  v.object({ dossier: v.nullable(dossier), before: v.nullable(v.pipe(v.number(), v.safeInteger())) }),
  v.object({
    events: v.array(
      v.object({
        n: v.number(),
        at: moment,
        /** Null for what happened by itself. */
        by: v.nullable(v.string()),
        what: v.picklist(ACCESS_ACTS),
        dossier: v.nullable(v.string()),
        name: v.string(),
        detail: v.string(),
      }),
    ),
    more: v.boolean(),
  }),
);
export type AccessEvent = v.InferOutput<typeof AccessEvents.answer>['events'][number];

/* ---- invitations and access links (A6): for whoever holds the link ------------------------------------------------ */

/** 256 bits, base64url. */
export const LinkToken = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));

const holder = {
  firm: v.string(),
  /** Null for the firm's own people. */
  company: v.nullable(v.string()),
  /** Who sent it. */
  by: v.string(),
};
/** What may still be done with a link that opens nothing any more. */
const closed = v.variant('state', [
  v.object({ state: v.literal('expired'), renewable: v.boolean(), ...holder }),
  /** Another one was sent since. */
  v.object({ state: v.literal('replaced'), renewable: v.boolean(), ...holder }),
  v.object({ state: v.literal('used'), ...holder }),
  v.object({ state: v.literal('withdrawn'), ...holder }),
  v.object({ state: v.literal('unknown') }),
]);
/** Looks at a link; whoever or whatever does it uses nothing up. */
export const InvitationLook = defineCommand(
  'invitation-look',
  v.object({ token: LinkToken }),
  v.variant('state', [
    v.object({
      state: v.literal('open'),
      what: v.picklist(['invitation', 'access']),
      ...holder,
      email: v.string(),
      name: v.string(),
      until: moment,
      /** Whether a password is to be chosen. */
      password: v.boolean(),
      /** Of the session that asked: none, the address's own, or somebody else's. */
      session: v.picklist(['none', 'same', 'other']),
      right: v.nullable(ClientRightRecord),
    }),
    ...closed.options,
  ]),
);
export type LinkView = v.InferOutput<typeof InvitationLook.answer>;
/** Mails a code to the address the link was sent to, and to no other. */
export const InvitationCode = defineCommand(
  'invitation-code',
  v.object({ token: LinkToken }),
  v.variant('outcome', [
    v.object({ outcome: v.literal('sent'), id: v.string(), until: moment }),
    v.object({ outcome: v.literal('wait'), seconds: v.number() }),
    outcome('closed'),
  ]),
);
/** Another link to the same address, where the invitation still stands. */
export const InvitationRenew = defineCommand(
  'invitation-renew',
  v.object({ token: LinkToken }),
  v.variant('outcome', [v.object({ outcome: v.literal('sent'), letter: LetterOutcome }), outcome('closed')]),
);
export const InvitationAccept = defineCommand(
  'invitation-accept',
  v.object({
    token: LinkToken,
    proof: v.variant('by', [
      v.object({ by: v.literal('code'), id: v.pipe(v.string(), v.maxLength(64)), code: v.pipe(v.string(), v.maxLength(20)) }),
      v.object({ by: v.literal('session') }),
    ]),
    password: v.nullable(v.pipe(v.string(), v.maxLength(128))),
  }),
  v.variant('outcome', [
    /** Not signed in where a second factor is still to be shown: they sign in by the usual way. */
    v.object({ outcome: v.literal('accepted'), ...SignedIn, dossier: v.nullable(dossier) }),
    v.object({ outcome: v.literal('wrong-code'), triesLeft: v.number() }),
    outcome('code-spent'),
    outcome('weak-password'),
    outcome('other-address'),
    outcome('closed'),
  ]),
);
