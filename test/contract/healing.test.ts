/** The heal route on both logs: what comes back, what waits, what is refused; and what pull, push and checkpoint say of it. */
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { restoreActText } from '@navette/protocol/healing';
import { CHECKPOINT_PATH, checkpointText, Checkpoint, PushAnswer } from '@navette/protocol/replication';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { FRAME_TYPE } from '@navette/protocol/version';
import { roomName } from '@navette/rooms/room-names';
import * as v from 'valibot';
import { isSignedBy } from '../../sync-server/src/adapters/ed25519-signer.ts';
import { handBack, handBackAnswer, served, words, type Served } from '../support/hand-back.ts';
import { restoredWorld, type LogKind, type RestoredWorld } from '../support/restored-world.ts';
import { ask, freshId, pulled, pushed, TestDevice, type TestPerson } from '../support/sync-world.ts';

const open: RestoredWorld[] = [];
afterEach(async () => {
  for (const world of open.splice(0)) await world.close();
});

/** One record before the backup, three after it that hang on one another; then the loss. */
async function loss(kind: LogKind) {
  const world = await restoredWorld(kind);
  open.push(world);
  const room = roomName({ kind: 'deposits', dossier: world.dossier, year: 2026, box: 'common' });
  const writer = new TestDevice(world.claire, room);
  const say = async (...keys: string[]): Promise<void> => {
    for (const key of keys) writer.map().set(key, { v: 1, said: key });
    await pushed(world.heart, world.claire, writer.waiting.splice(0));
  };
  const keys = [freshId<string>(), freshId<string>(), freshId<string>(), freshId<string>()];
  await say(keys[0] ?? '');
  const backup = await world.backUp();
  world.advance(3600_000);
  for (const key of keys.slice(1)) await say(key);
  const entries = await served(world.heart, world.nadia);
  const before = (await world.log.head()).epoch;
  await world.restore(backup);
  const { epoch } = await world.log.head();
  return { world, room, writer, keys, entries: entries.slice(1), kept: entries[0] as Served, before, epoch, backup };
}

async function keysOf(world: RestoredWorld, room: Parameters<RestoredWorld['log']['room']>[0]): Promise<string[]> {
  const doc = new Y.Doc();
  for (const entry of await world.log.room(room, 0)) Y.applyUpdate(doc, entry.bytes);
  return [...doc.getMap('deposits').keys()].toSorted();
}

