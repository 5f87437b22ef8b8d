/** Leaving put together: orders, the hand-in and the firm's tray, over the identity database and the blob store. */
import type { DatabaseSync } from 'node:sqlite';
import { Hono } from 'hono';
import { makeFirmTray, type FirmTray } from './firm-tray.ts';
import { handInRoutes, type HandInParts } from './hand-in.ts';
import { makeOrderBook, type OrderBook } from './order-book.ts';
import { orderRoutes, type OrdersParts } from './orders.ts';
import { trayRoutes, type TrayParts } from './tray-routes.ts';

export type LeavingParts = Omit<OrdersParts & HandInParts & TrayParts, 'orders' | 'tray'> & {
  readonly database: DatabaseSync;
  /** Given where it was made already, for whoever else reads it. */
  readonly tray?: FirmTray;
  readonly orders?: OrderBook;
};

/** The routes, under their full paths. */
export function leavingRoutes({ database, tray = makeFirmTray(database), orders = makeOrderBook(database), ...given }: LeavingParts): Hono {
  const parts = { ...given, tray, orders };
  return new Hono().route('/', orderRoutes(parts)).route('/', handInRoutes(parts)).route('/', trayRoutes(parts));
}
