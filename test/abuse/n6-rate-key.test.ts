import { describe, expect, test } from 'vitest';
import { makeAttempts } from '../../sync-server/src/http/attempts.ts';
import { networkKey } from '../../sync-server/src/http/network-key.ts';
import { startTestServer, TEST_EXTENSION_ORIGIN } from '../../sync-server/src/testing/test-server.ts';

const PROXY = '10.0.0.1';

describe('N6: an address cannot be forged to dodge the limits', () => {
  test.each([
    ['no proxy is listed: the header is not read', '203.0.113.7', '198.51.100.1', [], '203.0.113.7'],
    ['the listed proxy names the client', PROXY, '198.51.100.1', [PROXY], '198.51.100.1'],
    ['what the client wrote before is not believed', PROXY, '1.2.3.4, 198.51.100.1', [PROXY], '198.51.100.1'],
    ['two listed proxies in a row', PROXY, '198.51.100.1, 10.0.0.2', [PROXY, '10.0.0.2'], '198.51.100.1'],
    ['garbage in the header counts for the proxy', PROXY, 'localhost', [PROXY], PROXY],
    ['an IPv4 address written as IPv6 is the same', '::ffff:203.0.113.7', undefined, [], '203.0.113.7'],
    ['all addresses of a /64 are one', '2001:db8:1:2:aaaa::1', undefined, [], '2001:db8:1:2::/64'],
    ['and written otherwise too', '2001:0db8:0001:0002:0:0:0:9', undefined, [], '2001:db8:1:2::/64'],
    ['the short form of many zeros', '2001:db8::9', undefined, [], '2001:db8:0:0::/64'],
  ])('N6 %s', (_title, peer, header, proxies, key) => {
    expect(networkKey(peer, header, proxies)).toBe(key);
  });

  test('A3 wrong passwords wait longer each time, from one network only, and nobody is locked out', () => {
    let now = 0;
    const attempts = makeAttempts({ now: () => now }, { perAccount: 3, perNetwork: 10, longestWait: 300_000, forgetAfter: 3600_000 });
    const waits = Array.from({ length: 6 }, () => {
      attempts.failed('a', 'claire');
      return attempts.wait('a', 'claire');
    });
    expect(waits).toEqual([0, 0, 1000, 2000, 4000, 8000]);
    expect(attempts.wait('b', 'claire')).toBe(0);
    expect(attempts.wait('a', 'paul')).toBe(0);
    now += 8000;
    expect(attempts.wait('a', 'claire')).toBe(0);
    attempts.succeeded('a', 'claire');
    expect(attempts.wait('a', 'claire')).toBe(0);
    for (let i = 0; i < 4; i++) attempts.failed('a', `account-${i}`);
    expect(attempts.wait('a', 'somebody else')).toBe(1000);
    now += 3600_001;
    expect(attempts.wait('a', 'somebody else')).toBe(0);
  });

  test('A3 over HTTP: the sixth wrong password is told to wait, whatever address it claims', async () => {
    const server = await startTestServer();
    try {
      const attempt = (password: string, i: number) =>
        fetch(`${server.origin}/api/auth/sign-in/email`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: TEST_EXTENSION_ORIGIN, 'x-forwarded-for': `198.51.100.${i}` },
          body: JSON.stringify({ email: 'paul.delorme@demo.navette.example', password }),
        });
      for (let i = 0; i < 5; i++) expect((await attempt('not the password', i)).status).toBe(401);
      const sixth = await attempt('navette-demonstration', 6);
      expect(sixth.status).toBe(429);
      expect(sixth.headers.get('retry-after')).toBe('1');
      expect(await sixth.json()).toEqual({ problem: 'too-many' });
    } finally {
      await server.close();
    }
  });
});
