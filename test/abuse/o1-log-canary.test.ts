import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, TEST_EXTENSION_ORIGIN, type TestServer } from '../../sync-server/src/testing/test-server.ts';

const CANARY = 'Canari-Zanzibar';
let server: TestServer;
beforeAll(async () => void (server = await startTestServer({ papers: true, metrics: true })));
afterAll(() => server.close());

/** What the port of the figures answers to a request for that host. */
function hostNamed(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(server.metricsPort ?? 0, '127.0.0.1', () =>
      socket.write(`GET /metrics HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    );
    socket
      .setEncoding('utf8')
      .on('data', (part: string) => (text += part))
      .on('end', () => resolve(text))
      .on('error', reject);
  });
}

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

  test('O1, O3 figures and health hold no name, id or amount either, and the public port shows no figures', async () => {
    const { id } = await server.createPerson({ name: CANARY, email: `${CANARY}-2@demo.navette.example` });
    const dossier = server.createDossier(CANARY);
    await server.grant(id, dossier, { side: 'staff' });
    const device = await server.device(`${CANARY}-2@demo.navette.example`.toLowerCase());
    const headers = { authorization: `Bearer ${device.token}`, 'navette-client': CANARY, 'content-type': 'application/json' };
    await fetch(`${server.origin}/api/v1/ticket`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ device: device.device, room: `account/${server.users.claire}` }),
    });
    await fetch(`${server.origin}/api/v1/dossiers/${dossier}/blobs/${'c'.repeat(64)}`, { headers });
    const figures = await (await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`)).text();
    expect(figures).toContain('navette_rights_refused_total{at="ticket"} 1');
    expect(figures).toContain('navette_rights_refused_total{at="download"} 1');
    const health = `${await (await fetch(`${server.origin}/readyz`)).text()} ${await (await fetch(`${server.origin}/healthz`)).text()}`;
    for (const text of [figures, health]) {
      for (const word of [CANARY, CANARY.toLowerCase(), 'Claire', 'Bonnefoy', '@', server.data, id, dossier, server.directory.firm().id])
        expect(text).not.toContain(word);
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7|[0-9a-f]{64}/);
    }
    const onPublicPort = await fetch(`${server.origin}/metrics`);
    expect(await onPublicPort.text()).not.toContain('navette_');
    // A page that gave its own name to this machine's address (DNS rebinding) reads nothing.
    expect(await hostNamed('figures.attacker.example')).toMatch(/^HTTP\/1\.1 403 /);
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
