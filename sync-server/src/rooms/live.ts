/**
 * The live endpoint: `/live/<room>?ticket=…`, for a stock y-websocket client (N4, R1, R11, R12).
 *
 * Who may open a socket is decided at the door (`live-door.ts`), and again at every change of rights; what is written goes
 * through the accept path, which asks again. One frame is built for all who watch a room.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Limits } from '@navette/domain/limits';
import { makeId, type UserId } from '@navette/kernel/ids';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { parseRoom, type RoomName } from '@navette/rooms/room-names';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Budgets, Bus, Directory, Metrics, RoomLog, RoomNews } from '../ports.ts';
import { usedBuffer } from '../large-buffers.ts';
import { RoomUnreadable } from '../log/room-unreadable.ts';
import type { Accept } from './accept.ts';
import { makeAnswerAllowance } from './answer-allowance.ts';
import { LIVE_BYTES } from './accept.ts';
import { CLOSE_FORBIDDEN, LiveConnection, type LiveHost } from './live-connection.ts';
import { LIVE_PATH, makeLiveDoor, type LiveDoorParts, type Opening } from './live-door.ts';
import { NewcomerAnswers } from './newcomer-answers.ts';
import { Presence } from './presence.ts';
import { answerBasis, roomAnswer, saysSomething } from './room-answer.ts';
import { syncSocketFrame } from './socket-frames.ts';
import type { OutletHost } from './socket-outlet.ts';

export type LiveParts = LiveDoorParts & {
  readonly log: RoomLog;
  readonly accept: Accept;
  readonly directory: Directory;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly budgets: Budgets;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  /** Told when a newcomer's answer had to be read from many entries. */
  readonly longTail: (room: RoomName) => void;
  readonly report: Log;
  /** Milliseconds between two pings, each of which also asks whether the session still stands. */
  readonly pingEvery?: number;
};

export type Live = {
  /** @returns whether the request was for this endpoint; it answers it then, now or soon */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): Promise<void>;
};

/** A stock client comes back after it. */
const CLOSE_LATER = 1013;
const PING_EVERY = 25_000;
const CHECK_EVERY = 1_000;
/** Milliseconds between two sockets that are closed at the end of the server, and in all at most. */
const CLOSE_EVERY = 5;
const CLOSE_WITHIN = 3_000;
/** Rights are asked again this often, should nobody tell of a change (R12). */
const RIGHTS_EVERY = 15_000;
/** Entries after the last segment that are worth one. */
const LONG_TAIL = 64;
const NOTHING = new Uint8Array([0, 0]);
/** Frame head and lengths on top of the largest update. */
const ENVELOPE = 64;

/** A room somebody watches. `seq`: the last position its watchers were sent or are about to be; null before the first was answered. */
type Room = {
  readonly watchers: Set<LiveConnection>;
  readonly presence: Presence<LiveConnection>;
  readonly outlets: OutletHost;
  seq: number | null;
  news: RoomNews[];
};

