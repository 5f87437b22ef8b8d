/** Figures of the process itself: memory, delay of the event loop, age. Nothing of them costs anything between two readings. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metrics } from '../ports.ts';

/** @returns what ends it */
export function showProcessFigures(metrics: Metrics): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const ends = [
    metrics.gauge('event_loop_delay_seconds', () => {
      const longest = delay.max / 1e9;
      delay.reset();
      return longest;
    }),
    metrics.gauge('resident_memory_bytes', () => process.memoryUsage.rss()),
    metrics.gauge('heap_used_bytes', () => process.memoryUsage().heapUsed),
    metrics.gauge('uptime_seconds', () => Math.round(process.uptime())),
    () => delay.disable(),
  ];
  return () => {
    for (const end of ends) end();
  };
}
