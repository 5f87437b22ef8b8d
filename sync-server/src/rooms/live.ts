/**
 * The live endpoint: `/live/<room>?ticket=…`, for a stock y-websocket client (N4, R1, R11, R12).
 *
 * Who may open a socket is decided here, once, and again at every change of rights; what is written goes through the
 * accept path, which asks again. One frame is built for all who watch a room.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { makeId, type DeviceNumber, type UserId } from '@navette/kernel/ids';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import type { Access } from '@navette/rooms/access';
import { parseRoom, type RoomName } from '@navette/rooms/room-names';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Bus, Directory, RoomLog, Sessions } from '../ports.ts';
import type { Accept } from './accept.ts';
import { LIVE_BYTES } from './accept.ts';
import { CLOSE_FORBIDDEN, LiveConnection, type LiveHost } from './live-connection.ts';
import { Presence } from './presence.ts';
import type { Rights } from './room-rights.ts';
import { RoomSnapshots } from './room-snapshots.ts';
import { updateFrame } from './sync-messages.ts';
import type { Tickets } from './tickets.ts';

export type LiveParts = {
  readonly log: RoomLog;
  readonly accept: Accept;
  readonly rights: Rights;
  readonly tickets: Tickets;
  readonly directory: Directory;
  readonly sessions: Sessions;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  /** Exact origins: `https://portal.example`, `chrome-extension://<id>`. */
  readonly origins: readonly string[];
  readonly report: Log;
  /** Milliseconds between two pings, each of which also asks whether the session still stands. */
  readonly pingEvery?: number;
};

export type Live = {
  /** @returns whether the request was for this endpoint; it answers it then, now or soon */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): Promise<void>;
};

const PREFIX = '/live/';
const ADDRESS = /^\/live\/([a-z0-9/-]{1,300})(?:\?(.{0,500}))?$/;
const PING_EVERY = 25_000;
const CHECK_EVERY = 1_000;
const SOCKETS_PER_USER = 40;
const SOCKETS = 2_000;
/** Frame head and lengths on top of the largest update. */
const ENVELOPE = 64;

type Opening = {
  readonly user: UserId;
  readonly device: DeviceNumber;
  readonly room: RoomName;
  readonly access: 'read' | 'write';
  readonly session: string;
};
type Room = { readonly watchers: Set<LiveConnection>; readonly presence: Presence<LiveConnection> };

