/**
 * The match pattern of one origin. Firefox knows no ports in patterns: there it covers the host's other ports too, and
 * who is a portal is decided by the exact origin.
 */
import { isFirefox } from './which-browser.ts';

export function patternOf(origin: string): string {
  const url = new URL(origin);
  return `${url.protocol}//${isFirefox() ? url.hostname : url.host}/*`;
}
