/**
 * Erases at once what is written about a document that was erased, by devices that had not heard of it (`strays.ts`). In the log it
 * stands in its first form until the server starts again; it is served to nobody.
 */
import { makeId } from '@navette/kernel/ids';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { errorFacts } from '../error-facts.ts';
import type { Directory, Keys, RedactionBook, RoomNews } from '../ports.ts';
import type { RoomName } from '@navette/rooms/room-names';
import type { Accept } from '../rooms/accept.ts';
import { Lanes } from '../rooms/lanes.ts';
import { erasedOf, roomsOfErased, straysIn, wordsOnStrays } from './strays.ts';
import { tellDue, type TellParts } from './tell.ts';

export type WatchParts = TellParts & {
  readonly accept: Pick<Accept, 'look' | 'forget'>;
  readonly redactions: RedactionBook;
  readonly directory: Pick<Directory, 'firm'>;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly random: Random;
  readonly report: Log;
};

/** @returns what ends it, once what is under way is done */
export function watchStrays(parts: WatchParts): () => Promise<void> {
  const { bus, accept, redactions, directory, keys, clock, random, report } = parts;
  const running = new Set<Promise<unknown>>();
  const lanes = new Lanes<RoomName>();

  async function erase({ room, bytes }: RoomNews, documents: Parameters<typeof wordsOnStrays>[2]): Promise<void> {
    const strays = straysIn([bytes], documents, erasedOf(redactions, room));
    if (strays.size === 0) return;
    const newId = (): string => makeId(clock.now(), random.bytes(10));
    const facts = { firm: directory.firm().id, at: clock.now(), signer: keys.now().signer('log'), newId };
    await redactions.add(wordsOnStrays(room, strays, documents, facts));
    await accept.look(room, (memory) => tellDue(parts, room, memory));
    report('redacted-again', { documents: strays.size });
  }

  const unsubscribe = bus.subscribe((news) => {
    if (redactions.all().length === 0) return;
    const documents = roomsOfErased(redactions).get(news.room);
    if (!documents) return;
    // One after the other: what takes the place of a stray is found by it.
    const work = lanes
      .run(news.room, () => erase(news, documents))
      .catch((error: unknown) => report('redaction-failed', errorFacts(error)));
    running.add(work);
    void work.then(() => running.delete(work));
  });
  return async () => {
    unsubscribe();
    await Promise.allSettled(running);
  };
}
