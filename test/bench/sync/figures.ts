/** Figures of one run of one workload, by name; NaN is a figure that this machine cannot tell. Plus the little statistics they need. */
export type Figures = Record<string, number>;

/** @returns the value that `share` of the values do not pass; NaN of none */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Middle of each figure over the runs. */
export function medianOf(runs: readonly Figures[]): Figures {
  const names = new Set(runs.flatMap((run) => Object.keys(run)));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      quantile(
        runs.flatMap((run) => run[name] ?? []),
        0.5,
      ),
    ]),
  );
}

export function round(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return Number(value.toFixed(Math.min(digits, 6)));
}
