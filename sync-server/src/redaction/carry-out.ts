/**
 * Does in the log and among the files what the firm's redactions say (K5); each step may be repeated, and what was done is not done again:
 *
 *   tell (an entry that deletes the clocks) -> mark the receipt -> redacted forms, copies dropped, act kept -> wipe -> file removed
 *
 * A room that lacks clocks of a redaction (a restored server, before they are handed back) waits: what comes back comes in its redacted
 * form (`rooms/heal.ts`). Nobody else writes while it runs: at the start of the server, and by `navette redact`.
 */
import { makeId, type BlobHash, type DossierId, type FirmId } from '@navette/kernel/ids';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { redactionEntryId, type Redaction } from '@navette/protocol/redaction';
import { redactedForm } from '@navette/rooms/redacted-form';
import { ERASED, type FileErased } from '@navette/rooms/records';
import { parseRoom, type RoomName } from '@navette/rooms/room-names';
import { RoomState } from '@navette/rooms/update-check';
import { isMalformed, readUpdate, type ClockRange } from '@navette/rooms/update-reader';
import type { Holder } from '@navette/domain/boxes';
import type { BlobStore, Keys, LogEntry, NewEntry, RedactionBook, RoomLog } from '../ports.ts';
import type { FirmTray } from '../leaving/firm-tray.ts';
import { errorFacts } from '../error-facts.ts';
import { formSum } from '../log/log-chain.ts';
import { RoomUnreadable } from '../log/room-unreadable.ts';
import { deletionOf } from '../rooms/write-deletes.ts';
import { NO_LIMITS } from '../rooms/room-memory.ts';
import type { ServerWriter } from '../rooms/server-writer.ts';
import { sealAct } from './signed-redaction.ts';
import { erasedOf, roomsOfErased, straysIn, wordsOnStrays } from './strays.ts';

export type CarryOutParts = {
  readonly log: RoomLog;
  readonly blobs: Pick<BlobStore, 'erase'>;
  readonly book: RedactionBook;
  readonly writer: Pick<ServerWriter, 'setRecord'>;
  readonly keys: Keys;
  readonly firm: FirmId;
  /** A file goes when the tray lets it go; what it says of an erased document goes with the document. */
  readonly tray: Pick<FirmTray, 'holdsAnywhere' | 'redact'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly report: Log;
};

export type CarriedOut = {
  /** Rooms of which something was erased now. */
  readonly rooms: readonly RoomName[];
  readonly entries: number;
  /** Files that no box holds any more, and are gone from the disk. */
  readonly files: number;
  /** Redactions whose room lacks what they speak of, or cannot be read. */
  readonly waiting: number;
};

/** Carries out whatever the book says and the log has not kept as done. @throws when log or files cannot be written */
export async function carryOutAll(parts: CarryOutParts): Promise<CarriedOut> {
  const { log, book, report } = parts;
  if (book.all().length === 0) return { rooms: [], entries: 0, files: 0, waiting: 0 };
  await orderStrays(parts);
  const kept = await log.redactions();
  const done = new Set(kept.map(({ id }) => id));
  const rooms = new Set<RoomName>();
  let [entries, waiting] = [0, 0];
  for (const redaction of book.all()) {
    if (done.has(redaction.id)) continue;
    const erased = await carryOut(parts, redaction).catch(nothingIfUnreadable);
    if (erased === null) {
      waiting++;
      report('redaction-waits', { redaction: redaction.id });
      continue;
    }
    rooms.add(redaction.room as RoomName);
    entries += erased;
    report('redacted', { redaction: redaction.id, entries: erased });
  }
  // A disk without room for it harms nobody: the next start tries again.
  if (rooms.size > 0 || kept.some(({ wiped }) => !wiped))
    await log.wipe().catch((error: unknown) => report('redaction-not-wiped', errorFacts(error)));
  return { rooms: [...rooms], entries, files: await dropFiles(parts), waiting };
}

