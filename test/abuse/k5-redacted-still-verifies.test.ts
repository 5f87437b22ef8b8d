/**
 * K5: what the law wants erased is erased from the log, its copies, the files and the devices, and the chain still verifies. The proof that
 * a file arrived stays; who erased what, when, why and under which rule stands in a signed act.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { readStatus } from '@navette/device/sync-status';
import { first } from '@navette/device/testing/test-device';
import type { DocumentId } from '@navette/kernel/ids';
import type { Redaction } from '@navette/protocol/redaction';
import type { RoomName } from '@navette/rooms/room-names';
import { temporarySigner } from '../../sync-server/src/adapters/ed25519-signer.ts';
import { signRedaction } from '../../sync-server/src/redaction/signed-redaction.ts';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import type { Finding } from '../../sync-server/src/cli/findings.ts';
import type { Redacted } from '../../sync-server/src/cli/redact.ts';
import { restoredWorld } from '../support/restored-world.ts';
import { Folders, navette, navetteJson, printOf, tamper } from '../support/command-line.ts';
import { CLAIRE, deposit, hurry, NADIA, serverDevice, stateOf, type ServerDevice } from '../support/server-device.ts';

const folders = new Folders();
const running: TestServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});
afterAll(() => folders.remove());

async function serve(data: string, port = 0): Promise<TestServer> {
  const server = await startTestServer({ data, port });
  running.push(server);
  return server;
}
async function stop(server: TestServer): Promise<void> {
  running.splice(running.indexOf(server), 1);
  await server.stop();
}

const SECRET = 'BULLETIN DE PAIE DE MADAME X';
const COMMENT = 'elle est en arrêt depuis mars';
const BY = ['--by', 'Nadia Ferrand, associée', '--why', 'déposé dans le mauvais dossier'];

/** Files of a folder that hold one of these words, as bytes. */
function holding(folder: string, ...words: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.join(one.parentPath, one.name))
    .filter((file) => words.some((word) => readFileSync(file).includes(word)))
    .map((file) => path.relative(folder, file));
}

const verify = (data: string) => navetteJson<{ findings: Finding[]; redactions: number }>('verify', ['--data', data]);
const redact = (data: string, ...args: readonly string[]) => navetteJson<Redacted>('redact', ['--data', data, ...args, ...BY]);

async function namesOf(device: ServerDevice): Promise<string[]> {
  return (await first(device.library.documents({ dossier: null, limit: 100 }))).rows.map(({ id }) => id);
}

/** Claire deposits a document, both sides write about it, and another one; everybody has both. */
async function given(data = folders.free()) {
  const server = await serve(data);
  const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
  const [erased, kept] = [await deposit(claire, SECRET), await deposit(claire, 'facture de gaz')];
  await claire.library.addComment(erased, COMMENT);
  await claire.library.addComment(kept, 'à payer');
  await claire.sync.syncNow();
  await nadia.sync.syncNow();
  await nadia.library.addComment(erased, `${COMMENT}, vu`);
  await nadia.library.reclassify(erased, 'payroll');
  await nadia.library.takeIn(erased);
  await nadia.sync.syncNow();
  await claire.sync.syncNow();
  const row = await first(claire.library.document(erased));
  if (!row) throw new Error('no document');
  await nadia.sync.bring(row.dossier, row.hash);
  return { data, server, claire, nadia, erased, kept, row };
}

/** Nothing of the document is on this device: no row, no word, no byte of its file; the receipt alone. */
async function expectGone(device: ServerDevice, id: DocumentId, hash: string): Promise<void> {
  const store = await device.store();
  for (const table of ['updates', 'documents', 'comments', 'outbox', 'refused', 'unreadable'] as const) {
    const text = (await store.list(table)).map((row) =>
      JSON.stringify(row, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value)),
    );
    expect(
      text.filter((one) => one.includes(COMMENT.slice(-10)) || one.includes('"deposit"')).filter((one) => one.includes(id)),
      table,
    ).toEqual([]);
  }
  expect(await store.get('documents', id)).toBeUndefined();
  expect(await store.get('blobs', hash as never)).toBeUndefined();
  expect(await store.get('texts', hash as never), 'words').toBeUndefined();
  expect(await device.library.bytes(hash as never)).toBeNull();
  expect((await store.list('comments')).filter((row) => row.about === id)).toEqual([]);
}

