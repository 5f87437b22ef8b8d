import { afterEach, describe, expect, test, vi } from 'vitest';
import { startTestServer, TEST_EXTENSION_ORIGIN, type TestServer } from '../testing/test-server.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let server: TestServer;
afterEach(() => server.close());

const look = async (headers: Record<string, string> = {}) => {
  const answer = await fetch(`${server.origin}/outbox`, { headers });
  return { status: answer.status, text: await answer.text(), policy: answer.headers.get('content-security-policy') };
};
const send = () =>
  server.mailer.send({
    to: 'claire@atelier.example',
    sender: 'Cabinet',
    subject: 'Un <b>code',
    text: '1234 <script>',
    html: '<html><head></head><p onclick="x">é</p>',
  });

describe('the page of letters that did not leave', () => {
  test('in the demonstration anybody sees them as they would look, in a frame that may run nothing', async () => {
    server = await startTestServer();
    expect((await look()).text).toContain('Rien pour l’instant.');
    await send();
    const { status, text, policy } = await look();
    expect(status).toBe(200);
    expect(text).toContain('Un &lt;b&gt;code');
    expect(text).toContain('1234 &lt;script&gt;');
    expect(text).toMatch(/<iframe sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    expect(text).not.toMatch(/<script|<p onclick/);
    expect(policy).toMatch(/^default-src 'none'/);
  });

  test('at a firm only its administrators see them: letters hold codes', async () => {
    server = await startTestServer({ demo: false });
    const chief = await server.createPerson({ firmRole: 'admin' });
    const staff = await server.createPerson({ firmRole: 'staff' });
    await send();
    expect((await look()).text).not.toContain('1234');
    expect((await look({ authorization: `Bearer ${await server.signIn(staff.email)}` })).text).not.toContain('1234');
    expect((await look({ authorization: `Bearer ${await server.signIn(chief.email)}`, origin: TEST_EXTENSION_ORIGIN })).text).toContain(
      '1234',
    );
  });

  test('where letters leave by a relay the page does not exist', async () => {
    server = await startTestServer({ smtp: { url: 'smtp://127.0.0.1:9', from: 'navette@cabinet.example' } });
    const { text } = await look();
    expect(text).not.toContain('Courrier non parti');
    expect(server.outboxPath).toBeNull();
  });
});
