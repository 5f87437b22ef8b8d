/** Requests are recalled to who may answer them, at the rhythm the firm chose, once a day at most, in working hours; the letter names no document. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { lettersTo } from '../support/letters-sent.ts';
import { serverDevice, type ServerDevice } from '../support/server-device.ts';

const NADIA = 'nadia.ferrand@demo.navette.example';
const CLAIRE = 'claire.morel@demo.navette.example';
const HUGO = 'hugo.lambert@demo.navette.example';
const DAY = 86_400_000;
/** A Tuesday, ten in the morning in Paris. */
const TUESDAY = Date.parse('2026-12-01T10:00:00+01:00');

let now: number;
let server: TestServer;
let nadia: ServerDevice;

beforeEach(async () => {
  now = Date.now();
  server = await startTestServer({ clock: { now: () => now } });
  nadia = await serverDevice(server.origin, NADIA);
  await nadia.sync.syncNow();
});
afterEach(() => server.close());

const recalled = (to: string) => lettersTo(server, to).filter(({ subject }) => /attendue/.test(subject));
async function ask(every: number | null = 3, box: 'common' | 'pay' = 'common', title = 'Facture Roblin, 486,20 euros') {
  const asked = await nadia.library.ask({
    dossier: server.dossiers.bonnefoy,
    box,
    title,
    kind: 'bank',
    due: '2026-12-20',
    ...(every === null ? {} : { every }),
  });
  if (!asked.ok) throw new Error(asked.refusal.tag);
  await nadia.sync.syncNow();
  return asked.value;
}
/** So many days after the first working day from which requests can be due. */
const at = (days: number) => {
  now = Math.max(TUESDAY, Date.now()) + days * DAY;
  const hour = 10;
  const there = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('Europe/Paris').with({ hour, minute: 0 });
  // Never a week end.
  const monday = there.add({ days: (8 - there.dayOfWeek) % 7 });
  now = (there.dayOfWeek > 5 ? monday : there).epochMilliseconds;
};

describe('requests are recalled', () => {
  test('after the days of their rhythm, to who may give, in one letter that names the company and no document', async () => {
    await ask();
    await ask(3, 'common', 'Relevé d’octobre');
    expect(await server.requestReminders.run()).toBe(0);
    at(14);
    await server.requestReminders.run();
    const [letter] = recalled(CLAIRE);
    expect(recalled(CLAIRE)).toHaveLength(1);
    expect(letter?.subject).toContain('2 pièces sont attendues');
    expect(letter?.text).toContain('Atelier Bonnefoy');
    expect(letter?.text).toContain('20 décembre');
    expect(`${letter?.text}${letter?.html}`).not.toMatch(/Roblin|486|Relevé/);
    expect(recalled(NADIA)).toEqual([]);
    // The same day nothing more; after the rhythm, once more.
    await server.requestReminders.run();
    expect(recalled(CLAIRE)).toHaveLength(1);
    at(21);
    await server.requestReminders.run();
    expect(recalled(CLAIRE)).toHaveLength(2);
  });

  test('not without a rhythm, not at night nor on Sunday, and not to who may not give into that box', async () => {
    await ask(null);
    at(14);
    expect(await server.requestReminders.run()).toBe(0);
    await ask(1, 'pay');
    at(21);
    now = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('Europe/Paris').with({ hour: 23 }).epochMilliseconds;
    expect(await server.requestReminders.run()).toBe(0);
    const day = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('Europe/Paris').with({ hour: 11 });
    now = day.add({ days: 7 - day.dayOfWeek }).epochMilliseconds;
    expect(await server.requestReminders.run()).toBe(0);
    at(28);
    await server.requestReminders.run();
    const gives = (email: string) =>
      server.directory.people().some((one) => {
        const right = one.email === email ? server.directory.membership(one.id)?.dossiers.get(server.dossiers.bonnefoy) : undefined;
        return right?.side === 'client' && right.deposit.includes('pay');
      });
    for (const email of [CLAIRE, HUGO]) expect(recalled(email).length > 0, email).toBe(gives(email));
  });

  test('no more once it is answered, said to be without a document, or closed; again when what was given is refused', async () => {
    const [answered, none, closed] = [await ask(1), await ask(1), await ask(1)];
    const claire = await serverDevice(server.origin, CLAIRE);
    await claire.sync.syncNow();
    const given = await claire.library.captureAndDeposit(
      new Blob(['%PDF-1.7 relevé']),
      { name: 'releve.pdf', way: 'drop' },
      { dossier: server.dossiers.bonnefoy, kind: 'bank', answers: answered },
    );
    if (!given.ok) throw new Error(given.refusal.tag);
    await claire.library.answerNone(none, { why: 'Compte clos' });
    await claire.sync.syncNow();
    await nadia.sync.syncNow();
    await nadia.library.closeRequest(closed, { with: null });
    await nadia.sync.syncNow();
    at(14);
    expect(await server.requestReminders.run()).toBe(0);
    await nadia.library.refuse(given.value.id, 'Illisible');
    await nadia.sync.syncNow();
    at(15);
    expect(await server.requestReminders.run()).toBeGreaterThan(0);
    expect(recalled(CLAIRE).at(-1)?.subject).toContain('Une pièce est attendue');
  });
});
