/** Several tabs, several devices, several people: each sees the same in the end, and nobody's work depends on another's. */
import { expect, test } from 'vitest';
import type { DocumentId } from '@navette/kernel/ids';
import { makeId } from '@navette/kernel/ids';
import { roomName } from '@navette/rooms/room-names';
import type * as Y from 'yjs';
import { RoomUnreadable } from '../../../../sync-server/src/log/room-unreadable.ts';
import { MINUTE } from '../plan.ts';
import { onStage } from '../stage.ts';

test('pending-stuck-after-leader-change (livestore #954, #743): the tab that was sending dies; another one sends what waits', async () => {
  await onStage(async ({ portal, deposit, pass, row }) => {
    portal.line.down = true;
    const id = await deposit(portal);
    const [tab] = portal.contexts;
    if (tab) portal.kill(tab);
    portal.line.down = false;
    await pass(10 * MINUTE);
    expect((await row(portal, id))?.state).toBe('received');
  });
});

test('old-and-new-tab-share-store (tldraw #10514): two tabs write at once; both acts stand', async () => {
  await onStage(async ({ world, portal, pass, until }) => {
    const [one, two] = portal.contexts;
    if (!one || !two) throw new Error('two tabs');
    const choice = { dossier: world.dossier(0), kind: 'bank' } as const;
    const about = (n: number) => ({ name: `${n}.pdf`, way: 'drop' as const, id: makeId<DocumentId>(world.sim.now, world.ids()) });
    const both = await until(
      Promise.all([one, two].map(({ library }, n) => library.captureAndDeposit(new Blob([`%PDF ${n}`]), about(n), choice))),
    );
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    for (const done of both) if (done.ok) world.told.files.set(done.value.id, fileOf(world, portal.name, done.value));
    await pass(20_000);
    expect(portal.disk.rows(portal.storeName, 'documents')).toHaveLength(2);
  });
});

test('reset-blocked-by-other-tab (tldraw #10515): erasing in one tab is done, and the other shows nothing of it any more', async () => {
  await onStage(async ({ portal, deposit, pass, act, world }) => {
    await deposit(portal);
    await pass(20_000);
    await act(portal, 'erase', 0, 1);
    expect(world.met.has('erase done')).toBe(true);
    await pass(20_000);
    for (const table of ['documents', 'updates', 'blobs', 'receipts'] as const)
      expect(portal.disk.rows(portal.disk.storeNames[0] ?? '', table), table).toEqual([]);
  });
});

test('second-client-joins-mid-sync (joplin #12741): a device that comes while another sends gets all of it, once', async () => {
  await onStage(async ({ client, portal, deposit, pass, sync, row }) => {
    portal.line.down = true;
    client.line.down = true;
    const ids = [];
    for (let i = 0; i < 6; i++) ids.push(await deposit(client));
    client.line.down = false;
    const [background] = client.contexts;
    if (background) client.nudge(background);
    await pass(60);
    portal.line.down = false;
    await sync(portal);
    await pass(10 * MINUTE);
    for (const id of ids) expect((await row(portal, id))?.state).toBe('received');
  });
});

test('cloned-device (sillsdev/harmony #79): a copied profile and its original both write offline; both works stand', async () => {
  await onStage(
    async ({ world, client, deposit, pass, row, staff, sync }) => {
      const copy = world.devices.find((one) => one.name === 'd1c');
      if (!copy) throw new Error('no copy');
      client.line.down = copy.line.down = true;
      const [hers, theirs] = [await deposit(client), await deposit(copy)];
      client.line.down = copy.line.down = false;
      await pass(10 * MINUTE);
      // One of them is told that it is a copy: its person signs in again.
      for (const one of [client, copy])
        if (world.invariants.problemOf(one) === 'copied-device')
          void one.startContext('background').session.signIn('http://localhost', `${one.user}@example.test`, 'secret');
      await pass(10 * MINUTE);
      await sync(staff);
      expect((await row(staff, hers))?.state).toBe('received');
      expect((await row(staff, theirs))?.state).toBe('received');
    },
    { faults: [{ what: 'copy-profile', device: 1, at: 1_000 }] },
  );
});

