/** R15: who comes later gets the document as it is, and not what was deleted from it; the log keeps it for the audit. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { encodeFrame, decodeFrame, cutBytes } from '@navette/protocol/framing';
import { HEAL_PATH, HealAnswer } from '@navette/protocol/healing';
import { FRAME_TYPE } from '@navette/protocol/version';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import { temporarySigner } from '../../sync-server/src/adapters/ed25519-signer.ts';
import { memoryBlobStore } from '../../sync-server/src/adapters/memory-blob-store.ts';
import { memoryBus } from '../../sync-server/src/adapters/memory-bus.ts';
import { memoryHealBook } from '../../sync-server/src/adapters/memory-heal-book.ts';
import type { RedactionBook, Signer } from '../../sync-server/src/ports.ts';
import { carryOutAll } from '../../sync-server/src/redaction/carry-out.ts';
import { planRedaction, redactionsOf } from '../../sync-server/src/redaction/plan-redaction.ts';
import { memoryRedactionBook } from '../../sync-server/src/redaction/redaction-book.ts';
import { oneKey } from '../../sync-server/src/keys/one-key.ts';
import { signRedaction } from '../../sync-server/src/redaction/signed-redaction.ts';
import { makeServerWriter } from '../../sync-server/src/rooms/server-writer.ts';
import {
  ask,
  CLIENT_RIGHT,
  documentOf,
  freshId,
  listen,
  pulled,
  syncWorld,
  TestDevice,
  ticketFor,
  until,
  type SyncWorld,
  type TestPerson,
} from '../support/sync-world.ts';

const SECRET = 'à ne pas transmettre';
const holds = (bytes: Uint8Array) => Buffer.from(bytes).includes(Buffer.from(SECRET));

/** A note of the firm, half of it deleted, another replaced, and a deposit replaced under its key. */
async function written(world: SyncWorld): Promise<{ internal: RoomName; writer: TestDevice }> {
  const internal = roomName({ kind: 'internal', dossier: world.dossier });
  const writer = new TestDevice(world.staff, internal);
  const notes = writer.map('notes');
  const key = freshId<string>();
  const text = new Y.Text();
  notes.set(key, text);
  text.insert(0, `Appeler lundi, ${SECRET}, avant midi`);
  text.delete(15, SECRET.length + 2);
  notes.set(`${key}/x`, { v: 1, name: SECRET });
  notes.set(`${key}/x`, { v: 1, name: 'corrigé' });
  for (const result of await writer.send(world.heart)) expect(result).toMatchObject({ status: 'stored' });
  const deposits = new TestDevice(world.client, world.deposits);
  const replaced = deposits.record({ v: 1, comment: SECRET });
  deposits.map().set(replaced, { v: 1, comment: 'sans objet' });
  for (const result of await deposits.send(world.heart)) expect(result).toMatchObject({ status: 'stored' });
  return { internal, writer };
}

/** Everything a new device of this person is sent, page by page. */
async function firstSync(world: SyncWorld, who: TestPerson) {
  const docs = new Map<string, Y.Doc>();
  const sent: Uint8Array[] = [];
  let [epoch, cursor, rights]: [string | null, number, string | null] = [null, 0, null];
  for (let more = true; more;) {
    const { answer, bytes } = await pulled(world.heart, who, { epoch, cursor, rights });
    const pieces =
      cutBytes(
        bytes,
        answer.entries.map(({ size }) => size),
      ) ?? [];
    for (const [i, { room }] of answer.entries.entries()) {
      const doc = docs.get(room) ?? new Y.Doc();
      docs.set(room, doc);
      Y.applyUpdate(doc, pieces[i] ?? new Uint8Array([0, 0]));
    }
    sent.push(bytes);
    [epoch, cursor, rights, more] = [answer.epoch, answer.cursor, answer.rights?.digest ?? rights, answer.more];
  }
  return { docs, sent, epoch, cursor, rights };
}

/** A socket that keeps what it hears. */
function listening(heard: Uint8Array[]): typeof globalThis.WebSocket {
  class Listening extends WebSocket {
    constructor(address: string) {
      super(address);
      this.on('message', (data: Buffer) => heard.push(new Uint8Array(data)));
    }
  }
  return Listening as unknown as typeof globalThis.WebSocket;
}