describe.each(['memory', 'sqlite'] as const)('handing back, on the %s log', (kind) => {
  test('brings entries back once, by their id, with author, device, number and time; another reader may bring them', async () => {
    const { world, room, keys, entries, epoch } = await loss(kind);
    world.advance(3600_000);
    expect(words(await handBack(world.heart, world.nadia, epoch, entries))).toEqual(['healed', 'healed', 'healed']);
    expect(words(await handBack(world.heart, world.claire, epoch, entries))).toEqual(['known', 'known', 'known']);
    expect(await keysOf(world, room)).toEqual(keys.toSorted());
    const again = (await served(world.heart, world.paul)).slice(1);
    for (const [i, { cursor: _, proof: __, epoch: ___, ...facts }] of entries.entries()) expect(again[i]).toMatchObject(facts);
    // The log's own times go on; the first one is told beside.
    const stored = (await world.log.room(room, 1)).map(({ at }) => at);
    expect(stored.every((at, i) => at > (entries[i]?.at ?? 0))).toBe(true);
    await world.restart();
    expect((await served(world.heart, world.paul)).slice(1).map(({ at }) => at)).toEqual(entries.map(({ at }) => at));
  });

  test('in any order: what others must bring first waits, and is tried again', async () => {
    const { world, room, keys, entries, epoch } = await loss(kind);
    const [first, second, third] = entries as [Served, Served, Served];
    expect(words(await handBack(world.heart, world.nadia, epoch, [third, second]))).toEqual(['gap', 'gap']);
    expect(words(await handBack(world.heart, world.paul, epoch, [first]))).toEqual(['healed']);
    expect(words(await handBack(world.heart, world.nadia, epoch, [third, second]))).toEqual(['gap', 'healed']);
    expect(words(await handBack(world.heart, world.nadia, epoch, [third]))).toEqual(['healed']);
    expect(await keysOf(world, room)).toEqual(keys.toSorted());
  });

  test('beside work that went on: new entries keep their place, and a device number used anew is told', async () => {
    const { world, room, entries, epoch } = await loss(kind);
    const paul = new TestDevice(world.paul, room);
    const key = paul.record();
    await pushed(world.heart, world.paul, paul.waiting.splice(0));
    // A copied device: Claire's number goes on from the backup, under a counter that the lost day has used.
    const clone = new TestDevice(world.claire, room, 5);
    clone.counter = entries[1]?.counter ?? 0;
    clone.record();
    await pushed(world.heart, world.claire, clone.waiting.splice(0));
    expect(words(await handBack(world.heart, world.nadia, epoch, entries))).toEqual(['healed', 'conflict', 'gap']);
    expect(await keysOf(world, room)).toContain(key);
    // Every clock that is there is contiguous: what was refused left no hole.
    const doc = new Y.Doc();
    for (const entry of await world.log.room(room, 0)) Y.applyUpdate(doc, entry.bytes);
    expect(doc.store.pendingStructs).toBeNull();
  });

  test('what came back otherwise (a portal page that was open) counts once, under its own id too', async () => {
    const { world, room, writer, keys, entries, epoch } = await loss(kind);
    // A stock client repeats its own structs, whole.
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(writer.doc));
    const [said] = await world.heart.accept.write(room, { user: world.claire.id, device: world.claire.device, by: 'live' }, [
      { id: freshId(), counter: null, bytes: Y.encodeStateAsUpdate(doc) },
    ]);
    expect(said?.status).toBe('stored');
    expect(words(await handBack(world.heart, world.nadia, epoch, entries))).toEqual(['healed', 'healed', 'healed']);
    expect(await keysOf(world, room)).toEqual(keys.toSorted());
    expect(words(await handBack(world.heart, world.nadia, epoch, entries))).toEqual(['known', 'known', 'known']);
  });

  test('I2 I7 from somebody whose right has gone too: it may be nowhere else, and they are shown nothing', async () => {
    const { world, room, keys, entries, epoch } = await loss(kind);
    world.directory.setRight(world.paul.id, world.dossier, null);
    expect(words(await handBack(world.heart, world.paul, epoch, entries))).toEqual(['healed', 'healed', 'healed']);
    expect((await pulled(world.heart, world.paul)).answer.entries).toEqual([]);
    expect(await keysOf(world, room)).toEqual(keys.toSorted());
  });

  test('asks a session and a device of one’s own', async () => {
    const { world, entries, epoch } = await loss(kind);
    const borrowed: TestPerson = { id: world.paul.id, device: world.claire.device };
    expect((await handBackAnswer(world.heart, borrowed, epoch, entries)).status).toBe(403);
    expect((await world.heart.routes.request('/api/v1/heal', { method: 'POST' })).status).toBe(401);
    expect(await handBack(world.heart, world.nadia, 'another epoch', entries)).toEqual([]);
    expect((await world.log.head()).cursor).toBe(1);
  });

  test('a pull tells who knew another epoch what happened, and goes on from where both logs are one', async () => {
    const { world, before, epoch, kept, backup } = await loss(kind);
    const { answer } = await pulled(world.heart, world.nadia, { epoch: before, cursor: 4 });
    expect(answer.entries).toEqual([]);
    expect(answer.restored).toHaveLength(1);
    const [act] = answer.restored;
    expect(act).toMatchObject({ from: before, epoch, cursor: 1, backupAt: backup.at, why: 'disque perdu' });
    if (!act) throw new Error('no act');
    expect(isSignedBy(world.signer.publicKey, restoreActText(act), base64UrlToBytes(act.signature) ?? new Uint8Array())).toBe(true);
    // Of an epoch nobody knows, from the beginning; of this one, and at first contact, no word of it.
    expect((await pulled(world.heart, world.nadia, { epoch: 'unknown', cursor: 4 })).answer.entries.map(({ id }) => id)).toEqual([kept.id]);
    expect((await pulled(world.heart, world.nadia)).answer.restored).toEqual([]);
    expect((await pulled(world.heart, world.nadia, { epoch, cursor: 1 })).answer.restored).toEqual([]);
  });

  test('a push meant for another epoch is not looked at; a checkpoint alone says whose server and which epoch this is', async () => {
    const { world, writer, before, epoch } = await loss(kind);
    const head = { device: world.claire.device, epoch: before, updates: [{ id: freshId(), counter: 99, room: writer.room, size: 2 }] };
    const response = await ask(world.heart, world.claire, '/api/v1/push', {
      method: 'POST',
      headers: { 'content-type': FRAME_TYPE },
      body: encodeFrame(head, [new Uint8Array([0, 0])]),
    });
    expect(decodeFrame(PushAnswer, new Uint8Array(await response.arrayBuffer()))?.head).toEqual({ epoch, results: [] });
    const said = v.parse(Checkpoint, await (await ask(world.heart, world.claire, CHECKPOINT_PATH)).json());
    expect(said).toMatchObject({ epoch, cursor: 1, firm: world.directory.firmId });
    expect(isSignedBy(world.signer.publicKey, checkpointText(said), base64UrlToBytes(said.signature) ?? new Uint8Array())).toBe(true);
    expect((await ask(world.heart, null, CHECKPOINT_PATH)).status).toBe(401);
  });

  test('R101 how far the log is backed up is told, of this log and of those it comes from only', async () => {
    const { world, backup } = await loss(kind);
    const told = async () => (await pulled(world.heart, world.nadia)).answer.backedUpTo;
    expect(await told()).toEqual(backup.disk.healing.backedUpTo);
    await world.backUp();
    expect((await told())?.epoch).toBe((await world.log.head()).epoch);
    world.disk.healing.backedUpTo = { ...(backup.disk.healing.backedUpTo as Checkpoint), epoch: 'another' };
    expect(await told()).toBeNull();
  });
});
