/** What the fault worlds found in the book of rooms, each in its smallest form. */
import { describe, expect, it } from 'vitest';
import type { UserId } from '@navette/kernel/ids';
import { DOSSIER, STAFF, testDevice, type TestDevice } from '../testing/test-device.ts';
import { forgetScopes } from '../sync/forget.ts';
import type { UpdateRow } from '../store/local-store.ts';
import { RoomBook, type ReceivedEntry } from './room-book.ts';

const COLLEAGUE = '01980000-0000-7000-8000-00000000a002' as UserId;
const choice = { dossier: DOSSIER, kind: 'bank' } as const;

async function deposit(device: TestDevice, text: string): Promise<string> {
  const done = await device.library.captureAndDeposit(new Blob([`%PDF-${text}`]), { name: `${text}.pdf`, way: 'drop' }, choice);
  if (!done.ok) throw new Error(done.refusal.tag);
  return done.value.id;
}

/** As the server's log would bring them, in this order. */
function page(rows: readonly UpdateRow[]): ReceivedEntry[] {
  return rows.map(({ room, id, author, device, at, bytes }, i) => ({
    head: { cursor: i + 1, room, seq: i + 1, id, author, device, at, counter: null, size: bytes.length, proof: '' },
    bytes,
  }));
}

const good = () => Promise.resolve('good' as const);
const staff = () => testDevice({ user: STAFF, device: 9, right: { side: 'staff' } });
const colleague = () => testDevice({ user: COLLEAGUE, device: 11, right: { side: 'staff' } });

describe('the book of rooms', () => {
  it('I9 shows a colleague’s document that comes in one page with our own', async () => {
    const [ours, theirs] = [await staff(), await colleague()];
    const ids = [await deposit(ours, 'ours'), await deposit(theirs, 'theirs')];
    const rows = [...(await theirs.store.list('updates')), ...(await ours.store.list('updates'))];
    await (await ours.desk()).book.receive(page(rows), {}, good);
    expect((await ours.store.list('documents')).map((row) => row.id).toSorted()).toEqual(ids.toSorted());
    expect(await ours.store.list('outbox'), 'told by a pull, it waits no more').toEqual([]);
  });

  it('I9 keeps "sent" when a page that wrote a document acts on it again', async () => {
    const device = await staff();
    const id = await deposit(device, 'one');
    const [row] = await device.store.list('updates');
    if (!row) throw new Error('nothing was written');
    const background = new RoomBook(device.store, device.platform);
    await background.acknowledge([{ id: row.id, at: 7, counter: 1, epoch: 0 }], { remove: { outbox: [1] } });
    await device.library.takeIn(id as never);
    const [document] = await device.store.list('documents');
    expect(document?.base).toMatchObject({ acknowledged: true, at: 7 });
  });

  it('D6 writes no clock a second time in a room it had to forget', async () => {
    const device = await staff();
    await deposit(device, 'before');
    const [before] = await device.store.list('updates');
    const desk = await device.desk();
    if (!before) throw new Error('nothing was written');
    await desk.book.acknowledge([{ id: before.id, at: 7, counter: 1, epoch: 0 }], { remove: { outbox: [1] } });
    const nothing = { ids: new Set<string>(), documents: new Set<never>() };
    await forgetScopes(desk, [`dossier/${DOSSIER}/processing/common`], [], nothing, {});
    expect(await device.store.list('updates')).toEqual([]);
    const after = await deposit(device, 'after');
    const fresh = await staff();
    const rows = [before, ...(await device.store.list('updates'))];
    await (await fresh.desk()).book.receive(page(rows), {}, good);
    expect((await fresh.store.list('documents')).map((row) => row.id)).toContain(after);
    expect(await fresh.store.list('documents')).toHaveLength(2);
  });
});
