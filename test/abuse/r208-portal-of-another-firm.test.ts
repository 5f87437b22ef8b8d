/** R208: with several firms in one extension, what is dropped on the portal of one never becomes another one's by itself. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BackgroundDevice } from '../../extension/background/background-device.ts';
import type { Handlers } from '../../extension/messages/dispatcher.ts';

const [CURRENT, OTHER] = ['https://navette.aubrac.example', 'https://navette.cimes.example'];
const CAPTURE = '01a1f99d-f3ac-71e8-8dd3-d40497e85f99' as never;
const deposited: unknown[] = [];
let handlers: Handlers;

const always = <T>(value: T) => ({ subscribe: (listener: (value: T) => void) => (listener(value), () => undefined) });

vi.setConfig({ hookTimeout: 60_000 });

beforeAll(async () => {
  const session = new Map<string, unknown>();
  vi.stubGlobal('chrome', {
    runtime: { id: 'own', getPlatformInfo: () => undefined },
    storage: {
      session: {
        get: async (key: string) => ({ [key]: session.get(key) }),
        set: async (rows: object) => void Object.entries(rows).forEach(([key, value]) => session.set(key, value)),
      },
    },
  });
  const { makeHandlers } = await import('../../extension/background/handlers.ts');
  const device = {
    isOtherFirm: async (origin: string) => origin === OTHER,
    intake: { put: async () => ({ status: 'saved' }) },
    library: {
      document: () => always(null),
      account: always({ dossiers: [{ id: 'bonnefoy' }] }),
      tray: always([{ id: CAPTURE, name: 'facture.pdf', type: 'application/pdf' }]),
      lastChoice: always({ dossier: null, kind: 'bank' }),
      deposit: async (id: unknown) => (deposited.push(id), { ok: true }),
    },
  };
  handlers = makeHandlers(device as unknown as BackgroundDevice, { wake: () => undefined }, async () => undefined);
});
afterAll(() => vi.unstubAllGlobals());

const drop = async (origin: string, tab: number) =>
  await handlers['capture-piece'](
    { capture: CAPTURE, index: 0, count: 1, size: 3, name: 'facture.pdf', way: 'banner', bytes: new Blob(['%PDF-']) },
    { caller: 'portal', sender: { id: 'own', url: `${origin}/`, origin, tab: { id: tab }, frameId: 0 } },
  );

describe('R208 the portal of another firm', () => {
  test('R208 a file dropped there is saved, and waits for the person to choose', async () => {
    expect(await drop(OTHER, 1)).toEqual({ status: 'ok', missing: [], deposited: false });
    expect(deposited).toEqual([]);
  });

  test('R208 one dropped on the current firm’s goes to its one company at once', async () => {
    expect(await drop(CURRENT, 1)).toEqual({ status: 'ok', missing: [], deposited: true });
    expect(deposited).toEqual([CAPTURE]);
  });
});
