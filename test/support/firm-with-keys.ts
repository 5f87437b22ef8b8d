/** A real firm on a real server whose keys are changed by the command line, and devices that follow or do not. */
import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readStatus } from '@navette/device/sync-status';
import { first } from '@navette/device/testing/test-device';
import type { DocumentRow } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import type { KeyAct, KnownKey } from '@navette/protocol/keys';
import { readSigner } from '../../sync-server/src/adapters/ed25519-signer.ts';
import type { Signer } from '../../sync-server/src/ports.ts';
import { TEST_PASSWORD, startTestServer, type TestServer, type TestServerOptions } from '../../sync-server/src/testing/test-server.ts';
import { Folders, navette, navetteJson } from './command-line.ts';
import { deposit, serverDevice, type ServerDevice } from './server-device.ts';

export type KeysJson = {
  readonly firm: string;
  readonly keyId: string;
  readonly publicKey: string;
  readonly keys: readonly KnownKey[];
  readonly acts: readonly KeyAct[];
};

export class FirmWithKeys {
  readonly folders = new Folders();
  readonly #running: TestServer[] = [];
  readonly #options: TestServerOptions;

  constructor(options: TestServerOptions = {}) {
    this.#options = options;
  }

  async serve(data: string, port = 0): Promise<TestServer> {
    const server = await startTestServer({ ...this.#options, data, port });
    this.#running.push(server);
    return server;
  }

  async stop(server: TestServer): Promise<void> {
    this.#running.splice(this.#running.indexOf(server), 1);
    await server.stop();
  }

  async stopAll(): Promise<void> {
    for (const server of this.#running.splice(0)) await server.stop();
  }
}

export async function keysOf(data: string): Promise<KeysJson> {
  return (await navetteJson<KeysJson>('key', ['--data', data])).json;
}

/** @throws with what it said when it is refused */
export async function keyAct(data: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await navette('key', ['--data', data, ...args]);
  if (code !== 0) throw new Error(`key ${args.join(' ')}: ${err}${out}`);
  return out;
}

/** What a thief would have taken. */
export function stolenKey(data: string, keyId: string): Signer {
  const keys = path.join(data, 'keys');
  const name = readdirSync(keys).find((one) => one.endsWith(`${keyId}.pem`));
  if (name === undefined) throw new Error('no such key');
  const copy = path.join(mkdtempSync(path.join(tmpdir(), 'navette-thief-')), name);
  cpSync(path.join(keys, name), copy);
  return readSigner(copy);
}

/** The id of the key that signs now. */
export function present({ keys }: KeysJson, purpose: KnownKey['purpose']): string {
  return keys.findLast((key) => key.purpose === purpose)?.keyId ?? '';
}

export async function deposited(device: ServerDevice, text: string): Promise<DocumentId> {
  const id = await deposit(device, text);
  await device.sync.syncNow();
  return id;
}

export async function documentOf(device: ServerDevice, id: DocumentId): Promise<DocumentRow | null> {
  return await first(device.library.document(id));
}

export async function problemOf(device: ServerDevice): Promise<string | null> {
  return (await readStatus(await device.store())).problem;
}

export async function signInAgain(device: ServerDevice, server: TestServer, email: string) {
  return await device.session.signIn(server.origin, email, TEST_PASSWORD);
}

export { serverDevice };
