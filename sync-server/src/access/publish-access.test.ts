import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { ClientRight } from '@navette/domain/membership';
import { makeId, type DossierId, type FirmId, type UserId } from '@navette/kernel/ids';
import { roomName } from '@navette/rooms/room-names';
import { makeAuth } from '../accounts/auth.ts';
import { makeDirectory } from '../accounts/directory.ts';
import { inTransaction, openIdentityDatabase } from '../accounts/identity-database.ts';
import { memoryBus } from '../adapters/memory-bus.ts';
import { systemClock, systemRandom } from '../adapters/node-platform.ts';
import { memoryRoomLog } from '../log/memory-room-log.ts';
import { makeDecisions } from '../migration/decisions.ts';
import { makeServerWriter } from '../rooms/server-writer.ts';
import type { AccessFacts } from './access-records.ts';
import { publishAccess } from './publish-access.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const ports = { clock: systemClock, random: systemRandom };
const MANAGER: ClientRight = {
  side: 'client',
  deposit: ['common', 'pay'],
  read: ['common', 'pay'],
  archive: ['common'],
  accounts: 'read',
  admin: true,
};
type World = Awaited<ReturnType<typeof world>>;
let w: World;

async function world() {
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
  const roomLog = memoryRoomLog(ports);
  const failing = { left: 0 };
  const events: string[] = [];
  const append = roomLog.append.bind(roomLog);
  roomLog.append = (...args) => (failing.left-- > 0 ? Promise.reject(new Error('disk')) : append(...args));
  return {
    database,
    directory,
    roomLog,
    failing,
    events,
    person: (name: string): UserId =>
      directory.addPerson({ name, email: `${name}@atelier.example`, passwordHash: 'x', migration: 'verified' }),
    start: (more: { hasSecondFactor?: (user: UserId) => boolean; decisions?: AccessFacts['decisions'] } = {}) =>
      publishAccess({
        database,
        directory,
        writer: makeServerWriter({ log: roomLog, bus: memoryBus(), ...ports }),
        log: (event) => void events.push(event),
        retryAfter: 20,
        ...more,
      }),
    async read(dossier: DossierId): Promise<Record<string, Record<string, unknown> | null>> {
      const doc = new Y.Doc();
      for (const entry of await roomLog.room(roomName({ kind: 'access', dossier }), 0)) Y.applyUpdate(doc, entry.bytes);
      return doc.getMap('access').toJSON();
    },
  };
}

beforeEach(async () => void (w = await world()));
afterEach(() => w.database.close());

