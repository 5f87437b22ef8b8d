/**
 * Which network a request comes from, for counting attempts (N6).
 *
 * Forwarded headers count only when the peer is a listed proxy, and only the nearest address that is not one; an IPv6
 * address counts as its /64, which one subscriber holds whole.
 */
import { isIP, isIPv6 } from 'node:net';

/**
 * @param peer address at the other end of the connection
 * @param forwardedFor the `X-Forwarded-For` header, believed only through `proxies`
 * @param proxies exact addresses of our reverse proxies
 */
export function networkKey(peer: string, forwardedFor: string | undefined, proxies: readonly string[]): string {
  let address = plain(peer);
  const trusted = new Set(proxies.map(plain));
  for (const hop of (forwardedFor ?? '').split(',').toReversed()) {
    if (!trusted.has(address)) break;
    const next = plain(hop.trim());
    if (isIP(next) === 0) break;
    address = next;
  }
  return isIPv6(address) ? `${halves(address).join(':')}::/64` : address;
}

/** Which network a connection counts for; null for a listed proxy, which speaks for many. */
export function networkOfPeer(peer: string, proxies: readonly string[]): string | null {
  return proxies.some((proxy) => plain(proxy) === plain(peer)) ? null : networkKey(peer, undefined, []);
}

/** IPv4 written as IPv6 is IPv4. */
function plain(address: string): string {
  const bare = address.replace(/%.*$/, '').toLowerCase();
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1] ?? bare;
}

/** The first four groups, without leading zeros. */
function halves(address: string): string[] {
  const [before = '', after] = address.split('::');
  const left = before === '' ? [] : before.split(':');
  const right = after === undefined || after === '' ? [] : after.split(':');
  const zeros = after === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
}
