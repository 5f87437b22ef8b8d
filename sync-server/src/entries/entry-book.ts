/**
 * The books: entries the staff validated, each under the next number of its exercise, in one transaction (R153, R155).
 *
 * The table is written first and the room after it: a server killed in between writes the room at its next start, and the same request
 * again is answered with the number it has. One dossier is written by one request at a time.
 *
 * Invariant: the numbers of an exercise are 1 to n, each given once; what stands in the table is never changed.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { checkEntry } from '@navette/domain/drafts/entry';
import type { Exercise } from '@navette/domain/drafts/exercise';
import { takesBack } from '@navette/domain/drafts/reversal';
import { sealedText } from '@navette/domain/drafts/sealed-text';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Clock, Log } from '@navette/kernel/ports';
import { refuse, ok, type Result } from '@navette/kernel/result';
import type { ENTRY_REFUSALS, EntryValidation } from '@navette/protocol/entries';
import { EXERCISE, ExerciseDays, ValidatedEntry } from '@navette/rooms/draft-records';
import { readRecord } from '@navette/rooms/records';
import { parseRoom, roomName, type RoomName } from '@navette/rooms/room-names';
import { inTransaction } from '../accounts/identity-database.ts';
import { Lanes } from '../rooms/lanes.ts';
import type { ServerWriter } from '../rooms/server-writer.ts';
import { exerciseIn, learnExercise, setExercise, type ExerciseRefusal } from './exercises.ts';

export type EntryRefusal = (typeof ENTRY_REFUSALS)[number];
/** `fresh` false: another request has validated this draft before. */
export type Validated = { readonly record: ValidatedEntry; readonly fresh: boolean };

export type EntryBook = {
  /** @param by of the dossier's staff: the caller has asked; resolves when the room says so */
  validate(by: UserId, asked: EntryValidation): Promise<Result<Validated, EntryRefusal>>;
  /** The days of an exercise, for the staff: the caller has asked. Resolves when the room says so. */
  setExercise(dossier: DossierId, exercise: Exercise): Promise<Result<void, ExerciseRefusal>>;
  /** Writes what a former life of this server left out of its rooms. */
  writeLeft(): Promise<void>;
  /** Entries came back into a room after a restore: the table learns what it has lost of them, before it gives another number. */
  healed(room: RoomName): void;
};

export type EntryBookParts = {
  readonly database: DatabaseSync;
  readonly writer: Pick<ServerWriter, 'setRecord' | 'standing'>;
  readonly clock: Clock;
  readonly log: Log;
};

type Place = { readonly dossier: DossierId; readonly year: number };
type Row = Place & { readonly draft: string; readonly request: string; readonly record: ValidatedEntry };

