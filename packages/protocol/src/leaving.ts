/**
 * Leaving: how a device learns that an access was withdrawn, hands in what it had not sent, and is told to erase.
 *
 * POST /api/v1/orders               OrderRequest  -> OrderAnswer  signed; also for the ended session of somebody removed
 * POST /api/v1/hand-in              frame of HandInRequest, the updates' bytes after it -> HandInAnswer
 * HEAD /api/v1/hand-in/:id/file                   -> Upload-Offset, Upload-Length
 * PATCH /api/v1/hand-in/:id/file    Upload-Offset, bytes -> 204 Upload-Offset
 * GET  /api/v1/tray                               -> TrayAnswer   for the staff of the dossier and the firm's administrators
 * POST /api/v1/tray/:n              TrayDecision  -> TrayAnswer
 *
 * Handing in writes no room and reads nothing: it carries the order's nonce in `ORDER_HEADER` instead of a session. A
 * device erases on the word of a signed order and nothing else, and only after what it handed in was acknowledged (D2, D3).
 */
import { isBlobHash, isId } from '@navette/kernel/ids';
import * as v from 'valibot';
import { RestoreAct } from './healing.ts';
import { Checkpoint } from './replication.ts';

export const ORDERS_PATH = '/api/v1/orders';
export const HAND_IN_PATH = '/api/v1/hand-in';
export const TRAY_PATH = '/api/v1/tray';
/** Carries the nonce of the order under which something is handed in. */
export const ORDER_HEADER = 'navette-order';

export function handedFilePath(id: string): string {
  return `${HAND_IN_PATH}/${id}/file`;
}

/** Scopes one order may be asked for; more are asked for after those are gone. */
export const ORDER_SCOPES = 5000;
/** One hand-in: items, and bytes of their updates together. */
export const HAND_IN_ITEMS = 100;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const shortText = v.pipe(v.string(), v.maxLength(300));
const id = v.pipe(v.string(), v.check(isId));
const hash = v.pipe(v.string(), v.check(isBlobHash));

/** The scopes this device holds and was told it lost; none when its session is gone. */
export const OrderRequest = v.object({ device: count, scopes: v.pipe(v.array(shortText), v.maxLength(ORDER_SCOPES)) });
export type OrderRequest = v.InferOutput<typeof OrderRequest>;

/** What this device is to erase; `all` when the person has left the firm. */
export const EraseOrder = v.object({
  firm: v.string(),
  device: count,
  user: v.string(),
  scopes: v.union([v.literal('all'), v.array(v.string())]),
  /** Opens the hand-in for this device, until `until`. */
  nonce: v.string(),
  at: count,
  until: count,
  keyId: v.string(),
  signature: v.string(),
});
export type EraseOrder = v.InferOutput<typeof EraseOrder>;

/**
 * An order, with where the log stands: what a restored server has lost, a device gives back under the same order before it erases
 * (`healing.ts`), since nobody else may have it (R101).
 */
export const OrderAnswer = v.object({ ...EraseOrder.entries, checkpoint: Checkpoint, restored: v.array(RestoreAct) });
export type OrderAnswer = v.InferOutput<typeof OrderAnswer>;

/** The exact text of an order that Ed25519 signs: one line a fact, under a domain separator of its own. */
export function eraseOrderText(order: Omit<EraseOrder, 'signature'>): string {
  const { scopes } = order;
  return [
    'navette-erase-order-v1',
    `firm ${order.firm}`,
    `device ${order.device}`,
    `user ${order.user}`,
    `nonce ${order.nonce}`,
    `at ${order.at}`,
    `until ${order.until}`,
    `key ${order.keyId}`,
    ...(scopes === 'all' ? ['all'] : ['scopes', ...scopes.map((scope) => `scope ${scope}`)]),
    '',
  ].join('\n');
}

export const HANDED_KINDS = ['deposit', 'comment', 'decision', 'other', 'file'] as const;

/** One piece of unsent work: the update as it was to be pushed, and what it says in words a person can read. */
export const HandedItem = v.object({
  /** Of the update; of the document, where only its file was missing (`file`). Counts once. */
  id,
  room: shortText,
  what: v.picklist(HANDED_KINDS),
  document: v.nullable(id),
  /** Key and record of each entry it wrote (`rooms/records`). */
  said: v.pipe(v.array(v.tuple([shortText, v.unknown()])), v.maxLength(100)),
  file: v.nullable(v.object({ hash, size: count, name: v.pipe(v.string(), v.maxLength(200)), type: v.pipe(v.string(), v.maxLength(120)) })),
  /** The device's clock when it was made: claimed, never proof. */
  made: count,
  /** Bytes of the update. */
  size: count,
});
export type HandedItem = v.InferOutput<typeof HandedItem>;

export const HandInRequest = v.object({ items: v.pipe(v.array(HandedItem), v.maxLength(HAND_IN_ITEMS)) });
export type HandInRequest = v.InferOutput<typeof HandInRequest>;

/** Every item is stored, durably; `wanted` are those whose file is still to be sent. */
export const HandInAnswer = v.object({ at: count, wanted: v.array(v.string()) });
export type HandInAnswer = v.InferOutput<typeof HandInAnswer>;

/** What staff see of one item of the firm's tray. */
export const TrayItem = v.object({
  n: count,
  user: v.string(),
  name: v.string(),
  dossier: v.string(),
  dossierName: v.string(),
  /** Whether the reader may write in the dossier, and so take the item over. */
  mine: v.boolean(),
  what: v.picklist(HANDED_KINDS),
  document: v.nullable(v.string()),
  said: v.array(v.tuple([v.string(), v.unknown()])),
  file: v.nullable(v.object({ hash: v.string(), size: count, name: v.string(), type: v.string(), arrived: v.boolean() })),
  made: count,
  at: count,
});
export type TrayItem = v.InferOutput<typeof TrayItem>;

/** The oldest first, what nobody has answered yet; `more` when there are others behind them. */
export const TrayAnswer = v.object({ items: v.array(TrayItem), more: v.boolean() });
export type TrayAnswer = v.InferOutput<typeof TrayAnswer>;

/** Given to the dossier by the staff, on the normal road; or seen and put away. */
export const TrayDecision = v.object({ how: v.picklist(['deposited', 'filed']) });
export type TrayDecision = v.InferOutput<typeof TrayDecision>;
