/** The validation of entries, put together: who may ask, the books, and the rooms they are published in. */
import type { Hono } from 'hono';
import { EntryValidate } from '@navette/protocol/entries';
import { ExerciseSet } from '@navette/protocol/exercises';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import type { AccountParts } from '../account-services.ts';
import { errorFacts } from '../error-facts.ts';
import { problem } from '../http/answers.ts';
import { commandRoutes, type AnswerTo } from '../http/command-routes.ts';
import { openableRoom } from '../rooms/room-rights.ts';
import { makeEntryBook } from './entry-book.ts';

export type Entries = {
  /** Under their full paths. */
  readonly routes: Hono;
  /** Told of rooms that got entries back after a restore. */
  healed(room: RoomName): void;
};

export function openEntries(parts: AccountParts): Entries {
  const { database, writer, clock, log } = parts;
  const book = makeEntryBook({ database, writer, clock, log });
  const commands = commandRoutes(parts);

  commands.signedIn(EntryValidate, async (asked, { person, membership }): Promise<AnswerTo<typeof EntryValidate>> => {
    const { dossier, year } = asked;
    // A company that may write entries writes drafts: what enters the books is the firm's to say (R152, R153).
    if (membership.dossiers.get(dossier)?.side !== 'staff') return problem('forbidden');
    if (openableRoom(roomName({ kind: 'entries', dossier, year }), clock.now()) === undefined) return problem('bad-request');
    const done = await book.validate(person.id, asked);
    if (!done.ok) return { outcome: 'refused', why: done.refusal };
    if (done.value.fresh) log('entry-validated', { user: person.id, dossier, year, number: done.value.record.number });
    return { outcome: done.value.fresh ? 'validated' : 'already', record: done.value.record };
  });

  commands.signedIn(ExerciseSet, async ({ dossier, ...exercise }, { person, membership }): Promise<AnswerTo<typeof ExerciseSet>> => {
    if (membership.dossiers.get(dossier)?.side !== 'staff') return problem('forbidden');
    if (openableRoom(roomName({ kind: 'entries', dossier, year: exercise.year }), clock.now()) === undefined) return problem('bad-request');
    const done = await book.setExercise(dossier, exercise);
    if (!done.ok) return { outcome: 'refused', why: done.refusal };
    log('exercise-set', { user: person.id, dossier, year: exercise.year });
    return { outcome: 'set' };
  });

  // A room that cannot be written now is written by the same request again, or at the next start.
  void book.writeLeft().catch((error: unknown) => log('entries-not-written', errorFacts(error)));
  return { routes: commands.routes, healed: (room) => book.healed(room) };
}
