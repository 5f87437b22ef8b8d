/** a: somebody opens a room, one after the other: an empty one, and one of 10,000 records. */
import { setTimeout as pause } from 'node:timers/promises';
import { quantile, type Figures } from './figures.ts';
import { roomOf } from './papers.ts';
import type { ServerProcess } from './server-process.ts';
import { scaled, timed, type Workload } from './workload.ts';

const WARM = 20;

export const firstSync: Workload = { letter: 'a', title: 'first sync', suits: () => true, run };

async function run(server: ServerProcess, scale: number): Promise<Figures> {
  const empty: number[] = [];
  const warm = scaled(WARM, scale, 3);
  for (let i = 0; i < warm + scaled(200, scale, 10); i++) {
    const client = server.client(`empty${i}`);
    const time = await timed(() => client.synced());
    if (i >= warm) empty.push(time);
    client.close();
  }
  const figures = { 'empty-p50-ms': quantile(empty, 0.5), 'empty-p95-ms': quantile(empty, 0.95) };
  return server.target.holds ? { ...figures, ...(await loaded(server, scale)) } : figures;
}

async function loaded(server: ServerProcess, scale: number): Promise<Figures> {
  const update = roomOf(scaled(10_000, Math.min(1, scale * 4), 500));
  const writer = server.client('full');
  await writer.synced();
  writer.write(update);
  const witness = server.client('full');
  await witness.synced(update.length * 0.95);
  witness.close();
  // What the write left to do is not what is measured.
  await pause(1500 * Math.min(1, scale * 2));
  const times: number[] = [];
  const before = server.processorTime();
  const rounds = scaled(30, scale, 5);
  for (let i = 0; i < rounds; i++) {
    const client = server.client('full');
    times.push(await timed(() => client.synced(update.length * 0.95)));
    client.close();
  }
  const processor = server.processorTime() - before;
  writer.close();
  return {
    'full-p50-ms': quantile(times, 0.5),
    'full-p95-ms': quantile(times, 0.95),
    'full-cpu-ms': (processor * 1000) / rounds,
    'full-bytes': update.length,
  };
}