describe('K5 a document that is erased', { timeout: 60_000 }, () => {
  test('is in no file of the firm’s folder any more; the chain, the receipts and the copies verify, and an act says why', async () => {
    const { data, server, erased, row } = await given();
    await stop(server);
    await navette('compact', ['--data', data]);
    expect(holding(data, SECRET, COMMENT).length).toBeGreaterThan(1);
    const before = (await navetteJson<{ log: { head: string; entries: number } }>('verify', ['--data', data])).json.log;

    const untouched = printOf(data);
    const trial = await redact(data, '--document', erased);
    expect(trial.json).toMatchObject({ redactions: [], done: null, plan: { names: ['facture.pdf'], held: null } });
    // SQLite writes nothing but its side files when it is opened.
    expect(printOf(data).filter((line) => /blobs.[0-9a-f]{2}|erasures/.test(line))).toEqual(
      untouched.filter((line) => /blobs.[0-9a-f]{2}|erasures/.test(line)),
    );
    expect(holding(data, SECRET, COMMENT).length).toBeGreaterThan(1);

    const { code, json } = await redact(data, '--document', erased, '--yes');
    expect(code).toBe(0);
    expect(json.done).toMatchObject({ files: 1, waiting: 0 });
    expect(json.plan.rooms.map(({ room }) => room.split('/')[2]).toSorted()).toEqual([
      'deposits',
      'processing',
      'receipts',
      'talk',
      'talk',
    ]);
    expect(holding(data, SECRET, COMMENT, 'payroll"')).toEqual([]);
    expect(existsSync(path.join(data, 'blobs', row.hash.slice(0, 2), row.hash.slice(2, 4), row.hash))).toBe(false);

    expect(await verify(data)).toMatchObject({ code: 0, json: { findings: [], redactions: 5 } });
    const after = (await navetteJson<{ log: { head: string; entries: number } }>('verify', ['--data', data])).json.log;
    expect(after.entries).toBeGreaterThan(before.entries);
    const log = new DatabaseSync(path.join(data, 'log.sqlite'), { readOnly: true });
    expect(log.prepare('SELECT hash FROM entry WHERE cursor = ?').get(before.entries)?.['hash']).toBe(before.head);
    const acts = log
      .prepare('SELECT act FROM redaction')
      .all()
      .map((one) => JSON.parse(String(one['act'])) as { redaction: object });
    log.close();
    for (const { redaction } of acts)
      expect(redaction).toMatchObject({ by: 'Nadia Ferrand, associée', why: 'déposé dans le mauvais dossier' });
    const talk = json.plan.rooms.find(({ room }) => room.includes('/talk/'))?.room ?? '';
    expect((await navette('history', [talk, '--data', data])).out).toContain('effacé le');
    // Once more, there is nothing left to erase.
    expect((await navette('redact', ['--data', data, '--document', erased, '--yes', ...BY])).err).toContain('rien à effacer');
  });

  test('leaves the devices that had it at their next contact, and newcomers never see it; all show the same', async () => {
    const { data, server, claire, nadia, erased, kept, row } = await given();
    // Words of it, by which it is found.
    await claire.library.keepWords(row.hash, 'Facture de bois du chantier');
    expect(await (await claire.store()).get('texts', row.hash)).toBeDefined();
    await stop(server);
    await redact(data, '--document', erased, '--yes');
    const again = await serve(data, server.port);
    for (const device of [claire, nadia]) {
      await device.sync.syncNow();
      expect(await readStatus(await device.store())).toMatchObject({ problem: null, waiting: 0, refused: 0 });
      expect(await namesOf(device)).toEqual([kept]);
      expect(await stateOf(device, kept)).toBe('received');
      await expectGone(device, erased, row.hash);
    }
    const late = await serverDevice(again.origin, NADIA);
    expect(await namesOf(late)).toEqual([kept]);
    await expectGone(late, erased, row.hash);
    // Work goes on in the rooms that have a hole.
    await claire.library.addComment(kept, 'payée');
    const fresh = await deposit(claire, 'facture d’eau');
    await claire.sync.syncNow();
    for (const device of [nadia, late]) {
      await device.sync.syncNow();
      expect((await namesOf(device)).toSorted()).toEqual([kept, fresh].toSorted());
      expect((await first(device.library.comments(kept))).map(({ text }) => text).toSorted()).toEqual(['payée', 'à payer'].toSorted());
    }
    expect((await verify(data)).json.findings).toEqual([]);
  });

  test('its file is not taken again in that box, from nobody; the receipt is marked, and says when and why', async () => {
    const { data, server, claire, erased, kept, row } = await given();
    const hash = (await first(claire.library.document(kept)))?.hash ?? '';
    await stop(server);
    const { json } = await redact(data, '--file', hash, '--yes');
    expect(json.done).toMatchObject({ files: 1, entries: 0 });
    const again = await serve(data, server.port);
    await claire.sync.syncNow();
    const shown = await first(claire.library.document(kept));
    expect(shown).toMatchObject({ state: 'received', erased: { why: 'déposé dans le mauvais dossier' } });
    expect(await claire.library.bytes(hash as never)).toBeNull();
    expect(await claire.library.bytes(row.hash)).not.toBeNull();
    expect((await claire.sync.bring(row.dossier, hash as never)).ok).toBe(false);
    const twin = await deposit(claire, 'facture de gaz');
    await claire.sync.syncNow();
    await hurry(claire);
    await claire.sync.syncNow();
    expect((await first(claire.library.document(twin)))?.delay?.problem).toBe('erased');
    expect(await again.blobs.size(hash as never)).toBeNull();
    expect(await stateOf(claire, erased)).toBe('taken');
    expect((await verify(data)).json.findings).toEqual([]);
  });

  test('what another document of the box, or another box, stands for stays; what is left of it goes with the last', async () => {
    const { data, server, claire, erased, row } = await given();
    const twin = await deposit(claire, SECRET);
    await claire.sync.syncNow();
    await stop(server);
    expect((await redact(data, '--document', erased, '--yes')).json).toMatchObject({
      done: { files: 0 },
      plan: { shared: [{ hash: row.hash }] },
    });
    expect(holding(data, SECRET)).toHaveLength(1);
    expect((await redact(data, '--document', twin, '--yes')).json).toMatchObject({ done: { files: 1 }, plan: { shared: [] } });
    expect(holding(data, SECRET)).toEqual([]);
    expect((await verify(data)).json.findings).toEqual([]);
  });

  test('entries chosen by their numbers lose what they said, and the others of the room stay', async () => {
    const { data, server, claire, nadia, erased, kept, row } = await given();
    await stop(server);
    const talk = `dossier/${row.dossier}/talk/${row.box}/client`;
    const { json } = await redact(data, '--room', talk, '--entries', '1', '--yes');
    expect(json.plan.rooms).toMatchObject([{ room: talk, entries: 1 }]);
    await serve(data, server.port);
    for (const device of [claire, nadia]) {
      await device.sync.syncNow();
      expect((await first(device.library.comments(erased))).map(({ text }) => text)).toEqual([`${COMMENT}, vu`]);
      expect((await first(device.library.comments(kept))).map(({ text }) => text)).toEqual(['à payer']);
    }
  });
});

