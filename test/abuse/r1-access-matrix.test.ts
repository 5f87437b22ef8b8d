/** R1: every kind of room × every membership, against a table written by hand; then the same answers from pull, push and ticket. */
import { describe, expect, test } from 'vitest';
import { ownBox } from '@navette/domain/boxes';
import type { ClientRight, DossierRight, Membership } from '@navette/domain/membership';
import type { DossierId, FirmId, UserId } from '@navette/kernel/ids';
import { access } from '@navette/rooms/access';
import { roomName, type Room } from '@navette/rooms/room-names';
import { CLIENT_RIGHT, freshId, pulled, syncWorld, TestDevice, ticketFor } from '../support/sync-world.ts';

const firm = freshId<FirmId>();
const otherFirm = freshId<FirmId>();
const dossier = freshId<DossierId>();
const [me, other] = [freshId<UserId>(), freshId<UserId>()];
const none: ClientRight = { side: 'client', deposit: [], read: [], archive: [], accounts: 'none', admin: false };

const member = (right: DossierRight | null, firmRole: Membership['firmRole'] = null): Membership => ({
  user: me,
  firm,
  firmRole,
  dossiers: new Map(right ? [[dossier, right]] : []),
});

/** Columns of the table. */
const WHO: Record<string, Membership> = {
  staff: member({ side: 'staff' }, 'staff'),
  idleStaff: member(null, 'admin'),
  full: member({ ...none, deposit: ['common'], read: ['common'], archive: ['common'], accounts: 'write', admin: true }),
  reader: member({ ...none, read: ['common'], accounts: 'read' }),
  shop: member({ ...none, deposit: [ownBox(me)] }),
  payroll: member({ ...none, deposit: ['pay'], read: ['pay'], archive: ['pay'] }),
  nobody: member(null),
};

const rows: readonly (readonly [Room, string])[] = [
  //                                                                          staff idle  full  reader shop payroll nobody
  [{ kind: 'deposits', dossier, year: 2026, box: 'common' }, '                r     -     w     r      -    -      -'],
  [{ kind: 'deposits', dossier, year: 2026, box: 'pay' }, '                   r     -     -     -      -    w      -'],
  [{ kind: 'deposits', dossier, year: 2026, box: ownBox(me) }, '              r     -     -     -      w    -      -'],
  [{ kind: 'deposits', dossier, year: 2026, box: ownBox(other) }, '           r     -     r     r      -    -      -'],
  [{ kind: 'processing', dossier, year: 2026, box: 'common' }, '              w     -     r     r      -    -      -'],
  [{ kind: 'processing', dossier, year: 2026, box: 'pay' }, '                 w     -     -     -      -    r      -'],
  [{ kind: 'processing', dossier, year: 2026, box: ownBox(me) }, '            w     -     -     -      r    -      -'],
  [{ kind: 'processing', dossier, year: 2026, box: ownBox(other) }, '         w     -     r     r      -    -      -'],
  [{ kind: 'talk', dossier, box: 'common', side: 'client' }, '                r     -     w     w      -    -      -'],
  [{ kind: 'talk', dossier, box: 'common', side: 'firm' }, '                  w     -     r     r      -    -      -'],
  [{ kind: 'talk', dossier, box: ownBox(me), side: 'client' }, '              r     -     -     -      w    -      -'],
  [{ kind: 'receipts', dossier, box: 'common' }, '                            r     -     r     r      -    -      -'],
  [{ kind: 'receipts', dossier, box: ownBox(me) }, '                          r     -     -     -      r    -      -'],
  [{ kind: 'receipts', dossier, box: 'pay' }, '                               r     -     -     -      -    r      -'],
  [{ kind: 'receipts', dossier, box: 'archive-common' }, '                    r     -     r     -      -    -      -'],
  [{ kind: 'receipts', dossier, box: 'archive-pay' }, '                       r     -     -     -      -    r      -'],
  [{ kind: 'archive', dossier, box: 'common' }, '                             w     -     r     -      -    -      -'],
  [{ kind: 'archive', dossier, box: 'pay' }, '                                w     -     -     -      -    r      -'],
  [{ kind: 'internal', dossier }, '                                           w     -     -     -      -    -      -'],
  [{ kind: 'receipts', dossier, box: 'internal' }, '                          r     -     -     -      -    -      -'],
  [{ kind: 'receipts', dossier, box: 'ledger' }, '                            r     -     r     r      -    -      -'],
  [{ kind: 'ledger', dossier }, '                                             w     -     r     r      -    -      -'],
  [{ kind: 'journal', dossier, year: 2026, side: 'firm' }, '                  w     -     r     r      -    -      -'],
  [{ kind: 'journal', dossier, year: 2026, side: 'client' }, '                r     -     w     r      -    -      -'],
  [{ kind: 'entries', dossier, year: 2026 }, '                                r     -     r     r      -    -      -'],
  [{ kind: 'sendings', dossier, box: 'common' }, '                            r     -     r     r      -    -      -'],
  [{ kind: 'sendings', dossier, box: 'pay' }, '                               r     -     -     -      -    r      -'],
  [{ kind: 'access', dossier }, '                                             r     r     r     -      -    -      -'],
  [{ kind: 'account', user: me }, '                                           r     r     r     r      r    r      r'],
  [{ kind: 'account', user: other }, '                                        -     -     -     -      -    -      -'],
  [{ kind: 'service', firm }, '                                               r     r     r     r      r    r      r'],
  [{ kind: 'service', firm: otherFirm }, '                                    -     -     -     -      -    -      -'],
  [{ kind: 'portfolio', firm }, '                                             r     r     -     -      -    -      -'],
  [{ kind: 'portfolio', firm: otherFirm }, '                                  -     -     -     -      -    -      -'],
];

