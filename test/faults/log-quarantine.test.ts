/**
 * I12 one entry of one room is not as it was written: that room is refused to everybody, at once and in so many words;
 * all other rooms go on, and nobody is told that they have what they were not given.
 */
import { once } from 'node:events';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { roomName, scopeOf } from '@navette/rooms/room-names';
import { memoryLogDisk, memoryRoomLog } from '../../sync-server/src/log/memory-room-log.ts';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, NADIA, serverDevice, stateOf } from '../support/server-device.ts';
import {
  countedRandom,
  freshId,
  listen,
  NOON,
  pulled,
  pushed,
  syncWorld,
  TestDevice,
  TestDirectory,
  ticketFor,
} from '../support/sync-world.ts';

/** Two deposits rooms of one scope and the talk of the dossier; then the server starts again on a disk with one bad entry. */
async function spoiled() {
  const [random, directory, clock] = [countedRandom('spoiled'), new TestDirectory(), { now: () => NOON }];
  const disk = memoryLogDisk(random);
  const said: string[] = [];
  const report = (event: string, facts?: object) => said.push(`${event} ${JSON.stringify(facts)}`);
  const before = syncWorld({ log: memoryRoomLog({ clock, random, disk }), directory, clock });
  const { client, colleague, dossier, deposits } = before;
  const room = { kind: 'deposits', dossier, year: 2026, box: 'common' } as const;
  const [bad, sameScope, talk] = [
    new TestDevice(client, deposits),
    new TestDevice(client, roomName({ ...room, year: 2025 }), 1),
    new TestDevice(client, roomName({ kind: 'talk', dossier, box: 'common', side: 'client' }), 2),
  ];
  bad.counter = 1;
  sameScope.counter = 1000;
  talk.counter = 2000;
  for (let i = 0; i < 3; i++) {
    for (const device of [bad, sameScope]) {
      device.record();
      await device.send(before.heart);
    }
  }
  // Cursors 1 to 6: the second one of the bad room.
  disk.damaged.add(3);
  const log = memoryRoomLog({ clock, random, disk, report });
  const world = { ...syncWorld({ log, directory, clock }), client, colleague, dossier, deposits };
  return { world, disk, said, bad, sameScope, talk, scope: scopeOf(room) };
}

describe('I12 a room in quarantine', () => {
  test('is left out of a pull that brings all others; the device is told what to ask for again, and is given it once it can be read', async () => {
    const { world, disk, scope, said } = await spoiled();
    const first = (await pulled(world.heart, world.client)).answer;
    expect([first.entries.map(({ cursor }) => cursor), first.cursor, first.more]).toEqual([[1, 2, 4, 6], 6, false]);
    expect([first.leftOut, first.backfilled]).toEqual([[scope], [{ scope, after: 0, done: false }]]);

    // Asked for again, it waits before what is missing, and the page says that there is no more to have now.
    const at = { epoch: first.epoch, cursor: first.cursor, rights: first.rights?.digest };
    const second = (await pulled(world.heart, world.client, { ...at, backfill: [{ scope, after: 0 }] })).answer;
    expect([second.entries, second.more, second.leftOut, second.backfilled]).toEqual([
      [],
      false,
      [scope],
      [{ scope, after: 0, done: false }],
    ]);
    expect(said.filter((line) => line.startsWith('room-unreadable'))).toHaveLength(1);

    disk.damaged.clear();
    const healed = syncWorld({ log: memoryRoomLog({ clock: world.clock, random: world.random, disk }), directory: world.directory });
    const third = (await pulled(healed.heart, world.client, { ...at, backfill: second.backfilled.map(({ after }) => ({ scope, after })) }))
      .answer;
    expect([third.entries.map(({ cursor }) => cursor), third.leftOut, third.backfilled]).toEqual([
      [1, 2, 3, 4, 5, 6],
      [],
      [{ scope, after: 6, done: true }],
    ]);
  });

  test('nobody without the right hears that there is such a room', async () => {
    const { world, scope } = await spoiled();
    const { answer } = await pulled(world.heart, world.stranger);
    expect([answer.entries, answer.leftOut]).toEqual([[], []]);
    const at = { epoch: answer.epoch, cursor: answer.cursor, rights: answer.rights?.digest, backfill: [{ scope, after: 0 }] };
    expect((await pulled(world.heart, world.stranger, at)).answer).toMatchObject({ leftOut: [], backfilled: [{ scope, done: true }] });
  });

  test('answers a push with "later", and takes what the same push brings for other rooms', async () => {
    const { world, bad, talk, sameScope } = await spoiled();
    for (const device of [bad, sameScope]) device.record();
    talk.map('comments').set(freshId(), { v: 1, text: 'un mot' });
    const updates = [...bad.waiting, ...talk.waiting, ...sameScope.waiting];
    const results = await pushed(world.heart, world.client, updates);
    expect(results.map(({ status }) => status)).toEqual(['later', 'stored', 'stored']);
  });

  test('closes its live sockets with a code after which a stock client comes back', async () => {
    const { world, bad } = await spoiled();
    const server = await listen(world.heart);
    const codes = await Promise.all(
      [world.client, world.colleague].map(async (who) => {
        const socket = new WebSocket(`${server.url}/${bad.room}?ticket=${await ticketFor(world.heart, who, bad.room)}`);
        return (await once(socket, 'close'))[0] as number;
      }),
    );
    expect(codes).toEqual([1013, 1013]);
    await server.close();
  });
});

