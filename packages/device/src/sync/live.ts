/**
 * The live socket of a room on screen: a stock y-websocket provider that tells when something happened.
 *
 * What it brings is a hint to replicate now: content enters the store through replication alone, which knows author and
 * time. Tickets are used once, so each connection asks for its own: the provider rebuilds its address from `params`.
 */
import { createEncoder } from 'lib0/encoding';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { CLOSE } from '@navette/protocol/access-codes';
import type { RoomName } from '@navette/rooms/room-names';

export type LivePorts = {
  readonly origin: string;
  readonly room: RoomName;
  /** A fresh ticket, or null when the right or the network is gone: asked again later. */
  readonly ticket: () => Promise<string | null>;
  /** Something changed in the room. */
  readonly onNews: () => void;
  /** The document as stored, so that only what is new crosses the wire. */
  readonly stored: Y.Doc;
};

const AFTER_CLOSE = 3_000;
/** The server ends or starts again (1012), or sends away who is too slow (1013): everybody else comes back too. */
const AFTER_RESTART = 10_000;
const WITHOUT_TICKET = 300_000;

/** @returns a function that ends it */
export function openLive({ origin, room, ticket, onNews, stored }: LivePorts): () => void {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(stored));
  const provider = new WebsocketProvider(`${origin.replace(/^http/, 'ws')}/live`, room, doc, { connect: false, disableBc: true });
  // It only listens. What the server asks for goes by replication, under its own number and time: a restored server that was
  // answered here would take what it had lost for news of today (R101).
  const [readSync] = provider.messageHandlers;
  provider.messageHandlers[0] = (_reply, ...said) => readSync?.(createEncoder(), ...said);
  let over = false;
  let next: ReturnType<typeof setTimeout> | undefined;
  const again = (delay: number): void => {
    clearTimeout(next);
    if (!over) next = setTimeout(() => void connect(), delay * (0.5 + Math.random()));
  };
  const connect = async (): Promise<void> => {
    const fresh = await ticket().catch(() => null);
    if (over) return;
    if (fresh === null) return again(WITHOUT_TICKET);
    provider.params = { ticket: fresh };
    provider.connect();
  };
  doc.on('update', (_: Uint8Array, from: unknown) => {
    if (from === provider) onNews();
  });
  provider.on('connection-close', (event: CloseEvent | null) => {
    // Its own reconnection would show the same ticket twice. Not `disconnect()`: it closes again, and comes back here.
    provider.shouldConnect = false;
    // Signed out from another device: the next contact says so, and it is now.
    if (event?.code === CLOSE.signInNeeded) onNews();
    // Refused for good (garbage, no right, never to be taken): only a new session or address opens another.
    if (event && event.code >= 4400 && event.code < 4500 && event.code !== CLOSE.signInNeeded) return;
    again(event?.code === 1012 || event?.code === 1013 ? AFTER_RESTART : AFTER_CLOSE);
  });
  void connect();
  return () => {
    over = true;
    clearTimeout(next);
    provider.destroy();
    doc.destroy();
  };
}
