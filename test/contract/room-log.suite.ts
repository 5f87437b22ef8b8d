/** What every room log owes its callers (ports.ts, RoomLog). */
import { describe, expect, test } from 'vitest';
import type { BlobHash, DeviceNumber, DossierId, UserId } from '@navette/kernel/ids';
import { roomName, scopeOf, type Room, type RoomName } from '@navette/rooms/room-names';
import { brokenLink, CHAIN_START } from '../../sync-server/src/adapters/log-chain.ts';
import type { NewEntry, RoomLog } from '../../sync-server/src/ports.ts';
import { freshId, NOON } from '../support/sync-world.ts';

export type OpenLog = (clock: { now(): number }) => { readonly log: RoomLog; reopen(): Promise<RoomLog> };

export function roomLogSuite(name: string, openLog: OpenLog): void {
  describe(`room log: ${name}`, () => {
    const dossier = freshId<DossierId>();
    const room: Room = { kind: 'deposits', dossier, year: 2026, box: 'common' };
    const A = roomName(room);
    const B = roomName({ kind: 'internal', dossier });
    const user = freshId<UserId>();
    const device = 77 as DeviceNumber;
    const setUp = () => {
      const time = { now: NOON };
      return { time, ...openLog({ now: () => time.now }) };
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
      const { log } = setUp();
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
      const { log, time } = setUp();
      const once = entry(A);
      await log.append([once]);
      time.now += 5000;
      expect(await log.append([once])).toEqual([{ status: 'duplicate', at: NOON }]);
      expect((await log.head()).cursor).toBe(1);
      await log.close();
    });

    test('D6 a counter used again with other bytes is told, and nothing after it in the call is stored', async () => {
      const { log } = setUp();
      await log.append([entry(A, { counter: 1 })]);
      const answers = await log.append([entry(A, { counter: 2 }), entry(A, { counter: 1 }), entry(A, { counter: 3 })]);
      expect(answers.map((a) => a.status)).toEqual(['stored', 'counter-reused', 'counter-reused']);
      expect((await log.room(A, 0)).map((e) => e.counter)).toEqual([1, 2]);
      expect(await log.append([entry(A, { counter: 3 })])).toMatchObject([{ status: 'stored' }]);
      await log.close();
    });

    test('an id used again for other bytes is told like a counter used again', async () => {
      const { log } = setUp();
      const first = entry(A);
      await log.append([first]);
      expect(await log.append([{ ...first, bytes: new Uint8Array([4]) }])).toEqual([{ status: 'counter-reused' }]);
      await log.close();
    });

    test('appends of one moment share their commit and keep their order', async () => {
      const { log } = setUp();
      const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => log.append([entry(i % 2 ? A : B)])));
      expect(answers.map(([a]) => a?.status === 'stored' && a.entry.cursor)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
      await log.close();
    });

    test('one call that cannot be stored leaves nothing, and the calls beside it are stored', async () => {
      const { log } = setUp();
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
      const { log, reopen } = setUp();
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
      const { log } = setUp();
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
      const { log, time } = setUp();
      await log.append([entry(A)]);
      time.now -= 3600_000;
      await log.append([entry(A), entry(B)]);
      expect((await log.room(A, 0)).map((e) => e.at)).toEqual([NOON, NOON]);
      expect((await log.room(B, 0)).map((e) => e.at)).toEqual([NOON - 3600_000]);
      await log.close();
    });

    test('a page ends before it is too large, never splits an entry, and says where to go on', async () => {
      const { log } = setUp();
      const big = (of: RoomName) => entry(of, { bytes: new Uint8Array(600) });
      await log.append([big(A), big(B), big(A), big(A)]);
      const first = await log.since(0, (r) => r === A, 1000);
      expect([first.entries.map((e) => e.cursor), first.next >= 1, first.more]).toEqual([[1], true, true]);
      const second = await log.since(first.next, (r) => r === A, 10_000);
      expect([second.entries.map((e) => e.cursor), second.next, second.more]).toEqual([[3, 4], 4, false]);
      const huge = await log.since(0, () => true, 1);
      expect(huge.entries).toHaveLength(1);
      expect(await log.since(99, () => true, 1000)).toEqual({ entries: [], next: 99, more: false });
      await log.close();
    });

    test('a scope is read across its years, up to a cursor', async () => {
      const { log } = setUp();
      const nextYear = roomName({ ...room, year: 2027 } as Room);
      await log.append([entry(A), entry(B), entry(nextYear), entry(A)]);
      const scope = scopeOf(room);
      expect((await log.scope(scope, 0, 3, 1e6)).entries.map((e) => e.cursor)).toEqual([1, 3]);
      expect(await log.scope(scope, 0, 4, 1)).toMatchObject({ next: 1, done: false });
      expect(await log.scope(scope, 1, 4, 1e6)).toMatchObject({ next: 4, done: true });
      await log.close();
    });

    test('B1 the row that proves a file stands with its entry, and only in its box', async () => {
      const { log, reopen } = setUp();
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
      const { log } = setUp();
      await log.append([entry(A)]);
      await log.close();
      await expect(log.room(A, 0)).rejects.toThrow();
      await expect(log.since(0, () => true, 100)).rejects.toThrow();
      await expect(log.append([entry(A)])).rejects.toThrow();
    });

    test('what is stored is a copy: bytes changed by the caller afterwards change nothing', async () => {
      const { log } = setUp();
      const bytes = new Uint8Array([1, 2, 3]);
      await log.append([entry(A, { bytes })]);
      bytes[0] = 9;
      expect([...((await log.room(A, 0))[0]?.bytes ?? [])]).toEqual([1, 2, 3]);
      await log.close();
    });
  });
}
