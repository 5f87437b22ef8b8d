/**
 * R7: a text stands directly in the root map and nothing nests in it: thousands of types, each in the one before, would
 * overflow the stack of whoever reads the room or deletes the first of them.
 */
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { clientId } from '@navette/rooms/client-ids';
import { roomName } from '@navette/rooms/room-names';
import { handMade, type HandMadeStruct } from '../support/hand-made-updates.ts';
import { documentOf, freshId, pushed, syncWorld, TestDevice } from '../support/sync-world.ts';

const MAP = new Uint8Array([1]);

test('R7 a type inside a type, by its parent or beside one that is, is refused; a text under a key is not', async () => {
  const { heart, log, staff, dossier } = syncWorld();
  const room = roomName({ kind: 'internal', dossier });
  const own = clientId(staff.device, 0);
  let counter = 1;
  const write = async (structs: readonly HandMadeStruct[]) => {
    const bytes = handMade({ clients: [{ client: own, clock: 0, structs }] });
    return (await pushed(heart, staff, [{ id: freshId(), counter: counter++, room, bytes }]))[0];
  };
  const refused = { status: 'refused', reason: 'shape' };
  const top: HandMadeStruct = { root: 'notes', key: freshId(), content: 7, body: MAP };
  const chain = Array.from({ length: 9000 }, (_, i): HandMadeStruct => ({ parent: [own, i], key: 'k', content: 7, body: MAP }));
  expect(await write([top, ...chain])).toMatchObject(refused);
  expect(await write([top, { parent: [own, 0], key: 'k', content: 7, body: MAP }])).toMatchObject(refused);
  expect(await write([top, { parent: [own, 0], key: 'k' }, { origin: [own, 1], content: 7, body: MAP }])).toMatchObject(refused);

  // Nor a key inside a text, whose value cut in two makes Yjs throw in every reader once the text is deleted.
  expect(await write([top, { parent: [own, 0], key: 'k' }])).toMatchObject(refused);

  const device = new TestDevice(staff, room, 1);
  device.counter = counter;
  const text = new Y.Text();
  const key = freshId<string>();
  device.map('notes').set(key, text);
  text.insert(0, 'Rappeler lundi');
  for (const result of await device.send(heart)) expect(result).toMatchObject({ status: 'stored' });
  expect((await documentOf(log, room)).getMap('notes').toJSON()).toEqual({ [key]: 'Rappeler lundi' });
});
