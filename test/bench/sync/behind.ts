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
  const round = async (): Promise<{ readonly ms: number; readonly bytes: number }> => {
    const client = server.client('behind', vector);
    const ms = await timed(() => client.synced(tailBytes * 0.8));
    client.close();
    return { ms, bytes: client.bytes };
  };
  // The first ones pay for code that is not compiled yet.
  for (let i = 0; i < scaled(50, scale, 3); i++) await round();
  const before = server.processorTime();
  const rounds: Awaited<ReturnType<typeof round>>[] = [];
  for (let i = 0; i < scaled(200, scale, 5); i++) rounds.push(await round());
  const processor = server.processorTime() - before;
  writer.close();
  return {
    'p50-ms': quantile(
      rounds.map(({ ms }) => ms),
      0.5,
    ),
    // The socket's opening included.
    'cpu-ms': (processor * 1000) / rounds.length,
    'bytes-of-tail': (rounds.at(-1)?.bytes ?? 0) / tailBytes,
  };
}
