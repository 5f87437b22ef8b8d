/**
 * Node's HTTP server around the application: time limits against slow requests, one door for sockets, an end that lets
 * running requests finish.
 *
 * Slow by intent or by line, each phase has its patience (N5): the first byte and the headers, a body, the silence between
 * two requests. Only a transfer of a file may last, and its handler watches its pace. Node itself answers requests with
 * broken headers; nothing of them is logged.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { serve } from '@hono/node-server';
import type { ServerLimits } from '../server-limits.ts';

export type HttpServerOptions = {
  readonly fetch: (request: Request, env: { incoming: IncomingMessage }) => Response | Promise<Response>;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Whether a new connection may stay; without it, all may. */
  readonly opened?: (socket: Socket) => boolean;
  /** Whether a request carries a file, whose pace its handler watches. */
  readonly isTransfer?: (request: IncomingMessage) => boolean;
  readonly refused?: (reason: 'slow-body' | 'crowd') => void;
  readonly port: number;
  readonly host: string;
  readonly limits: Pick<ServerLimits, 'headers-patience' | 'body-patience' | 'silence-patience' | 'connections'>;
};

export type HttpServer = {
  readonly port: number;
  /** Stops taking requests, lets the running ones end, cuts what is left after `grace` milliseconds. */
  close(grace?: number): Promise<void>;
};

/** The longest a request may last, a 100 MiB file over a slow mobile link included. */
const LONGEST_REQUEST = 15 * 60_000;

/** @throws (rejects) when the port is taken or not ours to open */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { limits } = options;
  const server = await new Promise<Server>((resolve, reject) => {
    const made = serve(
      {
        fetch: (request, env) => options.fetch(request, env as { incoming: IncomingMessage }),
        port: options.port,
        hostname: options.host,
        serverOptions: {
          headersTimeout: limits['headers-patience'] * 1000,
          requestTimeout: LONGEST_REQUEST,
          keepAliveTimeout: limits['silence-patience'] * 1000,
          // How often Node looks for the ones that are too slow.
          connectionsCheckingInterval: Math.min(5_000, limits['headers-patience'] * 500),
          maxHeaderSize: 16 * 1024,
        },
      },
      () => resolve(made),
    ) as Server;
    made.on('error', reject);
  });
  server.maxConnections = limits.connections;
  server.on('drop', () => options.refused?.('crowd'));
  server.on('connection', (socket: Socket) => {
    if (options.opened?.(socket) === false) socket.destroy();
  });
  server.on('request', (request: IncomingMessage) => {
    if (options.isTransfer?.(request) === true) return;
    const patience = setTimeout(() => {
      if (request.complete) return;
      options.refused?.('slow-body');
      request.socket.destroy();
    }, limits['body-patience'] * 1000);
    for (const end of ['end', 'close'] as const) request.once(end, () => clearTimeout(patience));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    options.upgrade(request, socket, head);
  });

  return {
    port: (server.address() as AddressInfo).port,
    close: (grace = 5_000) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), grace);
        // A connection kept after its last answer is nobody's running request.
        const idle = setInterval(() => server.closeIdleConnections(), 50);
        server.close(() => {
          clearTimeout(cut);
          clearInterval(idle);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
