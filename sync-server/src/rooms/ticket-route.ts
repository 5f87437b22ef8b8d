/** POST /api/v1/ticket: a ticket for one socket on one room, to who may read it now (N4, R1). */
import { Hono } from 'hono';
import * as v from 'valibot';
import type { DeviceNumber } from '@navette/kernel/ids';
import { TicketRequest, type TicketAnswer } from '@navette/protocol/commands';
import type { Budgets, Directory, Metrics, Sessions } from '../ports.ts';
import type { RoomRules } from './room-rights.ts';
import type { Tickets } from './tickets.ts';
import { json, problem, readBody, tooMany } from './wire.ts';

const LARGEST = 4096;

export function ticketRoute({
  directory,
  sessions,
  rules,
  tickets,
  budgets,
  metrics,
}: {
  directory: Directory;
  sessions: Sessions;
  rules: RoomRules;
  tickets: Tickets;
  budgets: Budgets;
  metrics: Metrics;
}): Hono {
  return new Hono().post('/api/v1/ticket', async (c) => {
    const session = await sessions.of(c.req.raw.headers);
    if (!session) return problem(401, 'sign-in-needed');
    const wait = budgets.command(session.user);
    if (wait > 0) return tooMany(wait);
    const body = await readBody(c.req.raw, LARGEST);
    const request = typeof body === 'string' ? undefined : readRequest(body);
    if (!request) return problem(400, 'bad-request');
    const device = request.device as DeviceNumber;
    if (!directory.ownsDevice(session.user, device)) return problem(403, 'unknown-device');
    if (!sessions.speaksFor(session, device)) return problem(401, 'sign-in-needed');
    const access = rules.of(session.user, request.room);
    if (access === 'none') {
      metrics.count('rights_refused', 1, 'ticket');
      return problem(403, 'forbidden');
    }
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