const WORD = { r: 'read', w: 'write', '-': 'none' } as const;

describe('R1 the access matrix', () => {
  test.each(rows.map(([room, line]) => [roomName(room), room, line.trim().split(/\s+/)] as const))('%s', (_name, room, expected) => {
    const seen = Object.values(WHO).map((membership) => access(room, membership));
    expect(seen).toEqual(expected.map((letter) => WORD[letter as keyof typeof WORD]));
  });

  test('another dossier’s rooms are closed to everybody, whatever they may do in theirs', () => {
    const elsewhere = freshId<DossierId>();
    for (const [room] of rows) {
      if (!('dossier' in room)) continue;
      // The firm's administrators read who may come in, everywhere (R107).
      for (const membership of Object.values(WHO))
        expect(access({ ...room, dossier: elsewhere }, membership)).toBe(
          room.kind === 'access' && membership.firmRole === 'admin' ? 'read' : 'none',
        );
    }
  });
});

describe('R1 the server answers by the same table', () => {
  test('pages of a pull hold the rooms one may read and no other; pushes and tickets likewise', async () => {
    const world = syncWorld();
    const { heart } = world;
    const internal = roomName({ kind: 'internal', dossier: world.dossier });
    const write = async (who: typeof world.client, room: typeof internal, root: string) => {
      const device = new TestDevice(who, room, 9);
      device.map(root).set(freshId<string>(), { v: 1 });
      device.counter = 1;
      return (await device.send(heart))[0];
    };
    expect(await write(world.client, world.deposits, 'deposits')).toMatchObject({ status: 'stored' });
    expect(await write(world.staff, internal, 'notes')).toMatchObject({ status: 'stored' });
    const theirs = roomName({ kind: 'deposits', dossier: world.otherDossier, year: 2026, box: 'common' });
    expect(await write(world.stranger, theirs, 'deposits')).toMatchObject({ status: 'stored' });

    const rooms = async (who: typeof world.client) => (await pulled(heart, who)).answer.entries.map((entry) => entry.room);
    expect(await rooms(world.client)).toEqual([world.deposits]);
    expect(await rooms(world.reader)).toEqual([world.deposits]);
    expect(await rooms(world.staff)).toEqual([world.deposits, internal]);
    expect(await rooms(world.stranger)).toEqual([theirs]);

    for (const [who, room, root] of [
      [world.reader, world.deposits, 'deposits'],
      [world.stranger, world.deposits, 'deposits'],
      [world.staff, world.deposits, 'deposits'],
      [world.client, internal, 'notes'],
    ] as const) {
      expect(await write(who, room, root)).toMatchObject({ status: 'refused', reason: 'forbidden' });
    }
    await expect(ticketFor(heart, world.stranger, world.deposits)).rejects.toThrow('403');
    await expect(ticketFor(heart, world.client, internal)).rejects.toThrow('403');
  });

  test('backfill asked by name brings nothing one may not read; rights that change are told with the scopes that remain', async () => {
    const world = syncWorld();
    const { heart } = world;
    const device = new TestDevice(world.client, world.deposits);
    device.record();
    await device.send(heart);
    const first = (await pulled(heart, world.stranger)).answer;
    const scope = `dossier/${world.dossier}/deposits/common`;
    const asked = (
      await pulled(heart, world.stranger, {
        epoch: first.epoch,
        cursor: first.cursor,
        rights: first.rights?.digest,
        backfill: [{ scope, after: 0 }],
      })
    ).answer;
    expect([asked.entries, asked.rights]).toEqual([[], null]);

    world.directory.setRight(world.stranger.id, world.dossier, CLIENT_RIGHT);
    const told = (await pulled(heart, world.stranger, { epoch: first.epoch, cursor: first.cursor, rights: first.rights?.digest })).answer;
    expect(told.rights?.scopes).toContain(scope);
    const filled = (
      await pulled(heart, world.stranger, {
        epoch: first.epoch,
        cursor: told.cursor,
        rights: told.rights?.digest,
        backfill: [{ scope, after: 0 }],
      })
    ).answer;
    expect(filled.entries.map((entry) => entry.room)).toEqual([world.deposits]);
    expect(filled.backfilled).toEqual([{ scope, after: filled.cursor, done: true }]);
  });
});
