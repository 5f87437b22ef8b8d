import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, TEST_EXTENSION_ORIGIN, type TestServer } from '../../sync-server/src/testing/test-server.ts';

const CANARY = 'Canari-Zanzibar';
let server: TestServer;
beforeAll(async () => void (server = await startTestServer({ papers: true })));
afterAll(() => server.close());

describe('O1: the operator’s log holds ids only', () => {
  test('O1 no name, address, password, label, file name or query reaches it, in success or failure', async () => {
    const { email } = await server.createPerson({ name: CANARY, email: `${CANARY}@demo.navette.example`, title: CANARY });
    await server.enrol(await server.signIn(email), CANARY);
    for (const password of [`${CANARY}-password`, '']) {
      await fetch(`${server.origin}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: TEST_EXTENSION_ORIGIN },
        body: JSON.stringify({ email, password }),
      });
    }
    await fetch(`${server.origin}/api/v1/${CANARY}?q=${CANARY}`, { headers: { 'user-agent': CANARY, referer: `https://${CANARY}` } });
    await fetch(`${server.origin}/api/v1/enrol`, { method: 'POST', headers: { 'navette-client': CANARY }, body: CANARY });
    const log = server.logLines.join('');
    expect(log).toContain('"event":"enrolled"');
    for (const word of [CANARY, CANARY.toLowerCase(), 'Claire', 'Morel', 'Bonnefoy', '@demo', 'navette-demonstration', '.pdf', 'Roblin'])
      expect(log).not.toContain(word);
  });

  test('O1 a bug answers a word and an id; the log has the id and the place, not what was handled', async () => {
    const { directory } = server;
    const token = await server.signIn('claire.morel@demo.navette.example');
    const enrol = directory.enrol;
    directory.enrol = () => {
      throw new Error(`no room for ${CANARY}`);
    };
    try {
      const answer = await fetch(`${server.origin}/api/v1/enrol`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'navette-client': 'test', 'content-type': 'application/json' },
        body: JSON.stringify({ label: CANARY }),
      });
      const body = (await answer.json()) as { id: string };
      expect(answer.status).toBe(503);
      expect(body).toEqual({ problem: 'unavailable', id: expect.any(String) });
      const line = server.logLines.find((one) => one.includes(body.id)) ?? '';
      expect(JSON.parse(line)).toMatchObject({ event: 'error', kind: 'Error' });
      expect(server.logLines.join('')).not.toContain(CANARY);
    } finally {
      directory.enrol = enrol;
    }
  });
});
