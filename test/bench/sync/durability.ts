/** e: the server killed (-9) the moment everybody else has seen a change; f: a restart, and everybody comes back at once. */
import { setTimeout as pause } from 'node:timers/promises';
import { quantile, type Figures } from './figures.ts';
import { seriesOf } from './papers.ts';
import type { ServerProcess } from './server-process.ts';
import { closeAll, inBatches, scaled, timed, type Workload } from './workload.ts';

export const killed: Workload = { letter: 'e', title: 'kill -9', suits: ({ keeps }) => keeps, run: killAndCount };
export const comeBack: Workload = { letter: 'f', title: 'restart', suits: ({ keeps }) => keeps, run: restartAndCount };

/** A server that stores a while after it forwarded has shown people what a crash takes away again. */
async function killAndCount(server: ServerProcess, scale: number): Promise<Figures> {
  const updates = seriesOf(scaled(50, scale, 5), 50);
  const rooms = Array.from({ length: scaled(20, scale, 4) }, (_, i) => ({
    writer: server.client(`killed${i}`),
    witness: server.client(`killed${i}`),
    seen: new Set<number>(),
  }));
  await Promise.all(rooms.flatMap(({ writer, witness }) => [writer.synced(), witness.synced()]));
  for (const { witness, seen } of rooms) witness.onMark = (mark) => void seen.add(mark);
  for (const update of updates) {
    for (const { writer } of rooms) writer.write(update);
    await pause(40);
  }
  await Promise.all(rooms.map(({ witness, seen }) => witness.until(() => seen.size === updates.length, 5000).catch(() => undefined)));
  await server.stop('SIGKILL');
  closeAll(rooms.flatMap(({ writer, witness }) => [writer, witness]));
  await server.start();
  let lost = 0;
  await Promise.all(
    rooms.map(async ({ seen }, i) => {
      const client = server.client(`killed${i}`);
      const found = new Set<number>();
      client.onMark = (mark) => void found.add(mark);
      await client.synced();
      await client.until(() => found.size >= seen.size, 1500).catch(() => undefined);
      lost += [...seen].filter((mark) => !found.has(mark)).length;
      client.close();
    }),
  );
  return { seen: rooms.reduce((sum, { seen }) => sum + seen.size, 0), lost };
}

/** 200 records a room, in 20 updates. */
async function restartAndCount(server: ServerProcess, scale: number): Promise<Figures> {
  const updates = seriesOf(20, 200, 10);
  const size = updates.reduce((sum, update) => sum + update.length, 0);
  const rooms = Array.from({ length: scaled(500, scale, 10) }, (_, i) => `back${i}`);
  await inBatches(rooms, 10, async (room) => {
    const [writer, witness] = [server.client(room), server.client(room)];
    let last = -1;
    witness.onMark = (mark) => void (last = Math.max(last, mark));
    await Promise.all([writer.synced(), witness.synced()]);
    for (const update of updates) writer.write(update);
    await witness.until(() => last === updates.length - 1, 20_000);
    closeAll([writer, witness]);
  });
  // Some store a few seconds after the last change.
  await pause(4500 * Math.min(1, scale * 2));
  await server.stop();
  await server.start();
  const up = performance.now() - server.startedAt;
  const delays: number[] = [];
  let missing = 0;
  await Promise.all(
    rooms.map(async (room) => {
      const client = server.client(room);
      try {
        delays.push(await timed(() => client.synced(size * 0.9)));
      } catch {
        missing++;
      }
      client.close();
    }),
  );
  return {
    'start-ms': up,
    'total-ms': performance.now() - server.startedAt,
    'back-p50-ms': quantile(delays, 0.5),
    'cpu-s': server.processorTime(),
    missing,
  };
}
