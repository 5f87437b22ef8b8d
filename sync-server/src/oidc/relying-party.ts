/**
 * OpenID Connect as its relying party: authorization code with PKCE, state and nonce; a token counts only with the provider's
 * signature, the exact issuer and exactly our client as audience (A5).
 *
 * Knows no person: it says which subject of which issuer it was, and what the provider says of their address. A provider's
 * description is read when it is first needed, so that one that is down stops no start.
 */
import { createHash } from 'node:crypto';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { Clock, Random } from '@navette/kernel/ports';
import * as v from 'valibot';
import type { OidcProvider } from './providers.ts';
import { isProviderAddress } from './providers.ts';
import { providerJson, ProviderSilent } from './provider-fetch.ts';

const HOUR = 3600_000;
/** Keys are read again for one we do not know, but not at each bad token. */
const KEYS_EVERY = 60_000;
/** Seconds two clocks may differ. */
const TOLERANCE = 60;
/** Signatures with a public key only: our own secret signs nothing. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const address = v.pipe(v.string(), v.check(isProviderAddress));
const Description = v.object({
  issuer: v.string(),
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  authorization_response_iss_parameter_supported: v.optional(v.boolean(), false),
  token_endpoint_auth_methods_supported: v.optional(v.array(v.string()), ['client_secret_basic']),
});
type Description = v.InferOutput<typeof Description>;
const Keys = v.object({ keys: v.array(v.looseObject({ kty: v.string() })) });
const Tokens = v.object({ id_token: v.pipe(v.string(), v.maxLength(50_000)) });
const Claims = v.object({
  sub: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  aud: v.union([v.string(), v.array(v.string())]),
  azp: v.optional(v.string()),
  nonce: v.string(),
  email: v.optional(v.string()),
  email_verified: v.optional(v.unknown()),
});

/** What is kept of a sign-in until its person comes back. */
export type Begun = { readonly nonce: string; readonly verifier: string };
export type Identity = {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
};

export type RelyingParty = {
  /** @returns the provider's page to go to, and what to keep. @throws ProviderSilent */
  begin(state: string): Promise<{ readonly url: string; readonly begun: Begun }>;
  /** @returns who it was; null for an answer that proves nothing. @throws ProviderSilent */
  finish(answer: { readonly code: string; readonly iss: string | null }, begun: Begun): Promise<Identity | null>;
};

export function makeRelyingParty(provider: OidcProvider, callback: string, clock: Clock, random: Random): RelyingParty {
  let described: { readonly value: Description; readonly at: number } | null = null;
  let keys: { readonly value: v.InferOutput<typeof Keys>; readonly at: number } | null = null;

  async function description(): Promise<Description> {
    if (described && clock.now() - described.at < HOUR) return described.value;
    const parsed = v.safeParse(Description, await providerJson(`${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`));
    // Who describes itself as another issuer is not the one the firm declared.
    if (!parsed.success || parsed.output.issuer !== provider.issuer) throw new ProviderSilent('description');
    described = { value: parsed.output, at: clock.now() };
    return described.value;
  }

  async function keysOf({ jwks_uri }: Description, again: boolean) {
    if (keys && !(again && clock.now() - keys.at > KEYS_EVERY) && clock.now() - keys.at < HOUR) return keys.value;
    const parsed = v.safeParse(Keys, await providerJson(jwks_uri));
    if (!parsed.success) throw new ProviderSilent('keys');
    keys = { value: parsed.output, at: clock.now() };
    return keys.value;
  }

  async function claimsOf(token: string, from: Description, again = false): Promise<v.InferOutput<typeof Claims> | null> {
    const { createLocalJWKSet, jwtVerify, errors } = await import('jose');
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(await keysOf(from, again)), {
        issuer: provider.issuer,
        audience: provider.clientId,
        algorithms: ALGORITHMS,
        clockTolerance: TOLERANCE,
        currentDate: new Date(clock.now()),
        requiredClaims: ['sub', 'iat', 'exp', 'nonce'],
      });
      const claims = v.safeParse(Claims, payload);
      return claims.success ? claims.output : null;
    } catch (error) {
      if (error instanceof ProviderSilent) throw error;
      return !again && error instanceof errors.JWKSNoMatchingKey ? claimsOf(token, from, true) : null;
    }
  }

  return {
    async begin(state) {
      const { authorization_endpoint } = await description();
      const begun = { nonce: bytesToBase64Url(random.bytes(24)), verifier: bytesToBase64Url(random.bytes(32)) };
      const url = new URL(authorization_endpoint);
      for (const [name, value] of Object.entries({
        response_type: 'code',
        client_id: provider.clientId,
        redirect_uri: callback,
        scope: 'openid email',
        state,
        nonce: begun.nonce,
        code_challenge: bytesToBase64Url(createHash('sha256').update(begun.verifier).digest()),
        code_challenge_method: 'S256',
      }))
        url.searchParams.set(name, value);
      return { url: url.href, begun };
    },

    async finish({ code, iss }, { nonce, verifier }) {
      const from = await description();
      // An answer of another provider led here (RFC 9207): its code is shown to nobody.
      if (iss === null ? from.authorization_response_iss_parameter_supported : iss !== provider.issuer) return null;
      const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: verifier });
      const tokens = v.safeParse(Tokens, await providerJson(from.token_endpoint, clientShown(from, form)));
      const claims = tokens.success ? await claimsOf(tokens.output.id_token, from) : null;
      // Ours alone: a token made for several has been through other hands.
      const audience = claims === null || typeof claims.aud === 'string' ? [claims?.aud] : claims.aud;
      if (!claims || claims.nonce !== nonce || audience.length !== 1 || (claims.azp !== undefined && claims.azp !== provider.clientId))
        return null;
      return {
        issuer: provider.issuer,
        subject: claims.sub,
        email: claims.email?.trim().toLowerCase() ?? null,
        emailVerified: claims.email_verified === true,
      };
    },
  };

  /** Our secret in the header (RFC 6749, 2.3.1), or in the form where the provider wants only that. */
  function clientShown({ token_endpoint_auth_methods_supported: methods }: Description, form: URLSearchParams) {
    if (methods.includes('client_secret_basic')) {
      const plain = `${encodeURIComponent(provider.clientId)}:${encodeURIComponent(provider.clientSecret)}`;
      return { form, headers: { authorization: `Basic ${Buffer.from(plain).toString('base64')}` } };
    }
    form.set('client_id', provider.clientId);
    form.set('client_secret', provider.clientSecret);
    return { form };
  }
}
