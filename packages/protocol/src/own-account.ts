/**
 * What a person changes of their own account, and what the firm may do for somebody who lost their factor. Nothing here opens
 * a session; what weakens or moves an account wants a sign-in of the last ten minutes (A8).
 */
import * as v from 'valibot';
import { defineCommand } from './account-commands.ts';
import { chosenPassword, emailAddress, moment, PasskeyAttestation, PasskeyQuestion, secret } from './identity.ts';

const outcome = <T extends string>(word: T) => v.object({ outcome: v.literal(word) });
const person = v.pipe(v.string(), v.maxLength(40));
const codes = v.pipe(v.array(v.string()), v.maxLength(10));
/** With the first factor come recovery codes, shown this once; null where the person has some already. */
const factorAdded = v.object({ outcome: v.literal('added'), recoveryCodes: v.nullable(codes) });

/** `wrong` is about the password of before; whoever has none leaves it out. */
export const ChangePassword = defineCommand(
  'change-password',
  v.object({ current: v.optional(v.pipe(v.string(), v.maxLength(128))), password: chosenPassword }),
  v.variant('outcome', [outcome('changed'), outcome('weak'), outcome('wrong')]),
);

/** A code goes to the new address; nothing changes before it comes back. */
export const ChangeEmail = defineCommand(
  'change-email',
  v.object({ email: emailAddress }),
  v.variant('outcome', [v.object({ outcome: v.literal('code-sent'), request: secret, until: moment }), outcome('same')]),
);
export const ConfirmEmail = defineCommand(
  'confirm-email',
  v.object({ request: secret, code: v.pipe(v.string(), v.maxLength(40)) }),
  v.variant('outcome', [
    outcome('changed'),
    v.object({ outcome: v.literal('wrong'), triesLeft: v.number() }),
    outcome('spent'),
    outcome('taken'),
  ]),
);

/** The secret, in base32 for typing and as an address for the square code; worth nothing until a code proves it was kept. */
export const BeginTotp = defineCommand('totp-begin', v.object({}), v.object({ secret: v.string(), uri: v.string() }));
export const ConfirmTotp = defineCommand(
  'totp-confirm',
  v.object({ code: v.pipe(v.string(), v.maxLength(20)) }),
  v.variant('outcome', [factorAdded, outcome('wrong'), outcome('spent')]),
);
export const RemoveTotp = defineCommand('totp-remove', v.object({}), outcome('removed'));

export const BeginPasskey = defineCommand('passkey-begin', v.object({}), PasskeyQuestion);
export const AddPasskey = defineCommand(
  'passkey-add',
  v.object({ ceremony: secret, response: PasskeyAttestation, name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)) }),
  v.variant('outcome', [factorAdded, outcome('refused')]),
);
export const RemovePasskey = defineCommand('passkey-remove', v.object({ id: v.pipe(v.string(), v.maxLength(1400)) }), outcome('removed'));

/** Ten new codes; those of before are worth nothing any more. */
export const RenewRecoveryCodes = defineCommand(
  'recovery-codes',
  v.object({}),
  v.variant('outcome', [v.object({ outcome: v.literal('renewed'), codes }), outcome('no-factor')]),
);

/** A session with the device it is bound to. */
export const OwnSession = v.object({
  id: v.string(),
  label: v.string(),
  /** When the device was first seen here, when this session last was, and when it ends. */
  firstSeen: moment,
  lastSeen: moment,
  until: moment,
  current: v.boolean(),
});
export type OwnSession = v.InferOutput<typeof OwnSession>;
export const OwnSessions = defineCommand('own-sessions', v.object({}), v.object({ sessions: v.array(OwnSession) }));
/** One of one's own; what is not there is ended already. */
export const EndSession = defineCommand('end-session', v.object({ id: v.pipe(v.string(), v.maxLength(40)) }), outcome('ended'));
export const EndOtherSessions = defineCommand('end-other-sessions', v.object({}), outcome('ended'));

/** For the extension: a code that signs in there, once, within minutes. */
export const HandOver = defineCommand('hand-over', v.object({}), v.object({ code: v.string(), until: moment }));

/** The identity proved at a provider becomes another way in for whoever is signed in. `taken`: it is somebody else's. */
export const OidcLink = defineCommand(
  'oidc-link',
  v.object({ pass: secret }),
  v.variant('outcome', [outcome('linked'), outcome('taken'), outcome('spent')]),
);
export const OidcUnlink = defineCommand('oidc-unlink', v.object({ provider: v.pipe(v.string(), v.maxLength(40)) }), outcome('removed'));

/**
 * By the firm, after a call: no reset and no letter ever removes a factor (A4). Every session of the person ends, and they are
 * told. For the firm's administrators, and for staff about people of the companies they are assigned to.
 */
export const RemoveFactors = defineCommand(
  'remove-factors',
  v.object({ user: person }),
  v.variant('outcome', [outcome('removed'), outcome('not-allowed')]),
);
/** The same people may end somebody's sessions: a lost computer (A8). */
export const EndSessionsOf = defineCommand(
  'end-sessions-of',
  v.object({ user: person }),
  v.variant('outcome', [outcome('ended'), outcome('not-allowed')]),
);