describe('the access rooms', () => {
  test('R107 a dossier says who of the company may come in, with which right and how far their migration is, and nobody of the firm', async () => {
    const [claire, nadia] = [w.person('claire'), w.person('nadia')];
    const dossier = w.directory.addDossier({ name: 'Atelier Bonnefoy', siren: '999100413' });
    w.directory.grant(claire, dossier, MANAGER);
    w.directory.grant(nadia, dossier, { side: 'staff' });
    const access = w.start({ hasSecondFactor: (user) => user === claire });
    await access.settled();
    const room = await w.read(dossier);
    expect(room['company']).toMatchObject({ name: 'Atelier Bonnefoy', siren: '999100413', newcomers: null, administrator: null });
    expect(room[`user/${claire}`]).toMatchObject({
      name: 'claire',
      right: MANAGER,
      state: 'active',
      secondFactor: true,
      migration: 'verified',
    });
    expect(Object.keys(room)).toHaveLength(2);
    await access.close();
  });

  test('a person who is gone becomes null, and a migration that moves says since when', async () => {
    const claire = w.person('claire');
    const dossier = w.directory.addDossier({ name: 'Atelier' });
    w.directory.grant(claire, dossier, MANAGER);
    const access = w.start();
    await access.settled();
    const before = Date.now();
    w.directory.setMigration(claire, 'finalised');
    await access.settled();
    const finalised = (await w.read(dossier))[`user/${claire}`];
    expect(finalised).toMatchObject({ migration: 'finalised' });
    expect(finalised?.['since']).toBeGreaterThanOrEqual(before);
    w.directory.revoke(claire, dossier);
    await access.settled();
    expect((await w.read(dossier))[`user/${claire}`]).toBeNull();
    await access.close();
  });

  test('a decision of the firm stands until it is taken, also when its facts are damaged', async () => {
    const claire = w.person('claire');
    const dossier = w.directory.addDossier({ name: 'Atelier' });
    const [sound, damaged] = [makeId<string>(1, new Uint8Array(10).fill(1)), makeId<string>(1, new Uint8Array(10).fill(2))];
    const insert = w.database.prepare(
      "INSERT INTO migration_decision (id, dossier_id, kind, user_id, facts, at) VALUES (?, ?, 'no-match', ?, ?, 5)",
    );
    insert.run(sound, dossier, claire, JSON.stringify({ clientCode: 'C42', user: 'somebody-else' }));
    insert.run(damaged, dossier, claire, JSON.stringify({ clientCode: 42 }));
    const access = w.start({ decisions: makeDecisions(w.database, w.directory, systemClock, systemRandom).records });
    await access.settled();
    const room = await w.read(dossier);
    expect(room[`decision/${sound}`]).toMatchObject({ kind: 'no-match', user: claire, clientCode: 'C42', at: 5 });
    expect(room[`decision/${damaged}`]).toMatchObject({ user: claire, name: 'claire' });
    w.database.prepare('UPDATE migration_decision SET decided_at = 9 WHERE id = ?').run(sound);
    access.changed(dossier);
    await access.settled();
    expect((await w.read(dossier))[`decision/${sound}`]).toBeNull();
    await access.close();
  });

  test('what could not be published is tried again by itself; what stands already is not written again, also after a restart', async () => {
    const claire = w.person('claire');
    const dossier = w.directory.addDossier({ name: 'Atelier' });
    w.directory.grant(claire, dossier, MANAGER);
    w.failing.left = 2;
    const access = w.start();
    await access.settled();
    expect(await w.read(dossier)).toEqual({});
    await expect.poll(() => w.read(dossier), { timeout: 5000 }).toHaveProperty('company');
    expect(w.events).toEqual(['access-not-published', 'access-not-published']);
    const { cursor } = await w.roomLog.head();
    w.directory.setMigration(claire, 'verified');
    w.database.prepare('UPDATE member SET migration_since = 0').run();
    await access.settled();
    await access.close();
    const again = w.start();
    await again.settled();
    const published = (await w.roomLog.head()).cursor;
    again.changed(dossier);
    await again.settled();
    expect((await w.roomLog.head()).cursor).toBe(published);
    expect(published).toBeGreaterThan(cursor);
    await again.close();
  });

  test('acts that are parts of one commit tell nobody before it, and a commit that fails leaves nothing behind', async () => {
    const claire = w.person('claire');
    const dossier = w.directory.addDossier({ name: 'Atelier' });
    const told: UserId[] = [];
    w.directory.onChange((user) => told.push(user));
    inTransaction(w.database, () => {
      w.directory.grant(claire, dossier, MANAGER);
      expect(told).toEqual([]);
    });
    expect(told).toEqual([claire]);
    expect(() =>
      inTransaction(w.database, () => {
        w.directory.revoke(claire, dossier);
        expect(w.directory.membership(claire)?.dossiers.size).toBe(0);
        throw new Error('undone');
      }),
    ).toThrow('undone');
    expect(w.directory.membership(claire)?.dossiers.size).toBe(1);
  });

  test('a firm of a thousand dossiers is published a few at a time, and the server answers in between', async () => {
    for (let i = 0; i < 1000; i += 1) w.directory.addDossier({ name: `Dossier ${i}` });
    let turns = 0;
    const access = w.start();
    const done = access.settled();
    let going = true;
    void done.then(() => (going = false));
    while (going) {
      await new Promise((resolve) => void setImmediate(resolve));
      turns += 1;
    }
    expect(turns).toBeGreaterThan(100);
    expect((await w.roomLog.rooms()).length).toBe(1000);
    await access.close();
  });
});
