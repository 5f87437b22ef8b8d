/**
 * A1: asking about an address tells a stranger nothing (R055-R057, G20). From a device that nobody is signed in on, an
 * address of the firm and one it has never seen get the same text, the same status and the same time.
 */
import { migrationIdentity, migrationProve, migrationStart } from '@navette/protocol/migration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { askCommand, codeSentTo, lettersTo, MOVER_PASSWORD } from '../support/mover.ts';

const KNOWN = 'claire.morel@demo.navette.example';
const UNKNOWN = 'claire.martin@demo.navette.example';

let server: TestServer;
let now = Date.now();
beforeAll(async () => void (server = await startTestServer({ clock: { now: () => now } })));
afterAll(() => server.close());

/** What an answer looks like once its secrets are taken out. */
function shapeOf(said: object, email: string): string {
  return JSON.stringify(said)
    .replaceAll(/"[\w-]{32}"/g, '"secret"')
    .replaceAll(email, 'address');
}

test('A1 G20 a known and an unknown address get one answer, byte for byte but for its secrets, and a letter of one form', async () => {
  const shapes = new Set<string>();
  const letters = new Set<string>();
  for (const email of [KNOWN, UNKNOWN, 'samira.benali@demo.navette.example', 'lucie.garnier@demo.navette.example']) {
    const { status, said } = await askCommand(server, migrationStart, { email, as: null });
    shapes.add(`${status} ${shapeOf(said, email)}`);
    const [letter] = lettersTo(server.data, email);
    letters.add(`${letter?.subject} ${letter?.text.replaceAll(/\d{4}[\s\u00a0\u202f]?\d{4}/g, 'code')}`);
  }
  expect([...shapes]).toEqual([
    `200 ${JSON.stringify({ outcome: 'going-on', flow: 'secret', email: 'address', next: 'code', code: { id: 'secret', lifetime: 600_000, again: 40_000 } })}`,
  ]);
  expect(letters.size).toBe(1);
});

test('A1 both take the same time: the same work is done for each', async () => {
  const times: Record<string, number[]> = { [KNOWN]: [], [UNKNOWN]: [] };
  for (let round = 0; round < 30; round++) {
    // Past the hour in which codes are counted, so that each of them sends one.
    now += 3600_001;
    for (const email of round % 2 === 0 ? [KNOWN, UNKNOWN] : [UNKNOWN, KNOWN])
      times[email]?.push((await askCommand(server, migrationStart, { email, as: null })).ms);
  }
  const median = (email: string) => times[email]?.toSorted((a, b) => a - b)[15] ?? 0;
  // Two medians of one distribution, on a machine that does other things: far apart only if the work differs.
  expect(Math.max(median(KNOWN), median(UNKNOWN)) / Math.min(median(KNOWN), median(UNKNOWN))).toBeLessThan(2);
}, 60_000);

test('A1 too many codes are refused the same way, and a wrong code says the same of both', async () => {
  now += 3600_001;
  const said = new Map<string, Set<string>>();
  for (const email of [KNOWN, UNKNOWN]) {
    const heard = new Set<string>();
    for (let i = 0; i < 4; i++) {
      const { status, said: answer } = await askCommand(server, migrationStart, { email, as: null });
      heard.add(`${status} ${answer.outcome}`);
      if (answer.outcome !== 'going-on' || answer.code === null) continue;
      const { flow, code } = answer;
      const right = codeSentTo(server.data, email);
      const wrong = right === '00000000' ? '00000001' : '00000000';
      heard.add(JSON.stringify((await askCommand(server, migrationProve, { flow, id: code.id, code: wrong })).said));
      // An identity before the mailbox is proved is heard the same way, and changes nothing.
      heard.add(JSON.stringify((await askCommand(server, migrationIdentity, { flow, name: 'X', password: MOVER_PASSWORD })).said));
    }
    said.set(email, heard);
  }
  expect(said.get(KNOWN)).toEqual(said.get(UNKNOWN));
  expect(await server.signIn(KNOWN)).toContain('.');
});

test('A1 R057 only the proved mailbox learns that it has an identity', async () => {
  now += 3600_001;
  const next: string[] = [];
  for (const email of [KNOWN, UNKNOWN]) {
    const begun = (await askCommand(server, migrationStart, { email, as: null })).said;
    if (begun.outcome !== 'going-on' || begun.code === null) throw new Error('no code');
    const code = codeSentTo(server.data, email);
    const proved = (await askCommand(server, migrationProve, { flow: begun.flow, id: begun.code.id, code })).said;
    next.push(proved.outcome === 'proved' ? proved.next : String(proved.outcome));
  }
  expect(next).toEqual(['password', 'identity']);
});

test('A1 a device that is signed in learns of its own person’s address and of no other', async () => {
  const token = await server.signIn(KNOWN);
  const as = server.users.claire;
  const next = async (email: string) => {
    const { said } = await askCommand(server, migrationStart, { email, as }, token);
    return said.outcome === 'going-on' ? said.next : said;
  };
  expect([await next(KNOWN), await next(UNKNOWN), await next('samira.benali@demo.navette.example')]).toEqual([
    'password',
    'identity',
    'identity',
  ]);
});
