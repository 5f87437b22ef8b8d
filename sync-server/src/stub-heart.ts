/** Stands in for the sync heart until it is there. */
import { Hono } from 'hono';
import type { Duplex } from 'node:stream';
import type { Bus, RoomLog } from './ports.ts';
import type { Clock, Random } from '@navette/kernel/ports';
import { makeServerWriter } from './rooms/server-writer.ts';
export function makeSyncHeart(o: { log: RoomLog; bus: Bus; clock: Clock; random: Random } & Record<string, unknown>) {
  return { routes: new Hono(), upgrade: (_r: unknown, socket: Duplex, _h: unknown): void => void socket.destroy(), writer: makeServerWriter(o), close: async () => {} };
}