/** What `navette redact` does to the entries of a room that hold the secret. */
async function erase({ log, directory, clock, random }: SyncWorld, signer: Signer, room: RoomName): Promise<RedactionBook> {
  const seqs = (await log.room(room, 0)).filter(({ bytes }) => holds(bytes)).map(({ seq }) => seq);
  const plan = await planRedaction(log, { what: 'entries', room, seqs });
  if ('tag' in plan) throw new Error(plan.tag);
  const facts = { firm: directory.firmId, at: clock.now(), by: 'Le cabinet', why: 'à la demande de la personne', basis: '' };
  const book = memoryRedactionBook();
  await book.add(redactionsOf(plan, facts, null, () => freshId()).map((one) => signRedaction(one, signer)));
  const writer = makeServerWriter({ log, bus: memoryBus(), clock, random, healing: memoryHealBook() });
  const tray = { holdsAnywhere: () => false, redact: () => undefined };
  await carryOutAll({
    log,
    blobs: memoryBlobStore({ clock }),
    book,
    writer,
    tray,
    keys: oneKey(signer),
    firm: directory.firmId,
    clock,
    random,
    report: () => undefined,
  });
  return book;
}

describe('R15 what was deleted is not served', () => {
  test('a colleague’s first sync has the rooms as they are and nothing that was deleted; the author’s own comes back whole', async () => {
    const world = syncWorld();
    const { internal, writer } = await written(world);
    const other = world.directory.add([[world.dossier, { side: 'staff' }]], 'staff');
    const { docs, sent } = await firstSync(world, other);
    expect(sent.some(holds)).toBe(false);
    expect(docs.get(internal)?.getMap('notes').toJSON()).toEqual(writer.map('notes').toJSON());
    expect(docs.get(world.deposits)?.getMap('deposits').toJSON()).toEqual(
      (await documentOf(world.log, world.deposits)).getMap('deposits').toJSON(),
    );
    expect(docs.get(internal)?.store.pendingStructs).toBeNull();
    expect((await firstSync(world, world.staff)).sent.some(holds)).toBe(true);
    expect((await world.log.room(internal, 0)).some(({ bytes }) => holds(bytes))).toBe(true);
  });

  test('also when the page that holds it ends before the page that deletes it, and in a room asked from the start', async () => {
    const world = syncWorld();
    await written(world);
    const filler = new TestDevice(world.client, world.deposits, 1);
    filler.counter = 10;
    const large = { v: 1, comment: 'x'.repeat(200_000) };
    const keys: string[] = [];
    for (let i = 0; i < 8; i++) {
      if (i === 0) keys.push(filler.record({ v: 1, comment: SECRET }));
      filler.record(large);
    }
    filler.map().delete(keys[0] ?? '');
    for (const update of filler.waiting.splice(0)) {
      filler.waiting = [update];
      expect(await filler.send(world.heart)).toMatchObject([{ status: 'stored' }]);
    }
    const { sent, epoch, cursor, rights } = await firstSync(world, world.reader);
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.some(holds)).toBe(false);

    const late = await pulled(world.heart, world.stranger, {});
    world.directory.setRight(world.stranger.id, world.dossier, CLIENT_RIGHT);
    const scope = `dossier/${world.dossier}/deposits/common`;
    const { bytes } = await pulled(world.heart, world.stranger, {
      epoch,
      cursor,
      rights: late.answer.rights?.digest ?? rights,
      backfill: [{ scope, after: 0 }],
    });
    expect(bytes.length).toBeGreaterThan(100_000);
    expect(holds(bytes)).toBe(false);
  });

  test('an entry served without its deleted content has a proof that holds: after a restore it could be handed back', async () => {
    const world = syncWorld();
    await written(world);
    const { answer, bytes } = await pulled(world.heart, world.reader, {});
    const entries = answer.entries.map((head) => ({ ...head, epoch: answer.epoch }));
    const body = encodeFrame({ device: world.reader.device, epoch: answer.epoch, entries }, [bytes]);
    const response = await ask(world.heart, world.reader, HEAL_PATH, { method: 'POST', headers: { 'content-type': FRAME_TYPE }, body });
    const results = decodeFrame(HealAnswer, new Uint8Array(await response.arrayBuffer()))?.head.results ?? [];
    expect(results.map(({ status }) => status)).toEqual(entries.map(() => 'known'));
  });
});

