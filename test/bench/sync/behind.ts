/** h: somebody comes back to a room of 10,000 records 64 updates behind, and says so with a state vector. */
import { setTimeout as pause } from 'node:timers/promises';
import { quantile, type Figures } from './figures.ts';
import { editsOn, roomOf, vectorOf } from './papers.ts';
import type { ServerProcess } from './server-process.ts';
import { scaled, timed, type Workload } from './workload.ts';

const BEHIND = 64;

export const behind: Workload = { letter: 'h', title: '64 updates behind', suits: ({ holds }) => holds, run };

async function run(server: ServerProcess, scale: number): Promise<Figures> {
  const whole = roomOf(scaled(10_000, Math.min(1, scale * 4), 500));
  const tail = editsOn(whole, BEHIND);
  const tailBytes = tail.reduce((sum, update) => sum + update.length, 0);
  const writer = server.client('behind');
  await writer.synced();
  writer.write(whole);
  for (const update of tail) writer.write(update);
  const witness = server.client('behind');
  // What the tail replaced may have been collected.
  await witness.synced(whole.length * 0.9);
  witness.close();
  await pause(1500 * Math.min(1, scale * 2));
  const vector = vectorOf([whole]);
  const rounds = scaled(100, scale, 5);
  const before = server.processorTime();
  const times: number[] = [];
  let bytes = 0;
  for (let i = 0; i < rounds; i++) {
    const client = server.client('behind', vector);
    times.push(await timed(() => client.synced(tailBytes * 0.8)));
    bytes = client.bytes;
    client.close();
  }
  const processor = server.processorTime() - before;
  writer.close();
  return { 'p50-ms': quantile(times, 0.5), 'cpu-ms': (processor * 1000) / rounds, 'bytes-of-tail': bytes / tailBytes };
}
