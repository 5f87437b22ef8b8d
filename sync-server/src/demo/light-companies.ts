/**
 * Client companies of the demonstration without papers: their people stand at every step of the move to the single identity,
 * and the firm has something to decide, so that its view of migrations has something to show. All invented.
 *
 * Decisions come about as they do for anybody: by claims and requests, under a clock that shows their day.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { ClientRight } from '@navette/domain/membership';
import type { MigrationStep } from '@navette/domain/migration';
import { confirmedAdministrator } from '@navette/domain/profiles';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Random } from '@navette/kernel/ports';
import type { DirectoryActs } from '../accounts/directory.ts';
import { makeAttachments, type AttachedBy } from '../migration/attachments.ts';
import { makeDecisions } from '../migration/decisions.ts';
import { makeReferences } from '../migration/references.ts';
import { makeReminders } from '../migration/reminders.ts';
import type { Directory } from '../ports.ts';
import { sirenFrom } from './demo-identifiers.ts';
import type { DemoFirm, DemoPersonCode } from './people.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

type LightPerson = {
  readonly name: string;
  readonly title: string;
  readonly step: MigrationStep;
  /** Days since that step. */
  readonly back: number;
  /** Days since each reminder. */
  readonly reminded?: readonly number[];
  readonly attached?: AttachedBy;
  readonly administers?: true;
};
type LightCompany = { readonly name: string; readonly staff: readonly DemoPersonCode[]; readonly people: readonly LightPerson[] };

const nadia = ['nadia'] as const;
const julien = ['julien'] as const;

const COMPANIES: readonly LightCompany[] = [
  {
    name: 'Mécanique Tissot-Brun',
    staff: nadia,
    people: [
      { name: 'Paul Tissot', title: 'Cogérant', step: 'not-started', back: 18 },
      { name: 'Jean Brun', title: 'Cogérant', step: 'not-started', back: 18 },
    ],
  },
  {
    name: 'Transports Gavard',
    staff: julien,
    people: [{ name: 'Simon Gavard', title: 'Gérant', step: 'not-started', back: 30, reminded: [4] }],
  },
  {
    name: 'Imprimerie Cordel',
    staff: nadia,
    people: [{ name: 'Étienne Cordel', title: 'Gérant', step: 'code-sent', back: 20 / (24 * 60) }],
  },
  { name: 'Garage Perrolaz', staff: ['nadia', 'julien'], people: [{ name: 'Inès Perrolaz', title: 'Gérante', step: 'verified', back: 2 }] },
  { name: 'Coiffure Lumen', staff: nadia, people: [{ name: 'Sarah Lumen', title: 'Gérante', step: 'email-given', back: 1 }] },
  {
    name: 'Optique Dancet',
    staff: julien,
    people: [{ name: 'Marc Dancet', title: 'Gérant', step: 'verified', back: 40, reminded: [30, 15] }],
  },
  {
    name: 'Charpente Mugnier',
    staff: nadia,
    people: [{ name: 'Léo Mugnier', title: 'Président', step: 'finalised', back: 8, attached: 'manual', administers: true }],
  },
  {
    name: 'Librairie du Pont Vieux',
    staff: julien,
    people: [{ name: 'Luc Ternier', title: 'Gérant', step: 'finalised', back: 10, attached: 'automatic' }],
  },
  {
    name: 'Cave du Salève',
    staff: nadia,
    people: [
      { name: 'Hélène Aravel', title: 'Gérante', step: 'finalised', back: 6, attached: 'automatic' },
      { name: 'Tom Aravel', title: 'Caviste', step: 'code-sent', back: 20 },
    ],
  },
  {
    name: 'Clinique vétérinaire Orsat',
    staff: ['julien', 'nadia'],
    people: [{ name: 'Nora Orsat', title: 'Gérante', step: 'not-started', back: 9 }],
  },
];

/** Two claims on the first, four minutes apart; a number nobody knows on the second. */
const CLAIMED = { name: 'Pharmacie de la Halle', staff: nadia } as const;
const UNMATCHED = { name: 'Hôtel du Lac Noir', staff: nadia } as const;

const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: ['common'], accounts: 'none', admin: false };

export type LightParts = {
  readonly database: DatabaseSync;
  readonly directory: Directory & DirectoryActs;
  readonly random: Random;
  readonly now: number;
};

/** @param hash of the demonstration's password */
export function seedLightCompanies(parts: LightParts, { users }: DemoFirm, hash: string): void {
  const { database, directory, random, now } = parts;
  const references = makeReferences(database, directory);
  const reminders = makeReminders(database);
  let made = 0;
  const open = ({ name, staff }: Pick<LightCompany, 'name' | 'staff'>): DossierId => {
    const dossier = directory.addDossier({ name, siren: sirenFrom(String(99_920_011 + 11 * made)) });
    for (const code of staff) directory.grant(users[code], dossier, { side: 'staff' });
    references.setClientCode(dossier, `C${20_410 + made++}`);
    return dossier;
  };
  const add = ({ name, title }: Pick<LightPerson, 'name' | 'title'>, step: MigrationStep): UserId => {
    const local = name
      .normalize('NFD')
      .replaceAll(/[^A-Za-z ]/g, '')
      .toLowerCase()
      .replaceAll(' ', '.');
    return directory.addPerson({ name, title, email: `${local}@demo.navette.example`, passwordHash: hash, migration: step });
  };
  const since = (user: UserId, at: number) =>
    void database.prepare('UPDATE member SET migration_since = ? WHERE user_id = ?').run(Math.round(at), user);

  directory.together(() => {
    for (const company of COMPANIES) {
      const dossier = open(company);
      for (const person of company.people) {
        const user = add(person, person.step);
        directory.grant(user, dossier, person.administers ? confirmedAdministrator(null) : RIGHT);
        since(user, now - person.back * DAY);
        if (person.attached) database.prepare('UPDATE dossier_right SET attached = ? WHERE user_id = ?').run(person.attached, user);
        if (person.administers)
          database
            .prepare('UPDATE dossier SET administrator = ?1, administrator_since = ?2, administrator_confirmed = ?2 WHERE id = ?3')
            .run(user, Math.round(now - person.back * DAY), dossier);
        for (const back of person.reminded ?? [])
          reminders.begin({ user, dossier, by: users[company.staff[0] ?? 'nadia'], at: Math.round(now - back * DAY) })('sent');
      }
    }
    const at = (moment: number) => {
      const clock = { now: () => moment };
      const decisions = makeDecisions(database, directory, clock, random);
      return { decisions, attachments: makeAttachments({ database, directory, decisions, clock }) };
    };
    const halle = open(CLAIMED);
    for (const [name, moment] of [
      ['Agnès Halloy', now - 26 * 60 * MINUTE],
      ['Benoît Riquet', now - 26 * 60 * MINUTE + 4 * MINUTE],
    ] as const) {
      const user = add({ name, title: '' }, 'verified');
      at(moment).attachments.attach(user, halle, 'manual', moment);
      since(user, moment);
    }
    const asked = now - 3 * DAY;
    const yann = add({ name: 'Yann Delorme', title: '' }, 'to-decide');
    since(yann, asked);
    at(asked).decisions.open({
      dossier: open(UNMATCHED),
      kind: 'no-match',
      user: yann,
      facts: { clientCode: 'C20418', number: '2025-1107' },
    });
  });
}
