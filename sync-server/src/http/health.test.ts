/** What the server answers to who asks whether it is well. */
import { describe, expect, test } from 'vitest';
import { makeHealth } from './health.ts';

const healthy = (parts: Partial<Parameters<typeof makeHealth>[0]> = {}) => {
  const time = { now: 0 };
  const health = makeHealth({
    log: { append: async () => [] },
    identity: () => true,
    freeDisk: async () => 0.5,
    freeDiskShare: 0.1,
    clock: { now: () => time.now },
    patience: 20,
    ...parts,
  });
  return { time, health };
};

describe('readiness', () => {
  test('says part by part what is there', async () => {
    const { health } = healthy();
    expect(await health.ready()).toEqual({ ok: true, log: true, identity: true, disk: true, draining: false, backup: true });
  });

  test.each([
    ['a log that refuses to be written', { log: { append: async () => Promise.reject(new Error('failed')) } }, { ok: false, log: false }],
    ['a log that does not answer', { log: { append: () => new Promise<never>(() => {}) } }, { ok: false, log: false }],
    [
      'an identity database that is gone',
      {
        identity: () => {
          throw new Error('closed');
        },
      },
      { ok: false, identity: false },
    ],
    ['a disk below its floor: files wait, the rest goes on', { freeDisk: async () => 0.05 }, { ok: true, disk: false }],
    ['O2 a backup that is late: whoever watches is told, and work goes on', { backupLate: () => true }, { ok: true, backup: false }],
    ['a disk nobody can ask', { freeDisk: async () => Promise.reject(new Error('gone')) }, { ok: true, disk: false }],
  ])('%s', async (_name, broken, expected) => {
    expect(await healthy(broken).health.ready()).toMatchObject(expected);
  });

  test('a server that is ending is not ready from that moment, whatever was seen before', async () => {
    const { health } = healthy();
    await health.ready();
    health.drain();
    expect(await health.ready()).toMatchObject({ ok: false, draining: true, log: true });
  });

  test('asked a thousand times in a second, it looks once; a second later it looks again', async () => {
    let looked = 0;
    const { health, time } = healthy({ log: { append: async () => (looked++, []) } });
    for (let i = 0; i < 1000; i++) await health.ready();
    expect(looked).toBe(1);
    time.now += 1000;
    await health.ready();
    expect(looked).toBe(2);
  });
});
