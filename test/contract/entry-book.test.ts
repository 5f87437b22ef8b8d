/** R153, R155: numbers given once and without a gap, whatever is asked twice, at once, or of a server that was killed. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reversalOf } from '@navette/domain/drafts/reversal';
import { sealedText } from '@navette/domain/drafts/sealed-text';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { ValidatedEntry } from '@navette/rooms/draft-records';
import { openIdentityDatabase } from '../../sync-server/src/accounts/identity-database.ts';
import { makeEntryBook, type EntryBook } from '../../sync-server/src/entries/entry-book.ts';
import { purchase, validation } from '../support/entries.ts';
import { freshId } from '../support/sync-world.ts';

const NADIA = freshId<UserId>();
const LABEL = 'Contre-passation de l’écriture n° 1';

function world() {
  const dossier = freshId<DossierId>();
  const database = openIdentityDatabase(':memory:');
  const addDossier = (id: DossierId) => database.prepare('INSERT INTO dossier (id, name, position) VALUES (?, ?, 1)').run(id, 'Bonnefoy');
  addDossier(dossier);
  const room = new Map<string, unknown>();
  const said: string[] = [];
  let killed = false;
  const writer = {
    setRecord: async (name: string, key: string, value: unknown) => {
      if (killed) throw new Error('killed');
      room.set(`${name}#${key}`, value);
      return null;
    },
    standing: async (name: string) =>
      [...room].flatMap(([at, value], i) => (at.startsWith(`${name}#`) ? [{ key: at.slice(name.length + 1), value, cursor: i + 1 }] : [])),
  };
  const open = (): EntryBook =>
    makeEntryBook({ database, writer: writer as never, clock: { now: () => 1_800_000_000_000 }, log: (event) => void said.push(event) });
  return { dossier, database, room, said, open, addDossier, kill: (now: boolean) => void (killed = now) };
}
const numbers = (room: ReadonlyMap<string, unknown>) => [...room.values()].map((record) => (record as ValidatedEntry).number).toSorted();

describe('the books', () => {
  it('R153 gives numbers from 1 in the order of validation, one sequence for the whole exercise, each entry sealed onto the one before', async () => {
    const { dossier, open, room } = world();
    const book = open();
    const asked = [
      validation(dossier),
      validation(dossier, { entry: purchase({ journal: 'OD' }) }),
      validation(dossier, { year: 2025, entry: purchase({ date: '2025-12-31' }) }),
      validation(dossier),
    ];
    const done = [];
    for (const one of asked) done.push(await book.validate(NADIA, one));
    const records = done.map((one) => (one.ok ? one.value.record : null));
    expect(records.map((record) => record?.number)).toEqual([1, 2, 1, 3]);
    expect(records.map((record) => record?.previous === '')).toEqual([true, false, true, false]);
    expect(records[3]?.previous).toBe(records[1]?.hash);
    for (const [i, record] of records.entries()) {
      if (!record) throw new Error('not validated');
      const { number, at, by, previous, entry } = record;
      const text = sealedText({ dossier, year: asked[i]?.year ?? 0, number, at, by, previous, entry });
      expect(createHash('sha256').update(text).digest('hex')).toBe(record.hash);
    }
    expect(room.size).toBe(4);
  });

  it('R153 two who validate one draft at once, and a request sent again and again, have one number between them', async () => {
    const { dossier, open, room } = world();
    const book = open();
    const draft = freshId();
    const [one, two] = [validation(dossier, { draft }), validation(dossier, { draft, entry: purchase({ label: 'Autre libellé' }) })];
    const done = await Promise.all([one, two, one, two, one].map((asked) => book.validate(NADIA, asked)));
    expect(done.map((given) => given.ok && [given.value.record.number, given.value.fresh])).toEqual([
      [1, true],
      [1, false],
      [1, true],
      [1, false],
      [1, true],
    ]);
    expect(done.every((given) => given.ok && given.value.record.entry.label === one.entry.label)).toBe(true);
    expect(room.size).toBe(1);
  });

  it('R155 refuses what is not balanced, not of the exercise or holds a sign no file of entries can: no number is used up', async () => {
    const { dossier, open } = world();
    const book = open();
    const { lines } = purchase();
    for (const entry of [purchase({ lines: lines.slice(1) }), purchase({ date: '2025-11-03' }), purchase({ label: 'a|b' })])
      expect(await book.validate(NADIA, validation(dossier, { entry }))).toEqual({ ok: false, refusal: 'not-valid' });
    expect(await book.validate(NADIA, validation(dossier))).toMatchObject({ value: { record: { number: 1 } } });
  });

  it('R155 a server killed between the number and the room publishes at its next start, and gives that number to nobody else', async () => {
    const { dossier, open, room, kill } = world();
    const [first, second] = [validation(dossier), validation(dossier)];
    kill(true);
    await expect(open().validate(NADIA, first)).rejects.toThrow('killed');
    kill(false);
    const again = open();
    expect(await again.validate(NADIA, second)).toMatchObject({ value: { record: { number: 2 } } });
    await again.writeLeft();
    expect(numbers(room)).toEqual([1, 2]);
    expect(await again.validate(NADIA, first)).toMatchObject({ value: { record: { number: 1 }, fresh: true } });
    expect(room.size).toBe(2);
  });

  it('R151 a validated entry is taken back once, by the same lines on the other side', async () => {
    const { dossier, open, addDossier } = world();
    const book = open();
    const first = validation(dossier);
    await book.validate(NADIA, first);
    const entry = reversalOf(first.entry, { of: first.draft, date: '2026-11-20', label: LABEL });
    const ask = async (also: Parameters<typeof validation>[1]) => {
      const done = await book.validate(NADIA, validation(dossier, also));
      return done.ok ? done.value.record.number : done.refusal;
    };
    expect(await ask({ entry: { ...entry, reverses: freshId() } })).toBe('unknown-entry');
    expect(await ask({ entry: { ...entry, lines: first.entry.lines } })).toBe('not-its-reversal');
    expect(await ask({ entry })).toBe(2);
    expect(await ask({ entry })).toBe('reversed-already');
    // Another dossier's entry is not known here.
    const other = freshId<DossierId>();
    addDossier(other);
    expect(await book.validate(NADIA, validation(other, { entry }))).toEqual({ ok: false, refusal: 'unknown-entry' });
  });

  it('R155 what only the room still knows after a restore is learnt before another number is given', async () => {
    const { dossier, open, database } = world();
    const book = open();
    const [first, second] = [validation(dossier), validation(dossier)];
    await book.validate(NADIA, first);
    await book.validate(NADIA, second);
    database.exec('DELETE FROM validated_entry WHERE number = 2');
    const restored = open();
    expect(await restored.validate(NADIA, validation(dossier))).toMatchObject({ value: { record: { number: 3 } } });
    expect(await restored.validate(NADIA, second)).toMatchObject({ value: { record: { number: 2 }, fresh: false } });
  });

  it('R155 an exercise that does not follow the calendar is said by the staff: its dates are those of the books, and entries stay inside', async () => {
    const { dossier, open, database, room } = world();
    const book = open();
    const august = validation(dossier, { entry: purchase({ date: '2025-08-14' }) });
    expect(await book.validate(NADIA, august)).toEqual({ ok: false, refusal: 'not-valid' });
    const split = { year: 2026, from: '2025-07-01', to: '2026-06-30' };
    expect((await book.setExercise(dossier, split)).ok).toBe(true);
    expect(await book.validate(NADIA, august)).toMatchObject({ value: { record: { number: 1 } } });
    expect(await book.validate(NADIA, validation(dossier))).toEqual({ ok: false, refusal: 'not-valid' });
    const refusals = [
      { year: 2025, from: '2024-07-01', to: '2025-07-01' },
      { ...split, from: '2025-09-01' },
      { ...split, to: '2025-06-30' },
    ].map(async (exercise) => {
      const done = await book.setExercise(dossier, exercise);
      return done.ok ? 'set' : done.refusal;
    });
    expect(await Promise.all(refusals)).toEqual(['overlaps', 'entries-outside', 'not-an-exercise']);
    expect([...room.keys()]).toContain(`dossier/${dossier}/entries/2026#exercise/${dossier}`);
    // Lost with the table, it is learnt again from the room.
    database.exec('DELETE FROM exercise');
    expect(await open().validate(NADIA, validation(dossier, { entry: purchase({ date: '2025-09-01' }) }))).toMatchObject({
      value: { record: { number: 2 } },
    });
  });

  it('R155 an entry that comes back under a number given since is reported, and changes nothing', async () => {
    const { dossier, open, room, said } = world();
    const book = open();
    await book.validate(NADIA, validation(dossier));
    const [standing] = [...room.values()];
    const name = `dossier/${dossier}/entries/2026`;
    room.set(`${name}#${freshId()}`, standing);
    book.healed(name as never);
    expect(await book.validate(NADIA, validation(dossier))).toMatchObject({ value: { record: { number: 2 } } });
    expect(said).toEqual(['entry-number-twice']);
  });
});
