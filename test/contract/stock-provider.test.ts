/**
 * The trial of issue 2, step 1: stock y-websocket clients on a server that holds no Yjs document.
 *
 * A live edit, a deletion, an edit made offline, a restart of the server, a reconnection, a third client, a reader; then
 * every item is given back to its author, device and time, and a reconnection without changes leaves the log as it was.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { clientId } from '@navette/rooms/client-ids';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import { brokenLink, CHAIN_START } from '../../sync-server/src/log/log-chain.ts';
import { openSqliteRoomLog } from '../../sync-server/src/log/sqlite-room-log.ts';
import { attribution, writerOf } from '../../sync-server/src/rooms/attribution.ts';
import {
  countedRandom,
  documentOf,
  freshId,
  listen,
  syncWorld,
  TestDirectory,
  ticketFor,
  until,
  type SyncWorld,
  type TestPerson,
} from '../support/sync-world.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'navette-stock-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Stock = { readonly doc: Y.Doc; readonly provider: WebsocketProvider; readonly map: Y.Map<unknown> };
const opened: WebsocketProvider[] = [];

/** A stock client; like our own wrapper, it fetches a new ticket before each connection. */
async function stock(world: SyncWorld, url: string, who: TestPerson, room: RoomName, root = 'deposits', doc = new Y.Doc()): Promise<Stock> {
  const provider = new WebsocketProvider(url, room, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    connect: false,
  });
  opened.push(provider);
  await connect(world, who, room, provider);
  return { doc, provider, map: doc.getMap(root) };
}

async function connect(world: SyncWorld, who: TestPerson, room: RoomName, provider: WebsocketProvider): Promise<void> {
  provider.params = { ticket: await ticketFor(world.heart, who, room) };
  provider.connect();
  await until(() => provider.synced, 'the provider is in sync');
}

async function offline({ provider }: Stock): Promise<void> {
  provider.disconnect();
  await until(() => !provider.wsconnected, 'the provider is offline');
}

