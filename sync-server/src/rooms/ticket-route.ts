/** POST /api/v1/ticket: a ticket for one socket on one room, to who may read it now (N4, R1). */
import { Hono } from 'hono';
import * as v from 'valibot';
import type { DeviceNumber } from '@navette/kernel/ids';
import { TicketRequest, type TicketAnswer } from '@navette/protocol/commands';
import type { Directory, Sessions } from '../ports.ts';
import type { Rights } from './room-rights.ts';
import type { Tickets } from './tickets.ts';
import { json, problem, readBody } from './wire.ts';

const LARGEST = 4096;

export function ticketRoute({
  directory,
  sessions,
  rights,
  tickets,
}: {
  directory: Directory;
  sessions: Sessions;
  rights: Rights;
  tickets: Tickets;
}): Hono {
  return new Hono().post('/api/v1/ticket', async (c) => {
    const session = await sessions.of(c.req.raw.headers);
    if (!session) return problem(401, 'sign-in-needed');
    const body = await readBody(c.req.raw, LARGEST);
    const request = typeof body === 'string' ? undefined : readRequest(body);
    if (!request) return problem(400, 'bad-request');
    const device = request.device as DeviceNumber;
    if (!directory.ownsDevice(session.user, device)) return problem(403, 'unknown-device');
    const access = rights.of(session.user, request.room);
    if (access === 'none') return problem(403, 'forbidden');
    return json(200, {
      ticket: tickets.issue({ user: session.user, device, room: request.room, access, session: session.sessionId }),
      access,
    } satisfies TicketAnswer);
  });
}

function readRequest(body: Uint8Array): v.InferOutput<typeof TicketRequest> | undefined {
  try {
    const parsed = v.safeParse(TicketRequest, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
