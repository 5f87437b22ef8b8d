/** O1: the diagnostic file that a person gives to whoever helps counts and says how sending stands, and tells of nobody. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, pdf, serverDevice } from '../support/server-device.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let server: TestServer;
beforeAll(async () => void (server = await startTestServer({ papers: true })));
afterAll(() => server.close());

/** Every text of a store, whatever its table. */
function textsIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') found.add(value);
  else if (Array.isArray(value)) for (const inner of value) textsIn(inner, found);
  else if (typeof value === 'object' && value !== null && !(value instanceof Blob) && !ArrayBuffer.isView(value))
    for (const inner of Object.values(value)) textsIn(inner, found);
  return found;
}

describe('O1 the diagnostic file', () => {
  test('O1 counts what is kept and says what is wrong, without a name, an address, an id or a word somebody wrote', async () => {
    const device = await serverDevice(server.origin, CLAIRE);
    await device.library.capture(pdf('canari'), { name: 'canari-tiroir.pdf', way: 'pick', origin: 'https://canari.example/facture' });
    device.cut('before');
    await deposit(device, 'canari');
    await device.sync.syncNow();
    const told = await device.library.diagnostics();
    const [firm] = told.firms;
    expect(firm).toMatchObject({ state: 'offline', waiting: 1, attempt: 1 });
    expect(firm?.tables).toMatchObject({ captures: 1, outbox: 1 });
    expect(firm?.tables['documents']).toBeGreaterThan(10);

    const store = await device.store();
    const kept = new Set<string>();
    for (const table of ['account', 'captures', 'documents', 'comments', 'requests', 'receipts', 'updates', 'outbox', 'sendings'] as const)
      textsIn(await store.list(table), kept);
    textsIn(await device.deviceStore.list('meta'), kept);
    const file = JSON.stringify(told);
    const ours = new Set([
      'offline',
      'refused',
      'server-down',
      'idle',
      'deposit',
      'comment',
      'decision',
      'other',
      'captures',
      'documents',
      'comments',
    ]);
    const leaks = [...kept].filter((text) => text.length > 3 && !ours.has(text) && file.includes(`"${text}"`));
    expect(leaks).toEqual([]);
    for (const word of ['canari', 'Bonnefoy', 'Claire', 'Morel', '@', 'localhost', server.users.claire, server.dossiers.bonnefoy])
      expect(file).not.toContain(word);
  });
});
