/** What every room log owes a redaction (K5): bytes and salt go, the link stays; part of `room-log.suite.ts`. */
import { describe, expect, test } from 'vitest';
import type { BlobHash, DossierId, UserId } from '@navette/kernel/ids';
import { roomName, scopeOf, type Room, type RoomName } from '@navette/rooms/room-names';
import { brokenLink, CHAIN_START } from '../../sync-server/src/log/log-chain.ts';
import { RoomUnreadable } from '../../sync-server/src/log/room-unreadable.ts';
import type { NewEntry, RoomLog } from '../../sync-server/src/ports.ts';
import { freshId, NOON } from '../support/sync-world.ts';
import type { OpenedLog } from './room-log.suite.ts';

export type SuiteParts = {
  readonly dossier: DossierId;
  readonly room: Room;
  /** The room, and another one. */
  readonly A: RoomName;
  readonly B: RoomName;
  readonly user: UserId;
  readonly setUp: () => Promise<OpenedLog & { readonly said: unknown[] }>;
  readonly entry: (of: RoomName, more?: Partial<NewEntry>) => NewEntry;
};

export function redactionSuite({ dossier, room, A, B, user, setUp, entry }: SuiteParts): void {
  describe('K5 a redaction', () => {
    const SECRET = new TextEncoder().encode('ce que personne ne doit plus lire');
    const form = new Uint8Array([0, 0, 7]);
    const hash = 'b'.repeat(64) as BlobHash;
    const file = { dossier, box: 'common', hash } as const;
    const secret = { bytes: new Uint8Array([...SECRET, 1]) };
    /** A 1, A 2 (secret), B 3, A 4 (secret); a segment of A, and a row of a file in two boxes. */
    const filled = async () => {
      const opened = await setUp();
      const { log } = opened;
      const ids = [freshId<string>(), freshId<string>(), freshId<string>(), freshId<string>()];
      const stored = [entry(A, { id: ids[0] ?? '' }), entry(A, { id: ids[1] ?? '', counter: 1, ...secret }), entry(B), entry(A, secret)];
      const row = { dossier, box: 'common', hash, size: 5, uploader: user, at: NOON } as const;
      await log.append(stored, [row, { ...row, box: 'pay' }]);
      // A copy, and the one that took its place.
      await log.compact(A, { from: 1, to: 2, tier: 1, bytes: secret.bytes }, { seq: 2, bytes: secret.bytes });
      await log.compact(A, { from: 1, to: 3, tier: 2, bytes: secret.bytes }, { seq: 3, bytes: secret.bytes });
      return { ...opened, stored };
    };
    const redaction = (cursors: readonly number[], more: object = {}) => ({
      id: freshId<string>(),
      room: A,
      act: '{"acte":1}',
      entries: cursors.map((cursor) => ({ cursor, bytes: form })),
      file: null,
      ...more,
    });

    test('takes bytes and salt, keeps header and link: the chain still verifies, over a restart too', async () => {
      const { log, reopen } = await filled();
      const before = (await log.since(0, () => true, 1e6)).entries;
      const done = redaction([2, 4]);
      await log.redact(done);
      const holds = async (one: RoomLog) => {
        const { entries, unreadable } = await one.since(0, () => true, 1e6);
        expect([unreadable, brokenLink(CHAIN_START, entries)]).toEqual([[], null]);
        expect(entries.slice(0, 4).map(({ hash: link, salt, bytes }) => [link, salt.length, bytes])).toEqual(
          before.map(({ hash: link, bytes }, i) => [link, ...(i === 1 || i === 3 ? [0, form] : [16, bytes])]),
        );
        expect((await one.room(A, 0, 3)).map(({ bytes }) => bytes)).toEqual([new Uint8Array([1, 2, 3]), form, form]);
        expect((await one.scope(scopeOf(room), 0, 4, 1e6)).entries).toHaveLength(3);
      };
      await holds(log);
      expect(await log.append([entry(A)])).toMatchObject([{ status: 'stored', entry: { cursor: 5, seq: 4 } }]);
      await log.close();
      const again = await reopen();
      await holds(again);
      expect(await again.append([entry(A)])).toMatchObject([{ status: 'stored', entry: { cursor: 6, seq: 5 } }]);
      await again.close();
    });

    test('drops the copies of its room, and of no other; keeps its act, once', async () => {
      const { log, reopen } = await filled();
      await log.compact(B, { from: 1, to: 1, tier: 1, bytes: form }, { seq: 1, bytes: form });
      const done = redaction([2]);
      await log.redact(done);
      await log.redact({ ...done, act: 'autre', entries: [{ cursor: 4, bytes: form }] });
      expect([await log.segments(A), await log.digest(A), (await log.segments(B)).length]).toEqual([[], null, 1]);
      expect((await log.room(A, 0)).map(({ salt }) => salt.length)).toEqual([16, 0, 16]);
      expect(await log.redactions()).toEqual([{ id: done.id, act: done.act, wiped: false }]);
      await log.wipe();
      await log.close();
      const again = await reopen();
      expect(await again.redactions()).toEqual([{ id: done.id, act: done.act, wiped: true }]);
      await again.close();
    });

    test('may take more of an entry a second time: what it was is still what the chain says', async () => {
      const { log } = await filled();
      await log.redact(redaction([2]));
      await log.redact({ ...redaction([2]), entries: [{ cursor: 2, bytes: new Uint8Array([0, 0]) }] });
      const { entries } = await log.since(0, () => true, 1e6);
      expect([brokenLink(CHAIN_START, entries), entries[1]?.bytes]).toEqual([null, new Uint8Array([0, 0])]);
      await log.close();
    });

    test('of another room’s entry, or of a room that never was, is refused and changes nothing', async () => {
      const { log } = await filled();
      await expect(log.redact(redaction([2, 3]))).rejects.toThrow();
      await expect(log.redact(redaction([1], { room: roomName({ kind: 'ledger', dossier }) }))).rejects.toThrow();
      expect((await log.since(0, () => true, 1e6)).entries.every(({ salt }) => salt.length === 16)).toBe(true);
      expect(await log.redactions()).toEqual([]);
      await log.close();
    });

    test('ends a file’s row in its box; another box holds it still', async () => {
      const { log } = await filled();
      await log.redact(redaction([], { file }));
      expect([await log.holds(dossier, 'common', hash), await log.boxesHolding(dossier, hash), await log.anyHolds(hash)]).toEqual([
        null,
        ['pay'],
        true,
      ]);
      await log.redact(redaction([], { file: { ...file, box: 'pay' } }));
      expect([await log.boxesHolding(dossier, hash), await log.anyHolds(hash)]).toEqual([[], false]);
      await log.close();
    });

    test('D6 its entry said again, the answer lost, is the same entry and no copied device', async () => {
      const { log, stored } = await filled();
      await log.redact(redaction([2]));
      expect(await log.append([stored[1] as NewEntry])).toEqual([{ status: 'duplicate', at: NOON }]);
      await log.close();
    });

    test('wiped, is in no file of the log, neither as it was nor in a copy that was replaced', async () => {
      const { log, files } = await filled();
      await log.redact(redaction([2, 4]));
      await log.wipe();
      const kept = files?.() ?? [];
      expect(kept.filter((bytes) => Buffer.from(bytes).includes(SECRET))).toEqual([]);
      expect(await log.append([entry(A)])).toMatchObject([{ status: 'stored', entry: { cursor: 5 } }]);
      expect(brokenLink(CHAIN_START, (await log.since(0, () => true, 1e6)).entries)).toBeNull();
      await log.close();
    });

    test('whose form was changed by another hand makes its room unreadable, and no other', async () => {
      const { log, reopen, damage, said } = await filled();
      await log.redact(redaction([2]));
      await log.close();
      await damage(2);
      const again = await reopen();
      await expect(again.room(A, 0)).rejects.toThrow(RoomUnreadable);
      expect(await again.room(B, 0)).toHaveLength(1);
      expect(said).toContainEqual(['room-unreadable', { room: A }]);
      await again.close();
    });
  });
}
