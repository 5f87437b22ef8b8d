/**
 * Starts a worker where Trusted Types forbid a plain address: a policy that knows files of our own origin alone.
 * The policy is named `navette-worker`; a page that lists its policies must list it.
 */
type Policy = { createScriptURL(url: string): unknown };
type Factory = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy };

let policy: Policy | null = null;

/** @throws when the address is not of this page's own origin */
export function makeWorker(url: string, name = 'pdf'): Worker {
  const address = new URL(url, location.href);
  if (address.origin !== location.origin) throw new Error('a worker is of another origin');
  const { trustedTypes } = globalThis as { trustedTypes?: Factory };
  policy ??=
    trustedTypes?.createPolicy('navette-worker', {
      createScriptURL: (wanted) => (new URL(wanted).origin === location.origin ? wanted : 'about:blank'),
    }) ?? null;
  const trusted = policy === null ? address.href : (policy.createScriptURL(address.href) as string);
  return new Worker(trusted, { type: 'module', name });
}
