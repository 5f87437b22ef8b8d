/** c: a working day: 500 rooms of two people, one update a second in each. */
import { setTimeout as pause } from 'node:timers/promises';
import { quantile, type Figures } from './figures.ts';
import { seriesOf } from './papers.ts';
import type { ServerProcess } from './server-process.ts';
import { atRate, closeAll, inBatches, scaled, type Workload } from './workload.ts';

export const manyRooms: Workload = { letter: 'c', title: 'many rooms', suits: () => true, run };

async function run(server: ServerProcess, scale: number): Promise<Figures> {
  const seconds = scaled(8, scale, 1);
  const updates = seriesOf(seconds, seconds);
  const rooms = Array.from({ length: scaled(500, scale, 10) }, (_, i) => ({
    writer: server.client(`day${i}`),
    reader: server.client(`day${i}`),
    sentAt: [] as number[],
  }));
  await inBatches(rooms, 25, ({ writer, reader }) => Promise.all([writer.synced(), reader.synced()]));
  const delays: number[] = [];
  for (const { reader, sentAt } of rooms) reader.onMark = (mark) => void delays.push(performance.now() - (sentAt[mark] ?? 0));
  const before = server.processorTime();
  const total = rooms.length * seconds;
  let sent = 0;
  await atRate(total, rooms.length, (due) => {
    for (; sent < due; sent++) {
      const room = rooms[sent % rooms.length];
      const update = updates[Math.floor(sent / rooms.length)];
      if (!room || !update) continue;
      room.sentAt.push(performance.now());
      room.writer.write(update);
    }
  });
  await pause(500);
  const processor = server.processorTime() - before;
  const memory = server.memory();
  closeAll(rooms.flatMap(({ writer, reader }) => [writer, reader]));
  return {
    'delay-p50-ms': quantile(delays, 0.5),
    'delay-p99-ms': quantile(delays, 0.99),
    lost: total - delays.length,
    'cpu-s': processor,
    'cpu-us-per-update': (processor * 1e6) / total,
    'memory-mib': memory,
  };
}
