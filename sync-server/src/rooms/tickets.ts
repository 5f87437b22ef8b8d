/**
 * Tickets open sockets: one use, thirty seconds, for one user, device, room and access (N4).
 *
 * They live in memory: a restart makes clients ask again. No token ever stands in an address.
 */
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';

export type TicketClaim = {
  readonly user: UserId;
  readonly device: DeviceNumber;
  readonly room: string;
  readonly access: 'read' | 'write';
  /** The session it was asked in: the socket ends with it. */
  readonly session: string;
};

export type Tickets = {
  issue(claim: TicketClaim): string;
  /** @returns what the ticket says, once; null for one that is unknown, used or too old */
  take(ticket: string): TicketClaim | null;
};

export function makeTickets({ clock, random, lifetime }: { clock: Clock; random: Random; lifetime: number }): Tickets {
  const open = new Map<string, TicketClaim & { readonly until: number }>();
  return {
    issue(claim) {
      // The oldest are first: all live equally long.
      for (const [ticket, { until }] of open) {
        if (until > clock.now()) break;
        open.delete(ticket);
      }
      const ticket = bytesToBase64Url(random.bytes(24));
      open.set(ticket, { ...claim, until: clock.now() + lifetime });
      return ticket;
    },
    take(ticket) {
      const found = open.get(ticket);
      open.delete(ticket);
      if (!found || found.until <= clock.now()) return null;
      const { until: _, ...claim } = found;
      return claim;
    },
  };
}
