/**
 * `npm run bench -- watching`: what it costs a device to hear of changes: a socket a room (8 of them), beside one socket
 * that only says "something changed" and a pull after it. The one hint socket is played by a socket on the room that changes.
 *
 * Options: --json  --nice=-15 (as root)
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Firm, type SignedIn } from './replication/firm.ts';
import { NOWHERE, PullingDevice, type Pulled } from './replication/pulling-device.ts';
import { PushingDevice } from './replication/pushing-device.ts';
import { openOn } from './replication/stock-device.ts';
import { quantile, round } from './sync/figures.ts';
import { settle } from './sync/server-process.ts';
import { closeAll, inBatches } from './sync/workload.ts';

const DEVICES = 250;
const ROOMS_EACH = 8;
const CHANGES = 200;

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, nice: { type: 'string' } } });
settle(values.nice);
const firm = new Firm();
try {
  await firm.restart('history');
  const who = await firm.restart(null);
  const { rooms, position } = await pullOnce(who);
  const names = [...rooms.keys()].filter((room) => room.startsWith('dossier/'));
  const socket = await restingSocket(who, names);
  const again = await firm.restart(null);
  const changes = await changing(again, names.find((name) => name.includes('/processing/')) ?? '', position);
  const lines = {
    'KiB of the server per device, 1 socket': socket.kib,
    [`KiB of the server per device, ${ROOMS_EACH} sockets`]: socket.kib * ROOMS_EACH,
    'CPU of the server to open, ms per device, 1 socket': socket.cpu,
    [`CPU of the server to open, ms per device, ${ROOMS_EACH} sockets`]: socket.cpu * ROOMS_EACH,
    'bytes both ways to open, per device, 1 socket': socket.bytes,
    [`bytes both ways to open, per device, ${ROOMS_EACH} sockets`]: socket.bytes * ROOMS_EACH,
    ...changes,
  };
  const rounded = Object.fromEntries(Object.entries(lines).map(([name, value]) => [name, round(value)]));
  if (values.json) console.log(JSON.stringify({ node: process.version, figures: rounded }));
  else for (const [name, value] of Object.entries(rounded)) console.log(`${name.padEnd(64)} ${value}`);
} finally {
  await firm.server.remove();
}

async function pullOnce(who: SignedIn, from: Parameters<PullingDevice['pull']>[0] = NOWHERE): Promise<Pulled> {
  const device = new PullingDevice(who);
  const pulled = await device.pull(from);
  device.close();
  return pulled;
}

/**
 * What one more socket at rest costs, content apart: 8 for each of 250 devices, measured from the first 250 on, when what
 * start and sign-in borrowed has been given back.
 */
async function restingSocket(who: SignedIn, names: readonly string[]) {
  const { server } = firm;
  const clients = names.slice(0, DEVICES * ROOMS_EACH).map((name) => openOn(server, who, name));
  const [first, others] = [clients.slice(0, DEVICES), clients.slice(DEVICES)];
  await inBatches(first, 25, (client) => client.synced());
  await pause(2500);
  const [memory, processor] = [server.memory(), server.processorTime()];
  await inBatches(others, 25, (client) => client.synced());
  const cpu = ((server.processorTime() - processor) * 1000) / others.length;
  const bytes = others.reduce((sum, { traffic, bytes: content }) => sum + traffic.down + traffic.up - content, 0) / others.length;
  await pause(2500);
  const kib = ((server.memory() - memory) * 1024) / others.length;
  closeAll(clients);
  return { kib, cpu, bytes };
}

/** The same changes heard twice over: by the room's socket alone, and by a pull after the hint. */
async function changing(who: SignedIn, room: string, from: Pulled['position']): Promise<Record<string, number>> {
  const writer = new PushingDevice(who, from.epoch ?? '', room);
  const socket = openOn(firm.server, who, room);
  await socket.synced();
  const reader = new PullingDevice(who);
  let { position } = await reader.pull(from);
  const hear = async (then: () => Promise<void>): Promise<number> => {
    const known = socket.bytes;
    const heard = socket.until(() => socket.bytes > known, 5000).then(then);
    const start = performance.now();
    const pushed = writer.push();
    await heard;
    const ms = performance.now() - start;
    await pushed;
    return ms;
  };
  for (let i = 0; i < 20; i++) await hear(() => Promise.resolve());
  ({ position } = await reader.pull(position));

  const traffic = socket.traffic.down;
  const bySocket = await series(() => hear(() => Promise.resolve()));
  const socketBytes = (socket.traffic.down - traffic) / CHANGES;
  ({ position } = await reader.pull(position));
  let pulledBytes = 0;
  const byPull = await series(() =>
    hear(async () => {
      const pulled = await reader.pull(position);
      ({ position } = pulled);
      pulledBytes += pulled.down + pulled.up;
    }),
  );
  const quiet = await series(async () => {
    const start = performance.now();
    await reader.pull(position);
    return performance.now() - start;
  });
  reader.close();
  socket.close();
  return {
    'change to device, room socket, p50 ms': bySocket.p50,
    'change to device, room socket, p95 ms': bySocket.p95,
    'change to device, hint and pull, p50 ms': byPull.p50,
    'change to device, hint and pull, p95 ms': byPull.p95,
    'CPU of the server per change, room socket, ms': bySocket.cpu,
    'CPU of the server per change, hint and pull, ms': byPull.cpu,
    'CPU of the server per pull without news, ms': quiet.cpu,
    'bytes per change, room socket': socketBytes,
    'bytes per change, pull': pulledBytes / CHANGES,
  };
}

async function series(change: () => Promise<number>) {
  const before = firm.server.processorTime();
  const times: number[] = [];
  for (let i = 0; i < CHANGES; i++) times.push(await change());
  const cpu = ((firm.server.processorTime() - before) * 1000) / CHANGES;
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), cpu };
}
