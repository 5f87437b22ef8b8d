/**
 * The registry of figures, written out in the Prometheus text format (version 0.0.4).
 *
 * Knows no other place than memory, and no clock. What counts calls `Metrics` (ports.ts); the names and their meaning are
 * in `metric-names.ts`. Invariant: the number of series is bounded, whatever labels come in.
 */
import { COUNTERS, GAUGES, HISTOGRAMS, type CounterName, type GaugeName, type HistogramName } from './metric-names.ts';
import type { Metrics } from '../ports.ts';

/** Counts nothing: for compositions that show no figures. */
export const NO_METRICS: Metrics = { count: () => undefined, observe: () => undefined, gauge: () => () => undefined };

export type MetricsRegistry = Metrics & {
  /** All figures as Prometheus reads them. */
  text(): string;
};

const PREFIX = 'navette_';
/** Labels of one counter; what comes beyond is counted together as "other". */
const MOST_LABELS = 32;
const LABEL = /^[a-z0-9][a-z0-9-]{0,39}$/;

type Spread = { readonly counts: number[]; sum: number; count: number };

export function makeMetrics(): MetricsRegistry {
  const counters = new Map<CounterName, Map<string, number>>();
  const gauges = new Map<GaugeName, Set<() => number>>();
  const spreads = new Map<HistogramName, Spread>();

  return {
    count(name, by = 1, label = '') {
      const series = counters.get(name) ?? new Map<string, number>();
      counters.set(name, series);
      const known = label === '' || (LABEL.test(label) && (series.has(label) || series.size < MOST_LABELS));
      const key = known ? label : 'other';
      series.set(key, (series.get(key) ?? 0) + by);
    },
    observe(name, value) {
      const { buckets } = HISTOGRAMS[name];
      const spread = spreads.get(name) ?? { counts: buckets.map(() => 0), sum: 0, count: 0 };
      spreads.set(name, spread);
      const at = buckets.findIndex((most) => value <= most);
      if (at >= 0) spread.counts[at] = (spread.counts[at] ?? 0) + 1;
      spread.sum += value;
      spread.count++;
    },
    gauge(name, read) {
      const readers = gauges.get(name) ?? new Set();
      gauges.set(name, readers);
      readers.add(read);
      return () => void readers.delete(read);
    },
    text() {
      return [
        ...keys(COUNTERS).flatMap((name) => counterLines(name, counters.get(name))),
        ...keys(GAUGES).flatMap((name) => gaugeLines(name, gauges.get(name))),
        ...keys(HISTOGRAMS).flatMap((name) => histogramLines(name, spreads.get(name))),
        '',
      ].join('\n');
    },
  };
}

function keys<T extends object>(of: T): (keyof T & string)[] {
  return Object.keys(of) as (keyof T & string)[];
}

function head(name: string, help: string, type: string): string[] {
  return [`# HELP ${PREFIX}${name} ${help}`, `# TYPE ${PREFIX}${name} ${type}`];
}

/** A counter without a label stands at 0 before anything happened; one with a label has no series yet. */
function counterLines(name: CounterName, series: ReadonlyMap<string, number> = new Map()): string[] {
  const { help, label }: { readonly help: string; readonly label?: string } = COUNTERS[name];
  const lines =
    label === undefined
      ? [`${PREFIX}${name}_total ${sum(series.values())}`]
      : [...series].map(([value, count]) => `${PREFIX}${name}_total{${label}="${value}"} ${count}`);
  return [...head(`${name}_total`, help, 'counter'), ...lines];
}

/** Several parts may tell of one figure: their sum. A part that cannot tell is left out, never a guess. */
function gaugeLines(name: GaugeName, readers: ReadonlySet<() => number> = new Set()): string[] {
  const values = [...readers].map((read) => read()).filter((value) => Number.isFinite(value));
  return values.length === 0 ? [] : [...head(name, GAUGES[name], 'gauge'), `${PREFIX}${name} ${sum(values)}`];
}

function histogramLines(name: HistogramName, spread: Spread = { counts: [], sum: 0, count: 0 }): string[] {
  const { help, buckets } = HISTOGRAMS[name];
  let below = 0;
  const lines = buckets.map((most, i) => {
    below += spread.counts[i] ?? 0;
    return `${PREFIX}${name}_bucket{le="${most}"} ${below}`;
  });
  return [
    ...head(name, help, 'histogram'),
    ...lines,
    `${PREFIX}${name}_bucket{le="+Inf"} ${spread.count}`,
    `${PREFIX}${name}_sum ${spread.sum}`,
    `${PREFIX}${name}_count ${spread.count}`,
  ];
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
