/**
 * The days of each dossier's exercises, as its staff said them: kept in the table first and published with the entries after, so that
 * every device refuses the same dates as the server.
 */
import type { DatabaseSync } from 'node:sqlite';
import { exerciseOf, isExercise, overlap, type Exercise } from '@navette/domain/drafts/exercise';
import type { DossierId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { EXERCISE_REFUSALS } from '@navette/protocol/exercises';
import { EXERCISE, type ValidatedEntry } from '@navette/rooms/draft-records';
import { roomName } from '@navette/rooms/room-names';
import type { ServerWriter } from '../rooms/server-writer.ts';

export type ExerciseRefusal = (typeof EXERCISE_REFUSALS)[number];

/** What was said of a dossier's exercises, by year. */
export function exercisesOf(database: DatabaseSync, dossier: DossierId): readonly Exercise[] {
  return database
    .prepare('SELECT year, from_day, to_day FROM exercise WHERE dossier_id = ? ORDER BY year')
    .all(dossier)
    .map((row) => ({ year: Number(row['year']), from: String(row['from_day']), to: String(row['to_day']) }));
}

/** @returns why the days cannot be; once set they stand in the room too, unless the room cannot be written: said again, they do */
export async function setExercise(
  { database, writer }: { readonly database: DatabaseSync; readonly writer: Pick<ServerWriter, 'setRecord'> },
  dossier: DossierId,
  exercise: Exercise,
): Promise<Result<void, ExerciseRefusal>> {
  if (!isExercise(exercise)) return refuse('not-an-exercise');
  const { year, from, to } = exercise;
  const others = exercisesOf(database, dossier).filter((one) => one.year !== year);
  // A neighbour that nobody has said anything of gives way.
  if (others.some((one) => overlap(one, exercise))) return refuse('overlaps');
  const outside = database
    .prepare('SELECT record FROM validated_entry WHERE dossier_id = ? AND year = ?')
    .all(dossier, year)
    .map((row) => (JSON.parse(String(row['record'])) as ValidatedEntry).entry.date)
    .some((date) => date < from || date > to);
  if (outside) return refuse('entries-outside');
  database
    .prepare(
      'INSERT INTO exercise (dossier_id, year, from_day, to_day) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET from_day = excluded.from_day, to_day = excluded.to_day',
    )
    .run(dossier, year, from, to);
  await writer.setRecord(roomName({ kind: 'entries', dossier, year }), EXERCISE + dossier, { v: 1, from, to });
  return ok(undefined);
}

/** What the room still says and the table does not, after a restore. */
export function learnExercise(database: DatabaseSync, dossier: DossierId, { year, from, to }: Exercise): void {
  database
    .prepare('INSERT INTO exercise (dossier_id, year, from_day, to_day) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
    .run(dossier, year, from, to);
}

/** The exercise an entry is to enter. */
export function exerciseIn(database: DatabaseSync, dossier: DossierId, year: number): Exercise {
  return exerciseOf(year, exercisesOf(database, dossier));
}
