/** d: what idle people cost, and what a room of 10,000 records costs while somebody is there and once everybody has left. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Figures } from './figures.ts';
import { roomOf } from './papers.ts';
import type { RawClient } from './raw-client.ts';
import type { ServerProcess } from './server-process.ts';
import { closeAll, inBatches, scaled, type Workload } from './workload.ts';

export const memory: Workload = { letter: 'd', title: 'memory', suits: () => true, run };

async function run(server: ServerProcess, scale: number): Promise<Figures> {
  const figures = await idle(server, scale);
  if (!server.target.holds) return figures;
  await server.stop('SIGKILL');
  await server.start();
  return { ...figures, ...(await heldRooms(server, scale)) };
}

async function idle(server: ServerProcess, scale: number): Promise<Figures> {
  const first = server.client('first');
  await first.synced();
  await pause(500);
  const [start, processor] = [server.memory(), server.processorTime()];
  const clients = Array.from({ length: scaled(1000, scale, 20) }, (_, i) => server.client(`idle${Math.floor(i / 2)}`));
  await inBatches(clients, 25, (client) => client.synced());
  const opening = server.processorTime() - processor;
  await pause(2500 * Math.min(1, scale * 2));
  const grown = server.memory() - start;
  closeAll([first, ...clients]);
  return { 'idle-kib': (grown * 1024) / clients.length, 'connect-cpu-ms': (opening * 1000) / clients.length };
}

async function heldRooms(server: ServerProcess, scale: number): Promise<Figures> {
  await pause(500);
  const update = roomOf(scaled(10_000, Math.min(1, scale * 4), 500));
  const start = server.memory();
  const clients: RawClient[] = [];
  const count = scaled(100, scale, 5);
  for (let i = 0; i < count; i++) {
    const writer = server.client(`held${i}`);
    clients.push(writer);
    await writer.synced();
    writer.write(update);
    const witness = server.client(`held${i}`);
    await witness.synced(update.length * 0.95);
    witness.close();
  }
  await pause(3000 * Math.min(1, scale * 2));
  const held = server.memory();
  closeAll(clients);
  await pause(2000 * Math.min(1, scale * 2));
  return { 'room-mib': (held - start) / count, 'after-all-left': server.memory() / start, 'start-mib': start };
}
