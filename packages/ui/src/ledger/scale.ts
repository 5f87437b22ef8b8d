/** Round marks of an axis of amounts, and the unit that keeps them short. */

export type Scale = {
  /** Cents, from the lowest to the highest. */
  readonly ticks: readonly number[];
  readonly low: number;
  readonly high: number;
  /** What one written unit is worth, cents. */
  readonly unit: 100 | 100_000 | 100_000_000;
};

/** @param values cents; the scale always holds zero */
export function scaleOf(values: readonly number[], wanted = 4): Scale {
  const top = Math.max(0, ...values);
  const bottom = Math.min(0, ...values);
  const span = top - bottom;
  if (span === 0) return { ticks: [0], low: 0, high: 100, unit: 100 };
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const low = Math.floor(bottom / step) * step;
  const high = Math.ceil(top / step) * step;
  const ticks = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, at) => low + at * step);
  const largest = Math.max(high, -low);
  return { ticks, low, high, unit: largest >= 200_000_000 ? 100_000_000 : largest >= 400_000 ? 100_000 : 100 };
}