describe('R15, K5 what was erased is served to nobody', () => {
  test('not to its author, not to who comes new or comes back, not to a stock client; all show what the others show', async () => {
    const signer = temporarySigner();
    const before = syncWorld({ heart: { keys: oneKey(signer) } });
    const { internal, writer } = await written(before);
    const [living, kept] = [freshId<string>(), freshId<string>()];
    writer.map('notes').set(living, { v: 1, name: SECRET });
    await writer.send(before.heart);
    writer.map('notes').set(kept, { v: 1, name: 'reste' });
    await writer.send(before.heart);
    const back = await firstSync(before, before.staff);
    expect(back.docs.get(internal)?.getMap('notes').has(living)).toBe(true);
    await before.heart.close();
    const book = await erase(before, signer, internal);

    const { log, directory } = before;
    const world = syncWorld({ log, directory, heart: { keys: oneKey(signer), redactions: book } });
    const colleague = directory.add([[before.dossier, { side: 'staff' }]], 'staff');
    const shown: unknown[] = [];
    for (const who of [before.staff, colleague]) {
      const { docs, sent } = await firstSync(world, who);
      expect(sent.some(holds)).toBe(false);
      shown.push(docs.get(internal)?.getMap('notes').toJSON());
    }
    const { answer, bytes } = await pulled(world.heart, before.staff, back);
    expect(answer.redactions.map(({ room }) => room)).toContain(internal);
    expect(holds(bytes)).toBe(false);
    const pieces = cutBytes(
      bytes,
      answer.entries.map(({ size }) => size),
    );
    for (const [i, { room }] of answer.entries.entries())
      Y.applyUpdate(back.docs.get(room) ?? new Y.Doc(), pieces?.[i] ?? new Uint8Array([0, 0]));
    shown.push(back.docs.get(internal)?.getMap('notes').toJSON());

    const server = await listen(world.heart);
    const heard: Uint8Array[] = [];
    const provider = new WebsocketProvider(server.url, internal, new Y.Doc(), {
      WebSocketPolyfill: listening(heard),
      disableBc: true,
      params: { ticket: await ticketFor(world.heart, colleague, internal) },
    });
    await until(() => provider.synced, 'in sync');
    shown.push(provider.doc.getMap('notes').toJSON());
    expect(heard.some(holds)).toBe(false);
    provider.destroy();
    await server.close();
    for (const notes of shown) expect(notes).toEqual(shown[0]);
    expect(Object.keys(shown[0] as object)).toContain(kept);
    expect(Object.keys(shown[0] as object)).not.toContain(living);
  });
});

describe('R15 on a live socket', () => {
  let world: SyncWorld;
  let server: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    world = syncWorld();
    server = await listen(world.heart);
  });
  afterAll(() => server.close());

  test('a stock client that comes for the first time, or comes back behind, hears nothing of what was deleted', async () => {
    const { internal, writer } = await written(world);
    const other = world.directory.add([[world.dossier, { side: 'staff' }]], 'staff');
    const heard: Uint8Array[] = [];
    const provider = new WebsocketProvider(server.url, internal, new Y.Doc(), {
      WebSocketPolyfill: listening(heard),
      disableBc: true,
      params: { ticket: await ticketFor(world.heart, other, internal) },
    });
    await until(() => provider.synced, 'in sync');
    expect(provider.doc.getMap('notes').toJSON()).toEqual(writer.map('notes').toJSON());
    expect(heard.some(holds)).toBe(false);

    provider.disconnect();
    await until(() => !provider.wsconnected, 'away');
    const key = freshId<string>();
    writer.map('notes').set(key, { v: 1, name: SECRET });
    writer.map('notes').set(key, { v: 1, name: 'autre' });
    await writer.send(world.heart);
    provider.params = { ticket: await ticketFor(world.heart, other, internal) };
    provider.connect();
    await until(() => provider.doc.getMap('notes').has(key), 'caught up');
    expect(heard.some(holds)).toBe(false);
    provider.destroy();
  });
});
