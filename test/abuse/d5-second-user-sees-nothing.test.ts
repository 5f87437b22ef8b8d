/** D5: two people, one computer: the second sees nothing of the first, sends nothing in their name, and erases nothing of theirs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import { currentEnrolment } from '@navette/device/enrolment';
import type { BlobHash } from '@navette/kernel/ids';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, pdf, serverDevice, stateOf, type ServerDevice } from '../support/server-device.ts';

let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

const everything = { dossier: null, limit: 50 } as const;
const enter = async (device: ServerDevice, email: string): Promise<void> => {
  const signed = await device.session.signIn(server.origin, email, TEST_PASSWORD);
  if (!signed.ok) throw new Error(signed.refusal.tag);
  await device.sync.syncNow();
};

describe('D5 second-user-sees-nothing', () => {
  it('not a document, a comment, a file, a capture, a refusal, a last choice; and nothing of the first is sent as theirs', async () => {
    const computer = await serverDevice(server.origin, CLAIRE);
    const sent = await deposit(computer, 'a claire');
    await computer.sync.syncNow();
    computer.cut('before');
    const unsent = await deposit(computer, 'pas encore');
    await computer.library.addComment(sent, 'Confidentiel');
    await computer.library.capture(pdf('au tiroir'), { name: 'tiroir.pdf', way: 'pick' });
    const claires = await computer.store();
    await claires.commit({
      put: {
        refused: [{ id: sent, at: 1, what: 'comment', document: sent, reason: 'forbidden', room: 'x' as never, bytes: new Uint8Array() }],
      },
    });
    const hash = (await claires.get('documents', sent))?.hash as BlobHash;
    const claire = await currentEnrolment(computer.deviceStore);
    expect(await computer.session.signOut('keep')).toEqual({ ok: true, value: undefined });
    computer.cut('none');

    const other = await server.createPerson({ name: 'Autre', email: 'autre@demo.navette.example' });
    const head = (await server.roomLog.head()).cursor;
    await enter(computer, other.email);
    const { library } = computer;
    expect((await first(library.documents(everything))).total).toBe(0);
    expect((await first(library.documents({ ...everything, text: 'facture' }))).total).toBe(0);
    expect(await first(library.document(sent))).toBeNull();
    expect(await first(library.comments(sent))).toEqual([]);
    expect([await first(library.tray), await first(library.refused), await first(library.departures)]).toEqual([[], [], []]);
    expect(await first(library.requests(null))).toEqual([]);
    expect((await first(library.lastChoice)).dossier).toBeNull();
    expect(await library.bytes(hash)).toBeNull();
    expect((await first(library.account))?.user.id).toBe(other.id);
    const theirs = await computer.store();
    expect(theirs.name).not.toBe(claires.name);
    for (const table of ['outbox', 'uploads', 'documents', 'blobs', 'captures'] as const)
      expect(await theirs.list(table), table).toEqual([]);
    const since = await server.roomLog.since(head, () => true, 1e6);
    expect(since.entries.filter(({ author }) => author !== 'server')).toEqual([]);
    expect((await currentEnrolment(computer.deviceStore))?.device).not.toBe(claire?.device);
    // Nothing of theirs is unsent: they may erase, and erase their own only.
    expect(await computer.session.signOut('erase')).toEqual({ ok: true, value: undefined });

    await enter(computer, CLAIRE);
    expect(await stateOf(computer, sent)).toBe('received');
    expect(await stateOf(computer, unsent)).toBe('received');
    expect((await first(library.comments(sent))).map(({ text }) => text)).toEqual(['Confidentiel']);
    expect((await first(library.tray)).map(({ name }) => name)).toEqual(['tiroir.pdf']);
    expect((await currentEnrolment(computer.deviceStore))?.device).toBe(claire?.device);
  });

  it('I13 « effacer » is refused while anything is unsent: a deposit, a file, a capture, or a refusal nobody has seen to', async () => {
    const person = await server.createPerson({ email: 'partage@demo.navette.example' });
    const computer = await serverDevice(server.origin, person.email);
    const store = await computer.store();
    const refused = {
      id: 'r',
      at: 1,
      what: 'comment' as const,
      document: null,
      reason: 'forbidden',
      room: 'x' as never,
      bytes: new Uint8Array(),
    };
    await store.commit({ put: { refused: [refused] } });
    expect(await computer.session.signOut('erase')).toEqual({ ok: false, refusal: { tag: 'unsent-work', waiting: 1 } });
    await computer.library.capture(pdf('tiroir'), { name: 'tiroir.pdf', way: 'pick' });
    expect(await computer.session.signOut('erase')).toEqual({ ok: false, refusal: { tag: 'unsent-work', waiting: 2 } });
    await computer.library.dismissRefused('r');
    const [capture] = await first(computer.library.tray);
    if (capture) await computer.library.discard(capture.id);
    expect(await computer.session.signOut('erase')).toEqual({ ok: true, value: undefined });
    expect(await store.list('account')).toEqual([]);
  });

  it('what an assistant was told goes with « effacer » for its own person, and for nobody else', async () => {
    const person = await server.createPerson({ email: 'brouillon@demo.navette.example' });
    const computer = await serverDevice(server.origin, person.email);
    const other = '01980000-0000-7000-8000-00000000c0de';
    await computer.library.saveDraft('migration', {
      [person.id]: { email: person.email },
      [other]: { email: 'x' },
      nobody: { email: 'y' },
    });
    expect(await computer.session.signOut('erase')).toEqual({ ok: true, value: undefined });
    expect(await first(computer.library.draft('migration'))).toEqual({ [other]: { email: 'x' }, nobody: { email: 'y' } });
    await enter(computer, person.email);
    await computer.session.signOut('keep');
    expect(await first(computer.library.draft('migration'))).toEqual({ [other]: { email: 'x' }, nobody: { email: 'y' } });
  });

  it('what was captured while nobody was signed in goes to who signs in, and leaves nothing behind for the next one', async () => {
    const person = await server.createPerson({ email: 'premier@demo.navette.example' });
    const computer = await serverDevice(server.origin, person.email);
    await computer.session.signOut('keep');
    await computer.library.capture(pdf('sans personne'), { name: 'libre.pdf', way: 'pick' });
    await enter(computer, person.email);
    expect((await first(computer.library.tray)).map(({ name }) => name)).toEqual(['libre.pdf']);
    await computer.session.signOut('keep');
    expect(await first(computer.library.tray)).toEqual([]);
    expect(await computer.deviceStore.list('blobs')).toEqual([]);
  });
});
