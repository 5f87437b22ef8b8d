/** How Yjs writes down what was deleted: the end of each update, and what a room's digest keeps of it. */
import * as encoding from 'lib0/encoding';
import type { ClockRange } from '@navette/rooms/update-reader';

/** An update that deletes and does nothing else. @param deletes apart from one another */
export function deletionOf(deletes: readonly ClockRange[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0);
    writeDeletes(encoder, deletes);
  });
}

/** The delete set at the end of a Yjs update. */
export function writeDeletes(encoder: encoding.Encoder, deletes: readonly ClockRange[]): void {
  const byClient = Map.groupBy(deletes, (range) => range.client);
  encoding.writeVarUint(encoder, byClient.size);
  for (const [client, ranges] of byClient) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, ranges.length);
    for (const { clock, length } of ranges) {
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarUint(encoder, length);
    }
  }
}
