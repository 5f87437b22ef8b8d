import { describe, expect, it } from 'vitest';
import { CLIENT, CLIENT_RIGHT, DOSSIER, exchange, first, STAFF, testDevice } from '../testing/test-device.ts';

const pdf = (text = 'facture'): Blob => new Blob([`%PDF-1.7\n${text}`]);
const about = { name: '../../F-2026-1187\u202efdp.pdf', way: 'drop' } as const;
const choice = { dossier: DOSSIER, kind: 'purchase-invoices' } as const;

describe('a capture', () => {
  it('is in the store with its bytes once it is called saved', async () => {
    const { library, store } = await testDevice();
    const captured = await library.capture(pdf(), about);
    if (!captured.ok || !captured.value.hash) throw new Error('refused');
    expect(captured.value.type).toBe('application/pdf');
    expect(await (await store.get('blobs', captured.value.hash))?.bytes.text()).toContain('facture');
    expect(await first(library.tray)).toHaveLength(1);
  });

  it('P6 F6 is named as display text, never as a path', async () => {
    const { library } = await testDevice();
    const captured = await library.capture(pdf(), about);
    expect(captured.ok && captured.value.name).toBe('F-2026-1187fdp.pdf');
  });

  it('is refused on its size before it is read, the limit named', async () => {
    const { library } = await testDevice();
    const huge = { size: 200 * 1024 * 1024, arrayBuffer: () => Promise.reject(new Error('read')) } as unknown as Blob;
    expect(await library.capture(huge, about)).toEqual({
      ok: false,
      refusal: { tag: 'file-too-large', size: 200 * 1024 * 1024, limit: 100 * 1024 * 1024 },
    });
    expect(await library.capture(new Blob([]), about)).toEqual({ ok: false, refusal: { tag: 'file-empty' } });
  });

  it('that is not what its name says is kept, and shown as what it is', async () => {
    const { library } = await testDevice();
    const captured = await library.capture(new Blob(['<!doctype html><title>Connexion</title>']), { name: 'facture.pdf', way: 'link' });
    expect(captured.ok && captured.value.type).toBe('text/html');
  });

  it('waits in the device’s own tray while nobody is signed in', async () => {
    const { library, deviceStore } = await testDevice();
    await deviceStore.commit({ remove: { meta: ['enrolment'] } });
    expect((await library.capture(pdf(), about)).ok).toBe(true);
    expect(await deviceStore.list('captures')).toHaveLength(1);
  });

  it('says so, and keeps nothing by halves, when this computer is full', async () => {
    const { library, store } = await testDevice();
    store.failNext('store-full');
    expect(await library.capture(pdf(), about)).toEqual({ ok: false, refusal: { tag: 'store-full' } });
    expect(await store.list('blobs')).toHaveLength(0);
  });

  it('I13 R101 makes room with files that the server and its backup hold, never with others', async () => {
    const { library, store } = await testDevice();
    const blob = (hash: string) => ({ hash: hash as never, bytes: pdf(), size: 10, usedAt: 1 });
    const receipt = (hash: string, cursor = 5) => ({
      key: hash,
      dossier: DOSSIER,
      hash: hash as never,
      at: 1,
      keyId: 'k',
      valid: true,
      record: {},
      place: { epoch: 0, cursor },
    });
    const position = { epoch: 'e', cursor: 9, rights: null, scopes: [], backfill: [], epochs: [{ name: 'e', until: null }], backedUpTo: 5 };
    const inTray = {
      id: 't' as never,
      name: 'x',
      type: 'application/pdf',
      size: 10,
      hash: 'in-tray' as never,
      capturedAt: 1,
      way: 'drop' as const,
      status: { tag: 'ready' as const },
    };
    await store.commit({
      put: {
        blobs: ['sent', 'unsent', 'in-tray', 'only here and there'].map(blob),
        // The last one came after the server's last backup: a restore would ask this device for it (R101).
        receipts: [receipt('sent'), receipt('in-tray'), receipt('only here and there', 6)],
        captures: [inTray],
        meta: [{ key: 'position', value: position }],
      },
    });
    store.failNext('store-full');
    expect((await library.capture(pdf(), about)).ok).toBe(true);
    expect((await store.list('blobs')).map((row) => row.hash)).toEqual(
      expect.arrayContaining(['unsent', 'in-tray', 'only here and there']),
    );
    expect(await store.get('blobs', 'sent')).toBeUndefined();
  });
});

