/**
 * What a clicked address allows us to fetch with the person's own cookies (P5). Pure: no network, no browser.
 *
 * Invariant: nothing but http and https; a private, link-local or loopback host only from a page on that same host; and
 * only the page's own origin is fetched inside the page.
 */
export type LinkTarget =
  | { readonly tag: 'same-origin'; readonly url: string }
  /** Needs the person's permission for that site. */
  | { readonly tag: 'elsewhere'; readonly url: string; readonly origin: string }
  | { readonly tag: 'refused'; readonly reason: 'not-web' | 'private-host' };

/**
 * @param clicked the address in the browser's click data
 * @param page the address of the tab, from the browser
 */
export function linkTarget(clicked: string, page: string): LinkTarget {
  const url = URL.parse(clicked);
  const from = URL.parse(page);
  if (url === null || from === null || !/^https?:$/.test(url.protocol)) return { tag: 'refused', reason: 'not-web' };
  url.hash = '';
  url.username = '';
  url.password = '';
  if (isPrivateHost(url.hostname) && url.hostname !== from.hostname) return { tag: 'refused', reason: 'private-host' };
  if (url.origin === from.origin) return { tag: 'same-origin', url: url.href };
  return { tag: 'elsewhere', url: url.href, origin: url.origin };
}

const PRIVATE_NAME = /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa)$/;

/** @param hostname as `URL.hostname` gives it: lower case, numbers in dotted form, IPv6 in brackets */
export function isPrivateHost(hostname: string): boolean {
  const name = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  if (name.startsWith('[')) return isPrivateV6(name.slice(1, -1));
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return isPrivateV4(name.split('.').map(Number));
  return !name.includes('.') || PRIVATE_NAME.test(name);
}

function isPrivateV4([a = 0, b = 0, c = 0]: readonly number[]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true;
  if (a === 100) return b >= 64 && b < 128;
  if (a === 169) return b === 254;
  if (a === 172) return b >= 16 && b < 32;
  if (a === 192) return b === 168 || (b === 0 && c === 0);
  return a === 198 && (b === 18 || b === 19);
}

/** IPv4 inside IPv6 (`::ffff:7f00:1`, `64:ff9b::7f00:1`, `2002:7f00:1::`) is judged as the IPv4 address it carries. */
function isPrivateV6(text: string): boolean {
  const groups = expandV6(text);
  const v4 = (high: number, low: number): boolean => isPrivateV4([high >> 8, high & 255, low >> 8, low & 255]);
  const [first = 0, second = 0] = groups;
  const startsWithZeros = groups.slice(0, 5).every((group) => group === 0);
  if (startsWithZeros && (groups[5] === 0 || groups[5] === 0xffff)) return groups[5] === 0 ? true : v4(groups[6] ?? 0, groups[7] ?? 0);
  if (first === 0x64 && second === 0xff9b) return v4(groups[6] ?? 0, groups[7] ?? 0);
  if (first === 0x2002) return v4(second, groups[2] ?? 0);
  return (first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfe80 || (first & 0xff00) === 0xff00;
}

function expandV6(text: string): number[] {
  const [head = '', tail] = text.split('::');
  const numbers = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const start = numbers(head);
  const end = tail === undefined ? [] : numbers(tail);
  return [...start, ...Array.from({ length: 8 - start.length - end.length }, () => 0), ...end];
}

/** The name a file of this address would bear: the last part of its path, decoded where it can be. */
export function nameOfAddress(address: string): string {
  const last =
    URL.parse(address)
      ?.pathname.split('/')
      .findLast((part) => part !== '') ?? '';
  try {
    return decodeURIComponent(last) || 'document';
  } catch {
    return last;
  }
}
