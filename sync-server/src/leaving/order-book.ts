/**
 * The orders that were given, in the identity database: each is found again by its nonce, which only the device and, as a
 * hash, this table know. Knows no request.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import { ORDER_HEADER, type EraseOrder } from '@navette/protocol/leaving';

/** An order as the hand-in needs it. */
export type KnownOrder = { readonly user: UserId; readonly device: DeviceNumber; readonly scopes: 'all' | ReadonlySet<string> };

export type OrderBook = {
  /** Durable when it returns. Orders that ended before are forgotten. */
  keep(order: EraseOrder): void;
  /** @returns null for a nonce nobody was given, or whose time is over */
  find(nonce: string, now: number): KnownOrder | null;
};

export function makeOrderBook(database: DatabaseSync): OrderBook {
  return {
    keep({ nonce, device, user, scopes, at, until }) {
      database.prepare('DELETE FROM erase_order WHERE until < ?').run(at);
      database
        .prepare('INSERT INTO erase_order (nonce_hash, device, user_id, scopes, at, until) VALUES (?, ?, ?, ?, ?, ?)')
        .run(hashOf(nonce), device, user, JSON.stringify(scopes), at, until);
    },
    find(nonce, now) {
      const row = database.prepare('SELECT * FROM erase_order WHERE nonce_hash = ? AND until >= ?').get(hashOf(nonce), now);
      if (!row) return null;
      const scopes = JSON.parse(String(row['scopes'])) as EraseOrder['scopes'];
      return {
        user: row['user_id'] as UserId,
        device: Number(row['device']) as DeviceNumber,
        scopes: scopes === 'all' ? 'all' : new Set(scopes),
      };
    },
  };
}

/** The order a request shows instead of a session; null for none, a wrong one and one whose time is over alike. */
export function orderShown(orders: Pick<OrderBook, 'find'>, headers: Headers, now: number): KnownOrder | null {
  const nonce = headers.get(ORDER_HEADER) ?? '';
  return /^[\w-]{32}$/.test(nonce) ? orders.find(nonce, now) : null;
}

function hashOf(nonce: string): string {
  return createHash('sha256').update(nonce).digest('base64url');
}
