/**
 * The sync heart put together: rooms, replication, live sockets and files over the ports, for the HTTP edge to mount.
 *
 * The edge adds what every answer needs (origins, client header, limits of rate); rights are decided here, in each handler.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Hono } from 'hono';
import type { Limits } from '@navette/domain/limits';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { downloadRoutes } from '../blobs/download.ts';
import { uploadRoutes } from '../blobs/uploads.ts';
import type { BlobStore, Bus, Directory, RoomLog, Sessions, Signer } from '../ports.ts';
import { makeAccept, type Accept } from './accept.ts';
import { makeLive } from './live.ts';
import { replicationRoutes } from './replication.ts';
import { makeRights } from './room-rights.ts';
import { makeServerWriter, type ServerWriter } from './server-writer.ts';
import { ticketRoute } from './ticket-route.ts';
import { makeTickets } from './tickets.ts';

export type SyncHeartParts = {
  readonly log: RoomLog;
  readonly blobs: BlobStore;
  readonly directory: Directory;
  readonly sessions: Sessions;
  readonly signer: Signer;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
  /** Exact origins that may open sockets: `https://portal.example`, `chrome-extension://<id>`. */
  readonly origins: readonly string[];
  readonly report: Log;
  /** Milliseconds between two pings of a live socket. */
  readonly pingEvery?: number;
};

export type SyncHeart = {
  /** pull, push, ticket, uploads and files, under /api/v1. */
  readonly routes: Hono;
  /** For the HTTP server's `upgrade` event. @returns whether the request was for a room; it is answered then */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Writes rooms that only the server writes. */
  readonly writer: ServerWriter;
  /** Writes rooms of people, as a person: demonstration data. */
  readonly accept: Accept;
  /** Removes uploads nobody continued; for a timer. @returns how many */
  dropAbandonedUploads(): Promise<number>;
  /** Closes every socket; the log and the files belong to the caller. */
  close(): Promise<void>;
};

export function makeSyncHeart(parts: SyncHeartParts): SyncHeart {
  const { log, blobs, directory, clock, random, limits } = parts;
  const accept = makeAccept(parts);
  const writer = makeServerWriter(parts);
  const rights = makeRights(directory, clock);
  const tickets = makeTickets({ clock, random, lifetime: limits.ticketLifetime });
  const live = makeLive({ ...parts, accept, rights, tickets });
  const routes = new Hono()
    .route('/', replicationRoutes({ ...parts, log, accept }))
    .route('/', ticketRoute({ ...parts, rights, tickets }))
    .route('/', uploadRoutes({ ...parts, writer }))
    .route('/', downloadRoutes(parts));
  return {
    routes,
    upgrade: (request, socket, head) => live.upgrade(request, socket, head),
    writer,
    accept,
    async dropAbandonedUploads() {
      const ids = await blobs.expired(clock.now() - limits.uploadAbandonedAfter);
      const outcomes = await Promise.allSettled(ids.map((id) => blobs.remove(id)));
      // One that is being written again just now stays.
      return outcomes.filter(({ status }) => status === 'fulfilled').length;
    },
    close: () => live.close(),
  };
}
