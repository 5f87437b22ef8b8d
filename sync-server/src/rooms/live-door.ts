/**
 * Who may open a live socket on which room: an exact origin with the portal's cookie, or a ticket (N4, R1).
 *
 * Asked once, at the door; rights are asked again at each write and whenever they change.
 */
import type { IncomingMessage } from 'node:http';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { Access } from '@navette/rooms/access';
import type { RoomName } from '@navette/rooms/room-names';
import type { Sessions } from '../ports.ts';
import type { RoomRules } from './room-rights.ts';
import type { Tickets } from './tickets.ts';

export const LIVE_PATH = '/live/';
const ADDRESS = /^\/live\/([a-z0-9/-]{1,300})(?:\?(.{0,500}))?$/;

export type Opening = {
  readonly user: UserId;
  /** 0 without a device of its own: the portal's page. */
  readonly device: DeviceNumber;
  readonly room: RoomName;
  readonly access: 'read' | 'write';
  readonly session: string;
};

export type LiveDoor = {
  /** @returns who opens which room, or the status of the refusal; a forbidden room and one that cannot be are alike (R14) */
  ask(request: IncomingMessage): Promise<Opening | 400 | 401 | 403>;
  /** The same as of now: rights may have gone between the question and the handshake. @returns 'none' when it is shut */
  still(opening: Opening): Access;
};

export type LiveDoorParts = {
  readonly rules: RoomRules;
  readonly tickets: Tickets;
  readonly sessions: Sessions;
  /** Exact origins: `https://portal.example`, `chrome-extension://<id>`. */
  readonly origins: readonly string[];
};

export function makeLiveDoor({ rules, tickets, sessions, ...parts }: LiveDoorParts): LiveDoor {
  const origins = new Set(parts.origins);
  return {
    async ask(request) {
      const [, name = '', query = ''] = ADDRESS.exec(request.url ?? '') ?? [];
      if (name === '') return 400;
      const ticket = new URLSearchParams(query).get('ticket');
      const { origin } = request.headers;
      const known = origin !== undefined && origins.has(origin);
      if (origin !== undefined && !known && !(origin.startsWith('moz-extension://') && ticket !== null)) return 403;
      const claim = ticket === null ? null : tickets.take(ticket);
      if (ticket !== null && (!claim || claim.room !== name)) return 401;
      // Without a ticket: the portal's cookie, from the portal's own origin.
      if (!claim && !known) return 403;
      const holder = claim
        ? { user: claim.user, sessionId: claim.session }
        : await sessions.of(new Headers({ cookie: request.headers.cookie ?? '' }));
      if (!holder || !sessions.alive(holder.sessionId)) return 401;
      const access = lesser(rules.of(holder.user, name), claim?.access ?? 'write');
      if (access === 'none') return 403;
      return { user: holder.user, device: claim?.device ?? (0 as DeviceNumber), room: name as RoomName, access, session: holder.sessionId };
    },
    still: ({ user, room, access, session }) => (sessions.alive(session) ? lesser(rules.of(user, room), access) : 'none'),
  };
}

function lesser(a: Access, b: Access): Access {
  if (a === 'none' || b === 'none') return 'none';
  return a === 'write' && b === 'write' ? 'write' : 'read';
}
