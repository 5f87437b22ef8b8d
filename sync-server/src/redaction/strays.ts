/**
 * What is written about a document after it was erased, by a device that had not heard: a decision carries a copy of the deposit. It is
 * erased as the document was, on the same word's reason (K5); comments are people's own words of today, and stay.
 *
 * Read from the bytes alone: a key that names the document, or a value that takes the place of an erased one.
 */
import type { FirmId } from '@navette/kernel/ids';
import { REDACTED_RANGES, type Redaction } from '@navette/protocol/redaction';
import { apart } from '@navette/rooms/redacted-form';
import { parseRecordKey } from '@navette/rooms/records';
import { parseRoom, roomName, type RoomName } from '@navette/rooms/room-names';
import { isMalformed, readUpdate, type ClockRange, type StructId } from '@navette/rooms/update-reader';
import type { RedactionBook, Signer } from '../ports.ts';
import { NO_LIMITS } from '../rooms/room-memory.ts';
import { signRedaction } from './signed-redaction.ts';

const DELETED = 1;

/** Rooms in which people write about an erased document, each with the redaction that erased it. */
export function roomsOfErased(book: Pick<RedactionBook, 'all'>): Map<RoomName, Map<string, Redaction>> {
  const rooms = new Map<RoomName, Map<string, Redaction>>();
  for (const redaction of book.all()) {
    const room = parseRoom(redaction.room);
    if (redaction.document === null || (room?.kind !== 'deposits' && room?.kind !== 'processing')) continue;
    for (const kind of ['deposits', 'processing'] as const) {
      const name = roomName({ ...room, kind });
      const documents = rooms.get(name) ?? new Map<string, Redaction>();
      if (!documents.has(redaction.document)) documents.set(redaction.document, redaction);
      rooms.set(name, documents);
    }
  }
  return rooms;
}

/** Clocks of a room that are erased already, by the document they were about. */
export function erasedOf(book: Pick<RedactionBook, 'of'>, room: RoomName): Map<string, ClockRange[]> {
  const erased = new Map<string, ClockRange[]>();
  for (const { document, ranges } of book.of(room))
    if (document !== null) erased.set(document, [...(erased.get(document) ?? []), ...ranges]);
  return erased;
}

/**
 * @param updates of one room, in order
 * @returns clocks of these updates that say something of an erased document, by document
 */
export function straysIn(
  updates: readonly Uint8Array[],
  documents: ReadonlyMap<string, unknown>,
  erased: ReadonlyMap<string, readonly ClockRange[]>,
): Map<string, ClockRange[]> {
  const found = new Map<string, ClockRange[]>();
  // Which document the clocks of a stray are about, for what takes its place.
  const about = new Map<string, string>();
  const documentAt = ({ client, clock }: StructId): string | undefined =>
    about.get(`${client}/${clock}`) ??
    [...erased].find(([, ranges]) =>
      ranges.some((range) => range.client === client && clock >= range.clock && clock < range.clock + range.length),
    )?.[0];
  for (const bytes of updates) {
    const update = readUpdate(bytes, NO_LIMITS);
    if (isMalformed(update)) continue;
    for (const { type, content, key, origin, client, clock, length } of update.structs) {
      if (type !== 'item') continue;
      const named = key === null ? undefined : parseRecordKey(key)?.id;
      const document = named !== undefined && documents.has(named) ? named : origin ? documentAt(origin) : undefined;
      if (document === undefined) continue;
      for (let i = 0; i < length; i++) about.set(`${client}/${clock + i}`, document);
      if (content !== DELETED) found.set(document, [...(found.get(document) ?? []), { client, clock, length }]);
    }
  }
  return found;
}

/** The firm's word on strays: as it was on the document itself. */
export function wordsOnStrays(
  room: RoomName,
  strays: ReadonlyMap<string, readonly ClockRange[]>,
  documents: ReadonlyMap<string, Redaction>,
  facts: { readonly firm: FirmId; readonly at: number; readonly signer: Signer; readonly newId: () => string },
): Redaction[] {
  return [...strays].flatMap(([document, ranges]) => {
    const first = documents.get(document);
    const all = apart(ranges);
    const lots = Array.from({ length: Math.ceil(all.length / REDACTED_RANGES) }, (_, i) =>
      all.slice(i * REDACTED_RANGES, (i + 1) * REDACTED_RANGES),
    );
    return lots.map((lot) => {
      const { by = '', why = '', basis = '' } = first ?? {};
      const ranged = lot.map(({ client, clock, length }) => ({ client, clock, length }));
      return signRedaction(
        { firm: facts.firm, id: facts.newId(), room, ranges: ranged, document, file: null, at: facts.at, by, why, basis },
        facts.signer,
      );
    });
  });
}
