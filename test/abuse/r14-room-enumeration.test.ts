/** R14: a room that is not, one that cannot be and one that is forbidden are told apart by no road; endless names cost nothing. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import { ask, freshId, listen, pulled, pushed, syncWorld, TestDevice, ticketFor } from '../support/sync-world.ts';

const world = syncWorld();
const { heart, stranger } = world;
let server: Awaited<ReturnType<typeof listen>>;
beforeAll(async () => {
  server = await listen(heart);
  // Much stands in the dossier that the stranger asks for: two pages of a pull.
  const device = new TestDevice(world.client, world.deposits);
  for (let i = 0; i < 9; i++) {
    device.record({ v: 1, text: 'x'.repeat(240_000) });
    await device.send(heart);
  }
});
afterAll(() => server.close());

const elsewhere = () => roomName({ kind: 'deposits', dossier: freshId(), year: 2026, box: 'common' });
/** One that is and is forbidden, one that is not, and ones that cannot be. */
const NAMES: readonly string[] = [
  world.deposits,
  elsewhere(),
  world.deposits.replace('2026', '2999'),
  world.deposits.replace('2026', '2000'),
  elsewhere().replace('2026', '1999'),
  `dossier/${world.dossier}/internal`,
  `dossier/${freshId<string>()}/internal`,
  `dossier/${world.dossier}/nothing`,
  `account/${world.client.id}`,
  `account/${freshId<string>()}`,
  `firm/${world.directory.firmId}/portfolio`,
  `firm/${freshId<string>()}/portfolio`,
];

async function answerTo(body: unknown): Promise<string> {
  const response = await ask(heart, stranger, '/api/v1/ticket', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`;
}

/** The raw answer to an opening of a socket. */
function upgrade(path: string, headers: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write(
        `GET /live/${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}\r\n`,
      ),
    );
    let text = '';
    socket.on('data', (data) => (text += data.toString('latin1')));
    socket.on('close', () => resolve(text));
  });
}

describe('R14 what is not and what is forbidden', () => {
  test('a ticket is refused in the same words', async () => {
    const answers = new Set<string>();
    for (const room of NAMES) answers.add(await answerTo({ device: stranger.device, room }));
    expect([...answers]).toHaveLength(1);
    expect([...answers][0]).toContain('403');
  });

  test('a socket is refused in the same bytes, with a cookie and with a made-up ticket', async () => {
    const cookie = `Origin: https://portal.example\r\nCookie: session=${stranger.id}\r\n`;
    const [byCookie, byTicket] = [new Set<string>(), new Set<string>()];
    for (const room of NAMES) {
      byCookie.add(await upgrade(room, cookie));
      byTicket.add(await upgrade(`${room}?ticket=${'a'.repeat(32)}`, 'Origin: https://portal.example\r\n'));
    }
    expect([byCookie.size, byTicket.size]).toEqual([1, 1]);
    expect([...byCookie][0]).toContain('HTTP/1.1 403');
  });

  test('a push is refused in the same words', async () => {
    const answers = new Set<string>();
    let counter = 1;
    for (const room of NAMES) {
      const device = new TestDevice(stranger, room as RoomName);
      device.record();
      const [result] = await pushed(
        heart,
        stranger,
        device.waiting.map((one) => ({ ...one, counter: counter++ })),
      );
      answers.add(JSON.stringify({ ...result, id: '' }));
    }
    expect([...answers]).toEqual([JSON.stringify({ id: '', status: 'refused', reason: 'forbidden' })]);
  });

  test('scopes asked from the start are answered alike, at once: neither their being nor their size shows, and nothing is read', async () => {
    const { answer: first } = await pulled(heart, stranger, {});
    const scopes = [
      `dossier/${world.dossier}/deposits/common`,
      `dossier/${freshId<string>()}/deposits/common`,
      `dossier/${world.dossier}/internal`,
      `account/${world.client.id}`,
      'nonsense',
      '',
    ];
    const said = new Set<string>();
    for (const scope of scopes) {
      const { answer, bytes } = await pulled(heart, stranger, {
        epoch: first.epoch,
        cursor: first.cursor,
        rights: first.rights?.digest,
        backfill: [{ scope, after: 0 }],
      });
      said.add(JSON.stringify({ ...answer, checkpoint: null, bytes: bytes.length }).replace(JSON.stringify(scope), '""'));
    }
    expect([...said]).toHaveLength(1);
    let read = 0;
    const counting = { ...world.log, scope: (...asked: Parameters<typeof world.log.scope>) => (read++, world.log.scope(...asked)) };
    const again = syncWorld({ log: counting, directory: world.directory });
    await pulled(again.heart, stranger, {
      epoch: first.epoch,
      cursor: first.cursor,
      rights: first.rights?.digest,
      backfill: Array.from({ length: 200 }, () => ({ scope: scopes[0], after: 0 })),
    });
    expect(read).toBe(0);
  });

  test('twenty thousand names, writable ones of no year that may be among them, leave nothing behind', async () => {
    const names = Array.from({ length: 20_000 }, (_, i) =>
      i % 2 ? elsewhere() : world.deposits.replace('2026', String(2028 + (i % 900))),
    );
    const update = new TestDevice(world.client, world.deposits, 3);
    update.record();
    const bytes = update.waiting[0]?.bytes ?? new Uint8Array();
    const writer = { user: world.client.id, device: world.client.device, by: 'push' as const };
    await heart.accept.write(names[0] ?? '', writer, [{ id: freshId(), counter: 1, bytes }]);
    const before = process.memoryUsage().heapUsed;
    for (const name of names) {
      const [answer] = await heart.accept.write(name, writer, [{ id: 'x', counter: 1, bytes }]);
      if (answer?.status !== 'refused') throw new Error(name);
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(48 * 1024 * 1024);
    expect(await world.log.rooms()).toEqual([world.deposits]);
    await expect(ticketFor(heart, world.client, names[0] ?? '')).rejects.toThrow('403');
  });
});