/** What was written about erased documents since. */
async function orderStrays({ log, book, keys, firm, clock, random }: CarryOutParts): Promise<void> {
  const newId = (): string => makeId(clock.now(), random.bytes(10));
  for (const [room, documents] of roomsOfErased(book)) {
    const entries = (await log.room(room, 0).catch(nothingIfUnreadable)) ?? [];
    // What is erased already, and not yet in the log's own form, is no news.
    const form = redactedForm(book.of(room).flatMap(({ ranges }) => ranges));
    const strays = straysIn(
      entries.map(({ bytes }) => form(bytes)),
      documents,
      erasedOf(book, room),
    );
    if (strays.size === 0) continue;
    const signer = keys.now().signer('log');
    await book.add(wordsOnStrays(room, strays, documents, { firm, at: clock.now(), signer, newId }));
  }
}

function nothingIfUnreadable(error: unknown): null {
  if (error instanceof RoomUnreadable) return null;
  throw error;
}

/** @returns entries that changed; null when the room is not ready for it */
async function carryOut({ log, writer, tray, keys, clock }: CarryOutParts, redaction: Redaction): Promise<number | null> {
  const room = redaction.room as RoomName;
  const { ranges, document, file } = redaction;
  const entries = await log.room(room, 0);
  if (!isThere(entries, ranges)) return null;
  const tells = redactionEntryId(redaction);
  if (!entries.some(({ id }) => id === tells)) await log.append([tellingEntry(redaction)]);
  if (file) await writer.setRecord(room, file.hash + ERASED, { v: 1, at: redaction.at, why: redaction.why } satisfies FileErased);
  const parsed = parseRoom(room);
  if (document && parsed && 'dossier' in parsed) tray.redact(parsed.dossier, document);
  const form = redactedForm(ranges);
  const changed = entries.flatMap((entry) => {
    const bytes = form(entry.bytes);
    return bytes === entry.bytes ? [] : [{ cursor: entry.cursor, id: entry.id, bytes }];
  });
  const sums = changed.map(({ cursor, id, bytes }) => ({ cursor, id, sum: formSum(bytes) }));
  await log.redact({
    id: redaction.id,
    room,
    act: JSON.stringify(sealAct({ redaction, entries: sums, at: clock.now() }, keys.now().signer('log'))),
    entries: changed,
    file: file && { dossier: file.dossier as DossierId, box: file.box as Holder, hash: file.hash as BlobHash },
  });
  return changed.length;
}

/** The entry that tells everybody that these clocks are deleted; the firm's word travels with it. */
export function tellingEntry(redaction: Redaction): NewEntry {
  return {
    room: redaction.room as RoomName,
    id: redactionEntryId(redaction),
    author: 'server',
    device: 0 as NewEntry['device'],
    counter: null,
    bytes: deletionOf(redaction.ranges),
  };
}

/** Nothing is deleted before it is written (R4). */
function isThere(entries: readonly LogEntry[], ranges: readonly ClockRange[]): boolean {
  const state = new RoomState();
  for (const { bytes } of ranges.length > 0 ? entries : []) {
    const update = readUpdate(bytes, NO_LIMITS);
    if (!isMalformed(update)) state.take(update);
  }
  return covers(state, ranges);
}

export function covers(state: RoomState, ranges: readonly ClockRange[]): boolean {
  return ranges.every(({ client, clock, length }) => state.clock(client) >= clock + length);
}

/** What no box holds any more, of whatever was ever erased: a kill may have come in between. @returns how many files went */
async function dropFiles({ log, blobs, book, tray }: CarryOutParts): Promise<number> {
  const hashes = new Set(book.all().flatMap(({ file }) => (file ? [file.hash as BlobHash] : [])));
  let gone = 0;
  for (const hash of hashes) if (!tray.holdsAnywhere(hash) && !(await log.anyHolds(hash)) && (await blobs.erase(hash))) gone++;
  return gone;
}