describe('a deposit', () => {
  it('puts record, row, queue and upload in one change, and empties the tray', async () => {
    const { library, store } = await testDevice();
    const captured = await library.capture(pdf(), about);
    if (!captured.ok) throw new Error('refused');
    const deposited = await library.deposit(captured.value.id, { ...choice, comment: ' Bois du chantier ' });
    expect(deposited.ok && deposited.value).toMatchObject({
      state: 'local',
      kind: 'purchase-invoices',
      comment: 'Bois du chantier',
      author: CLIENT,
      box: 'common',
    });
    expect(await store.list('outbox')).toHaveLength(1);
    expect(await store.list('uploads')).toHaveLength(1);
    expect(await first(library.tray)).toHaveLength(0);
  });

  it('writes nothing when the transaction fails, and works at the next try', async () => {
    const { library, store } = await testDevice();
    const captured = await library.capture(pdf(), about);
    if (!captured.ok) throw new Error('refused');
    store.failNext('store-unavailable');
    expect(await library.deposit(captured.value.id, choice)).toEqual({ ok: false, refusal: { tag: 'store-unavailable' } });
    expect(await store.list('updates')).toHaveLength(0);
    expect(await first(library.tray)).toHaveLength(1);
    expect((await library.deposit(captured.value.id, choice)).ok).toBe(true);
    // The failed change left no hole: the stored update starts at the first clock.
    const book = (await library.desk())?.book;
    const [row] = await store.list('updates');
    expect(book && row && [...(await book.read(row.room)).keys()]).toEqual([captured.value.id]);
  });

  it('of pay papers goes to the pay box; someone without it uses their own', async () => {
    const { library } = await testDevice();
    const pay = await library.captureAndDeposit(pdf(), about, { ...choice, kind: 'payroll' });
    expect(pay.ok && pay.value.box).toBe('pay');
    const helper = await testDevice({ right: { ...CLIENT_RIGHT, deposit: [`own-${CLIENT}`], read: [] } as never });
    const own = await helper.library.captureAndDeposit(pdf(), about, choice);
    expect(own.ok && own.value.box).toBe(`own-${CLIENT}`);
  });

  it('undone before the firm has it is back in the tray, and its record says withdrawn', async () => {
    const { library, store } = await testDevice();
    const deposited = await library.captureAndDeposit(pdf(), about, choice);
    if (!deposited.ok) throw new Error('refused');
    expect(await library.undoDeposit(deposited.value.id)).toEqual({ ok: true, value: 'back-in-tray' });
    expect(await first(library.tray)).toHaveLength(1);
    expect((await first(library.documents({ dossier: null, limit: 10 }))).total).toBe(0);
    expect(await store.list('uploads')).toHaveLength(0);
  });
});

describe('two sides of one document', () => {
  it('keep both edits: the client comments while the firm, offline, classifies and takes in', async () => {
    const client = await testDevice();
    const staff = await testDevice({ user: STAFF, device: 9, right: { side: 'staff' } });
    const deposited = await client.library.captureAndDeposit(pdf(), about, choice);
    if (!deposited.ok) throw new Error('refused');
    const { id } = deposited.value;
    await exchange(client, staff);
    await client.library.addComment(id, 'À répartir sur deux lots');
    await staff.library.reclassify(id, 'miscellaneous');
    await staff.library.takeIn(id);
    await exchange(client, staff);
    for (const device of [client, staff]) {
      const row = await first(device.library.document(id));
      expect(row).toMatchObject({ kind: 'miscellaneous', kindConflict: null, state: 'taken', takenBy: STAFF, comments: 1 });
    }
  });

  it('R9 who change the kind without seeing each other see a conflict, until someone decides', async () => {
    const client = await testDevice();
    const staff = await testDevice({ user: STAFF, device: 9, right: { side: 'staff' } });
    const deposited = await client.library.captureAndDeposit(pdf(), about, choice);
    if (!deposited.ok) throw new Error('refused');
    const { id } = deposited.value;
    await exchange(client, staff);
    await client.library.reclassify(id, 'bank');
    await staff.library.reclassify(id, 'cash');
    await exchange(client, staff);
    expect((await first(client.library.document(id)))?.kindConflict?.toSorted()).toEqual(['bank', 'cash']);
    await staff.library.reclassify(id, 'bank');
    await exchange(client, staff);
    expect(await first(client.library.document(id))).toMatchObject({ kind: 'bank', kindConflict: null });
  });

  it('a client cannot decide for the firm, whatever a screen shows', async () => {
    const client = await testDevice();
    const deposited = await client.library.captureAndDeposit(pdf(), about, choice);
    if (!deposited.ok) throw new Error('refused');
    expect(await client.library.accept(deposited.value.id)).toEqual({ ok: false, refusal: { tag: 'not-allowed' } });
  });

  it('I9 folding a room from zero gives the rows that folding change by change gave', async () => {
    const staff = await testDevice({ user: STAFF, device: 9, right: { side: 'staff' } });
    const deposited = await staff.library.captureAndDeposit(pdf(), about, choice);
    if (!deposited.ok) throw new Error('refused');
    await staff.library.takeIn(deposited.value.id);
    await staff.library.refuse(deposited.value.id, 'Page 2 illisible');
    const before = await staff.store.list('documents');
    const { book } = await staff.desk();
    const [row] = await staff.store.list('updates');
    if (!row) throw new Error('no update');
    await staff.store.commit({
      remove: {
        documents: before.map((one) => one.id),
        outbox: (await staff.store.list('outbox')).flatMap((one) => (one.counter === undefined ? [] : [one.counter])),
      },
    });
    await book.retire({ user: STAFF, device: 9 as never }, row.room, [], {}, () => Promise.resolve({}));
    expect(await staff.store.list('documents')).toEqual(before);
  });
});
