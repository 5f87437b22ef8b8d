import type { DossierRight } from '@navette/domain/membership';
import { makeId, type DossierId, type FirmId, type UserId } from '@navette/kernel/ids';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DatabaseSync } from 'node:sqlite';
import { systemClock, systemRandom } from '../adapters/node-platform.ts';
import { makeAuth } from './auth.ts';
import { makeDirectory } from './directory.ts';
import { openIdentityDatabase } from './identity-database.ts';

const firm = makeId<FirmId>(1, new Uint8Array(10));
const reading: DossierRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };

let database: DatabaseSync;
let directory: ReturnType<typeof makeDirectory>;
const open = () => makeDirectory({ database, firm, demo: false, clock: systemClock, random: systemRandom });
beforeEach(async () => {
  database = openIdentityDatabase(':memory:');
  await makeAuth({
    database,
    secret: 'x'.repeat(20) + 'abcdefghijklmnopqrst',
    origin: 'http://localhost:1',
    trustedOrigins: [],
    clock: systemClock,
    random: systemRandom,
    log: () => {},
  });
  directory = open();
});
afterEach(() => database.close());

const person = (name: string): UserId => directory.addPerson({ name, email: `${name}@cabinet.example`, passwordHash: 'x' });

describe('the directory', () => {
  test('a right counts from its grant to its withdrawal, and everyone who shares the dossier is told (R108)', () => {
    const [claire, nadia, paul] = [person('claire'), person('nadia'), person('paul')];
    const dossier = directory.addDossier({ name: 'Atelier' });
    directory.grant(nadia, dossier, { side: 'staff' });
    const told: UserId[] = [];
    directory.onChange((user) => told.push(user));
    directory.grant(claire, dossier, reading);
    expect(directory.membership(claire)?.dossiers.get(dossier)).toEqual(reading);
    expect(told).toEqual([claire, nadia]);
    directory.revoke(claire, dossier);
    expect(directory.membership(claire)?.dossiers.size).toBe(0);
    expect(told).toEqual([claire, nadia, claire, nadia]);
    expect(told).not.toContain(paul);
  });

  test('a damaged right opens nothing: it is an error, never a guess', () => {
    const claire = person('claire');
    const dossier = directory.addDossier({ name: 'Atelier' });
    directory.grant(claire, dossier, reading);
    database.prepare(`UPDATE dossier_right SET "right" = '{"side":"staff2"}'`).run();
    expect(() => open().membership(claire)).toThrow();
  });

  test('R2: each enrolment has its own number, known again after a restart, and belongs to one person', () => {
    const [claire, paul] = [person('claire'), person('paul')];
    const numbers = [directory.enrol(claire, 'poste'), directory.enrol(claire, 'téléphone'), directory.enrol(paul, 'poste')];
    expect(new Set(numbers).size).toBe(3);
    const again = open();
    expect(numbers.map((number) => [again.ownsDevice(claire, number), again.ownsDevice(paul, number)])).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
  });

  test('an e-mail address belongs to one person, in whatever case it is written', () => {
    person('claire');
    expect(directory.personByEmail(' CLAIRE@cabinet.example')?.name).toBe('claire');
    expect(() => directory.addPerson({ name: 'autre', email: 'Claire@Cabinet.example', passwordHash: 'x' })).toThrow();
    expect(directory.people()).toHaveLength(1);
  });

  test('nobody unknown has a membership', () => {
    expect(directory.membership(makeId<UserId>(2, new Uint8Array(10)))).toBeNull();
    expect(directory.members(makeId<DossierId>(3, new Uint8Array(10)))).toEqual([]);
  });
});
