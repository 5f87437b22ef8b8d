import { MEDIA_TYPE, PROTOCOL_VERSION } from '@navette/protocol/version';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';

let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

describe('N1: a device can tell our server from a captive portal', () => {
  test.each([
    ['GET', '/api/v1/about', 200],
    ['GET', '/api/v1/nothing-here', 404],
    ['POST', '/api/v1/enrol', 403],
    ['GET', '/api/auth/get-session', 200],
    ['GET', '/api/auth/list-sessions', 404],
    ['POST', '/api/auth/sign-up/email', 403],
  ])('N1 %s %s answers %i under our media type', async (method, path, status) => {
    const answer = await fetch(server.origin + path, { method });
    expect(answer.headers.get('content-type')).toBe(MEDIA_TYPE);
    expect(answer.status).toBe(status);
  });

  test('N1 the server says who it is and with which key it signs, before any sign-in', async () => {
    const about = await (await fetch(`${server.origin}/api/v1/about`)).json();
    expect(about).toEqual({
      firm: { id: server.directory.firm().id, name: 'Cabinet Aubrac Conseil', demo: true },
      protocol: PROTOCOL_VERSION,
      keyId: expect.stringMatching(/^[0-9a-f]{16}$/),
      publicKey: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test('N1 over https the cookie is bound to this host and browsers are told to stay on https', async () => {
    const secure = await startTestServer({ origin: 'https://portail.navette.example' });
    try {
      const answer = await fetch(`http://localhost:${secure.port}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: 'https://portail.navette.example' },
        body: JSON.stringify({ email: 'claire.morel@demo.navette.example', password: 'navette-demonstration' }),
      });
      expect(answer.headers.getSetCookie()[0]).toMatch(
        /^__Host-navette\.session_token=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000');
    } finally {
      await secure.close();
    }
  });
});