describe('K5 erasing is refused', { timeout: 60_000 }, () => {
  test('G16 while a rule holds the document, which it names; a stronger duty is written into the act', async () => {
    const { data, server, nadia, erased, row } = await given();
    await nadia.library.accept(erased);
    await nadia.sync.syncNow();
    await stop(server);
    for (const what of [
      ['--document', erased],
      ['--file', row.hash],
      ['--room', `dossier/${row.dossier}/deposits/${row.year}/${row.box}`, '--entries', '1'],
    ]) {
      const refused = await navette('redact', ['--data', data, ...what, ...BY, '--yes']);
      expect(refused.code).toBe(2);
      expect(refused.err).toContain(erased);
      expect(refused.err).toContain('pièces comptables');
    }
    const { code } = await redact(data, '--document', erased, '--legal-basis', 'TJ de Lyon, ordonnance du 3 mars 2026', '--yes');
    expect(code).toBe(0);
    expect(holding(data, SECRET)).toEqual([]);
    expect(readFileSync(path.join(data, 'erasures.jsonl'), 'utf8')).toContain('ordonnance du 3 mars 2026');
  });

  test('of a receipt, of nothing, of a running server, of a backup, and when it does not say what, who and why', async () => {
    const { data, server, erased, row } = await given();
    const backup = folders.free();
    await navette('backup', ['--data', data, '--to', backup]);
    const refused = async (folder: string, ...args: readonly string[]) => (await navette('redact', ['--data', folder, ...args])).err;
    expect(await refused(data, '--document', erased, ...BY, '--yes')).toContain('arrêtez-le');
    await stop(server);
    expect(await refused(backup, '--document', erased, ...BY, '--yes')).toContain('déjà une sauvegarde');
    expect(await refused(data, '--room', `dossier/${row.dossier}/receipts/${row.box}`, '--entries', '1', ...BY)).toContain(
      'ne s’efface pas',
    );
    expect(await refused(data, '--room', `dossier/${row.dossier}/ledger`, '--entries', '1', ...BY)).toContain('Rien n’a jamais été écrit');
    expect(await refused(data, '--document', row.dossier, ...BY)).toContain('rien à effacer');
    expect(await refused(data, '--document', erased, '--why', 'x')).toContain('--by');
    expect(await refused(data, '--document', erased, '--by', 'x')).toContain('--why');
    expect(await refused(data, '--document', erased, '--file', row.hash, ...BY)).toContain('d’une seule façon');
    expect(await refused(data, ...BY)).toContain('d’une seule façon');
    expect(await refused(data, '--room', 'nowhere', '--entries', '1', ...BY)).toContain('nom d’un espace');
    for (const entries of ['0', '1-5000', 'x', '3-'])
      expect(
        await refused(data, '--room', `dossier/${row.dossier}/talk/${row.box}/client`, '--entries', entries, ...BY),
        entries,
      ).toContain('--entries');
    expect(await verify(data)).toMatchObject({ code: 0 });
  });
});

