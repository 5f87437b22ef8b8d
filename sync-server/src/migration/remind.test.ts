import { makeId, type DossierId, type FirmId, type UserId } from '@navette/kernel/ids';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeAuth } from '../accounts/auth.ts';
import { makeDirectory } from '../accounts/directory.ts';
import { openIdentityDatabase } from '../accounts/identity-database.ts';
import { systemRandom } from '../adapters/node-platform.ts';
import { makePostOffice } from '../mail/post-office.ts';
import type { Mail } from '../ports.ts';
import { makeRemind } from './remind.ts';
import { makeReminders } from './reminders.ts';

const DAY = 24 * 3600_000;
const RIGHT = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false } as const;

async function world() {
  let now = Date.parse('2026-11-20T10:00:00Z');
  const ports = { clock: { now: () => now }, random: systemRandom };
  const database = openIdentityDatabase(':memory:');
  await makeAuth({
    database,
    secret: 'x'.repeat(20) + 'abcdefghijklmnopqrst',
    origin: 'http://localhost:1',
    trustedOrigins: [],
    ...ports,
    log: () => {},
  });
  const directory = makeDirectory({ database, firm: makeId<FirmId>(1, new Uint8Array(10)), demo: false, ...ports });
  const [halle, tilleuls] = [directory.addDossier({ name: 'Pharmacie de la Halle' }), directory.addDossier({ name: 'SCI Les Tilleuls' })];
  const person = (name: string) => directory.addPerson({ name, email: `${name}@halle.example`, passwordHash: 'x', migration: 'code-sent' });
  const [nadia, agnes] = [person('nadia'), person('agnes')];
  for (const dossier of [halle, tilleuls]) directory.grant(agnes, dossier, RIGHT);
  const sent: Mail[] = [];
  const relay = { works: true };
  const post = makePostOffice({
    mailer: { send: (mail) => (relay.works ? Promise.resolve(void sent.push(mail)) : Promise.reject(new Error('relay'))) },
    firm: () => 'Cabinet',
    origin: 'http://localhost:1',
    database,
    ...ports,
    metrics: { count: () => {} },
    log: () => {},
  });
  const reminders = makeReminders(database);
  const remind = makeRemind({
    directory,
    reminders,
    facts: { person: (user) => ({ step: directory.migration(user), since: now }) },
    post,
    ...ports,
  });
  const row = (id: DossierId) => ({ id, name: id === halle ? 'Pharmacie de la Halle' : 'SCI Les Tilleuls' });
  return {
    database,
    directory,
    halle,
    tilleuls,
    nadia,
    agnes,
    sent,
    relay,
    post,
    reminders,
    later: (by: number) => void (now += by),
    remind: (dossier: DossierId, by: UserId = nadia) => remind(row(dossier), '', by),
    now: () => now,
  };
}

let w: Awaited<ReturnType<typeof world>>;
beforeEach(async () => void (w = await world()));
afterEach(() => w.database.close());

describe('a reminder', () => {
  test('whose letter the relay did not take does not count, and may be sent again at once', async () => {
    w.relay.works = false;
    expect(await w.remind(w.halle)).toMatchObject([{ name: 'agnes', outcome: 'failed' }]);
    expect(w.reminders.remindersOf(w.halle).size).toBe(0);
    w.relay.works = true;
    expect(await w.remind(w.halle)).toMatchObject([{ outcome: 'sent' }]);
    expect(w.reminders.remindersOf(w.halle)).toEqual(new Map([[w.agnes, { at: w.now(), count: 1 }]]));
  });

  test('to a mailbox that has had its share of letters is said to be too many, and does not count', async () => {
    for (let n = 0; n < 6; n++) await w.post.post('agnes@halle.example', { kind: 'code', code: '12345678', minutes: 10 });
    expect(await w.remind(w.halle)).toMatchObject([{ outcome: 'too-many' }]);
    expect(w.sent).toHaveLength(6);
    w.later(3600_000 + 1);
    expect(await w.remind(w.halle)).toMatchObject([{ outcome: 'sent' }]);
  });

  test('counts for every company of the person: one letter a day, not one a company', async () => {
    expect(await w.remind(w.halle)).toMatchObject([{ outcome: 'sent' }]);
    expect(await w.remind(w.tilleuls)).toMatchObject([{ outcome: 'skipped', why: 'reminded-lately' }]);
    expect(w.reminders.remindersOf(w.tilleuls).get(w.agnes)).toEqual({ at: w.now(), count: 1 });
    w.later(DAY);
    expect(await w.remind(w.tilleuls)).toMatchObject([{ outcome: 'sent' }]);
    expect(w.sent.map(({ text }) => text.includes('SCI Les Tilleuls'))).toEqual([false, true]);
  });

  test('that was leaving when the server fell counts: at worst a letter is missing, never one too many', async () => {
    w.reminders.begin({ user: w.agnes, dossier: w.halle, by: w.nadia, at: w.now() });
    expect(await w.remind(w.halle)).toMatchObject([{ outcome: 'skipped', why: 'reminded-lately' }]);
    expect(w.sent).toEqual([]);
  });

  test('goes to nobody of the firm', async () => {
    w.directory.grant(w.nadia, w.halle, { side: 'staff' });
    expect((await w.remind(w.halle)).map(({ name }) => name)).toEqual(['agnes']);
  });
});
