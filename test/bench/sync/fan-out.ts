/**
 * b: one writes, many read. First 100 updates a second, for the delay; then as fast as the server delivers, never more than
 * 64 updates ahead of the slowest reader.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { quantile, type Figures } from './figures.ts';
import { seriesOf } from './papers.ts';
import type { RawClient } from './raw-client.ts';
import type { ServerProcess } from './server-process.ts';
import { atRate, closeAll, scaled, type Workload } from './workload.ts';

const MOST = 60_000;
const KEYS = 1000;
const AHEAD = 64;
const SECONDS = 3;

export const fanOut: Workload = { letter: 'b', title: 'fan-out', suits: () => true, run };

async function run(server: ServerProcess, scale: number): Promise<Figures> {
  const updates = seriesOf(scaled(MOST, scale, 3000), KEYS);
  return { ...(await toReaders(server, 10, updates, scale)), ...(await toReaders(server, 100, updates, scale)) };
}

/** Updates on their way to every reader. */
class Flow {
  readonly #writer: RawClient;
  readonly #updates: readonly Uint8Array[];
  readonly #sentAt: number[] = [];
  readonly #missing: number[] = [];
  readonly #readers: number;
  delays: number[] = [];
  delivered = 0;
  /** Updates that every reader has. */
  complete = 0;
  onComplete: () => void = () => undefined;

  constructor(writer: RawClient, readers: readonly RawClient[], updates: readonly Uint8Array[]) {
    this.#writer = writer;
    this.#updates = updates;
    this.#readers = readers.length;
    for (const reader of readers) reader.onMark = (mark) => this.#arrived(mark);
  }

  get sent(): number {
    return this.#sentAt.length;
  }

  get exhausted(): boolean {
    return this.sent >= this.#updates.length;
  }

  send(): void {
    const frame = this.#writer.frameOf(this.#updates[this.sent] ?? new Uint8Array());
    this.#missing.push(this.#readers);
    this.#sentAt.push(performance.now());
    this.#writer.writeFrame(frame);
  }

  #arrived(mark: number): void {
    this.delays.push(performance.now() - (this.#sentAt[mark] ?? 0));
    this.delivered++;
    const left = (this.#missing[mark] ?? 1) - 1;
    this.#missing[mark] = left;
    if (left !== 0) return;
    this.complete++;
    this.onComplete();
  }
}

async function toReaders(server: ServerProcess, count: number, updates: readonly Uint8Array[], scale: number): Promise<Figures> {
  const room = `fan${count}`;
  const writer = server.client(room);
  await writer.synced();
  const readers = Array.from({ length: count }, () => server.client(room));
  await Promise.all(readers.map((reader) => reader.synced()));
  const flow = new Flow(writer, readers, updates);
  const steady = scaled(100 * SECONDS, scale, 20);
  await atRate(steady, 100, (due) => {
    while (flow.sent < due) flow.send();
  });
  for (let i = 0; i < 200 && flow.complete < steady; i++) await pause(10);
  const lost = steady * count - flow.delivered;
  const [p50, p99] = [quantile(flow.delays, 0.5), quantile(flow.delays, 0.99)];
  const most = await asFastAsItGoes(server, flow, scaled(SECONDS * 1000, scale, 400));
  closeAll([writer, ...readers]);
  return prefixed(`to${count}-`, { 'delay-p50-ms': p50, 'delay-p99-ms': p99, lost, ...most });
}

async function asFastAsItGoes(server: ServerProcess, flow: Flow, duration: number): Promise<Figures> {
  const [complete, processor, own] = [flow.complete, server.processorTime(), process.cpuUsage()];
  const start = performance.now();
  let last = start;
  const push = (): void => {
    last = performance.now();
    while (flow.sent - flow.complete < AHEAD && !flow.exhausted && last < start + duration) flow.send();
  };
  flow.delays = [];
  flow.onComplete = push;
  push();
  while (performance.now() < start + duration && !(flow.exhausted && flow.complete === flow.sent)) await pause(5);
  flow.onComplete = () => undefined;
  const seconds = (last - start) / 1000;
  const used = process.cpuUsage(own);
  return {
    'updates-per-s': (flow.complete - complete) / seconds,
    'server-cpu-share': (server.processorTime() - processor) / seconds,
    // Near 1, the generator was the limit and the rate is a lower bound.
    'generator-cpu-share': (used.user + used.system) / 1e6 / seconds,
  };
}

function prefixed(prefix: string, figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [prefix + name, value]));
}
