/** N4: who may open a socket. Cross-site pages never; a ticket opens one socket, once, on its room, within thirty seconds. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { roomName } from '@navette/rooms/room-names';
import { listen, syncWorld, ticketFor } from '../support/sync-world.ts';

const world = syncWorld();
let server: Awaited<ReturnType<typeof listen>>;
beforeAll(async () => void (server = await listen(world.heart)));
afterAll(() => server.close());

/** 'open', or the HTTP status of the refusal. */
function opening(path: string, headers: Record<string, string> = {}): Promise<'open' | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${server.url}/${path}`, { headers });
    socket.on('open', () => {
      resolve('open');
      socket.close();
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', () => {});
  });
}

const { client, staff, deposits } = world;
const cookie = `session=${client.id}`;
const withTicket = async (who = client, room: string = deposits) => `${room}?ticket=${await ticketFor(world.heart, who, room)}`;

describe('N4 opening a socket', () => {
  test('cross-site: a page of another origin is refused, with the victim’s cookie, and even with a ticket', async () => {
    for (const origin of [
      'https://evil.example',
      'http://portal.example',
      'https://portal.example.evil.example',
      'https://portal.example:444',
      'chrome-extension://pppppppppppppppppppppppppppppppp',
      'null',
    ]) {
      expect(await opening(deposits, { origin, cookie })).toBe(403);
      expect(await opening(await withTicket(), { origin })).toBe(403);
    }
  });

  test('the portal’s cookie with the portal’s exact origin needs no ticket; without a session it is refused', async () => {
    expect(await opening(deposits, { origin: 'https://portal.example', cookie })).toBe('open');
    expect(await opening(deposits, { origin: 'https://portal.example' })).toBe(401);
  });

  test('no origin, and the changing origin of Firefox, pass with a ticket only', async () => {
    expect(await opening(deposits, { cookie })).toBe(403);
    expect(await opening(await withTicket())).toBe('open');
    expect(await opening(deposits, { origin: 'moz-extension://8f6ed1d3-1111-2222-3333-444455556666', cookie })).toBe(403);
    expect(await opening(await withTicket(), { origin: 'moz-extension://8f6ed1d3-1111-2222-3333-444455556666' })).toBe('open');
    expect(await opening(await withTicket(), { origin: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop' })).toBe('open');
  });

  test('ticket-twice: a ticket opens once, also for two who come at the same moment', async () => {
    const path = await withTicket();
    expect((await Promise.all([opening(path), opening(path)])).toSorted()).toEqual([401, 'open']);
    expect(await opening(path)).toBe(401);
  });

  test('a ticket is for its room, for thirty seconds, and for who may read that room', async () => {
    const ticket = (await withTicket()).split('?')[1];
    expect(await opening(`${roomName({ kind: 'deposits', dossier: world.dossier, year: 2025, box: 'common' })}?${ticket}`)).toBe(401);
    const late = await withTicket();
    world.time.now += DEFAULT_LIMITS.ticketLifetime;
    expect(await opening(late)).toBe(401);
    await expect(withTicket(world.stranger)).rejects.toThrow('403');
    await expect(withTicket(client, roomName({ kind: 'internal', dossier: world.dossier }))).rejects.toThrow('403');
    await expect(ticketFor(world.heart, { ...client, device: staff.device }, deposits)).rejects.toThrow('403');
  });

  test('R14 crooked paths and impossible rooms open nothing', async () => {
    const { ticket } = { ticket: 'x' };
    for (const path of [
      `/${deposits}`,
      `${deposits}/`,
      `${deposits}%2f..`,
      `..%2f${deposits}`,
      `${deposits.replace('2026', '1999')}`,
      `${deposits.replace('2026', '2999')}`,
    ]) {
      expect(await opening(`${path}?ticket=${ticket}`)).not.toBe('open');
    }
  });
});