test('offline-create-then-delete-comes-back (tldraw #10092): given and taken back offline, it never shows at the firm', async () => {
  await onStage(async ({ client, staff, deposit, act, pass, sync, row }) => {
    client.line.down = true;
    const id = await deposit(client);
    await act(client, 'undo');
    client.line.down = false;
    await pass(10 * MINUTE);
    await sync(staff);
    const seen = await row(staff, id);
    expect(seen?.withdrawn ?? true).toBe(true);
    expect(client.disk.rows(client.storeName, 'captures'), 'the file is in the tray again').toHaveLength(1);
  });
});

test('pruned-tombstone-returns (tldraw #6488, super-productivity #9028): a device that slept for months does not bring back what was withdrawn', async () => {
  await onStage(async ({ client, portal, staff, deposit, act, pass, sync, row }) => {
    const id = await deposit(client);
    await pass(10 * MINUTE);
    portal.line.down = true;
    await act(client, 'undo');
    await pass(1_000);
    await act(portal, 'comment');
    portal.line.down = false;
    await pass(10 * MINUTE);
    await sync(staff);
    expect((await row(staff, id))?.withdrawn).toBe(true);
    expect((await row(portal, id))?.withdrawn).toBe(true);
  });
});

test('conflict-nobody-sees (owncloud/client #4557): two people change one thing apart; both see both', async () => {
  await onStage(async ({ client, staff, deposit, act, pass, row }) => {
    const id = await deposit(client);
    await pass(10 * MINUTE);
    client.line.down = staff.line.down = true;
    await act(client, 'reclassify', 1);
    await act(staff, 'reclassify', 2);
    client.line.down = staff.line.down = false;
    await pass(10 * MINUTE);
    const conflicts = await Promise.all([client, staff].map(async (device) => (await row(device, id))?.kindConflict?.toSorted()));
    expect(conflicts[0]).toHaveLength(2);
    expect(conflicts[0]).toEqual(conflicts[1]);
  });
});

test('far-future-stamp-wins-for-ever (gsd-task-manager #446): a clock in 2066 wins nothing; the next decision stands', async () => {
  await onStage(async ({ client, staff, deposit, act, pass, row }) => {
    const id = await deposit(client);
    await pass(10 * MINUTE);
    client.clockOffset = 40 * 365 * 86_400_000;
    await act(client, 'reclassify', 1);
    client.clockOffset = 0;
    await pass(10 * MINUTE);
    await act(staff, 'reclassify', 2);
    await pass(10 * MINUTE);
    const [hers, theirs] = [await row(client, id), await row(staff, id)];
    expect(hers?.kind).toBe('bank');
    expect(theirs?.kind).toBe('bank');
    expect(hers?.kindConflict).toBeNull();
  });
});

test('clock-an-hour-off (actual #3786): a device an hour ahead or behind sends and receives like any other', async () => {
  for (const offset of [3_600_000, -3_600_000])
    await onStage(async ({ world, client, staff, deposit, pass, row }) => {
      client.clockOffset = offset;
      const id = await deposit(client);
      await pass(10 * MINUTE);
      const seen = await row(staff, id);
      expect(seen?.state).toBe('received');
      expect(Math.abs((seen?.sentAt ?? 0) - world.sim.now), 'the server says when').toBeLessThan(15 * MINUTE);
    });
});

test('year-change-at-midnight: given a second before the year ends and sent after it, it stands in the year it was captured in', async () => {
  // In Paris the year ends at 23:00 UTC; the stage begins three seconds after this.
  const start = Date.UTC(2026, 11, 31, 22, 59, 56);
  await onStage(
    async ({ client, staff, deposit, pass, row }) => {
      client.line.down = true;
      const before = await deposit(client);
      await pass(3_000);
      const after = await deposit(client);
      client.line.down = false;
      await pass(10 * MINUTE);
      expect((await row(staff, before))?.year).toBe(2026);
      expect((await row(staff, after))?.year).toBe(2027);
      expect((await row(staff, before))?.state).toBe('received');
      expect((await row(staff, after))?.state).toBe('received');
    },
    { plan: { start } },
  );
});

test('many-small-updates (hocuspocus #230): a room of two hundred small writes comes to a new device in a few requests', async () => {
  await onStage(async ({ world, client, portal, deposit, pass, until, sync }) => {
    portal.line.down = true;
    const id = await deposit(client);
    await pass(20_000);
    const background = client.startContext('background');
    for (let n = 0; n < 200; n++) {
      world.told.comments.push({ text: `ligne ${n}`, device: client.name, store: client.storeName, user: client.user, state: 'saved' });
      await until(background.library.addComment(id, `ligne ${n}`));
    }
    await sync(client);
    portal.line.down = false;
    await sync(portal);
    expect(portal.disk.rows(portal.storeName, 'comments')).toHaveLength(200);
  });
});

