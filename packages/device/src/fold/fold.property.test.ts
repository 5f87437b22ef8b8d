/** I3, I9: whatever the order in which updates arrive, devices hold the same rows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentId } from '@navette/kernel/ids';
import { DOSSIER, exchange, first, STAFF, testDevice, type TestDevice } from '../testing/test-device.ts';

type Step = {
  readonly by: 'client' | 'staff';
  readonly act: 'deposit' | 'comment' | 'kind' | 'undo' | 'take' | 'refuse' | 'meet';
  readonly which: number;
};

const step: fc.Arbitrary<Step> = fc.record({
  by: fc.constantFrom('client', 'staff'),
  act: fc.constantFrom('deposit', 'comment', 'kind', 'undo', 'take', 'refuse', 'meet'),
  which: fc.nat(3),
});

describe('two devices that act apart and meet now and then', () => {
  it('I3 I9 hold the same rows in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const devices = { client: await testDevice(), staff: await testDevice({ user: STAFF, device: 9, right: { side: 'staff' } }) };
        const documents: DocumentId[] = [];
        for (const { by, act, which } of steps) await run(devices, documents, by, act, which);
        await exchange(devices.client, devices.staff);
        await exchange(devices.client, devices.staff);
        const rows = async (device: TestDevice) =>
          (await first(device.library.documents({ dossier: null, limit: 100 }))).rows.map((row) => ({
            ...row,
            progress: null,
            delay: null,
            sentAt: null,
            state: null,
          }));
        expect(await rows(devices.client)).toEqual(await rows(devices.staff));
      }),
      { numRuns: 60, seed: 20_261_120 },
    );
  });
});

async function run(
  devices: { client: TestDevice; staff: TestDevice },
  documents: DocumentId[],
  by: 'client' | 'staff',
  act: Step['act'],
  which: number,
): Promise<void> {
  const device = devices[by];
  device.platform.advance(1000);
  const id = documents[which % Math.max(1, documents.length)];
  if (act === 'meet') return exchange(devices.client, devices.staff);
  if (act === 'deposit') {
    const done = await device.library.captureAndDeposit(
      new Blob([`%PDF-${documents.length}`]),
      { name: 'a.pdf', way: 'drop' },
      { dossier: DOSSIER, kind: 'bank' },
    );
    if (done.ok) documents.push(done.value.id);
    return;
  }
  if (!id) return;
  if (act === 'comment') await device.library.addComment(id, 'Bonjour');
  if (act === 'kind') await device.library.reclassify(id, which === 0 ? 'cash' : 'data');
  if (act === 'undo') await device.library.undoDeposit(id);
  if (act === 'take') await device.library.takeIn(id);
  if (act === 'refuse') await device.library.refuse(id, 'Illisible');
}
