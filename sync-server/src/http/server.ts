/**
 * Node's HTTP server around the application: time limits against slow requests, one door for sockets, an end that lets
 * running requests finish.
 *
 * Node itself answers requests with broken headers; nothing of them is logged.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { serve } from '@hono/node-server';

export type HttpServerOptions = {
  readonly fetch: (request: Request, env: { incoming: IncomingMessage }) => Response | Promise<Response>;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly port: number;
  readonly host: string;
};

export type HttpServer = {
  readonly port: number;
  /** Stops taking requests, lets the running ones end, cuts what is left after `grace` milliseconds. */
  close(grace?: number): Promise<void>;
};

const LIMITS = {
  /** A request line and its headers; then the whole request, a 100 MiB file over a slow mobile link included. */
  headersTimeout: 10_000,
  requestTimeout: 15 * 60_000,
  keepAliveTimeout: 30_000,
  /** How often Node looks for the ones that are too slow. */
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
} as const;

/** @throws (rejects) when the port is taken or not ours to open */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server = await new Promise<Server>((resolve, reject) => {
    const made = serve(
      {
        fetch: (request, env) => options.fetch(request, env as { incoming: IncomingMessage }),
        port: options.port,
        hostname: options.host,
        serverOptions: { ...LIMITS },
      },
      () => resolve(made),
    ) as Server;
    made.on('error', reject);
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
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