export function makeLive(parts: LiveParts): Live {
  const { log, accept, rules, directory, sessions, bus, clock, random, report, limits, metrics, budgets, longTail } = parts;
  const { pingEvery = PING_EVERY } = parts;
  const door = makeLiveDoor(parts);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LIVE_BYTES + ENVELOPE,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const rooms = new Map<RoomName, Room>();
  const connections = new Map<WebSocket, LiveConnection>();
  const socketsOf = new Map<UserId, number>();
  const quiet = new Set<WebSocket>();
  const newcomers = new NewcomerAnswers(clock);
  const allowance = makeAnswerAllowance();
  const toTell = new Set<Room>();

  const host: LiveHost = {
    async answer({ room: name, user }, known) {
      const basis = await accept.look(name, (memory) => answerBasis(memory, known));
      const watched = rooms.get(name);
      if (watched) watched.seq ??= basis.seq;
      const again = known.size === 0 ? newcomers.find(name, basis.seq) : null;
      if (again) return { frames: again, taken: () => undefined };
      if (basis.tail >= LONG_TAIL) longTail(name);
      const taken = await allowance.take(user, basis.size);
      try {
        const frames = answerFrames(await roomAnswer(log, name, known, basis));
        if (known.size === 0) newcomers.told(name, { seq: basis.seq, frames });
        return { frames, taken };
      } catch (error) {
        taken();
        throw error;
      }
    },
    clocks: (room) => accept.look(room, ({ state }) => new Map(state.clocks)),
    async write({ identity: { user, device, room } }, updates) {
      await within(() => budgets.writes.take(user, updates.length));
      const writes = updates.map((bytes) => ({ id: makeId<string>(clock.now(), random.bytes(10)), counter: null, bytes }));
      return await accept.write(room, { user, device, by: 'live' }, writes);
    },
    mayAsk: (user) => within(() => budgets.question(user)),
    refusedWrite: () => metrics.count('rights_refused', 1, 'live'),
    aware(connection, states) {
      const room = rooms.get(connection.identity.room);
      room?.presence.hear(connection, states, room.watchers);
    },
    greet: (connection) => rooms.get(connection.identity.room)?.presence.greet(connection),
    failed,
    now: () => clock.now(),
  };
  /** The same for all who watch one room. */
  const outletHost = (room: RoomName): OutletHost => ({
    entries: (after, most) => log.room(room, after, after + most),
    slow: (what) => metrics.count(what === 'behind' ? 'resyncs' : 'slow_readers_closed'),
    now: () => clock.now(),
    queueBytes: limits.socketQueueBytes,
    stall: limits.socketStall,
  });

  function failed(user: UserId, error: unknown): void {
    // Said once when it was found; whoever watches the room comes back until it can be read.
    if (error instanceof RoomUnreadable) rooms.get(error.room)?.watchers.forEach((watcher) => watcher.close(CLOSE_LATER, 'later'));
    else report('live-failed', { user, error: error instanceof Error ? error.name : 'unknown' });
  }

  const unsubscribe = bus.subscribe((news) => {
    const room = rooms.get(news.room);
    if (!room) return;
    if (toTell.size === 0) setImmediate(tellAll);
    toTell.add(room);
    room.news.push(news);
  });

  /** All that was stored in this turn goes out as one write a socket, in the frames that one update each would have had. */
  function tellAll(): void {
    for (const room of toTell) {
      const { news } = room;
      room.news = [];
      tell(room, news);
    }
    toTell.clear();
  }

  function tell(room: Room, news: readonly RoomNews[]): void {
    const first = news[0];
    const last = news.at(-1);
    if (!first || !last) return;
    const before = room.seq ?? first.seq - 1;
    // Something was lost between the processes: whoever watches reads it from the log.
    if (news.some(({ seq }, i) => seq > (news[i - 1]?.seq ?? before) + 1)) {
      for (const watcher of room.watchers) watcher.outlet.fallBehind(before, last.seq);
    } else if (news.some(({ bytes }) => saysSomething(bytes))) {
      const frames = news.filter(({ bytes }) => saysSomething(bytes)).map(({ bytes }) => syncSocketFrame(2, bytes));
      const written = frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames);
      usedBuffer(written.length);
      for (const watcher of room.watchers) watcher.outlet.news(written, first.seq - 1, last.seq);
    }
    room.seq = Math.max(room.seq ?? 0, last.seq);
  }

  /** Closes or downgrades a socket whose person lost the right. */
  function askAgain(connection: LiveConnection): void {
    const access = rules.of(connection.identity.user, connection.identity.room);
    if (access === 'none') connection.close(CLOSE_FORBIDDEN, 'forbidden');
    else connection.setWrite(access === 'write');
  }

  directory.onChange((user) => {
    for (const connection of connections.values()) {
      if (connection.identity.user !== user) continue;
      // Ended from another device: now, and not at the next ping.
      if (standing(connection.identity.session)) askAgain(connection);
      else connection.endSession();
    }
  });

  const unmeasure = [
    metrics.gauge('sockets', () => connections.size),
    metrics.gauge('rooms_watched', () => rooms.size),
    metrics.gauge('queued_bytes', () => connections.keys().reduce((sum, socket) => sum + socket.bufferedAmount, 0)),
  ];
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
    for (const connection of connections.values()) connection.checkUp(limits.socketStall);
    newcomers.tidy();
  }, CHECK_EVERY);
  const rights = setInterval(() => {
    for (const connection of connections.values()) askAgain(connection);
  }, RIGHTS_EVERY);
  for (const timer of [ping, checkUp, rights]) timer.unref();

  /** A table that cannot be read just now ends nobody's work. */
  function standing(session: string): boolean {
    try {
      return sessions.alive(session);
    } catch (error) {
      report('live-session-unknown', { error: error instanceof Error ? error.name : 'unknown' });
      return true;
    }
  }

  const full = (user: UserId): boolean => (socketsOf.get(user) ?? 0) >= limits.socketsPerUser || connections.size >= limits.sockets;

  function welcome(socket: WebSocket, wire: Duplex, { user, device, room: name, access, session }: Opening): void {
    const identity = { user, device, room: name, circle: circleOf(name, user), session };
    const room = rooms.get(name) ?? { watchers: new Set(), presence: new Presence(), outlets: outletHost(name), seq: null, news: [] };
    const connection = new LiveConnection(socket, wire, identity, access === 'write', host, room.outlets);
    rooms.set(name, room);
    room.watchers.add(connection);
    connections.set(socket, connection);
    socketsOf.set(user, (socketsOf.get(user) ?? 0) + 1);
    socket.on('pong', () => quiet.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      connections.delete(socket);
      quiet.delete(socket);
      const { bytesRead = 0, bytesWritten = 0 } = wire as Duplex & { readonly bytesRead?: number; readonly bytesWritten?: number };
      metrics.count('bytes_received', bytesRead, 'live');
      metrics.count('bytes_sent', bytesWritten, 'live');
      const left = (socketsOf.get(user) ?? 1) - 1;
      if (left > 0) socketsOf.set(user, left);
      else socketsOf.delete(user);
      room.watchers.delete(connection);
      room.presence.leave(connection, room.watchers);
      if (room.watchers.size === 0 && rooms.get(name) === room) rooms.delete(name);
    });
    connection.open();
  }

  /** Those who see each other's presence: the firm's people, the company's people, or one person alone (R13). */
  function circleOf(name: string, user: UserId): string {
    const room = parseRoom(name);
    const side = room && 'dossier' in room ? directory.membership(user)?.dossiers.get(room.dossier)?.side : undefined;
    return side ?? user;
  }

  return {
    upgrade(request, socket, head) {
      if (!request.url?.startsWith(LIVE_PATH)) return false;
      const drop = () => socket.destroy();
      socket.once('error', drop);
      door
        .ask(request)
        .then((opening) => {
          if (typeof opening === 'number') return refuseUpgrade(socket, opening);
          if (full(opening.user)) return refuseUpgrade(socket, 429);
          socket.off('error', drop);
          server.handleUpgrade(request, socket, head, (webSocket) => {
            const access = door.still(opening);
            if (access === 'none') webSocket.close(CLOSE_FORBIDDEN, 'forbidden');
            else welcome(webSocket, socket, { ...opening, access });
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
      for (const timer of [ping, checkUp, rights]) clearInterval(timer);
      for (const stop of unmeasure) stop();
      // One after the other: a stock client comes back after a moment that is the same for all.
      const every = Math.min(CLOSE_EVERY, CLOSE_WITHIN / Math.max(1, connections.size));
      await Promise.all(
        [...connections].map(async ([socket, connection], i) => {
          if (i * every >= 1) await sleep(i * every);
          if (socket.readyState === socket.CLOSED) return;
          const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
          connection.close(1012, 'restart');
          await closed;
        }),
      );
      server.close();
    },
  };
}

/** Resolves once a budget lets it pass: who is faster than theirs is read more slowly (N5). */
async function within(budget: () => number): Promise<void> {
  for (let wait = budget(); wait > 0; wait = budget()) await sleep(wait);
}

/** All but the last are updates; the last tells a stock client that it is in sync. */
function answerFrames(updates: readonly Uint8Array[]): Buffer[] {
  const last = updates.at(-1) ?? NOTHING;
  usedBuffer(updates.reduce((sum, update) => sum + 2 * update.length, 0));
  return [...updates.slice(0, -1).map((update) => syncSocketFrame(2, update)), syncSocketFrame(1, last)];
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
