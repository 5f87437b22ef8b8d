/** What the operator's figures say after a morning's work, and that a watched room and its sockets come and go in them. */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { TicketAnswer } from '@navette/protocol/commands';
import { CLIENT_HEADER } from '@navette/protocol/version';
import { roomName } from '@navette/rooms/room-names';
import * as v from 'valibot';
import { COUNTERS, GAUGES, HISTOGRAMS } from '../../sync-server/src/figures/metric-names.ts';
import { startTestServer, TEST_EXTENSION_ORIGIN, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, NADIA, serverDevice } from '../support/server-device.ts';

let server: TestServer;
vi.setConfig({ testTimeout: 20_000, hookTimeout: 30_000 });
beforeAll(async () => void (server = await startTestServer({ metrics: true })));
afterAll(() => server.close());

async function figures(): Promise<Map<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(8, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

async function until(holds: (now: Map<string, number>) => boolean): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (holds(await figures())) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain: ${JSON.stringify([...(await figures())])}`);
}

test('a deposit that is sent and read moves the figures of replication, files and the log', async () => {
  const before = await figures();
  const claire = await serverDevice(server.origin, CLAIRE);
  await deposit(claire, 'facture');
  await claire.sync.syncNow();
  await (await serverDevice(server.origin, NADIA)).sync.syncNow();
  const after = await figures();
  const grew = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  expect(grew('uploads_total{outcome="received"}')).toBe(1);
  for (const name of [
    'pulls_total',
    'pushes_total',
    'commits_total',
    'updates_accepted_total{by="push"}',
    'bytes_received_total{way="replication"}',
    'bytes_received_total{way="files"}',
    'bytes_sent_total{way="replication"}',
    'commit_seconds_count',
    'commit_entries_sum',
    'request_seconds_count',
    'stored_files_bytes',
  ])
    expect([name, grew(name) > 0]).toEqual([name, true]);
  // Each commit was timed, and its entries counted.
  expect(after.get('commit_seconds_count')).toBe(after.get('commits_total'));
  expect(after.get('commit_entries_count')).toBe(after.get('commits_total'));
  expect(after.get('resident_memory_bytes')).toBeGreaterThan(10_000_000);
  expect(after.get('free_disk_share')).toBeGreaterThan(0);
  expect(after.get('draining')).toBe(0);
});

test('every figure of the catalogue is there, but for counters nothing has moved yet', async () => {
  const text = await (await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`)).text();
  for (const name of Object.keys(GAUGES)) expect(text).toContain(`# TYPE navette_${name} gauge\n`);
  for (const name of Object.keys(COUNTERS)) expect(text).toContain(`# TYPE navette_${name}_total counter\n`);
  for (const name of Object.keys(HISTOGRAMS)) expect(text).toContain(`# TYPE navette_${name} histogram\n`);
});

test('a live socket is counted while it is open; at the end of the server it hears that it may come back (1012)', async () => {
  const { token, device, user } = await server.device(CLAIRE);
  const room = roomName({ kind: 'account', user });
  const asked = await fetch(`${server.origin}/api/v1/ticket`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', [CLIENT_HEADER]: 'test' },
    body: JSON.stringify({ device, room }),
  });
  const { ticket } = v.parse(TicketAnswer, await asked.json());
  const socket = new WebSocket(`ws://localhost:${server.port}/live/${room}?ticket=${ticket}`, { origin: TEST_EXTENSION_ORIGIN });
  await once(socket, 'open');
  await until((now) => now.get('sockets') === 1 && now.get('rooms_watched') === 1);
  const closed = once(socket, 'close');
  await server.stop();
  expect((await closed)[0]).toBe(1012);
});
