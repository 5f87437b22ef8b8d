/**
 * Sends reminders of the migration by mail (staff view "Migrations"): to whoever has something left to do, once a day at
 * most whoever asks, within the budgets of the post office. Knows no request.
 */
import { reminderSkip, type Migrant } from '@navette/domain/migration-follow-up';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import type { ReminderResult } from '@navette/protocol/staff-migrations';
import type { Letter } from '../mail/letters.ts';
import type { PostOffice } from '../mail/post-office.ts';
import type { Directory, DossierRow, Person } from '../ports.ts';
import type { PersonFacts } from './migration-facts.ts';
import type { Reminders } from './reminders.ts';

export type RemindParts = {
  readonly directory: Directory;
  readonly reminders: Reminders;
  readonly facts: { person(user: UserId): PersonFacts };
  readonly post: PostOffice;
  readonly clock: Clock;
};

/** The letter of a dossier, as it is shown before and as it leaves. */
export function reminderLetter(company: string, note: string): Letter {
  return { kind: 'migration-reminder', company, note, link: '/#/migration' };
}

export type Remind = (dossier: DossierRow, note: string, by: UserId) => Promise<readonly ReminderResult[]>;

export function makeRemind({ directory, reminders, facts, post, clock }: RemindParts): Remind {
  const migrant = (user: UserId): Migrant => {
    const { step, since } = facts.person(user);
    return { state: 'active', migration: step, since, reminded: reminders.of(user)?.at };
  };
  const remindOne = async (person: Person, dossier: DossierRow, note: string, by: UserId): Promise<ReminderResult> => {
    const told = { dossier: dossier.id, user: person.id, name: person.name };
    // Looked at and noted without a pause between: of two who ask at once, the second finds it noted.
    const why = reminderSkip(migrant(person.id), clock.now());
    if (why !== null) return { ...told, outcome: 'skipped', why };
    const ended = reminders.begin({ user: person.id, dossier: dossier.id, by, at: clock.now() });
    const outcome = await post.post(person.email, reminderLetter(dossier.name, note));
    ended(outcome);
    return { ...told, outcome };
  };

  return async (dossier, note, by) => {
    const results: ReminderResult[] = [];
    // One after the other: a relay is no place for a burst.
    for (const person of clientsOf(directory, dossier.id)) results.push(await remindOne(person, dossier, note, by));
    return results;
  };
}

function clientsOf(directory: Directory, dossier: DossierId): readonly Person[] {
  return directory.members(dossier).flatMap(({ person, right }) => (right.side === 'client' ? [person] : []));
}
