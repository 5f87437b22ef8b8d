import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DeviceNumber, DossierId, UserId } from '@navette/kernel/ids';
import { roomName } from '@navette/rooms/room-names';
import { accessOf } from '../library/account-views.ts';
import { followUpOf } from '../library/follow-up-view.ts';
import { migrationPastOf } from '../library/migration-past.ts';
import { OpenRoom } from '../rooms/open-room.ts';
import { openMemoryStore } from '../store/memory-store.ts';
import type { UpdateRow } from '../store/local-store.ts';
import { foldRoom } from './fold-room.ts';

const DAY = 24 * 3600_000;
const DOSSIER = id<DossierId>(1);
const ROOM = roomName({ kind: 'access', dossier: DOSSIER });
const [AGNES, BENOIT] = [id<UserId>(11), id<UserId>(12)];
const right = { side: 'client', deposit: ['common'], read: [], archive: [], accounts: 'none', admin: false };

function id<T extends string>(n: number): T {
  return `01980000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as T;
}

const person = (name: string, migration: string, since: number, more: object = {}) => ({
  v: 1,
  name,
  email: `${name.toLowerCase()}@halle.example`,
  right,
  state: 'active',
  secondFactor: false,
  migration,
  since,
  ...more,
});
const company = (name = 'Pharmacie de la Halle') => ({ v: 1, name, newcomers: null, administrator: null });
const noMatch = { v: 1, kind: 'no-match', user: AGNES, name: 'Agnès', email: 'a@halle.example', at: DAY };

/** A room as the server writes it: one update a step. */
function written(steps: readonly Readonly<Record<string, unknown>>[]): UpdateRow[] {
  const doc = new Y.Doc();
  return steps.map((step, n) => {
    const before = Y.encodeStateVector(doc);
    doc.transact(() => {
      for (const [key, value] of Object.entries(step)) doc.getMap('access').set(key, value);
    });
    return {
      i: n + 1,
      room: ROOM,
      id: id(100 + n),
      bytes: Y.encodeStateAsUpdate(doc, before),
      author: 'server',
      device: 0 as DeviceNumber,
      at: n,
      cursor: n + 1,
      acknowledged: true,
    };
  });
}

/** The rows of a room that came update by update, and of the same room folded whole. */
function folded(rows: readonly UpdateRow[]) {
  const open = new OpenRoom(ROOM);
  const step = new Map<string, unknown>();
  for (const row of rows) {
    open.hold(row);
    for (const one of foldRoom(open, open.takeChanged()).put?.access ?? []) step.set(one.key, one.value);
  }
  const whole = new Map((foldRoom(open, open.keys()).put?.access ?? []).map((one) => [one.key, one.value]));
  return { step, whole };
}

describe('what waits for the staff of a dossier', () => {
  const rows = written([
    {
      company: company(),
      [`user/${AGNES}`]: person('Agnès', 'code-sent', 5 * DAY),
      [`user/${BENOIT}`]: person('Benoît', 'not-started', 9 * DAY),
    },
    { [`decision/${id(50)}`]: noMatch, [`user/${BENOIT}`]: person('Benoît', 'not-started', 9 * DAY, { reminded: 12 * DAY, reminders: 1 }) },
    { [`decision/${id(50)}`]: null, [`user/${AGNES}`]: person('Agnès', 'finalised', 14 * DAY) },
  ]);

  test('is counted as the room changes, and the same when it is folded whole (I9)', () => {
    const count = (upTo: number) => folded(rows.slice(0, upTo)).step.get(`follow-up/${DOSSIER}`);
    expect(count(1)).toEqual({ decisions: [], silent: 5 * DAY });
    expect(count(2)).toEqual({ decisions: [`decision/${id(50)}`], silent: 5 * DAY });
    expect(count(3)).toEqual({ decisions: [], silent: 12 * DAY });
    const { step, whole } = folded(rows);
    expect(whole).toEqual(step);
  });

  test('R7 a record that is not what it should be counts for nothing and hurts nothing', () => {
    const hostile = written([
      { company: 7, [`user/${AGNES}`]: 'x', [`user/${BENOIT}`]: { state: 'active', migration: 'soon', since: 'now' }, 'decision/x': null },
    ]);
    expect(folded(hostile).step.get(`follow-up/${DOSSIER}`)).toEqual({ decisions: [], silent: null });
  });

  test('G24 is told of the dossiers the person looks after, not of those they only administer; a decision about two of them counts once', async () => {
    const store = openMemoryStore('follow-up');
    const [other, another] = [id<DossierId>(2), id<DossierId>(3)];
    const row = (dossier: DossierId, value: object) => ({ key: `follow-up/${dossier}`, dossier, of: 'follow-up', value });
    await store.commit({
      put: {
        access: [
          row(DOSSIER, { decisions: ['decision/a', 'decision/b'], silent: 5 * DAY }),
          row(another, { decisions: ['decision/b'], silent: null }),
          row(other, { decisions: ['decision/c'], silent: 1 }),
        ],
        account: [
          { key: `dossier/${DOSSIER}`, value: { v: 1, name: 'Halle', right: { side: 'staff' } } },
          { key: `dossier/${another}`, value: { v: 1, name: 'Tilleuls', right: { side: 'staff' } } },
          { key: `dossier/${other}`, value: null },
        ],
      },
    });
    expect(await followUpOf(store)).toEqual({ decisions: 2, silences: [5 * DAY] });
  });

  test('the steps and reminders of a person are read back from what the room once said', async () => {
    const store = openMemoryStore('past');
    await store.commit({ put: { updates: rows.toReversed() } });
    const past = await migrationPastOf(store, DOSSIER);
    expect(past.get(AGNES)).toEqual([
      { what: 'code-sent', at: 5 * DAY },
      { what: 'finalised', at: 14 * DAY },
    ]);
    expect(past.get(BENOIT)).toEqual([
      { what: 'not-started', at: 9 * DAY },
      { what: 'reminded', at: 12 * DAY },
    ]);
    expect((await migrationPastOf(store, id<DossierId>(9))).size).toBe(0);
  });
});

describe('the accesses of many dossiers', () => {
  test('are read piece by piece, and are the same as each alone', async () => {
    const store = openMemoryStore('access');
    const dossiers = Array.from({ length: 300 }, (_, n) => id<DossierId>(1000 + n));
    await store.commit({
      put: {
        access: dossiers.flatMap((dossier, n) => [
          { key: `${dossier}/company`, dossier, of: 'company', value: company(`Société ${String(n).padStart(3, '0')}`) },
          ...[AGNES, BENOIT].map((user) => ({
            key: `${dossier}/user/${user}`,
            dossier,
            of: `user/${user}`,
            value: person('Agnès', 'verified', n),
          })),
          { key: `follow-up/${dossier}`, dossier, of: 'follow-up', value: { decisions: [], silent: n } },
        ]),
      },
    });
    const all = await accessOf(store, null);
    expect(all).toHaveLength(300);
    expect(all.every(({ users }) => users.length === 2)).toBe(true);
    expect(await accessOf(store, dossiers[133] ?? DOSSIER)).toEqual([all[133]]);
  });

  test('a dossier larger than one piece is one dossier', async () => {
    const store = openMemoryStore('large');
    await store.commit({
      put: {
        access: [
          { key: `${DOSSIER}/company`, dossier: DOSSIER, of: 'company', value: company() },
          ...Array.from({ length: 1100 }, (_, n) => {
            const of = `user/${id(5000 + n)}`;
            return { key: `${DOSSIER}/${of}`, dossier: DOSSIER, of, value: person('Agnès', 'verified', n) };
          }),
        ],
      },
    });
    const [one, ...others] = await accessOf(store, null);
    expect(one?.users).toHaveLength(1100);
    expect(others).toEqual([]);
  });
});