describe('K4 K5 an act of erasure', { timeout: 60_000 }, () => {
  test('that nobody signed excuses nothing: a hole made by another hand is named, and so is what was put back', async () => {
    const { data, server, erased } = await given();
    await stop(server);
    const whole = folders.copyOf(data);
    await redact(data, '--document', erased, '--yes');
    const tags = async (change: (log: DatabaseSync) => void, from = data) => {
      const copy = folders.copyOf(from);
      tamper(copy, change);
      return [...new Set((await verify(copy)).json.findings.map(({ tag }) => tag))];
    };
    const redactedOne = 'cursor = (SELECT min(cursor) FROM redacted)';
    expect(await tags((log) => log.exec("UPDATE redaction SET act = json_set(act, '$.redaction.why', 'rien') WHERE n = 1"))).toContain(
      'bad-redaction',
    );
    expect(await tags((log) => log.exec("UPDATE redaction SET act = json_set(act, '$.entries', json('[]'))"))).toContain('bad-redaction');
    expect(await tags((log) => log.exec('DELETE FROM redaction'))).toEqual(expect.arrayContaining(['redacted-otherwise']));
    expect(await tags((log) => log.exec(`UPDATE redacted SET inner_hash = '${'0'.repeat(64)}' WHERE ${redactedOne}`))).toEqual([
      'broken-link',
    ]);
    expect(await tags((log) => log.exec(`UPDATE entry SET bytes = x'0000', size = 2 WHERE ${redactedOne}`))).toContain(
      'redacted-otherwise',
    );
    // Whoever has an old copy of the log puts an entry back, its salt and all: the chain holds, the act speaks.
    const old = new DatabaseSync(path.join(whole, 'log.sqlite'));
    const put = (log: DatabaseSync): void => {
      const cursor = Number(log.prepare('SELECT min(cursor) AS c FROM redacted').get()?.['c']);
      const was = old.prepare('SELECT salt, bytes, size FROM entry WHERE cursor = ?').get(cursor) ?? {};
      log
        .prepare('UPDATE entry SET salt = ?, bytes = ?, size = ? WHERE cursor = ?')
        .run(was['salt'] as Uint8Array, was['bytes'] as Uint8Array, was['size'] as number, cursor);
    };
    expect(await tags(put)).toContain('put-back');
    old.close();
    // A salt taken away and no more is a damaged entry.
    expect(await tags((log) => log.exec("UPDATE entry SET salt = x'' WHERE cursor = 3"), whole)).toEqual(['broken-link']);
  });

  test('D3 is obeyed on the pinned key only: a word that another key signed stops the device, and erases nothing', async () => {
    const world = await restoredWorld('memory');
    const claire = await world.device(world.claire);
    const id = await claire.deposit('à garder');
    await claire.sync.syncNow();
    await world.redact({ what: 'document', id });
    const [word] = world.disk.book.redactions;
    if (!word) throw new Error('no redaction');
    const forged: Redaction[] = [
      { ...word, why: 'autre chose' },
      { ...word, ranges: [...word.ranges, { client: 7, clock: 0, length: 9 }] },
      { ...word, document: null },
      { ...word, firm: 'another' },
      signRedaction(word, temporarySigner()),
    ];
    for (const one of forged) {
      Object.assign(world.disk.book, { redactions: [one] });
      await world.restart();
      await claire.sync.syncNow();
      expect(await readStatus(claire.store)).toMatchObject({ state: 'stopped', problem: 'other-server' });
      expect(await claire.store.get('documents', id)).toBeDefined();
      expect(await claire.store.list('blobs')).toHaveLength(1);
    }
    Object.assign(world.disk.book, { redactions: [word] });
    await world.restart();
    await claire.sync.syncNow();
    expect(await claire.store.get('documents', id)).toBeUndefined();
    await world.close();
  });

  test('handed back by a device, counts for the server only if the firm signed it', async () => {
    const world = await restoredWorld('memory');
    const [claire, paul] = [await world.device(world.claire), await world.device(world.paul)];
    const backup = await world.backUp();
    const [id, other] = [await claire.deposit('à effacer'), await claire.deposit('à garder')];
    await claire.sync.syncNow();
    await world.redact({ what: 'document', id });
    await paul.sync.syncNow();
    const words = world.disk.book.redactions;
    const store = await paul.library.desk();
    const kept = await store?.book.read(`dossier/${world.dossier}/deposits/2026/common` as RoomName);
    await world.restore(backup);
    // Paul's device was meddled with: its words now speak of the other document too.
    const clocks = [...(kept?.doc.store.clients.keys() ?? [])].map((client) => ({ client, clock: 0, length: 99 }));
    await paul.store.commit({ put: { meta: words.map((one) => ({ key: `redaction/${one.id}`, value: { ...one, ranges: clocks } })) } });
    await paul.sync.syncNow();
    expect(world.disk.book.redactions).toEqual([]);
    await claire.sync.syncNow();
    await claire.sync.syncNow();
    expect(await claire.store.get('documents', other)).toBeDefined();
    await world.close();
  });
});

