/** The table of a run, for a terminal. */
import type { Line } from './goals.ts';

export function table(lines: readonly Line[], others: readonly string[]): string {
  const head = ['', 'ours', ...others.map((name) => `to ${name}`), 'goal', ''];
  const rows = lines.map(({ title, value, unit, ratios, goal, verdict }) => [
    title,
    `${value} ${unit}`,
    ...others.map((name) => (ratios[name] === undefined ? '-' : `${ratios[name]}x`)),
    goal,
    verdict === 'reached' ? 'ok' : verdict,
  ]);
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
