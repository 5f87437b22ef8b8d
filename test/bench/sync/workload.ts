/** What a workload is given and gives back, and the few loops they share. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Figures } from './figures.ts';
import type { RawClient } from './raw-client.ts';
import type { ServerProcess } from './server-process.ts';
import type { Target } from './targets.ts';

export type Workload = {
  readonly letter: string;
  readonly title: string;
  /** Whether the target can do it at all: a relay holds nothing to sync from. */
  suits(target: Target): boolean;
  /** @param scale below 1 for a quick look; counts and durations shrink with it */
  run(server: ServerProcess, scale: number): Promise<Figures>;
};

export function scaled(count: number, scale: number, least = 1): number {
  return Math.max(least, Math.round(count * scale));
}

/** A few at a time, in order. */
export async function inBatches<T>(items: readonly T[], width: number, work: (item: T, index: number) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += width)
    await Promise.all(items.slice(start, start + width).map((item, i) => work(item, start + i)));
}

export function closeAll(clients: Iterable<RawClient>): void {
  for (const client of clients) client.close();
}

/** Calls `step` with how many of `total` are due by now, at an even rate, until all are. */
export async function atRate(total: number, perSecond: number, step: (due: number) => void): Promise<void> {
  const start = performance.now();
  for (let due = 0; due < total;) {
    due = Math.min(total, Math.floor(((performance.now() - start) * perSecond) / 1000) + 1);
    step(due);
    if (due < total) await pause(2);
  }
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
