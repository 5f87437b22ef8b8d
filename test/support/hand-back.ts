/** Handing entries back to a heart, as a device that was served them. */
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { HEAL_PATH, HealAnswer, type HandedBack, type HealResult } from '@navette/protocol/healing';
import { FRAME_TYPE } from '@navette/protocol/version';
import type { SyncHeart } from '../../sync-server/src/rooms/sync-heart.ts';
import { ask, pulled, type TestPerson } from './sync-world.ts';

export type Served = HandedBack & { readonly bytes: Uint8Array };

/** Everything a person is served, as it would be handed back. */
export async function served(heart: SyncHeart, who: TestPerson): Promise<Served[]> {
  const { answer, bytes } = await pulled(heart, who);
  let at = 0;
  return answer.entries.map(({ cursor, room, id, author, device, counter, proof, size, at: time }) => {
    const piece = bytes.slice(at, at + size);
    at += size;
    return { epoch: answer.epoch, cursor, room, id, author, device, counter, at: time, proof, size, bytes: piece };
  });
}

export async function handBackAnswer(heart: SyncHeart, who: TestPerson, epoch: string, entries: readonly Served[]): Promise<Response> {
  const head = { device: who.device, epoch, entries: entries.map(({ bytes, ...one }) => ({ ...one, size: bytes.length })) };
  return await ask(heart, who, HEAL_PATH, {
    method: 'POST',
    headers: { 'content-type': FRAME_TYPE },
    body: encodeFrame(
      head,
      entries.map(({ bytes }) => bytes),
    ),
  });
}

/** What became of each. */
export async function handBack(
  heart: SyncHeart,
  who: TestPerson,
  epoch: string,
  entries: readonly Served[],
): Promise<readonly HealResult[]> {
  const response = await handBackAnswer(heart, who, epoch, entries);
  if (response.status !== 200) throw new Error(`heal: ${response.status} ${await response.text()}`);
  return decodeFrame(HealAnswer, new Uint8Array(await response.arrayBuffer()))?.head.results ?? [];
}

export function words(results: readonly HealResult[]): string[] {
  return results.map((result) => (result.status === 'refused' ? result.reason : result.status));
}
