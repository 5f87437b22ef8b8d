/** What every room log owes its callers (ports.ts, RoomLog). */
import { describe, expect, test } from 'vitest';
import type { BlobHash, DeviceNumber, DossierId, UserId } from '@navette/kernel/ids';
import { roomName, scopeOf, type Room, type RoomName } from '@navette/rooms/room-names';
import { brokenLink, CHAIN_START } from '../../sync-server/src/log/log-chain.ts';
import type { Log } from '@navette/kernel/ports';
import { RoomUnreadable } from '../../sync-server/src/log/room-unreadable.ts';
import type { NewEntry, RoomLog } from '../../sync-server/src/ports.ts';
import { freshId, NOON } from '../support/sync-world.ts';
import { redactionSuite } from './room-log-redaction.suite.ts';

export type OpenedLog = {
  readonly log: RoomLog;
  reopen(): Promise<RoomLog>;
  /** Spoils an entry while no log is open. */
  damage(cursor: number): unknown;
  /** Bytes of the log's own files, where it has any: what was wiped is in none of them. */
  files?(): readonly Uint8Array[];
};
export type OpenLog = (clock: { now(): number }, report: Log) => OpenedLog | Promise<OpenedLog>;

export function roomLogSuite(name: string, openLog: OpenLog): void {
  describe(`room log: ${name}`, () => {
    const dossier = freshId<DossierId>();
    const room: Room = { kind: 'deposits', dossier, year: 2026, box: 'common' };
    const A = roomName(room);
    const B = roomName({ kind: 'internal', dossier });
    const user = freshId<UserId>();
    const device = 77 as DeviceNumber;
    const setUp = async () => {
      const time = { now: NOON };
      const said: unknown[] = [];
      return { time, said, ...(await openLog({ now: () => time.now }, (event, facts) => said.push([event, facts]))) };
    };
    const entry = (of: RoomName, more: Partial<NewEntry> = {}): NewEntry => ({
      room: of,
      id: freshId(),
      author: user,
      device,
      counter: null,
      bytes: new Uint8Array([1, 2, 3]),
      ...more,
    });

    test('entries are numbered without gaps, over the log and in each room, and come back as they went in', async () => {
      const { log } = await setUp();
      const stored = await log.append([entry(A), entry(B), entry(A, { counter: 1, bytes: new Uint8Array([9]) })]);
      expect(stored.map((s) => s.status === 'stored' && [s.entry.cursor, s.entry.seq])).toEqual([
        [1, 1],
        [2, 1],
        [3, 2],
      ]);
      const read = await log.room(A, 0);
      expect(read.map((e) => [e.seq, e.author, e.device, e.counter, [...e.bytes], e.at])).toEqual([
        [1, user, 77, null, [1, 2, 3], NOON],
        [2, user, 77, 1, [9], NOON],
      ]);
      expect((await log.room(A, 1)).map((e) => e.seq)).toEqual([2]);
      expect(await log.rooms()).toEqual([A, B]);
      await log.close();
    });

    test('the same id counts once, also when the answer was lost', async () => {
      const { log, time } = await setUp();
      const once = entry(A);
      await log.append([once]);
      time.now += 5000;
      expect(await log.append([once])).toEqual([{ status: 'duplicate', at: NOON }]);
      expect((await log.head()).cursor).toBe(1);
      await log.close();
    });

    test('D6 a counter used again with other bytes is told, and nothing after it in the call is stored', async () => {
      const { log } = await setUp();
      await log.append([entry(A, { counter: 1 })]);
      const answers = await log.append([entry(A, { counter: 2 }), entry(A, { counter: 1 }), entry(A, { counter: 3 })]);
      expect(answers.map((a) => a.status)).toEqual(['stored', 'counter-reused', 'counter-reused']);
      expect((await log.room(A, 0)).map((e) => e.counter)).toEqual([1, 2]);
      expect(await log.append([entry(A, { counter: 3 })])).toMatchObject([{ status: 'stored' }]);
      await log.close();
    });

    test('an id used again for other bytes is told like a counter used again', async () => {
      const { log } = await setUp();
      const first = entry(A);
      await log.append([first]);
      expect(await log.append([{ ...first, bytes: new Uint8Array([4]) }])).toEqual([{ status: 'counter-reused' }]);
      await log.close();
    });

    test('appends of one moment share their commit and keep their order', async () => {
      const { log } = await setUp();
      const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => log.append([entry(i % 2 ? A : B)])));
      expect(answers.map(([a]) => a?.status === 'stored' && a.entry.cursor)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
      await log.close();
    });

    test('one call that cannot be stored leaves nothing, and the calls beside it are stored', async () => {
      const { log } = await setUp();
      const outcomes = await Promise.allSettled([
        log.append([entry(A)]),
        log.append([entry('nowhere' as RoomName)]),
        log.append([entry(A)]),
      ]);
      expect(outcomes.map((o) => o.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      const { entries } = await log.since(0, () => true, 1e6);
      expect(entries.map((e) => e.cursor)).toEqual([1, 2]);
      expect(brokenLink(CHAIN_START, entries)).toBeNull();
      await log.close();
    });

    test('I6 a reopened log goes on without a gap, in the same epoch, with a chain that holds', async () => {
      const { log, reopen } = await setUp();
      await log.append([entry(A), entry(B)]);
      const before = await log.head();
      await log.close();
      const again = await reopen();
      expect(await again.head()).toEqual(before);
      await again.append([entry(A)]);
      const { entries } = await again.since(0, () => true, 1e6);
      expect(entries.map((e) => [e.cursor, e.seq])).toEqual([
        [1, 1],
        [2, 1],
        [3, 2],
      ]);
      expect(brokenLink(CHAIN_START, entries)).toBeNull();
      expect((await again.head()).hash).toBe(entries.at(-1)?.hash);
      await again.close();
    });

    test('K4 a changed author, time or byte breaks the chain where it was changed', async () => {
      const { log } = await setUp();
      await log.append([entry(A), entry(A), entry(A)]);
      const entries = await log.room(A, 0);
      const changed = (change: object) =>
        brokenLink(
          CHAIN_START,
          entries.map((e, i) => (i === 1 ? { ...e, ...change } : e)),
        );
      expect([changed({ author: freshId() }), changed({ at: 1 }), changed({ bytes: new Uint8Array([7]) }), changed({})]).toEqual([
        2,
        2,
        2,
        null,
      ]);
      await log.close();
    });

    test('K6 time never goes back within a room, even when the clock does', async () => {
      const { log, time } = await setUp();
      await log.append([entry(A)]);
      time.now -= 3600_000;
      await log.append([entry(A), entry(B)]);
      expect((await log.room(A, 0)).map((e) => e.at)).toEqual([NOON, NOON]);
      expect((await log.room(B, 0)).map((e) => e.at)).toEqual([NOON - 3600_000]);
      await log.close();
    });

    test('a page ends before it is too large, never splits an entry, and says where to go on', async () => {
      const { log } = await setUp();
      const big = (of: RoomName) => entry(of, { bytes: new Uint8Array(600) });
      await log.append([big(A), big(B), big(A), big(A)]);
      const first = await log.since(0, (r) => r === A, 1000);
      expect([first.entries.map((e) => e.cursor), first.next >= 1, first.more]).toEqual([[1], true, true]);
      const second = await log.since(first.next, (r) => r === A, 10_000);
      expect([second.entries.map((e) => e.cursor), second.next, second.more]).toEqual([[3, 4], 4, false]);
      const huge = await log.since(0, () => true, 1);
      expect(huge.entries).toHaveLength(1);
      expect(await log.since(99, () => true, 1000)).toEqual({ entries: [], next: 99, more: false, unreadable: [] });
      await log.close();
    });

    test('a scope is read across its years, up to a cursor', async () => {
      const { log } = await setUp();
      const nextYear = roomName({ ...room, year: 2027 } as Room);
      await log.append([entry(A), entry(B), entry(nextYear), entry(A)]);
      const scope = scopeOf(room);
      expect((await log.scope(scope, 0, 3, 1e6)).entries.map((e) => e.cursor)).toEqual([1, 3]);
      expect(await log.scope(scope, 0, 4, 1)).toMatchObject({ next: 1, done: false });
      expect(await log.scope(scope, 1, 4, 1e6)).toMatchObject({ next: 4, done: true });
      await log.close();
    });

    test('a page of a scope that ended before its last entry holds no later read to what the log was then', async () => {
      const { log } = await setUp();
      await log.append([entry(A), entry(roomName({ ...room, year: 2027 } as Room)), entry(A)]);
      expect(await log.scope(scopeOf(room), 0, 3, 1)).toMatchObject({ next: 1, done: false });
      const late = entry(A);
      await log.append([late]);
      expect((await log.room(A, 0)).map((e) => e.cursor)).toEqual([1, 3, 4]);
      expect([...(await log.known([late.id])).keys()]).toEqual([late.id]);
      expect((await log.since(3, () => true, 1e6)).entries.map((e) => e.cursor)).toEqual([4]);
      expect((await log.scope(scopeOf(room), 1, 4, 1e6)).entries.map((e) => e.cursor)).toEqual([2, 3, 4]);
      expect((await log.head()).cursor).toBe(4);
      await log.close();
    });

    test('B1 the row that proves a file stands with its entry, and only in its box', async () => {
      const { log, reopen } = await setUp();
      const hash = 'a'.repeat(64) as BlobHash;
      const row = { dossier, box: 'common', hash, size: 5, uploader: user, at: NOON } as const;
      await log.append([entry(A)], [row]);
      await log.append([entry(A)], [{ ...row, size: 6 }]);
      await log.close();
      const again = await reopen();
      expect(await again.holds(dossier, 'common', hash)).toEqual(row);
      expect(await again.holds(dossier, 'pay', hash)).toBeNull();
      expect(await again.holds(freshId(), 'common', hash)).toBeNull();
      expect(await again.boxesHolding(dossier, hash)).toEqual(['common']);
      await again.close();
    });

    test('a read that fails is an error, never an empty room', async () => {
      const { log } = await setUp();
      await log.append([entry(A)]);
      await log.close();
      await expect(log.room(A, 0)).rejects.toThrow();
      await expect(log.since(0, () => true, 100)).rejects.toThrow();
      await expect(log.append([entry(A)])).rejects.toThrow();
    });

    test('a room is read from one entry to another', async () => {
      const { log } = await setUp();
      await log.append([entry(A), entry(B), entry(A), entry(A), entry(A)]);
      const seqs = async (after: number, until?: number) => (await log.room(A, after, until)).map((e) => e.seq);
      expect([await seqs(0, 2), await seqs(1, 3), await seqs(2), await seqs(3, 3), await seqs(3, 2), await seqs(0, 99)]).toEqual([
        [1, 2],
        [2, 3],
        [3, 4],
        [],
        [],
        [1, 2, 3, 4],
      ]);
      await log.close();
    });

    test('ids are known by the time of their entry, and an id nobody used is not', async () => {
      const { log, time } = await setUp();
      const [first, second] = [entry(A), entry(B)];
      await log.append([first]);
      time.now += 7000;
      await log.append([second]);
      const known = await log.known([second.id, freshId(), first.id, first.id, "it's none"]);
      expect([...known].toSorted(([, a], [, b]) => a - b)).toEqual([
        [first.id, NOON],
        [second.id, NOON + 7000],
      ]);
      expect((await log.known([])).size).toBe(0);
      await log.close();
    });

    describe('segments', () => {
      const segment = (from: number, to: number, tier = 1) => ({ from, to, tier, bytes: new Uint8Array([from, to, tier]) });
      const digest = (seq: number) => ({ seq, bytes: new Uint8Array([9, seq]) });
      const filled = async (entries = 8) => {
        const opened = await setUp();
        await opened.log.append(Array.from({ length: entries }, () => entry(A)));
        return opened;
      };
      const spans = async (log: RoomLog, of = A) => (await log.segments(of)).map(({ from, to, tier }) => [from, to, tier]);

      test('a room without segments has none, and no digest', async () => {
        const { log } = await filled(1);
        expect([await log.segments(A), await log.digest(A), await log.segments(B), await log.digest(B)]).toEqual([[], null, [], null]);
        await log.close();
      });

      test('segments follow one another from the first entry on, and their entries stay', async () => {
        const { log, reopen } = await filled();
        expect(await log.compact(A, segment(1, 3), digest(3))).toBe(true);
        expect(await log.compact(A, segment(4, 6), digest(6))).toBe(true);
        expect([await log.segments(A), await log.digest(A)]).toEqual([[segment(1, 3), segment(4, 6)], digest(6)]);
        expect(await log.room(A, 0)).toHaveLength(8);
        await log.close();
        const again = await reopen();
        expect([await again.segments(A), await again.digest(A)]).toEqual([[segment(1, 3), segment(4, 6)], digest(6)]);
        await again.close();
      });

      test('a segment takes the place of all it covers, at the end or before others', async () => {
        const { log } = await filled();
        for (const [from, to] of [
          [1, 2],
          [3, 4],
          [5, 6],
        ] as const)
          await log.compact(A, segment(from, to), digest(to));
        expect(await log.compact(A, segment(1, 4, 2), digest(6))).toBe(true);
        expect(await spans(log)).toEqual([
          [1, 4, 2],
          [5, 6, 1],
        ]);
        expect(await log.compact(A, segment(5, 8, 2), digest(8))).toBe(true);
        expect(await log.compact(A, segment(1, 8, 3), digest(8))).toBe(true);
        expect([await spans(log), await log.digest(A)]).toEqual([[[1, 8, 3]], digest(8)]);
        await log.close();
      });

      test.each([
        ['leaves a hole', segment(5, 6), digest(6)],
        ['overlaps another in part', segment(2, 5), digest(5)],
        ['lies inside another', segment(1, 2), digest(3)],
        ['reaches beyond the room', segment(4, 9), digest(9)],
        ['ends before it begins', segment(4, 3), digest(3)],
        ['begins before the first entry', segment(0, 3), digest(3)],
        ['brings a digest of another place', segment(4, 6), digest(5)],
      ])('a segment that %s is refused and changes nothing', async (_, bad, its) => {
        const { log } = await filled();
        await log.compact(A, segment(1, 3), digest(3));
        expect(await log.compact(A, bad, its)).toBe(false);
        expect([await log.segments(A), await log.digest(A)]).toEqual([[segment(1, 3)], digest(3)]);
        expect(await log.compact(B, segment(1, 1), digest(1))).toBe(false);
        await log.close();
      });

      test('what is kept is a copy', async () => {
        const { log } = await filled();
        const mine = segment(1, 3);
        await log.compact(A, mine, digest(3));
        mine.bytes[0] = 77;
        expect(await log.segments(A)).toEqual([segment(1, 3)]);
        await log.close();
      });
    });

    test('a storm of calls loses none: what each was told is what the log holds, in the order it came', async () => {
      const { log } = await setUp();
      const rooms = Array.from({ length: 20 }, (_, i) => roomName({ ...room, year: 2000 + i } as Room));
      let counter = 0;
      const calls = Array.from({ length: 300 }, (_, i) =>
        i % 50 === 49
          ? [entry(A), entry('nowhere' as RoomName)]
          : Array.from({ length: 1 + (i % 3) }, (_, j) =>
              entry(rooms[(i + j) % 20] ?? A, { counter: ++counter, bytes: new Uint8Array([i % 256, j, 1]) }),
            ),
      );
      const answers = await Promise.allSettled(
        calls.map(async (call, i) => {
          if (i % 7 === 0) await new Promise(setImmediate);
          return { call, told: await log.append(call) };
        }),
      );
      const told = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.told : []));
      const stored = told.flatMap((one) => (one.status === 'stored' ? [one.entry] : []));
      expect([stored.length, answers.filter(({ status }) => status === 'rejected').length]).toEqual([told.length, 6]);
      const { entries } = await log.since(0, () => true, 1e9);
      expect(entries).toEqual(stored.toSorted((a, b) => a.cursor - b.cursor));
      expect(entries.map((e) => e.cursor)).toEqual(Array.from({ length: stored.length }, (_, i) => i + 1));
      expect(brokenLink(CHAIN_START, entries)).toBeNull();
      expect(await log.head()).toMatchObject({ cursor: stored.length, hash: entries.at(-1)?.hash });
      await log.close();
    });

    describe('I12 a room with an entry that is not as it was written', () => {
      const nextYear = roomName({ ...room, year: 2027 } as Room);
      /** A 1, B 2, A 3 (spoiled), A next year 4, B 5, A 6. */
      const spoiled = async () => {
        const opened = await setUp();
        await opened.log.append([entry(A), entry(B), entry(A), entry(nextYear), entry(B), entry(A)]);
        await opened.log.close();
        await opened.damage(3);
        return { ...opened, log: await opened.reopen() };
      };
      const unreadable = new RoomUnreadable(A);

      test('is refused reading and writing, and said once, by its ids alone', async () => {
        const { log, said } = await spoiled();
        await expect(log.room(A, 0)).rejects.toThrow(unreadable);
        const asked = [log.room(A, 5), log.append([entry(B), entry(A)]), log.segments(A), log.digest(A)];
        expect((await Promise.allSettled(asked)).map((one) => one.status === 'rejected' && one.reason)).toEqual(
          asked.map(() => unreadable),
        );
        expect(said).toEqual([['room-unreadable', { room: A }]]);
        await log.close();
      });

      test('harms no other room: they are read, and written without a gap', async () => {
        const { log } = await spoiled();
        await expect(log.room(A, 0)).rejects.toThrow(RoomUnreadable);
        expect((await log.room(B, 0)).map((e) => e.cursor)).toEqual([2, 5]);
        expect((await log.room(nextYear, 0)).map((e) => e.cursor)).toEqual([4]);
        expect(await log.append([entry(B)])).toMatchObject([{ status: 'stored', entry: { cursor: 7, seq: 3 } }]);
        await log.close();
      });

      test('is stepped over and named where many rooms are read', async () => {
        const { log, said } = await spoiled();
        const all = await log.since(0, () => true, 1e6);
        // What was read before the damage was met is sound.
        expect([all.entries.map((e) => e.cursor), all.next, all.more, all.unreadable]).toEqual([[1, 2, 4, 5], 6, false, [A]]);
        const again = await log.since(3, () => true, 1e6);
        expect([again.entries.map((e) => e.cursor), again.next, again.unreadable]).toEqual([[4, 5], 6, [A]]);
        expect(said).toHaveLength(1);
        const others = await log.since(0, (one) => one !== A, 1e6);
        expect([others.entries.map((e) => e.cursor), others.unreadable]).toEqual([[2, 4, 5], []]);
        await log.close();
      });

      test('keeps its scope waiting before the first entry that is missing', async () => {
        const { log } = await spoiled();
        const scope = scopeOf(room);
        const first = await log.scope(scope, 0, 6, 1e6);
        expect([first.entries.map((e) => e.cursor), first.next, first.done, first.unreadable]).toEqual([[1], 1, false, [A]]);
        expect(await log.scope(scope, first.next, 6, 1e6)).toEqual({ entries: [], next: 1, done: false, unreadable: [A] });
        await log.close();
      });
    });

    redactionSuite({ dossier, room, A, B, user, setUp, entry });

    test('closing lets those who wait be stored first', async () => {
      const { log, reopen } = await setUp();
      const waiting = Promise.all([log.append([entry(A)]), log.append([entry(B)])]);
      const closing = log.close();
      expect((await waiting).flat().map((a) => a.status)).toEqual(['stored', 'stored']);
      await closing;
      await log.close();
      const again = await reopen();
      expect((await again.head()).cursor).toBe(2);
      await again.close();
    });

    test('what is stored is a copy: bytes changed by the caller afterwards change nothing', async () => {
      const { log } = await setUp();
      const bytes = new Uint8Array([1, 2, 3]);
      await log.append([entry(A, { bytes })]);
      bytes[0] = 9;
      expect([...((await log.room(A, 0))[0]?.bytes ?? [])]).toEqual([1, 2, 3]);
      await log.close();
    });
  });
}
