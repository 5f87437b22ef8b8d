/**
 * The two ceremonies of a passkey, on the server's side: one question, one answer, checked by `@simplewebauthn/server` (A9).
 *
 * The relying party is the portal's host; an answer counts only from the portal's origin or one of our extensions', and only
 * when the authenticator verified the person: that makes it two factors in one. Neither a question nor an answer serves twice.
 */
import { createHash } from 'node:crypto';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { UserId } from '@navette/kernel/ids';
import type { PasskeyAssertion, PasskeyAttestation, PasskeyQuestion } from '@navette/protocol/identity';
import * as v from 'valibot';
import type { Factors, StoredPasskey } from './factors.ts';
import type { OneTimeSecrets } from './one-time-secrets.ts';

/** Milliseconds a browser may take to ask its person. */
const CEREMONY_LIFETIME = 5 * 60_000;
/** Of one person: more is a mistake or an attack. */
export const MOST_PASSKEYS = 20;
const Challenge = v.object({ challenge: v.string() });

export type Passkeys = {
  /** For somebody signed in. */
  beginAdding(person: { readonly id: UserId; readonly name: string; readonly email: string }): Promise<PasskeyQuestion>;
  /** @returns false for an answer that is not the one asked for, from elsewhere, unverified, or of a passkey known already */
  add(user: UserId, ceremony: string, response: PasskeyAttestation, name: string): Promise<boolean>;
  /** @param of whose passkeys will do; anybody's without it */
  ask(of: UserId | null): Promise<PasskeyQuestion>;
  /** @returns whose passkey it was; null when the answer proves nothing */
  check(ceremony: string, response: PasskeyAssertion): Promise<UserId | null>;
};

export type PasskeysParts = {
  readonly factors: Factors;
  readonly secrets: OneTimeSecrets;
  /** The portal's origin; its host is the relying party. */
  readonly portal: string;
  /** Exact origins besides it, as WebAuthn shows them (`passkeyOrigins`). */
  readonly extensions: readonly string[];
  readonly firm: () => string;
};

/**
 * How an extension's pages show themselves to WebAuthn: Chromium by their id, Firefox by the SHA-256 of theirs, a letter from
 * a to p for each half byte, the same in every installation.
 */
export function passkeyOrigins(chromium: readonly string[], firefox: string): string[] {
  const letters = [...createHash('sha256').update(firefox).digest('hex')].map((digit) =>
    String.fromCodePoint(97 + Number.parseInt(digit, 16)),
  );
  return [...chromium.map((id) => `chrome-extension://${id}`), `moz-extension://${letters.join('')}`];
}

/** Loaded at the first ceremony: most starts of a server see none. */
const library = () => import('@simplewebauthn/server');

export function makePasskeys({ factors, secrets, portal, extensions, firm }: PasskeysParts): Passkeys {
  const rpID = new URL(portal).hostname;
  const expectedOrigin = [portal, ...extensions];
  const question = (
    purpose: 'passkey-add' | 'passkey-sign-in',
    options: { readonly challenge: string },
    user?: UserId,
  ): PasskeyQuestion => ({
    ceremony: secrets.issue({ purpose, ...(user && { user }), facts: { challenge: options.challenge }, lifetime: CEREMONY_LIFETIME }),
    options: { ...options },
  });

  return {
    async beginAdding({ id, name, email }) {
      const { generateRegistrationOptions } = await library();
      const options = await generateRegistrationOptions({
        rpName: firm() || 'Navette',
        rpID,
        userID: new TextEncoder().encode(id),
        userName: email,
        userDisplayName: name,
        attestationType: 'none',
        excludeCredentials: factors.passkeysOf(id).map(described),
        // Found by the browser without an address typed, and never without its person.
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      return question('passkey-add', options, id);
    },

    async add(user, ceremony, response, name) {
      const asked = secrets.take('passkey-add', ceremony, Challenge);
      if (asked?.user !== user || factors.passkeysOf(user).length >= MOST_PASSKEYS) return false;
      const { verifyRegistrationResponse } = await library();
      try {
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          response: {
            ...response,
            response: { ...response.response, transports: [] },
            clientExtensionResults: {},
          },
          expectedChallenge: asked.facts.challenge,
          expectedOrigin,
          expectedRPID: rpID,
          requireUserVerification: true,
        });
        if (!verified || factors.passkey(registrationInfo.credential.id)) return false;
        const { id, publicKey, counter } = registrationInfo.credential;
        factors.addPasskey({ id, user, name, publicKey, counter, transports: response.response.transports ?? [] });
        return true;
      } catch {
        // The library throws for each check that fails; which one is nobody's business but a debugger's.
        return false;
      }
    },

    async ask(of) {
      const { generateAuthenticationOptions } = await library();
      const options = await generateAuthenticationOptions({
        rpID,
        userVerification: 'required',
        ...(of && { allowCredentials: factors.passkeysOf(of).map(described) }),
      });
      return question('passkey-sign-in', options, of ?? undefined);
    },

    async check(ceremony, response) {
      const asked = secrets.take('passkey-sign-in', ceremony, Challenge);
      const known = factors.passkey(response.id);
      if (!asked || !known || (asked.user !== null && asked.user !== known.user)) return null;
      const { userHandle, ...said } = response.response;
      // An authenticator that says whose it is must be right.
      if (userHandle !== undefined && userHandle !== bytesToBase64Url(new TextEncoder().encode(known.user))) return null;
      const { verifyAuthenticationResponse } = await library();
      try {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response: { ...response, response: said, clientExtensionResults: {} },
          expectedChallenge: asked.facts.challenge,
          expectedOrigin,
          expectedRPID: rpID,
          credential: { id: known.id, publicKey: known.publicKey, counter: known.counter },
          requireUserVerification: true,
        });
        if (!verified) return null;
        factors.passkeyUsed(known.id, authenticationInfo.newCounter);
        return known.user;
      } catch {
        return null;
      }
    },
  };
}

function described({ id, transports }: StoredPasskey): { id: string; transports: never[] } | { id: string } {
  return transports.length === 0 ? { id } : { id, transports: transports as never[] };
}
