/**
 * What this device may tell of itself to whoever helps: how many rows each table has, and how sending stands. Counts and words
 * of ours only: no name, address, id, address of a server, file name or reason somebody wrote (O1).
 */
import type { Diagnostics, FirmDiagnostics } from '../model.ts';
import { PRIMARY_KEY, type LocalStore, type TableName } from '../store/local-store.ts';
import { readNoted, readStatus } from '../sync/status.ts';
import type { Desk } from './desk.ts';

export async function diagnosticsOf(deviceStore: LocalStore, desks: readonly Desk[]): Promise<Diagnostics> {
  return { device: await counts(deviceStore), firms: await Promise.all(desks.map(ofFirm)) };
}

async function ofFirm({ store }: Desk): Promise<FirmDiagnostics> {
  const [status, { attempt, running }] = await Promise.all([readStatus(store), readNoted(store)]);
  const { state, problem, lastSyncAt, nextTryAt, waiting, refused } = status;
  return { tables: await counts(store), state, problem, lastSyncAt, nextTryAt, waiting, refused, attempt, running };
}

async function counts(store: LocalStore): Promise<Readonly<Record<string, number>>> {
  const names = Object.keys(PRIMARY_KEY) as TableName[];
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await store.list(name)).length] as const)));
}
