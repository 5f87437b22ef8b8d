/** Tickets for live sockets, asked for by the context that holds the session. */
import { TicketAnswer } from '@navette/protocol/commands';
import { ask, jsonBody, readJson, type Net } from '../net.ts';

/** @returns a ticket for one socket on one room, good once and for 30 seconds; null when there is none to be had */
export async function askTicket(net: Net, device: number, room: string): Promise<string | null> {
  const answer = await ask(net, { method: 'POST', path: '/api/v1/ticket', ...jsonBody({ device, room }) }, 'json');
  return answer.ok ? ((await readJson(answer.value, TicketAnswer))?.ticket ?? null) : null;
}
