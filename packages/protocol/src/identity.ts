/**
 * Coming in: every command that may open a session, and the second step for whoever has a second factor (A4).
 *
 * A first proof that wants a factor answers with a half-session: a secret good for a few minutes and a few tries, which opens
 * nothing but that second step. No answer says whether an address is known here.
 */
import * as v from 'valibot';
import { defineCommand } from './account-commands.ts';

export const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** What was made of bytes nobody can guess, in the URL alphabet. */
export const secret = v.pipe(v.string(), v.regex(/^[\w-]{20,100}$/));
export const emailAddress = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(254));
/** As typed at a sign-in: no rule but a length, so that an old password still opens. */
const typedPassword = v.pipe(v.string(), v.maxLength(128));
/** As chosen: any characters, twelve at least (design, limits); the server also refuses those at the top of every list. */
export const chosenPassword = v.pipe(v.string(), v.minLength(12), v.maxLength(128));
const typedCode = v.pipe(v.string(), v.maxLength(60));

const signedIn = v.object({ outcome: v.literal('signed-in'), signedIn: v.literal(true) });
const notIn = <T extends string>(outcome: T) => v.object({ outcome: v.literal(outcome), signedIn: v.literal(false) });

/** By what a second step may be taken. */
export const FACTOR_WAYS = ['passkey', 'totp', 'recovery'] as const;
export type FactorWay = (typeof FACTOR_WAYS)[number];

/** Who it is was proved once; the person's second factor is asked for. Part of the answer of every way in. */
export const FactorAsked = v.object({
  outcome: v.literal('factor'),
  signedIn: v.literal(false),
  half: secret,
  ways: v.array(v.picklist(FACTOR_WAYS)),
  until: moment,
});
export type FactorAsked = v.InferOutput<typeof FactorAsked>;

/** `wrong`: try again. `spent`: begin again, the half-session or the link is over or was tried too often. */
export const SignInAnswer = v.variant('outcome', [signedIn, FactorAsked, notIn('wrong'), notIn('spent')]);
export type SignInAnswer = v.InferOutput<typeof SignInAnswer>;

const base64Url = v.pipe(v.string(), v.maxLength(20_000), v.regex(/^[\w-]*$/));
const credential = { id: base64Url, rawId: base64Url, type: v.literal('public-key'), clientExtensionResults: v.optional(v.object({}), {}) };
/** What `navigator.credentials.get` gave, as JSON. */
export const PasskeyAssertion = v.object({
  ...credential,
  response: v.object({
    clientDataJSON: base64Url,
    authenticatorData: base64Url,
    signature: base64Url,
    userHandle: v.optional(base64Url),
  }),
});
export type PasskeyAssertion = v.InferOutput<typeof PasskeyAssertion>;
/** What `navigator.credentials.create` gave, as JSON. */
export const PasskeyAttestation = v.object({
  ...credential,
  response: v.object({
    clientDataJSON: base64Url,
    attestationObject: base64Url,
    transports: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(20))), v.maxLength(10))),
  }),
});
export type PasskeyAttestation = v.InferOutput<typeof PasskeyAttestation>;
/** What a browser is asked with: `PublicKeyCredential.parse…OptionsFromJSON` reads it. Used once. */
export const PasskeyQuestion = v.object({ ceremony: secret, options: v.record(v.string(), v.unknown()) });
export type PasskeyQuestion = v.InferOutput<typeof PasskeyQuestion>;

/** The ways a server offers beside the password: its OpenID Connect providers by name. */
export const SignInWays = defineCommand(
  'sign-in-ways',
  v.object({}),
  v.object({ providers: v.pipe(v.array(v.object({ id: v.string(), name: v.string() })), v.maxLength(10)) }),
);

/** Also the step-up: shown with a session of the same person, the new one takes its place and its device number. */
export const SignIn = defineCommand('sign-in', v.object({ email: emailAddress, password: typedPassword }), SignInAnswer);

export const SignInFactor = defineCommand(
  'sign-in-factor',
  v.object({
    half: secret,
    proof: v.variant('way', [
      v.object({ way: v.literal('totp'), code: typedCode }),
      v.object({ way: v.literal('recovery'), code: typedCode }),
      v.object({ way: v.literal('passkey'), ceremony: secret, response: PasskeyAssertion }),
    ]),
  }),
  SignInAnswer,
);

/** @remarks with a half-session, the passkeys of its person; without, whichever the browser finds for this server */
export const PasskeyAsk = defineCommand('passkey-ask', v.object({ half: v.optional(secret) }), PasskeyQuestion);

/** `only`: a step-up wants this person and nobody else. */
export const SignInPasskey = defineCommand(
  'sign-in-passkey',
  v.object({ ceremony: secret, response: PasskeyAssertion, only: v.optional(v.pipe(v.string(), v.maxLength(40))) }),
  SignInAnswer,
);

/** Where a provider sends people back to: to be written in its settings, after the portal's address. */
export const OIDC_CALLBACK_PATH = '/api/v1/oidc-callback';

/** To the provider's page. The browser is marked by a cookie: only where it began can it end. */
export const OidcBegin = defineCommand(
  'oidc-begin',
  v.object({ provider: v.pipe(v.string(), v.maxLength(40)) }),
  v.variant('outcome', [v.object({ outcome: v.literal('go'), url: v.string() }), v.object({ outcome: v.literal('provider-silent') })]),
);

/** Back from the provider with a pass. `unknown-identity`: proved over there, linked to nobody here. */
export const OidcArrive = defineCommand(
  'oidc-arrive',
  v.object({ pass: secret }),
  v.variant('outcome', [
    signedIn,
    FactorAsked,
    notIn('spent'),
    v.object({ outcome: v.literal('unknown-identity'), signedIn: v.literal(false), provider: v.string() }),
  ]),
);

/** In the extension: the code that the portal shows to whoever is signed in there. */
export const SignInHandOver = defineCommand('sign-in-hand-over', v.object({ code: typedCode }), SignInAnswer);

/** The same answer for every address, known or not. */
export const ForgotPassword = defineCommand('forgot-password', v.object({ email: emailAddress }), v.object({ outcome: v.literal('sent') }));

/** Opens no session: whoever has a second factor shows it at the sign-in that follows (A4). */
export const ResetPassword = defineCommand(
  'reset-password',
  v.object({ token: secret, password: chosenPassword }),
  v.variant('outcome', [
    v.object({ outcome: v.literal('done'), email: v.string() }),
    v.object({ outcome: v.literal('weak') }),
    v.object({ outcome: v.literal('spent') }),
  ]),
);

/** From the old mailbox, within 72 hours: the address of before, and every session ended (A8). */
export const UndoEmail = defineCommand(
  'undo-email',
  v.object({ token: secret }),
  v.variant('outcome', [v.object({ outcome: v.literal('undone'), email: v.string() }), v.object({ outcome: v.literal('spent') })]),
);
