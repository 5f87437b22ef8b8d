/** Said is done: what is acknowledged is on a disk, what is saved is whole, whatever dies in between. */
import { expect, test } from 'vitest';
import { onStage } from '../stage.ts';

test('ack-before-commit (livestore #1426): a server that dies between the commit and its answer counts the update once', async () => {
  await onStage(
    async ({ world, client, deposit, pass, row, sync }) => {
      const id = await deposit(client);
      await pass(30_000);
      await sync(client);
      expect((await row(client, id))?.state).toBe('received');
      expect(world.met.get('kill-server after')).toBe(1);
    },
    // The two account rooms are written before it.
    { faults: [{ what: 'kill-server', on: 'log append', nth: 3, after: true, back: 500 }] },
  );
});

test('synced-said-before-stored (y-sweet #415, y-websocket-server PR #7): nothing is called sent that the disk refused', async () => {
  await onStage(async ({ world, client, deposit, pass, row, sync }) => {
    world.server.full = true;
    const id = await deposit(client);
    await pass(20_000);
    expect((await row(client, id))?.state).toBe('local');
    world.server.full = false;
    await pass(600_000);
    await sync(client);
    expect((await row(client, id))?.state).toBe('received');
  });
});

test('tab-closes-with-unflushed-edit (tldraw #10102, #10513): a tab that dies as it writes has written all of it or nothing', async () => {
  for (let nth = 1; nth <= 12; nth++) {
    for (const after of [false, true])
      await onStage(
        async ({ world, portal, act, pass }) => {
          await act(portal, 'deposit', 0, 1);
          await pass(5_000);
          expect(world.met.get(`kill-device step ${after ? 'after' : 'before'}`)).toBe(1);
        },
        { faults: [{ what: 'kill-device', device: 2, on: 'step', nth: 60 + nth, after, back: 300, whole: true }] },
      );
  }
});

test('apply-throws-half-connected (tldraw #10092): a store that fails in the middle of a pull is brought to the same end later', async () => {
  await onStage(async ({ staff, client, deposit, pass, row, sync }) => {
    const id = await deposit(client);
    await pass(10_000);
    staff.full = true;
    await pass(600_000);
    expect(await row(staff, id)).toBeUndefined();
    staff.full = false;
    await sync(staff);
    expect((await row(staff, id))?.state).toBe('received');
  });
});

test('failed-load-becomes-empty-room (hocuspocus #382, #738, #766): a room that cannot be read is an error, never an empty room', async () => {
  let broken = false;
  await onStage(
    async ({ world, staff, client, deposit, pass, row, sync, act }) => {
      const first = await deposit(client);
      await pass(10_000);
      world.server.kill();
      broken = true;
      world.server.start();
      await act(client, 'deposit', 4);
      await pass(60_000);
      const waiting = client.disk.rows(client.storeName, 'outbox').length;
      expect(waiting, 'nothing is taken into a room nobody can read').toBe(1);
      broken = false;
      await pass(600_000);
      await sync(client);
      await sync(staff);
      expect((await row(staff, first))?.state).toBe('received');
    },
    {
      seams: {
        server: {
          log: (log) => ({
            ...log,
            room: async (room, after, until) => {
              if (broken && room.includes('/deposits/')) throw new Error('the disk failed');
              return await log.room(room, after, until);
            },
          }),
        },
      },
    },
  );
});

test('upload-done-answer-lost: the last piece arrived, its answer did not; one file, one receipt', async () => {
  await onStage(
    async ({ world, client, deposit, pass, row, sync }) => {
      const id = await deposit(client);
      await pass(200_000);
      await sync(client);
      expect((await row(client, id))?.state).toBe('received');
      expect(world.server.disk.log.receipts).toHaveLength(1);
      expect(world.met.get('net lost-answer')).toBe(1);
    },
    { faults: [{ what: 'net', device: 1, on: 'piece', nth: 1, how: 'lost-answer' }] },
  );
});

test('disk-full-then-freed: what does not fit is refused and said so; once there is room it goes', async () => {
  await onStage(async ({ world, client, act, deposit, pass, row, sync }) => {
    client.full = true;
    await act(client, 'deposit', 0);
    const [refused] = world.told.files.values();
    expect(refused?.state).toBe('refused');
    client.full = false;
    const id = await deposit(client);
    await pass(10_000);
    await sync(client);
    expect((await row(client, id))?.state).toBe('received');
  });
});

test('reset-loses-data (actual-server #44): erasing is refused while something was not sent', async () => {
  await onStage(async ({ world, client, act, deposit }) => {
    client.line.down = true;
    await deposit(client);
    await act(client, 'erase');
    expect(world.met.has('erase refused')).toBe(true);
    expect(client.signedIn).toBe(true);
  });
});

test('store-evicted (Tab-Session-Manager #860): the browser threw the store away; signed in again, everything sent is back', async () => {
  await onStage(async ({ world, client, deposit, pass, row }) => {
    const id = await deposit(client);
    await pass(10_000);
    client.killAll();
    client.evict();
    world.told.leaveToServer(client.user);
    client.start();
    await pass(600_000);
    expect(client.signedIn).toBe(false);
    const context = client.startContext('background');
    void context.session.signIn('http://localhost', `${client.user}@example.test`, 'secret');
    await pass(10_000);
    expect((await row(client, id))?.state).toBe('received');
  });
});

test('large-value-unreadable (dexie #1309): a file the store cannot give back is brought again, and stops nothing else', async () => {
  await onStage(async ({ client, until, deposit, pass, row, world }) => {
    const id = await deposit(client);
    await pass(10_000);
    const hash = (await row(client, id))?.hash;
    if (!hash) throw new Error('no file');
    const [blob] = client.disk.rows(client.storeName, 'blobs');
    if (!blob) throw new Error('no bytes');
    const unreadable = Object.assign(new Blob(['x']), { arrayBuffer: () => Promise.reject(new Error('unreadable')) });
    client.disk
      .disk(client.storeName)
      .rows.get('blobs')
      ?.set(JSON.stringify(hash), { ...blob, bytes: unreadable });
    const context = client.startContext('background');
    expect(await until(context.library.bytes(hash))).toBeNull();
    client.disk.disk(client.storeName).rows.get('blobs')?.delete(JSON.stringify(hash));
    if (context.sync) await until(context.sync.bring(world.dossier(0), hash));
    expect((await until(context.library.bytes(hash)))?.size).toBe(blob.size);
  });
});
