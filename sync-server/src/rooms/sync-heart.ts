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
import { readRecord, Receipt } from '@navette/rooms/records';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import { downloadRoutes, type DownloadParts } from '../blobs/download.ts';
import { NO_TRANSFER_LIMITS, type TransferLimits } from '../blobs/pace.ts';
import { uploadRoutes } from '../blobs/uploads.ts';
import { memoryHealBook } from '../adapters/memory-heal-book.ts';
import { memoryRedactionBook } from '../redaction/redaction-book.ts';
import { NO_TRACE, type TraceBook } from '../trace/trace-book.ts';
import { watchStrays } from '../redaction/watch-strays.ts';
import { NO_BUDGETS } from '../http/budgets.ts';
import { NO_METRICS } from '../figures/metrics.ts';
import type {
  BlobStore,
  Budgets,
  Bus,
  Directory,
  HealBook,
  Keys,
  Metrics,
  RedactionBook,
  RoomLog,
  SendingGate,
  Sessions,
} from '../ports.ts';
import type { OrderAnswer } from '@navette/protocol/leaving';
import { makeAccept, type Accept } from './accept.ts';
import { makeCheckpoints } from './checkpoints.ts';
import { makeEntryProofs } from './entry-proofs.ts';
import { healRoutes, type HealParts } from './heal.ts';
import { makeKeeper, type Keeper } from './keeper.ts';
import { makeLive } from './live.ts';
import { makeThreadMerger, type Merger } from './merger.ts';
import { replicationRoutes } from './replication.ts';
import type { ScanFile } from '../scan/scan-file.ts';
import { makeRoomRules, type RoomRules } from './room-rights.ts';
import { makeServerWriter, type ServerWriter } from './server-writer.ts';
import { ticketRoute } from './ticket-route.ts';
import { makeTickets } from './tickets.ts';

export type SyncHeartParts = {
  readonly log: RoomLog;
  readonly blobs: BlobStore;
  readonly directory: Directory;
  readonly sessions: Sessions;
  readonly keys: Keys;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
  /** Exact origins that may open sockets: `https://portal.example`, `chrome-extension://<id>`. */
  readonly origins: readonly string[];
  readonly report: Log;
  /** How often a person may ask and write; without them, as often as they can (tests, benchmarks). */
  readonly budgets?: Budgets;
  readonly metrics?: Metrics;
  /** How slow a file may come or go, and how many uploads a person may leave open; without them, as slow and many as they like. */
  readonly transfers?: TransferLimits;
  /** Another answer to "who may do what in which room" than the directory's: the benchmark lets everybody in. */
  readonly rules?: RoomRules;
  /** Where segments are made; a thread of its own, where nothing is given. */
  readonly merger?: Merger;
  /** Milliseconds between two pings of a live socket. */
  readonly pingEvery?: number;
  /** How the log came to its epoch; without it, it was never restored. */
  readonly healing?: HealBook;
  /** What the firm ordered to be erased; without it, nothing ever was. */
  readonly redactions?: RedactionBook;
  /** Who was given what; nothing is noted without it. */
  readonly trace?: Pick<TraceBook, 'note'>;
  /** Entries that the log had lost stand in this room again (`heal.ts`). */
  readonly onHealed?: (room: RoomName) => void;
  /** Looks for viruses in what arrives (`scan/`). */
  readonly scan?: ScanFile;
  /** What waits for an activation key; nothing without it. */
  readonly gate?: SendingGate;
  /** Who hands back under an order to erase (`leaving/`); nobody without it. */
  readonly leaver?: HealParts['leaver'];
  /** Files of the firm's tray (`leaving/`), for the download; none without it. */
  readonly handed?: DownloadParts['handed'];
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
  readonly keeper: Keeper;
  /** Where the log stands, and how it came there, in the firm's signed words. */
  standing(): Promise<Pick<OrderAnswer, 'checkpoint' | 'restored'>>;
  /** Removes uploads nobody continued; for a timer. @returns how many */
  dropAbandonedUploads(): Promise<number>;
  /** Closes every socket; the log and the files belong to the caller. */
  close(): Promise<void>;
};

export function makeSyncHeart(given: SyncHeartParts): SyncHeart {
  const parts = {
    ...given,
    budgets: given.budgets ?? NO_BUDGETS,
    metrics: given.metrics ?? NO_METRICS,
    transfers: given.transfers ?? NO_TRANSFER_LIMITS,
    healing: given.healing ?? memoryHealBook(),
    trace: given.trace ?? NO_TRACE,
    redactions: given.redactions ?? memoryRedactionBook(),
    proofs: makeEntryProofs(() => given.keys.now().proofSecrets),
    checkpointAt: makeCheckpoints(given),
  };
  const { log, blobs, directory, clock, random, limits } = parts;
  const { rules = makeRoomRules(directory, clock) } = parts;
  const accept = makeAccept({ ...parts, rules });
  const writer = makeServerWriter(parts);
  const tickets = makeTickets({ clock, random, lifetime: limits.ticketLifetime });
  const keeper = makeKeeper({ ...parts, accept, merger: given.merger ?? makeThreadMerger() });
  const endWatch = watchStrays({ ...parts, accept });
  const live = makeLive({ ...parts, accept, rules, tickets, longTail: (room) => keeper.longTail(room) });
  const routes = new Hono()
    .route('/', replicationRoutes({ ...parts, log, accept }))
    .route('/', healRoutes({ ...parts, accept, writer, rules }))
    .route('/', ticketRoute({ ...parts, rules, tickets }))
    .route('/', uploadRoutes({ ...parts, writer }))
    .route('/', downloadRoutes({ ...parts, isInfected: infectedIn(writer, given.scan !== undefined) }));
  return {
    routes,
    upgrade: (request, socket, head) => live.upgrade(request, socket, head),
    writer,
    accept,
    keeper,
    standing: async () => ({ checkpoint: parts.checkpointAt(await log.head()), restored: [...parts.healing.restores()] }),
    async dropAbandonedUploads() {
      const ids = await blobs.expired(clock.now() - limits.uploadAbandonedAfter);
      const outcomes = await Promise.allSettled(ids.map((id) => blobs.remove(id)));
      // One that is being written again just now stays.
      return outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value).length;
    },
    async close() {
      await live.close();
      await endWatch();
      await keeper.close();
    },
  };
}

/** A firm without a scanner has no verdict to look up: a receipt is read from its room. */
function infectedIn(writer: ServerWriter, scans: boolean): DownloadParts['isInfected'] {
  return async (dossier, box, hash) => {
    if (!scans) return false;
    const read = readRecord(Receipt, await writer.value(roomName({ kind: 'receipts', dossier, box }), hash));
    return read.readable && read.record.verdict === 'infected';
  };
}
