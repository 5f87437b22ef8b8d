/**
 * Fills a demonstration once, under a clock that shows the days of the past, and leaves a mark on the disk while it does:
 * one that was cut off half-way starts over (`data-folder.ts`).
 */
import { rmSync, writeFileSync } from 'node:fs';
import type { Clock } from '@navette/kernel/ports';
import { seedDemo, type SeedOptions } from './seed.ts';

export type SeedingClock = Clock & {
  /** The present. */
  readonly real: Clock;
  /** Another time to show from now on; null for the present. */
  show(time: number | null): void;
};

export function seedingClock(real: Clock): SeedingClock {
  let shown: number | null = null;
  return { real, now: () => shown ?? real.now(), show: (time) => void (shown = time) };
}

/** @param mark file that stands while it is being filled */
export async function fillNewDemo(options: Omit<SeedOptions, 'now' | 'setTime'>, mark: string, clock: SeedingClock): Promise<void> {
  writeFileSync(mark, '', { flush: true });
  await seedDemo({ ...options, now: clock.real.now(), setTime: (time) => clock.show(time) });
  clock.show(null);
  rmSync(mark);
}
