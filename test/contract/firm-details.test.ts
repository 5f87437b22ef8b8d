/** How the firm presents itself: every person of the firm reads it, its administrators change it, and nothing crooked gets in. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { askCommand, JULIEN, tokenOf } from '../support/payroll-product.ts';
import { CLAIRE, NADIA } from '../support/server-device.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

const DETAILS = {
  name: 'Cabinet Aubrac & Fils',
  email: 'contact@aubrac.example',
  phone: '+33 4 50 00 00 00',
  address: '3 place du Four, 74370 Valbrenne',
  website: 'https://aubrac.example',
  privacy: '',
};
const ask = async (email: string, name: string, body: unknown) => {
  const answer = await askCommand(server, await tokenOf(server, email), name, body);
  return { status: answer.status, said: (await answer.json()) as unknown };
};

describe('the firm’s details', () => {
  test('are changed by an administrator, and then read by the staff and by clients', async () => {
    expect(await ask(CLAIRE, 'firm-details', {})).toMatchObject({
      said: { details: { name: 'Cabinet Aubrac Conseil', email: '' }, mayChange: false },
    });
    expect(await ask(JULIEN, 'change-firm-details', DETAILS)).toEqual({ status: 200, said: { outcome: 'changed' } });
    for (const email of [CLAIRE, NADIA, JULIEN])
      expect(await ask(email, 'firm-details', {})).toEqual({ status: 200, said: { details: DETAILS, mayChange: email === JULIEN } });
    // The name is everybody's: their account rooms say it.
    expect(server.directory.firm().name).toBe('Cabinet Aubrac & Fils');
  });

  test('are changed by nobody else', async () => {
    for (const email of [CLAIRE, NADIA]) expect(await ask(email, 'change-firm-details', DETAILS)).toMatchObject({ status: 403 });
    const nobody = await askCommand(server, 'x', 'change-firm-details', DETAILS);
    expect(nobody.status).toBe(401);
  });

  test('hold no script, no address that is none, no field of ours that is not there', async () => {
    const wrong = [
      { name: '' },
      { name: '\u202e' },
      { email: 'contact' },
      { email: 'a@b.example, c@d.example' },
      { email: 'a@b.example\r\nBcc: x@y.example' },
      { phone: '<b>' },
      { website: 'javascript:alert(1)' },
      { website: 'http://aubrac.example' },
      { privacy: 'aubrac.example' },
      { address: 'x'.repeat(700) },
      { extra: 1 },
    ];
    for (const also of wrong)
      expect(await ask(JULIEN, 'change-firm-details', { ...DETAILS, ...also }), JSON.stringify(also).slice(0, 60)).toMatchObject({
        status: 400,
      });
    expect(await ask(JULIEN, 'firm-details', {})).toMatchObject({ said: { details: DETAILS } });
  });
});
