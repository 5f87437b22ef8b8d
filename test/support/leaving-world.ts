/**
 * The orders, the hand-in and the firm's tray of the production server, beside the heart of a test's world: what a device
 * meets when a right was withdrawn. Tables in memory, people those of the world.
 */
import { Hono } from 'hono';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import type { UserId } from '@navette/kernel/ids';
import { openIdentityDatabase } from '../../sync-server/src/accounts/identity-database.ts';
import { sessionProof } from '../../sync-server/src/accounts/session-proof.ts';
import { makeReceipts } from '../../sync-server/src/blobs/completion.ts';
import { NO_TRANSFER_LIMITS } from '../../sync-server/src/blobs/pace.ts';
import { makeFirmTray, type FirmTray } from '../../sync-server/src/leaving/firm-tray.ts';
import { leavingRoutes } from '../../sync-server/src/leaving/leaving.ts';
import { makeOrderBook, type OrderBook } from '../../sync-server/src/leaving/order-book.ts';
import { memoryRedactionBook } from '../../sync-server/src/redaction/redaction-book.ts';
import { oneKey } from '../../sync-server/src/keys/one-key.ts';
import { NO_METRICS } from '../../sync-server/src/figures/metrics.ts';
import type { SyncWorld } from './sync-world.ts';

type Leavable = Pick<SyncWorld, 'directory' | 'blobs' | 'log' | 'signer' | 'clock' | 'random' | 'heart'>;

/** @returns the same world, whose heart also answers to a device that leaves; and the tray, to be looked into */
export function withLeaving<W extends Leavable>(world: W): W & { readonly tray: FirmTray; readonly orders: OrderBook } {
  const { directory, blobs, log, signer, clock, random, heart } = world;
  const database = openIdentityDatabase(':memory:');
  // The people of the world are in no table.
  database.exec('PRAGMA foreign_keys = OFF');
  const tray = makeFirmTray(database);
  const orders = makeOrderBook(database);
  const routes = new Hono().route('/', heart.routes).route(
    '/',
    leavingRoutes({
      database,
      tray,
      orders,
      directory: {
        firm: () => directory.firm(),
        membership: (user) => directory.membership(user),
        person: (user) => directory.person(user),
        dossiers: () => directory.dossiers(),
        dossiersEver: (user) => directory.dossiersEver(user),
        deviceOwner: (device) => directory.deviceOwner(device),
        provenOwner(device, proof) {
          const owner = directory.deviceOwner(device);
          return owner && sessionProof(new Headers({ authorization: `Bearer ${owner}` })) === proof ? owner : null;
        },
      },
      sessions: {
        of: async (headers) => {
          const user = headers.get('authorization')?.replace(/^Bearer /, '');
          return user && directory.membership(user as UserId)
            ? { user: user as UserId, sessionId: user, by: 'bearer', since: 0, until: Infinity, device: null }
            : null;
        },
      },
      standing: () => heart.standing(),
      redactions: memoryRedactionBook(),
      keys: oneKey(signer),
      blobs,
      log,
      clock,
      random,
      limits: DEFAULT_LIMITS,
      transfers: NO_TRANSFER_LIMITS,
      receive: makeReceipts({ log, writer: heart.writer, directory, keys: oneKey(signer), clock, metrics: NO_METRICS }),
      report: () => undefined,
    }),
  );
  return { ...world, tray, orders, heart: { ...heart, routes } };
}
