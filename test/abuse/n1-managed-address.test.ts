/** N1: where the administrator of a firm's computers set the server's address, nobody signs in anywhere else, whatever a page asks. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BackgroundDevice } from '../../extension/background/background-device.ts';
import type { Handlers } from '../../extension/messages/dispatcher.ts';

const SET = 'https://navette.cabinet.example';
const OTHER = 'https://navette.hameconnage.example';
const asked: string[] = [];
let handlers: Handlers;

vi.setConfig({ hookTimeout: 60_000 });

beforeAll(async () => {
  vi.stubGlobal('chrome', {
    runtime: { id: 'own', getPlatformInfo: () => undefined },
    storage: { managed: { get: async () => ({ serverOrigin: `${SET}/`, portalOrigins: [] }) } },
  });
  const { makeHandlers } = await import('../../extension/background/handlers.ts');
  const session = {
    lookUp: async (origin: string) => void asked.push(origin),
    signIn: async (origin: string) => (asked.push(origin), { ok: true, value: undefined }),
    proveBy: async (origin: string) => (asked.push(origin), { ok: true, value: {} }),
  };
  handlers = makeHandlers({ session } as unknown as BackgroundDevice, { wake: () => undefined }, async () => undefined);
});
afterAll(() => vi.unstubAllGlobals());

const context = { caller: 'page', sender: {} } as const;

describe('N1 an address set for everybody', () => {
  test('N1 another server is neither asked who it is, nor given a password or a code', async () => {
    const refused = { ok: false, refusal: { tag: 'managed-address' } };
    for (const origin of [OTHER, 'https://navette.cabinet.example.evil.example', 'http://navette.cabinet.example', `${SET}:8443`]) {
      expect(await handlers['look-up-server']({ origin }, context)).toEqual(refused);
      expect(await handlers['sign-in']({ origin, email: 'a@b.example', password: 'x' }, context)).toEqual(refused);
      expect(await handlers['sign-in-by']({ origin, name: 'code-check', body: {} }, context)).toEqual(refused);
    }
    expect(asked).toEqual([]);
  });

  test('N1 the one that was set is', async () => {
    await handlers['look-up-server']({ origin: SET }, context);
    await handlers['sign-in']({ origin: SET, email: 'a@b.example', password: 'x' }, context);
    expect(asked).toEqual([SET, SET]);
  });
});
