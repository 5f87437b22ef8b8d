/**
 * The OpenID Connect providers a firm declared: from one file, read once at the start, secrets included. Nothing a person types
 * ever becomes an address of one (O5).
 *
 * An issuer is exact: `…/<tenant>/v2.0` for the firm's own Microsoft tenant, the consumers' for personal accounts, never the
 * shared `common` one, whose tokens name another issuer each.
 */
import { ok, refuse, type Result } from '@navette/kernel/result';
import * as v from 'valibot';

const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?(?:\/|$)/;

/** https, or http on this machine only. */
export function isProviderAddress(address: string): boolean {
  return URL.canParse(address) && (address.startsWith('https://') || LOOPBACK.test(address));
}

const Provider = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  /** As the button says it. */
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
  issuer: v.pipe(v.string(), v.check(isProviderAddress)),
  clientId: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  clientSecret: v.pipe(v.string(), v.minLength(8), v.maxLength(500)),
  /** Mail domains of which a first sign-in finds its person by address; for every other, the person links it while signed in (A5). */
  domains: v.optional(v.pipe(v.array(v.pipe(v.string(), v.toLowerCase(), v.regex(/^[a-z0-9.-]+\.[a-z]{2,}$/))), v.maxLength(50)), []),
  /** The provider's word for an address of these domains is enough without `email_verified`: only where the firm itself gives the addresses out. */
  provesAddresses: v.optional(v.boolean(), false),
});
export type OidcProvider = v.InferOutput<typeof Provider>;

const Providers = v.pipe(
  v.array(Provider),
  v.maxLength(10),
  v.check((all) => new Set(all.map(({ id }) => id)).size === all.length && new Set(all.map(({ issuer }) => issuer)).size === all.length),
);

/** @param text of the file */
export function readProviders(text: string): Result<readonly OidcProvider[], string> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return refuse('JSON');
  }
  const parsed = v.safeParse(Providers, given);
  // The place of the fault, never its value: it may be a secret.
  return parsed.success ? ok(parsed.output) : refuse(v.getDotPath(parsed.issues[0]) ?? 'id');
}