test(
  'I12 I13 a device keeps what it wrote into such a room, sends everything else, and says nothing twice once it can be read',
  { timeout: 30_000 },
  async () => {
    const server = await startTestServer();
    const claire = await serverDevice(server.origin, CLAIRE);
    const before = await deposit(claire, 'avant');
    await claire.sync.syncNow();
    const { data, port } = server;
    await server.stop();
    const change = (sql: string): void => {
      const database = new DatabaseSync(path.join(data, 'log.sqlite'));
      database.exec(sql);
      database.close();
    };
    const deposits = `(SELECT id FROM room WHERE name LIKE '%/deposits/%')`;
    change(`CREATE TABLE kept AS SELECT cursor, bytes FROM entry WHERE room IN ${deposits};
          UPDATE entry SET bytes = zeroblob(size) WHERE room IN ${deposits}`);

    const spoiledServer = await startTestServer({ data, port });
    const nadia = await serverDevice(spoiledServer.origin, NADIA);
    const after = await deposit(claire, 'pendant');
    await claire.sync.syncNow();
    await claire.library.addComment(before, 'un mot');
    await claire.sync.syncNow();
    const waiting = (await (await claire.store()).list('outbox')).map(({ room }) => room.split('/')[2]);
    expect(new Set(waiting)).toEqual(new Set(['deposits']));
    expect((await (await claire.store()).list('refused')).length).toBe(0);
    expect(spoiledServer.logLines.filter((line) => line.includes('room-unreadable'))).toHaveLength(1);
    await nadia.sync.syncNow();
    expect(await stateOf(nadia, before)).toBeUndefined();
    await spoiledServer.stop();

    change(
      'UPDATE entry SET bytes = (SELECT k.bytes FROM kept k WHERE k.cursor = entry.cursor) WHERE cursor IN (SELECT cursor FROM kept); DROP TABLE kept',
    );
    const healed = await startTestServer({ data, port });
    await claire.sync.syncNow();
    await claire.sync.syncNow();
    await nadia.sync.syncNow();
    expect([await stateOf(claire, after), await stateOf(nadia, before), await stateOf(nadia, after)]).toEqual([
      'received',
      'received',
      'received',
    ]);
    expect(await (await claire.store()).list('outbox')).toEqual([]);
    await healed.stop();
    server.forget();
  },
);
