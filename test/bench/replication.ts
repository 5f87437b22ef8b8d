/**
 * `npm run bench -- replication`: a staff member's device in a firm of 500 dossiers and 4,000 rooms, one working day behind,
 * then with nothing at all: one chain of pulls after a cursor, beside 4,000 stock sockets that do the same.
 *
 * Options: --json  --nice=-15 (as root)
 */
import { parseArgs } from 'node:util';
import { mergeUpdates, encodeStateVectorFromUpdate } from 'yjs';
import { Firm, type SignedIn } from './replication/firm.ts';
import { NOWHERE, PullingDevice, type Position, type Pulled } from './replication/pulling-device.ts';
import { catchUpByRoom, type StockCatchUp } from './replication/stock-device.ts';
import { round } from './sync/figures.ts';
import { settle, type ServerProcess } from './sync/server-process.ts';

const ROUNDS = 20;

type Pair = {
  readonly name: string;
  readonly pulled: Pulled;
  readonly pullCpu: number;
  readonly stock: StockCatchUp;
  readonly stockCpu: number;
};

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, nice: { type: 'string' } } });
settle(values.nice);
const firm = new Firm();
try {
  await firm.restart('history');
  const yesterday = await onNothing(await firm.restart(null));
  const dayBehind = await oneDayBehind(await firm.restart('day'), yesterday.pulled);
  const lines = [dayBehind, yesterday].flatMap(rows);
  if (values.json) console.log(JSON.stringify({ node: process.version, lines }));
  else
    for (const { title, ours, stock, ratio } of lines)
      console.log(`${title.padEnd(58)} ${`${ours}`.padStart(12)} ${`${stock}`.padStart(12)}  ${ratio}x`);
} finally {
  await firm.server.remove();
}

/** The first sync of a new device. */
async function onNothing(who: SignedIn): Promise<Pair> {
  const [pulled, pullCpu] = await timesOf(firm.server, 1, () => pullOnce(who, NOWHERE));
  const vectors = new Map([...pulled.rooms.keys()].filter(isOfDossier).map((room) => [room, undefined]));
  const [stock, stockCpu] = await timesOf(firm.server, 1, () => catchUpByRoom(firm.server, who, vectors));
  return { name: 'new device', pulled, pullCpu, stock, stockCpu };
}

async function oneDayBehind(who: SignedIn, { position, rooms }: Pulled): Promise<Pair> {
  await pullOnce(who, position);
  const [pulled, pullCpu] = await timesOf(firm.server, ROUNDS, () => pullOnce(who, position));
  const known = [...rooms].filter(([room]) => isOfDossier(room));
  const vectors = new Map(known.map(([room, updates]) => [room, encodeStateVectorFromUpdate(mergeUpdates([...updates]))]));
  const [stock, stockCpu] = await timesOf(firm.server, 1, () => catchUpByRoom(firm.server, who, vectors));
  return { name: 'one day behind', pulled, pullCpu, stock, stockCpu };
}

async function pullOnce(who: SignedIn, from: Position): Promise<Pulled> {
  const device = new PullingDevice(who);
  const pulled = await device.pull(from);
  device.close();
  return pulled;
}

/** @returns what the last round gave, and the server's milliseconds of processor time for one */
async function timesOf<T>(server: ServerProcess, rounds: number, work: () => Promise<T>): Promise<readonly [T, number]> {
  const before = server.processorTime();
  let last = await work();
  for (let i = 1; i < rounds; i++) last = await work();
  return [last, ((server.processorTime() - before) * 1000) / rounds];
}

function isOfDossier(room: string): boolean {
  return room.startsWith('dossier/');
}

function rows({ name, pulled, pullCpu, stock, stockCpu }: Pair) {
  const row = (title: string, ours: number, theirs: number) => ({
    title: `${name}: ${title}`,
    ours: round(ours),
    stock: round(theirs),
    ratio: round(ours / theirs),
  });
  return [
    row('requests, sockets', pulled.requests, stock.sockets),
    row('bytes down on the wire', pulled.down, stock.down),
    row('bytes up on the wire', pulled.up, stock.up),
    row('bytes down, not compressed', pulled.plain, stock.down),
    row('bytes of content', pulled.content, stock.content),
    row('wall time, ms', pulled.ms, stock.ms),
    row('CPU of the server, ms', pullCpu, stockCpu),
    row('memory of the server while they last, KiB', 0, stock.kibPerSocket * stock.sockets),
  ];
}
