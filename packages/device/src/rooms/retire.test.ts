import { describe, expect, it } from 'vitest';
import type { DeviceNumber } from '@navette/kernel/ids';
import { FIRST_REPAIR_SLOT, deviceOfClient } from '@navette/rooms/client-ids';
import { CLIENT, DOSSIER, testDevice } from '../testing/test-device.ts';
import { RoomBook } from './room-book.ts';

const choice = { dossier: DOSSIER, kind: 'purchase-invoices' } as const;
const writer = { user: CLIENT, device: 7 as DeviceNumber };
const none = () => Promise.resolve({});

async function given(count: number) {
  const device = await testDevice();
  const ids = [];
  for (let i = 0; i < count; i++) {
    const done = await device.library.captureAndDeposit(new Blob([`%PDF-${i}`]), { name: `${i}.pdf`, way: 'drop' }, choice);
    if (!done.ok) throw new Error(done.refusal.tag);
    ids.push(done.value.id);
  }
  const outbox = await device.store.list('outbox');
  const [first] = outbox;
  if (!first) throw new Error('nothing waits');
  return { ...device, ids, outbox, room: first.room };
}

describe('work taken out of a room', () => {
  it('leaves what else is unsent said again, under clocks nobody has seen, in one change', async () => {
    const { store, platform, ids, outbox, room } = await given(2);
    const background = new RoomBook(store, platform);
    await background.retire(writer, room, [outbox[0]?.id ?? ''], {}, none);
    const [again, ...others] = await store.list('outbox');
    expect(others).toEqual([]);
    expect(again).toMatchObject({ document: ids[1], what: 'deposit', room });
    const fresh = await new RoomBook(store, platform).read(room);
    expect([...fresh.keys()]).toEqual([ids[1]]);
    const clients = [...fresh.doc.store.clients.keys()];
    expect(clients.map((client) => [deviceOfClient(client), client % 256])).toEqual([[7, FIRST_REPAIR_SLOT]]);
    expect((await store.list('documents')).map((row) => row.id)).toEqual([ids[1]]);
  });

  it('is gone for a page that still had it in memory: its next act is whole by itself', async () => {
    const { library, store, platform, outbox, room } = await given(1);
    await new RoomBook(store, platform).retire(writer, room, [outbox[0]?.id ?? ''], {}, none);
    const later = await library.captureAndDeposit(new Blob(['%PDF-later']), { name: 'later.pdf', way: 'drop' }, choice);
    if (!later.ok) throw new Error(later.refusal.tag);
    const fresh = await new RoomBook(store, platform).read(room);
    expect([...fresh.keys()]).toEqual([later.value.id]);
  });

  it('is kept aside, never dropped, when it waits for clocks that are lost', async () => {
    const { store, platform, outbox, room } = await given(2);
    // The first update is gone from the disk: the second builds on it and says nothing any more.
    const [first] = await store.list('updates');
    await store.commit({ remove: { updates: [first?.i ?? 0], outbox: [outbox[0]?.counter ?? 0] } });
    const aside: string[] = [];
    await new RoomBook(store, platform).retire(writer, room, [], {}, (out) => {
      aside.push(out.id);
      return none();
    });
    expect(aside).toEqual([outbox[1]?.id]);
  });

  it('gives no rows to decisions that were refused', async () => {
    const staff = await testDevice({ user: CLIENT, right: { side: 'staff' } });
    const done = await staff.library.captureAndDeposit(new Blob(['%PDF']), { name: 'a.pdf', way: 'drop' }, choice);
    if (!done.ok) throw new Error(done.refusal.tag);
    const deposited = (await staff.store.list('outbox'))[0];
    await staff.store.commit({ remove: { outbox: [deposited?.counter ?? 0] } });
    await staff.library.accept(done.value.id);
    const decision = (await staff.store.list('outbox'))[0];
    if (!decision) throw new Error('nothing waits');
    await new RoomBook(staff.store, staff.platform).retire(writer, decision.room, [decision.id], {}, none);
    expect((await staff.store.get('documents', done.value.id))?.decision).toBeNull();
  });
});
