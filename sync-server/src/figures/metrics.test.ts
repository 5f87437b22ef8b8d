/** The figures, as Prometheus reads them. */
import { expect, test } from 'vitest';
import { COUNTERS, GAUGES, HISTOGRAMS } from './metric-names.ts';
import { makeMetrics } from './metrics.ts';

test('figures are written as Prometheus reads them: counters, figures read now, and spreads that add up', () => {
  const metrics = makeMetrics();
  metrics.count('pulls');
  metrics.count('pulls', 2);
  metrics.count('updates_refused', 1, 'wipe');
  let open = 3;
  metrics.gauge('sockets', () => open);
  const end = metrics.gauge('sockets', () => 10);
  metrics.gauge('free_disk_share', () => Number.NaN);
  for (const entries of [1, 3, 5000]) metrics.observe('commit_entries', entries);
  open = 4;
  const text = metrics.text();
  expect(text).toContain(
    '# HELP navette_pulls_total Pages of replication answered.\n# TYPE navette_pulls_total counter\nnavette_pulls_total 3\n',
  );
  expect(text).toContain('navette_updates_refused_total{reason="wipe"} 1\n');
  expect(text).toContain('# TYPE navette_sockets gauge\nnavette_sockets 14\n');
  expect(text).not.toContain('NaN');
  expect(text).toContain('navette_commit_entries_bucket{le="1"} 1\n');
  expect(text).toContain('navette_commit_entries_bucket{le="5"} 2\n');
  expect(text).toContain('navette_commit_entries_bucket{le="1000"} 2\nnavette_commit_entries_bucket{le="+Inf"} 3\n');
  expect(text).toContain('navette_commit_entries_sum 5004\nnavette_commit_entries_count 3\n');
  expect(text.endsWith('\n')).toBe(true);
  end();
  expect(metrics.text()).toContain('navette_sockets 4\n');
});

test('every line is one Prometheus takes, every name is snake case, and buckets rise', () => {
  const metrics = makeMetrics();
  metrics.count('uploads', 1, 'received');
  metrics.gauge('sockets', () => 1);
  metrics.observe('commit_seconds', 0.003);
  for (const line of metrics.text().trimEnd().split('\n'))
    expect(line).toMatch(/^(?:# (?:HELP|TYPE) navette_[a-z_]+ .+|navette_[a-z_]+(?:\{[a-z]+="[\w.+-]+"\})? -?[\d.e+-]+)$/);
  for (const name of [COUNTERS, GAUGES, HISTOGRAMS].flatMap((of) => Object.keys(of))) expect(name).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
  for (const { buckets } of Object.values(HISTOGRAMS)) expect(buckets).toEqual([...buckets].toSorted((a, b) => a - b));
});

test('O1 a label that is no word of a short list is counted as "other": no name reaches a figure, and series stay few', () => {
  const metrics = makeMetrics();
  for (const label of ['Claire Morel', 'a@b.fr', 'x"} 1\nevil 2', '../..', 'A'.repeat(50)]) metrics.count('uploads', 1, label);
  for (let i = 0; i < 500; i++) metrics.count('rights_refused', 1, `room-${i}`);
  const text = metrics.text();
  expect(text).toContain('navette_uploads_total{outcome="other"} 5\n');
  expect(text).not.toMatch(/Claire|evil|@/);
  expect(text.match(/^navette_rights_refused_total\{/gm)?.length).toBeLessThanOrEqual(33);
});
