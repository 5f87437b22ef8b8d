/**
 * N5: half a mebibyte of a hundred thousand tiny deletions stops neither the server nor whoever reads the room: Yjs needs
 * minutes to cut one long run into as many pieces.
 */
import * as encoding from 'lib0/encoding';
import { expect, test } from 'vitest';
import { clientId } from '@navette/rooms/client-ids';
import { roomName } from '@navette/rooms/room-names';
import { documentOf, freshId, syncWorld } from '../support/sync-world.ts';

const RUN = 190_000;

/** One run of values or characters, and deletions of every other one of them, the last first. */
function runWithHoles(client: number, root: string, content: 4 | 8, holes: number): Uint8Array {
  return encoding.encode((e) => {
    const write = (...numbers: number[]): void => numbers.forEach((number) => encoding.writeVarUint(e, number));
    write(1, content === 4 ? 2 : 1, client, 0);
    encoding.writeUint8(e, 0x20 | (content === 4 ? 7 : 8));
    write(1);
    encoding.writeVarString(e, root);
    encoding.writeVarString(e, freshId());
    if (content === 4) {
      write(2);
      encoding.writeUint8(e, 4);
      write(0, client, 0);
      encoding.writeVarString(e, 'x'.repeat(RUN));
    } else {
      write(RUN);
      encoding.writeUint8Array(e, new Uint8Array(RUN).fill(120));
    }
    write(1, client, holes);
    for (let i = holes - 1; i >= 0; i--) write(1 + 2 * i, 1);
  });
}

test.each([
  ['deposits', 8],
  ['internal', 4],
] as const)(
  'N5 a run cut into a hundred thousand pieces is not let in, in a room of %s',
  async (kind, content) => {
    const world = syncWorld();
    const internal = roomName({ kind: 'internal', dossier: world.dossier });
    const [room, who, root] = kind === 'internal' ? [internal, world.staff, 'notes'] : [world.deposits, world.client, 'deposits'];
    const writer = { user: who.id, device: who.device, by: 'live' as const };
    const before = performance.now();
    await world.heart.accept.write(room, writer, [
      { id: freshId(), counter: null, bytes: runWithHoles(clientId(who.device, 0), root, content, RUN / 2 - 1) },
    ]);
    await world.heart.accept.write(room, writer, [
      { id: freshId(), counter: null, bytes: runWithHoles(clientId(who.device, 1), root, content, 9_000) },
    ]);
    await documentOf(world.log, room);
    // A hundred times what it takes, a hundredth of what it took.
    expect(performance.now() - before).toBeLessThan(5_000);
  },
  60_000,
);
