/**
 * What stands between Node's server and the application: which network a request comes from, whether its connection has
 * shown a session, how long it took, and the end of each connection while the server drains. Knows no route.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Random } from '@navette/kernel/ports';
import type { Metrics, Sessions } from '../ports.ts';
import { problem } from './answers.ts';
import type { Connections } from './connections.ts';
import { isStraightPath } from './edge-guard.ts';
import { networkKey } from './network-key.ts';

type Env = { readonly incoming: IncomingMessage };
export type Handlers = {
  fetch(request: Request, env: Env): Response | Promise<Response>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
};

/** Milliseconds over which those who hear "ending" are asked to come back: time for a restart, and no wave. */
const BACK_BETWEEN = [3_000, 15_000] as const;

/** Seconds after which to come back to a server that is ending, each time another. */
export function comeBackAfter(random: Random): string {
  const [least, most] = BACK_BETWEEN;
  const chance = (random.bytes(1)[0] ?? 0) / 255;
  return String(Math.round((least + chance * (most - least)) / 1000));
}

/** Which network each request comes from; `''` for one that came by no socket. */
export type Networks = { of(request: Request): string; note(request: Request, incoming: IncomingMessage): void };

export function makeNetworks(proxies: readonly string[]): Networks {
  const known = new WeakMap<Request, string>();
  return {
    of: (request) => known.get(request) ?? '',
    note(request, incoming) {
      const forwarded = request.headers.get('x-forwarded-for') ?? undefined;
      known.set(request, networkKey(incoming.socket.remoteAddress ?? '', forwarded, proxies));
    },
  };
}

/** Sessions that tell the edge on which connection they were shown. */
export function watchSessions(
  sessions: Sessions,
  connections: Connections,
): { sessions: Sessions; expect(headers: Headers, socket: Socket): void } {
  const sockets = new WeakMap<Headers, Socket>();
  return {
    expect: (headers, socket) => void sockets.set(headers, socket),
    sessions: {
      alive: (id) => sessions.alive(id),
      bind: (session, device) => sessions.bind(session, device),
      speaksFor: (session, device) => sessions.speaksFor(session, device),
      async of(headers) {
        const session = await sessions.of(headers);
        const socket = session ? sockets.get(headers) : undefined;
        if (socket) connections.known(socket);
        return session;
      },
    },
  };
}

export type EdgeParts = {
  readonly app: { fetch(request: Request, env: Env): Response | Promise<Response> };
  /** @returns whether the request was for a room; it is answered then */
  readonly live: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  readonly networks: Networks;
  readonly connections: Connections;
  readonly expect: (headers: Headers, socket: Socket) => void;
  readonly draining: () => boolean;
  readonly metrics: Metrics;
  readonly random: Random;
};

export function makeEdge({ app, live, networks, connections, expect, draining, metrics, random }: EdgeParts): Handlers {
  return {
    async fetch(request, env) {
      const from = performance.now();
      networks.note(request, env.incoming);
      expect(request.headers, env.incoming.socket);
      const answer = await app.fetch(request, env);
      metrics.observe('request_seconds', (performance.now() - from) / 1000);
      if (draining()) answer.headers.set('connection', 'close');
      return answer;
    },
    upgrade(request, socket, head) {
      if (draining()) return refuse(socket, `503 Service Unavailable\r\nRetry-After: ${comeBackAfter(random)}`);
      if (!isStraightPath(request.url ?? '') || !live(request, socket, head)) return refuse(socket, '404 Not Found');
      // Opened with a right, or ended within the moment.
      connections.known(request.socket);
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Answers "not yet" until the rest is there: the port must be open to be known. */
export function makeLaterApp(): Handlers & { become(handlers: Handlers): void } {
  let current: Handlers = {
    fetch: () => problem('unavailable', {}, { 'retry-after': '1' }),
    upgrade: (_request, socket) => void socket.destroy(),
  };
  return {
    fetch: (request, env) => current.fetch(request, env),
    upgrade: (request, socket, head) => current.upgrade(request, socket, head),
    become: (handlers) => void (current = handlers),
  };
}