export function makeEntryBook({ database, writer, clock, log }: EntryBookParts): EntryBook {
  const lanes = new Lanes<DossierId>();
  /** Rooms whose entries the table knows all of. */
  const learnt = new Set<RoomName>();

  const find = (dossier: DossierId, draft: string): Row | null => {
    const row = database.prepare('SELECT * FROM validated_entry WHERE dossier_id = ? AND draft = ?').get(dossier, draft);
    return row ? toRow(row) : null;
  };
  const last = ({ dossier, year }: Place): ValidatedEntry | null => {
    const row = database
      .prepare('SELECT * FROM validated_entry WHERE dossier_id = ? AND year = ? ORDER BY number DESC LIMIT 1')
      .get(dossier, year);
    return row ? toRow(row).record : null;
  };
  const insert = ({ dossier, year, draft, request, record }: Row, written: 0 | 1): void => {
    database
      .prepare(
        'INSERT INTO validated_entry (dossier_id, year, number, draft, request, reverses, record, written) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(dossier, year, record.number, draft, request, record.entry.reverses ?? null, JSON.stringify(record), written);
  };
  const write = async ({ dossier, year, draft, record }: Row): Promise<void> => {
    await writer.setRecord(roomOf({ dossier, year }), draft, record);
    database.prepare('UPDATE validated_entry SET written = 1 WHERE dossier_id = ? AND draft = ?').run(dossier, draft);
  };

  /** What the room says and the table does not: the log may have come back further than the table. */
  async function learn(place: Place): Promise<void> {
    const room = roomOf(place);
    if (learnt.has(room)) return;
    for (const { key, value } of await writer.standing(room)) {
      const days = key.startsWith(EXERCISE) ? readRecord(ExerciseDays, value) : null;
      if (days?.readable) learnExercise(database, place.dossier, { year: place.year, from: days.record.from, to: days.record.to });
      const read = readRecord(ValidatedEntry, value);
      if (!read.readable || find(place.dossier, key) !== null) continue;
      const taken = database
        .prepare('SELECT 1 FROM validated_entry WHERE dossier_id = ? AND ((year = ? AND number = ?) OR reverses = ?)')
        .get(place.dossier, place.year, read.record.number, read.record.entry.reverses ?? null);
      if (taken) log('entry-number-twice', { dossier: place.dossier, year: place.year, number: read.record.number });
      else insert({ ...place, draft: key, request: '', record: read.record }, 1);
    }
    learnt.add(room);
  }

  /** Why the reversal may not be; null where it may, and for an entry that is none. */
  function reversalRefusal({ dossier, entry }: EntryValidation): EntryRefusal | null {
    if (entry.reverses === undefined) return null;
    const reversed = find(dossier, entry.reverses);
    if (!reversed) return 'unknown-entry';
    if (!takesBack(entry, reversed.record.entry)) return 'not-its-reversal';
    const done = database.prepare('SELECT 1 FROM validated_entry WHERE dossier_id = ? AND reverses = ?').get(dossier, entry.reverses);
    return done ? 'reversed-already' : null;
  }

  return {
    validate: (by, asked) =>
      lanes.run(asked.dossier, async () => {
        const { dossier, year, draft, entry } = asked;
        await learn({ dossier, year });
        const given = inTransaction(database, (): Result<Row, EntryRefusal> => {
          const known = find(dossier, draft);
          if (known) return ok(known);
          if (checkEntry(entry, exerciseIn(database, dossier, year)).length > 0) return refuse('not-valid');
          const refused = reversalRefusal(asked);
          if (refused) return refuse(refused);
          const before = last({ dossier, year });
          const number = (before?.number ?? 0) + 1;
          const [at, previous] = [clock.now(), before?.hash ?? ''];
          const hash = createHash('sha256').update(sealedText({ dossier, year, number, at, by, previous, entry })).digest('hex');
          const row: Row = {
            dossier,
            year,
            draft,
            request: asked.id,
            record: { v: 1, number, at, by, of: asked.of, entry, hash, previous },
          };
          insert(row, 0);
          return ok(row);
        });
        if (!given.ok) return given;
        await write(given.value);
        return ok({ record: given.value.record, fresh: given.value.request === asked.id });
      }),

    setExercise: (dossier, exercise) =>
      lanes.run(dossier, async () => {
        await learn({ dossier, year: exercise.year });
        return await setExercise({ database, writer }, dossier, exercise);
      }),

    async writeLeft() {
      for (const row of database.prepare('SELECT * FROM validated_entry WHERE written = 0 ORDER BY number').all().map(toRow))
        await lanes.run(row.dossier, () => write(row));
    },

    healed(name) {
      learnt.delete(name);
      const room = parseRoom(name);
      if (room?.kind !== 'entries') return;
      void lanes.run(room.dossier, () => learn(room)).catch(() => log('entries-not-learnt', { dossier: room.dossier, year: room.year }));
    },
  };
}

function roomOf({ dossier, year }: Place): RoomName {
  return roomName({ kind: 'entries', dossier, year });
}

function toRow(row: Record<string, unknown>): Row {
  return {
    dossier: row['dossier_id'] as DossierId,
    year: Number(row['year']),
    draft: String(row['draft']),
    request: String(row['request']),
    record: JSON.parse(String(row['record'])) as ValidatedEntry,
  };
}
