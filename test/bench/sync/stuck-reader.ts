/** g: one of three stops reading while 300 MiB go by: what the server keeps for it, beside what the same flow takes without it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Figures } from './figures.ts';
import { heavySeries } from './papers.ts';
import type { ServerProcess } from './server-process.ts';
import { closeAll, scaled, type Workload } from './workload.ts';

const WEIGHT = 64 * 1024;
const AHEAD = 16;

export const stuckReader: Workload = { letter: 'g', title: 'stuck reader', suits: () => true, run };

async function run(server: ServerProcess, scale: number): Promise<Figures> {
  const count = scaled(4800, scale, 100);
  const without = await flow(server, 'flowing', count, false);
  const withOne = await flow(server, 'stuck', count, true);
  return {
    'without-mib': without.grown,
    'with-mib': withOne.grown,
    'for-it-mib': Math.max(0, withOne.grown - without.grown),
    'let-go': withOne.letGo ? 1 : 0,
    lost: count * 2 - without.seen - withOne.seen,
  };
}

async function flow(server: ServerProcess, room: string, count: number, stuck: boolean) {
  const [writer, reader, third] = [server.client(room), server.client(room), server.client(room)];
  await Promise.all([writer.synced(), reader.synced(), third.synced()]);
  let seen = 0;
  reader.onMark = () => void seen++;
  const start = server.memory();
  if (stuck) third.stopReading();
  let [sent, most] = [0, 0];
  const updates = heavySeries(count, WEIGHT)[Symbol.iterator]();
  for (const since = performance.now(); seen < count && performance.now() - since < 30_000;) {
    for (; sent < count && sent - seen < AHEAD; sent++) writer.write(updates.next().value ?? new Uint8Array());
    most = Math.max(most, server.memory() - start);
    await pause(1);
  }
  const letGo = third.closed;
  closeAll([writer, reader, third]);
  await pause(500);
  return { grown: most, seen, letGo };
}
