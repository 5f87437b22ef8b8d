/**
 * The one place that makes addresses of scripts under Trusted Types (M4): a named policy that passes files of this origin
 * by their plain path, and nothing made at run time.
 */
type Policy = { createScriptURL(address: string): unknown };
type Factory = { createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy };

let policy: Policy | undefined;

/**
 * @param path of a script of this origin
 * @returns what a browser with Trusted Types takes where a script's address stands
 * @throws for any other address: a bug
 */
export function scriptUrl(path: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: Factory };
  policy ??= trustedTypes?.createPolicy('navette-portal', { createScriptURL: checked }) ?? { createScriptURL: checked };
  // The types of the platform still say "string" where it takes a trusted one.
  return policy.createScriptURL(path) as string;
}

function checked(path: string): string {
  if (!/^\/(?:assets\/)?[\w.-]+\.m?js$/.test(path)) throw new TypeError('not a script of the portal');
  return path;
}