describe('K5 after a restore', { timeout: 90_000 }, () => {
  test('from a backup of before, what was erased is erased again before anybody is served, by the backup beside it', async () => {
    const { data, server, claire, nadia, erased, kept, row } = await given();
    const backups = folders.free();
    await navette('backup', ['--data', data, '--to', path.join(backups, 'lundi')]);
    await stop(server);
    await redact(data, '--document', erased, '--yes');
    await navette('backup', ['--data', data, '--to', path.join(backups, 'mardi')]);
    const target = folders.free();
    const restored = await navette('restore', ['--from', path.join(backups, 'lundi'), '--data', target]);
    expect(restored.out).toContain('Ce que le cabinet avait effacé depuis (5)');
    expect(holding(target, SECRET, COMMENT).length).toBeGreaterThan(0);
    const again = await serve(target, server.port);
    expect(holding(target, SECRET, COMMENT)).toEqual([]);
    for (const [device, email] of [
      [claire, CLAIRE],
      [nadia, NADIA],
    ] as const) {
      await device.session.signIn(again.origin, email, TEST_PASSWORD);
      await device.sync.syncNow();
      await device.sync.syncNow();
      expect(await readStatus(await device.store())).toMatchObject({ problem: null, waiting: 0, refused: 0 });
      expect(await namesOf(device)).toEqual([kept]);
      await expectGone(device, erased, row.hash);
    }
    expect((await verify(target)).json.findings).toEqual([]);
  });

  test('that knows nothing of it, one device brings back the firm’s word, and another’s copy comes back without its contents', async () => {
    const data = folders.free();
    const server = await serve(data);
    const backup = folders.free();
    const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
    await navette('backup', ['--data', data, '--to', backup]);
    const [erased, kept] = [await deposit(claire, SECRET), await deposit(claire, 'facture de gaz')];
    await claire.library.addComment(erased, COMMENT);
    await claire.sync.syncNow();
    await nadia.sync.syncNow();
    await claire.sync.syncNow();
    const row = await first(claire.library.document(erased));
    await stop(server);
    await redact(data, '--document', erased, '--yes');
    const told = await serve(data, server.port);
    // Nadia obeys; Claire was away, and still has everything.
    await nadia.sync.syncNow();
    await expectGone(nadia, erased, row?.hash ?? '');
    await stop(told);
    const target = folders.free();
    await navette('restore', ['--from', backup, '--data', target]);
    const again = await serve(target, server.port);
    for (const [device, email] of [
      [nadia, NADIA],
      [claire, CLAIRE],
      [nadia, NADIA],
    ] as const) {
      await device.session.signIn(again.origin, email, TEST_PASSWORD);
      await device.sync.syncNow();
      await device.sync.syncNow();
    }
    for (const device of [claire, nadia]) {
      expect(await readStatus(await device.store())).toMatchObject({ problem: null, waiting: 0, refused: 0 });
      expect(await namesOf(device)).toEqual([kept]);
      await expectGone(device, erased, row?.hash ?? '');
    }
    expect(holding(target, SECRET, COMMENT)).toEqual([]);
    await stop(again);
    expect((await verify(target)).json.findings).toEqual([]);
    const served = await serve(target, server.port);
    const late = await serverDevice(served.origin, NADIA);
    expect(await namesOf(late)).toEqual([kept]);
    await stop(served);
    expect((await verify(target)).json.findings).toEqual([]);
  });
});
