/**
 * The same device as a stock y-websocket client would be it: a socket a room, each telling with a state vector what it has.
 * It sends no awareness and asks no tickets (it comes with the portal's cookie): both would only cost more.
 */
import { RawClient } from '../sync/raw-client.ts';
import type { ServerProcess } from '../sync/server-process.ts';
import { closeAll, inBatches } from '../sync/workload.ts';
import type { SignedIn } from './firm.ts';

const OPENING_AT_ONCE = 50;

export type StockCatchUp = {
  readonly sockets: number;
  readonly ms: number;
  readonly down: number;
  readonly up: number;
  readonly content: number;
  /** KiB of the server for each open socket. */
  readonly kibPerSocket: number;
};

/** @param vectors by room; undefined: the device has nothing of it */
export async function catchUpByRoom(
  server: ServerProcess,
  who: SignedIn,
  vectors: ReadonlyMap<string, Uint8Array | undefined>,
): Promise<StockCatchUp> {
  const clients = [...vectors].map(([room, vector]) => openOn(server, who, room, vector));
  const memory = server.memory();
  const start = performance.now();
  await inBatches(clients, OPENING_AT_ONCE, (client) => client.synced());
  const ms = performance.now() - start;
  const kibPerSocket = ((server.memory() - memory) * 1024) / clients.length;
  const sum = (of: (client: RawClient) => number): number => clients.reduce((total, client) => total + of(client), 0);
  const figures = {
    sockets: clients.length,
    ms,
    down: sum(({ traffic }) => traffic.down),
    up: sum(({ traffic }) => traffic.up),
    content: sum(({ bytes }) => bytes),
    kibPerSocket,
  };
  closeAll(clients);
  return figures;
}

export function openOn(server: ServerProcess, { origin, cookie }: SignedIn, room: string, vector?: Uint8Array): RawClient {
  return new RawClient({ port: server.port, path: `/live/${room}`, room, dialect: 'stock', headers: { origin, cookie } }, vector);
}
