/** A colleague's device that pushes one record at a time into one room, as the product does. */
import * as Y from 'yjs';
import { makeId, type DeviceNumber } from '@navette/kernel/ids';
import { encodeFrame } from '@navette/protocol/framing';
import { CLIENT_HEADER, FRAME_TYPE } from '@navette/protocol/version';
import { clientId } from '@navette/rooms/client-ids';
import { ROOT_OF } from '@navette/rooms/records';
import { seededRandom } from '../../support/seeded-random.ts';
import { identifier, record } from './firm-papers.ts';
import type { SignedIn } from './firm.ts';

export class PushingDevice {
  readonly #who: SignedIn;
  readonly #epoch: string;
  readonly #room: string;
  readonly #doc = new Y.Doc();
  readonly #draw = seededRandom(3);
  #counter = 0;

  /** @param room a room of what the staff works on (`processing`) */
  constructor(who: SignedIn, epoch: string, room: string) {
    this.#who = who;
    this.#epoch = epoch;
    this.#room = room;
    this.#doc.clientID = clientId(who.device as DeviceNumber, 0);
  }

  /** One more record. @returns once the server has stored it */
  async push(): Promise<void> {
    let bytes: Uint8Array = new Uint8Array();
    this.#doc.once('update', (update: Uint8Array) => void (bytes = update));
    this.#doc.getMap(ROOT_OF.processing).set(identifier(this.#draw), record(this.#draw));
    this.#counter += 1;
    const id = makeId<string>(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    const head = {
      device: this.#who.device,
      epoch: this.#epoch,
      updates: [{ id, counter: this.#counter, room: this.#room, size: bytes.length }],
    };
    const answer = await fetch(`${this.#who.origin}/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': FRAME_TYPE, authorization: `Bearer ${this.#who.token}`, [CLIENT_HEADER]: 'bench' },
      body: encodeFrame(head, [bytes]),
    });
    const said = await answer.text();
    if (!answer.ok || !said.includes('"stored"')) throw new Error(`a push was answered ${answer.status}: ${said.slice(4, 300)}`);
  }
}