export function makeLive(parts: LiveParts): Live {
  const { log, accept, rights, tickets, directory, sessions, bus, clock, random, report, pingEvery = PING_EVERY } = parts;
  const origins = new Set(parts.origins);
  const server = new WebSocketServer({ noServer: true, maxPayload: LIVE_BYTES + ENVELOPE, perMessageDeflate: false, clientTracking: true });
  const snapshots = new RoomSnapshots(log);
  const rooms = new Map<RoomName, Room>();
  const connections = new Map<WebSocket, LiveConnection>();
  const quiet = new Set<WebSocket>();

  const host: LiveHost = {
    entries: (room, after) => log.room(room, after),
    snapshot: (room) => snapshots.of(room),
    clocks: (room) => accept.clocks(room),
    write: ({ identity: { id, user, device, room } }, updates) =>
      accept.write(
        room,
        { user, device, by: 'live' },
        updates.map((bytes) => ({ id: makeId(clock.now(), random.bytes(10)), counter: null, bytes })),
        id,
      ),
    aware(connection, states) {
      const room = rooms.get(connection.identity.room);
      room?.presence.hear(connection, states, room.watchers, clock.now());
    },
    greet: (connection) => rooms.get(connection.identity.room)?.presence.greet(connection),
    failed: (connection, error) =>
      report('live-failed', { user: connection.identity.user, error: error instanceof Error ? error.name : 'unknown' }),
    now: () => clock.now(),
  };

  const unsubscribe = bus.subscribe((news) => {
    const room = rooms.get(news.room);
    if (!room) return;
    const frame = updateFrame(news.bytes);
    for (const connection of room.watchers) connection.hear(news, frame);
  });

  directory.onChange((user) => {
    for (const connection of connections.values()) {
      if (connection.identity.user !== user) continue;
      const access = rights.of(user, connection.identity.room);
      if (access === 'none') connection.close(CLOSE_FORBIDDEN, 'forbidden');
      else connection.setWrite(access === 'write');
    }
  });

  const ping = setInterval(() => {
    for (const [socket, connection] of connections) {
      if (quiet.has(socket)) socket.terminate();
      else if (!standing(connection.identity.session)) connection.endSession();
      else {
        quiet.add(socket);
        socket.ping();
      }
    }
  }, pingEvery);
  const checkUp = setInterval(() => {
    for (const connection of connections.values()) connection.checkUp();
  }, CHECK_EVERY);
  ping.unref();
  checkUp.unref();

  /** A table that cannot be read just now ends nobody's work. */
  function standing(session: string): boolean {
    try {
      return sessions.alive(session);
    } catch (error) {
      report('live-session-unknown', { error: error instanceof Error ? error.name : 'unknown' });
      return true;
    }
  }

  /** @returns who opens which room, or the status of the refusal; a forbidden room and one that cannot be are alike (R14) */
  async function authorise(request: IncomingMessage): Promise<Opening | 400 | 401 | 403 | 429> {
    const [, name = '', query = ''] = ADDRESS.exec(request.url ?? '') ?? [];
    if (name === '') return 400;
    const ticket = new URLSearchParams(query).get('ticket');
    const { origin } = request.headers;
    const known = origin !== undefined && origins.has(origin);
    if (origin !== undefined && !known && !(origin.startsWith('moz-extension://') && ticket !== null)) return 403;
    const claim = ticket === null ? null : tickets.take(ticket);
    if (ticket !== null && (!claim || claim.room !== name)) return 401;
    // Without a ticket: the portal's cookie, from the portal's own origin.
    if (!claim && !known) return 403;
    const holder = claim
      ? { user: claim.user, sessionId: claim.session }
      : await sessions.of(new Headers({ cookie: request.headers.cookie ?? '' }));
    if (!holder || !sessions.alive(holder.sessionId)) return 401;
    const { user, sessionId: session } = holder;
    const access = lesser(rights.of(user, name), claim?.access ?? 'write');
    if (access === 'none') return 403;
    const ofUser = [...connections.values()].filter((connection) => connection.identity.user === user).length;
    if (ofUser >= SOCKETS_PER_USER || connections.size >= SOCKETS) return 429;
    return { user, device: claim?.device ?? (0 as DeviceNumber), room: name as RoomName, access, session };
  }

  function welcome(socket: WebSocket, { user, device, room: name, access, session }: Opening): void {
    const identity = { id: makeId<string>(clock.now(), random.bytes(10)), user, device, room: name, circle: circleOf(name, user), session };
    const connection = new LiveConnection(socket, identity, access === 'write', host);
    const room = rooms.get(name) ?? { watchers: new Set(), presence: new Presence() };
    rooms.set(name, room);
    room.watchers.add(connection);
    connections.set(socket, connection);
    socket.on('pong', () => quiet.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      connections.delete(socket);
      quiet.delete(socket);
      room.watchers.delete(connection);
      room.presence.leave(connection, room.watchers);
      if (room.watchers.size === 0 && rooms.get(name) === room) rooms.delete(name);
    });
    connection.open().catch((error: unknown) => {
      host.failed(connection, error);
      connection.close(1011, 'failed');
    });
  }

  /** Those who see each other's presence: the firm's people, the company's people, or one person alone (R13). */
  function circleOf(name: string, user: UserId): string {
    const room = parseRoom(name);
    const side = room && 'dossier' in room ? directory.membership(user)?.dossiers.get(room.dossier)?.side : undefined;
    return side ?? user;
  }

  return {
    upgrade(request, socket, head) {
      if (!request.url?.startsWith(PREFIX)) return false;
      const drop = () => socket.destroy();
      socket.once('error', drop);
      authorise(request)
        .then((opening) => {
          if (typeof opening === 'number') return refuseUpgrade(socket, opening);
          socket.off('error', drop);
          server.handleUpgrade(request, socket, head, (webSocket) => {
            // Rights may have gone between the question and the handshake.
            const access = lesser(rights.of(opening.user, opening.room), opening.access);
            if (access === 'none') webSocket.close(CLOSE_FORBIDDEN, 'forbidden');
            else welcome(webSocket, { ...opening, access });
          });
        })
        .catch((error: unknown) => {
          report('live-refused', { error: error instanceof Error ? error.name : 'unknown' });
          refuseUpgrade(socket, 503);
        });
      return true;
    },
    async close() {
      unsubscribe();
      clearInterval(ping);
      clearInterval(checkUp);
      for (const connection of connections.values()) connection.close(1012, 'restart');
      const sockets = [...connections.keys()];
      await Promise.all(
        sockets.map(
          (socket) =>
            new Promise<void>((resolve) => (socket.readyState === socket.CLOSED ? resolve() : socket.once('close', () => resolve()))),
        ),
      );
      server.close();
    },
  };
}

function lesser(a: Access, b: Access): Access {
  if (a === 'none' || b === 'none') return 'none';
  return a === 'write' && b === 'write' ? 'write' : 'read';
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