test('one-bad-stream-stops-all (yhub #61): a room nobody can read stops nobody else', async () => {
  let bad = '';
  await onStage(
    async ({ world, client, staff, deposit, act, pass, row }) => {
      const first = await deposit(client);
      await pass(20_000);
      world.server.kill();
      bad = roomName({ kind: 'talk', dossier: world.dossier(0), box: 'common', side: 'client' });
      world.server.start();
      await act(client, 'comment');
      const second = await deposit(client);
      await pass(10 * MINUTE);
      expect((await row(staff, first))?.state).toBe('received');
      expect((await row(staff, second))?.state).toBe('received');
      bad = '';
    },
    {
      seams: {
        server: {
          log: (log) => ({
            ...log,
            room: async (room, after, until) => {
              if (room === bad) throw new RoomUnreadable(room);
              return await log.room(room, after, until);
            },
          }),
        },
      },
    },
  );
});

test('hostile-record-crashes-all (docx-editor #567): a record that is no record is stepped over, and the others show', async () => {
  await onStage(async ({ world, client, staff, deposit, pass, row, until }) => {
    const id = await deposit(client);
    await pass(20_000);
    const desk = await until(client.startContext('background').library.desk());
    if (!desk) throw new Error('nobody is signed in');
    const room = roomName({ kind: 'deposits', dossier: world.dossier(0), year: 2026, box: 'common' });
    const hostile = makeId<DocumentId>(world.sim.now, world.ids());
    const write = {
      room,
      what: 'other' as const,
      document: null,
      mutate: (map: Y.Map<unknown>) => void map.set(hostile, { v: 1, hash: '../../etc' }),
    };
    await until(desk.book.write({ user: client.user, device: desk.enrolment.device }, [write]));
    world.told.files.set(hostile, { ...(world.told.files.get(id) as never as object), id: hostile, state: 'refused' } as never);
    await pass(10 * MINUTE);
    expect((await row(staff, id))?.state).toBe('received');
    expect(staff.disk.rows(staff.storeName, 'unreadable')).toHaveLength(1);
  });
});

test('portal-200-for-everything: a hotel says 200 to all; that is "offline", and nothing is taken for sent', async () => {
  await onStage(
    async ({ client, deposit, pass, row, world }) => {
      const id = await deposit(client);
      await pass(1_000);
      expect((await row(client, id))?.state).toBe('local');
      expect(world.invariants.problemOf(client)).toBe('offline');
      await pass(30 * MINUTE);
      expect((await row(client, id))?.state).toBe('received');
    },
    { faults: Array.from({ length: 5 }, () => ({ what: 'net', device: 1, on: 'push', nth: 1, how: 'portal' }) as const) },
  );
});

test('revoked-with-full-outbox: what was not sent when the right went is handed in, then nothing is left on the device', async () => {
  await onStage(async ({ world, client, deposit, act, pass }) => {
    const sent = await deposit(client);
    await pass(20_000);
    client.line.down = true;
    const unsent = [await deposit(client), await deposit(client)];
    await act(client, 'comment');
    world.told.leaveToServer(client.user);
    world.directory.setRight(client.user, world.dossier(0), null);
    client.line.down = false;
    await pass(15 * MINUTE);
    const handed = world.server.handedIn();
    expect(handed.filter(({ what }) => what === 'deposit').map(({ document }) => document)).toEqual(unsent);
    expect(handed.filter(({ what }) => what === 'comment')).toHaveLength(1);
    for (const table of ['documents', 'outbox', 'uploads', 'captures', 'blobs', 'receipts'] as const)
      expect(client.disk.rows(client.storeName, table), table).toEqual([]);
    expect(world.invariants.roomsOf(sent)).toHaveLength(1);
  });
});

function fileOf(world: Parameters<Parameters<typeof onStage>[0]>[0]['world'], device: string, row: { id: DocumentId; hash: string }) {
  const owner = world.devices.find((one) => one.name === device);
  if (!owner) throw new Error('no such device');
  return {
    id: row.id,
    hash: row.hash as never,
    bytes: '',
    device,
    store: owner.storeName,
    user: owner.user,
    state: 'saved' as const,
    given: world.dossier(0),
    undone: 'no' as const,
    undoneOn: '',
  };
}
