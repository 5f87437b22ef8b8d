/** What a person types as the address of a server, made an origin (threat N1). */

/** @returns the origin of what a person typed as an address; https unless it is this machine */
export function originOf(typed: string): string | 'bad' | 'insecure' {
  const text = typed.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? text
    : `${/^(localhost|127\.0\.0\.1)(?=[:/]|$)/.test(text) ? 'http' : 'https'}://${text}`;
  if (text === '' || !URL.canParse(whole)) return 'bad';
  const url = new URL(whole);
  if (url.protocol === 'https:') return url.origin;
  const here = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
  return url.protocol === 'http:' && here ? url.origin : 'insecure';
}
