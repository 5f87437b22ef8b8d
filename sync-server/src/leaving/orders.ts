/**
 * POST /api/v1/orders: what a device is to erase, signed with the firm's key (D2, D3).
 *
 * Given on positive knowledge only. A person who is signed in: those of the scopes the device names that the directory no
 * longer lets them read. A person who has left: everything, also to a device whose session is over, if it shows the token
 * it showed last. To anybody else, one the server does not know above all, the answer is "sign in", which erases nothing.
 */
import { Hono } from 'hono';
import * as v from 'valibot';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { eraseOrderText, OrderRequest, ORDERS_PATH, type EraseOrder, type OrderAnswer } from '@navette/protocol/leaving';
import { access } from '@navette/rooms/access';
import { someRoomOf } from '@navette/rooms/room-names';
import type { DirectoryActs } from '../accounts/directory.ts';
import { sessionProof } from '../accounts/session-proof.ts';
import { makeBudget } from '../http/budget.ts';
import { signed } from '../keys/signed.ts';
import type { Directory, Keys, Session, Sessions } from '../ports.ts';
import { json, problem, readBody, tooMany, tooOld } from '../rooms/wire.ts';
import type { OrderBook } from './order-book.ts';

export type OrdersParts = {
  readonly directory: Pick<Directory, 'firm' | 'membership' | 'deviceOwner'> & Pick<DirectoryActs, 'provenOwner'>;
  readonly sessions: Pick<Sessions, 'of'>;
  readonly keys: Keys;
  readonly orders: OrderBook;
  /** Where the log stands, told beside each order: who leaves gives back what a restore lost, and then erases (R101). */
  readonly standing: () => Promise<Pick<OrderAnswer, 'checkpoint' | 'restored'>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly report: Log;
};

/** A device that could not hand in for a month has its files on a disk nobody opens; it may ask for another order then. */
export const ORDER_LIFE = 30 * 24 * 3600_000;
/** A member of staff may lose thousands of scopes at once; who shows no session that stands names none. */
const BODY_BYTES = { member: 2 * 1024 * 1024, other: 4 * 1024 };
const RATE = { burst: 30, perSecond: 1 / 30 };

export function orderRoutes({ directory, sessions, keys, orders, standing, clock, random, report }: OrdersParts): Hono {
  const budget = makeBudget(clock, RATE);

  /** Whose device asks, by a session or by the last token it showed. */
  function ownerOf(session: Session | null, headers: Headers, device: DeviceNumber): UserId | null {
    if (session) return directory.deviceOwner(device) === session.user ? session.user : null;
    const proof = sessionProof(headers);
    const owner = proof === null ? null : directory.provenOwner(device, proof);
    // A session that is merely over keeps everything and asks to sign in again (R073).
    return owner !== null && directory.membership(owner) === null ? owner : null;
  }

  return new Hono().post(ORDERS_PATH, async (c) => {
    const old = tooOld(c.req.raw);
    if (old) return old;
    // Nothing of a stranger's is read (N5).
    if (sessionProof(c.req.raw.headers) === null) return problem(401, 'sign-in-needed');
    const session = await sessions.of(c.req.raw.headers);
    const most = session ? BODY_BYTES.member : BODY_BYTES.other;
    const body = await readBody(c.req.raw, most);
    if (body === 'too-large') return problem(413, 'too-large', most);
    const request = body === 'malformed' ? undefined : readRequest(body);
    if (!request) return problem(400, 'bad-request');
    const device = request.device as DeviceNumber;
    const user = ownerOf(session, c.req.raw.headers, device);
    if (!user) return problem(401, 'sign-in-needed');
    const wait = budget.take(String(device));
    if (wait > 0) return tooMany(wait);
    const told = await standing();
    // Nothing waits between what is known of the person and the order.
    const membership = directory.membership(user);
    const lost = (scope: string): boolean => {
      const room = someRoomOf(scope);
      return room !== undefined && membership !== null && access(room, membership) === 'none';
    };
    const at = clock.now();
    const facts = {
      firm: directory.firm().id,
      device,
      user,
      scopes: membership === null ? ('all' as const) : request.scopes.filter(lost),
      nonce: bytesToBase64Url(random.bytes(24)),
      at,
      until: at + ORDER_LIFE,
    };
    const order: EraseOrder = signed(keys.now().signer('log'), facts, eraseOrderText);
    orders.keep(order);
    report('erase-ordered', { user, device, scopes: facts.scopes === 'all' ? 'all' : facts.scopes.length });
    return json(200, { ...order, ...told } satisfies OrderAnswer);
  });
}

function readRequest(body: Uint8Array): OrderRequest | undefined {
  try {
    const parsed = v.safeParse(OrderRequest, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