const content = (map: Y.Map<unknown>) => Object.fromEntries([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
const same = (a: Y.Map<unknown>, b: Y.Map<unknown>) => JSON.stringify(content(a)) === JSON.stringify(content(b));

describe('a stock y-websocket provider', () => {
  test('edits live and offline, deletes, survives a restart and a third client; the log names every author', async () => {
    const file = path.join(folder, 'log.sqlite');
    const time = { now: 1_790_000_000_000 };
    const clock = { now: () => time.now };
    const random = countedRandom('stock');
    const directory = new TestDirectory();
    let log = openSqliteRoomLog({ file, clock, random });
    let world = syncWorld({ log, clock, directory });
    const { client, colleague, staff, deposits } = world;
    const { dossier } = world;
    const server = await listen(world.heart);

    // Live: two people of the company.
    const a = await stock(world, server.url, client, deposits);
    const b = await stock(world, server.url, colleague, deposits);
    const [first, second, third, fourth] = [freshId<string>(), freshId<string>(), freshId<string>(), freshId<string>()];
    a.map.set(first, { v: 1, name: 'facture' });
    await until(() => b.map.has(first), 'B sees A’s record');
    time.now += 1000;
    b.map.set(second, { v: 1, name: 'relevé' });
    b.map.set(`${first}/kind`, { v: 1, value: 'purchase' });
    await until(() => same(a.map, b.map), 'A sees B’s records');

    // A deletion, and a value replaced by the other one.
    time.now += 1000;
    b.map.delete(second);
    a.map.set(`${first}/kind`, { v: 1, value: 'sale' });
    await until(() => same(a.map, b.map) && !a.map.has(second), 'the deletion reaches A');

    // Offline edits on both sides, concurrent on one key; one record made and deleted offline.
    await offline(a);
    a.map.set(third, { v: 1, name: 'hors ligne' });
    a.map.set(`${first}/kind`, { v: 1, value: 'bank' });
    a.map.set(fourth, { v: 1, name: 'éphémère' });
    a.map.delete(fourth);
    time.now += 60_000;
    b.map.set(`${first}/kind`, { v: 1, value: 'pay' });
    await new Promise((resolve) => setTimeout(resolve, 50));

    // The server goes and comes back, on the same file and port; B edits while it is away.
    await server.close();
    await log.close();
    await until(() => !b.provider.wsconnected, 'B notices');
    b.provider.disconnect();
    const fifth = freshId<string>();
    b.map.set(fifth, { v: 1, name: 'serveur absent' });
    log = openSqliteRoomLog({ file, clock, random });
    // The same people and dossier: only the process is new.
    const fresh = syncWorld({ log, clock, directory });
    world = { ...fresh, client, colleague, staff, dossier, deposits };
    const again = await listen(world.heart, server.port);
    time.now += 1000;
    await connect(world, client, deposits, a.provider);
    await connect(world, colleague, deposits, b.provider);
    await until(() => same(a.map, b.map) && a.map.has(fifth) && b.map.has(third), 'A and B converge');

    // A third client, one of our own device numbers, and a reader of the firm.
    const ownDoc = new Y.Doc();
    ownDoc.clientID = clientId(client.device, 3);
    const c = await stock(world, again.url, client, deposits, 'deposits', ownDoc);
    expect(content(c.map)).toEqual(content(a.map));
    time.now += 1000;
    const sixth = freshId<string>();
    c.map.set(sixth, { v: 1, name: 'appareil' });
    const reader = await stock(world, again.url, staff, deposits);
    await until(() => same(reader.map, c.map) && same(a.map, c.map) && same(b.map, c.map), 'all four hold the same');
    reader.map.set(freshId(), { v: 1, name: 'interdit' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(a.map.size).toBe(c.map.size);
    expect(reader.provider.wsconnected).toBe(true);

    // The log alone: same content, an unbroken chain, every item with its author, device and time.
    const entries = await log.room(deposits, 0);
    expect(brokenLink(CHAIN_START, (await log.since(0, () => true, 1e9)).entries)).toBeNull();
    expect(entries.map((e) => e.seq)).toEqual(entries.map((_, i) => i + 1));
    const whole = await documentOf(log, deposits);
    expect(content(whole.getMap('deposits'))).toEqual(content(a.map));
    const ranges = attribution(entries);
    const by = (key: string) => {
      const item = whole.getMap('deposits')._map.get(key);
      const entry = item ? writerOf(ranges, item.id) : undefined;
      return entry && [entry.author, entry.device, entry.at];
    };
    const start = 1_790_000_000_000;
    expect(by(first)).toEqual([client.id, client.device, start]);
    expect(by(third)).toEqual([client.id, client.device, start + 63_000]);
    expect(by(fifth)?.slice(0, 2)).toEqual([colleague.id, colleague.device]);
    expect(by(sixth)).toEqual([client.id, client.device, start + 64_000]);
    for (const [, structs] of whole.store.clients) {
      for (const struct of structs) expect(writerOf(ranges, struct.id)).toBeDefined();
    }
    // Each clock stands in exactly one entry.
    const clocks = [...whole.store.clients].reduce((sum, [, structs]) => sum + structs.reduce((n, s) => n + s.length, 0), 0);
    expect(ranges.reduce((sum, range) => sum + range.length, 0)).toBe(clocks);

    // Back again without changes. The value that lost the conflict was deleted by each client for itself, and told to
    // nobody: the first one back tells it, once. From then on, not one entry more.
    const comeBack = async () => {
      for (const [one, who] of [
        [a, client],
        [b, colleague],
        [c, client],
      ] as const) {
        await offline(one);
        await connect(world, who, deposits, one.provider);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
      return (await log.head()).cursor;
    };
    const before = (await log.head()).cursor;
    const once = await comeBack();
    expect(once - before).toBeLessThanOrEqual(1);
    for (const entry of await log.room(deposits, entries.length)) expect(Y.decodeUpdate(entry.bytes).structs).toEqual([]);
    expect(await comeBack()).toBe(once);

    for (const provider of opened.splice(0)) provider.destroy();
    await again.close();
    await log.close();
  }, 30_000);

  test('two people type in one text, one of them offline: both end with the same words, and so does the log', async () => {
    const world = syncWorld();
    const room = roomName({ kind: 'internal', dossier: world.dossier });
    const other = world.directory.add([[world.dossier, { side: 'staff' }]], 'staff');
    const server = await listen(world.heart);
    const a = await stock(world, server.url, world.staff, room, 'notes');
    const key = freshId<string>();
    const text = new Y.Text();
    a.map.set(key, text);
    text.insert(0, 'Appeler le client à propos de la TVA é😀');
    const b = await stock(world, server.url, other, room, 'notes');
    await until(() => b.map.has(key), 'B has the note');
    const textOfB = b.map.get(key) as Y.Text;
    await until(() => textOfB.toJSON() === text.toJSON(), 'B reads the note');
    await offline(b);
    textOfB.delete(0, 8);
    textOfB.insert(0, 'Écrire ');
    textOfB.format(0, 6, { bold: true });
    text.insert(text.length, ' lundi');
    await connect(world, other, room, b.provider);
    await until(() => textOfB.toJSON() === text.toJSON() && text.toJSON().endsWith('lundi'), 'both read the same');
    expect(text.toJSON()).toContain('Écrire');
    expect((await documentOf(world.log, room)).getMap('notes').toJSON()).toEqual(a.map.toJSON());
    for (const provider of opened.splice(0)) provider.destroy();
    await server.close();
  }, 20_000);

  test('R13 presence reaches the same side, comes back to its sender, and never crosses to the other side', async () => {
    const world = syncWorld();
    const server = await listen(world.heart);
    const a = await stock(world, server.url, world.client, world.deposits);
    const b = await stock(world, server.url, world.colleague, world.deposits);
    const firm = await stock(world, server.url, world.staff, world.deposits);
    a.provider.awareness.setLocalStateField('cursor', 3);
    firm.provider.awareness.setLocalStateField('cursor', 9);
    await until(() => b.provider.awareness.getStates().has(a.doc.clientID), 'B sees A');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(firm.provider.awareness.getStates().has(a.doc.clientID)).toBe(false);
    expect(b.provider.awareness.getStates().has(firm.doc.clientID)).toBe(false);
    a.provider.disconnect();
    await until(() => !b.provider.awareness.getStates().has(a.doc.clientID), 'B sees A leave');
    for (const provider of opened.splice(0)) provider.destroy();
    await server.close();
  }, 20_000);

  test('somebody who types on while the line comes back keeps it, and all they wrote: what builds on unsent words is asked for, not refused', async () => {
    const world = syncWorld();
    const room = roomName({ kind: 'internal', dossier: world.dossier });
    const server = await listen(world.heart);
    const a = await stock(world, server.url, world.staff, room, 'notes');
    const key = freshId<string>();
    const text = new Y.Text('Note ');
    a.map.set(key, text);
    await until(() => a.provider.synced && text.length > 0, 'the note is written');
    const codes: number[] = [];
    a.provider.on('connection-close', (event) => codes.push(event?.code ?? 0));

    // The socket is open, and the server's question still on its way.
    const typesAtOnce = async (provider: WebsocketProvider, type: () => void): Promise<void> => {
      provider.on('status', ({ status }) => status === 'connected' && type());
      await connect(world, world.staff, room, provider);
    };
    await offline(a);
    text.insert(5, 'écrite hors ligne');
    codes.length = 0;
    await typesAtOnce(a.provider, () => {
      text.insert(22, 'x');
      text.delete(20, 3);
    });
    const inLog = async () => ((await documentOf(world.log, room)).getMap('notes').get(key) as Y.Text).toJSON();
    await expect.poll(inLog).toBe('Note écrite hors lig');

    // The same page opened again on what the browser kept: another client id of the same person.
    await offline(a);
    text.insert(20, 'ne, et gardée');
    const kept = new Y.Doc();
    Y.applyUpdate(kept, Y.encodeStateAsUpdate(a.doc));
    a.provider.destroy();
    codes.length = 0;
    const again = new WebsocketProvider(server.url, room, kept, {
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
      connect: false,
    });
    opened.push(again);
    again.on('connection-close', (event) => codes.push(event?.code ?? 0));
    await typesAtOnce(again, () => (kept.getMap('notes').get(key) as Y.Text).insert(25, '!'));
    await expect.poll(inLog).toBe('Note écrite hors ligne, e!t gardée');
    expect([codes, again.wsconnected]).toEqual([[], true]);
    for (const provider of opened.splice(0)) provider.destroy();
    await server.close();
  }, 20_000);

  test('R12 a right taken away closes the socket within a second, for good; one reduced to reading stops writing', async () => {
    const world = syncWorld();
    const server = await listen(world.heart);
    const a = await stock(world, server.url, world.client, world.deposits);
    const b = await stock(world, server.url, world.colleague, world.deposits);
    const codes: number[] = [];
    a.provider.on('connection-close', (event) => codes.push(event?.code ?? 0));
    world.directory.setRight(world.client.id, world.dossier, null);
    await until(() => codes.length > 0, 'A is closed', 1000);
    expect(codes).toEqual([4403]);
    expect(a.provider.shouldConnect).toBe(false);
    world.directory.setRight(world.colleague.id, world.dossier, {
      side: 'client',
      deposit: [],
      read: ['common'],
      archive: [],
      accounts: 'none',
      admin: false,
    });
    b.map.set(freshId(), { v: 1 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await world.log.head()).cursor).toBe(0);
    for (const provider of opened.splice(0)) provider.destroy();
    await server.close();
  }, 20_000);
});
