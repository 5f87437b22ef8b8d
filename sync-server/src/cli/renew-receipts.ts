/**
 * Gives again, under the present key, what a key signed that was stolen since (K3): receipts that this server's own log and
 * files bear out, the acts of restores, and redactions (`renew-redactions.ts`). What was signed first stays in the log and in the heal book.
 *
 * The server is stopped: only one process writes a log. Each step is a whole entry, and what is done already is left alone, so
 * the same command goes on after any end.
 */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { receiptText } from '@navette/domain/receipt';
import type { FirmId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { keptUpTo, restoreActText } from '@navette/protocol/healing';
import { ERASED, readRecord, Receipt } from '@navette/rooms/records';
import { parseRoom, type RoomName } from '@navette/rooms/room-names';
import { memoryBus } from '../adapters/memory-bus.ts';
import { openHealDatabase, restoresIn, signAgain } from '../adapters/sqlite-heal-book.ts';
import { BACKUP_MANIFEST, HEALING, hold, readFirm } from '../data-folder.ts';
import { isFromBeforeTheft, keyBook, type KeyBook } from '../keys/key-book.ts';
import { KeyMissing, openRing } from '../keys/key-folder.ts';
import { signed } from '../keys/signed.ts';
import { openSqliteRoomLog } from '../log/sqlite-room-log.ts';
import type { KeyRing, RoomLog } from '../ports.ts';
import { makeServerWriter, type ServerRecord, type ServerWriter } from '../rooms/server-writer.ts';
import type { CommandRefusal } from './command.ts';
import { renewRedactions } from './renew-redactions.ts';
import { blobPath, hashOfFile } from './verify-proofs.ts';

export type RenewOptions = {
  readonly data: string;
  /** True gives again also what stands in the log from before the theft: for readers who have no log. */
  readonly all: boolean;
  readonly clock: Clock;
  readonly random: Random;
};
export type Renewed = {
  readonly renewed: number;
  /** Restores and redactions whose act was signed again. */
  readonly acts: number;
  /** Receipts that nothing here bears out any more: `<dossier>/<box>/<hash>`. */
  readonly left: readonly string[];
};

/** Receipts in one entry. */
const AT_ONCE = 100;

export async function renewReceipts({ data, all, clock, random }: RenewOptions): Promise<Result<Renewed, CommandRefusal>> {
  const folder = path.resolve(data);
  const file = path.join(folder, 'log.sqlite');
  const firm = readFirm(path.join(folder, 'firm.json'));
  if (!firm || !existsSync(file)) return refuse({ tag: 'no-such-folder', folder: data });
  if (existsSync(path.join(folder, BACKUP_MANIFEST))) return refuse({ tag: 'is-a-backup', folder: data });
  const release = hold(path.join(folder, 'lock.sqlite'));
  if (!release) return refuse({ tag: 'in-use', folder: data });
  const healing = openHealDatabase(path.join(folder, HEALING));
  try {
    const ring = openRing(path.join(folder, 'keys'));
    const book = keyBook(ring);
    const words = renewRedactions({ folder, firm: firm.id as FirmId, signer: ring.signer('log'), book });
    const acts = signActsAgain(healing, ring, book, clock.now()) + words;
    const restores = restoresIn(healing);
    const log = openSqliteRoomLog({ file, clock, random });
    try {
      const writer = makeServerWriter({ log, bus: memoryBus(), clock, random, healing: { restores: () => restores } });
      const { epoch } = await log.head();
      const kept = (of: string): number => (of === epoch ? Infinity : keptUpTo(restores, of));
      const done = { renewed: 0, acts, left: [] as string[] };
      for (const room of await log.rooms()) {
        if (parseRoom(room)?.kind !== 'receipts') continue;
        const found = await toRenew(room, { all, book, kept, log, writer, blobs: path.join(folder, 'blobs') });
        done.left.push(...found.left);
        for (let i = 0; i < found.receipts.length; i += AT_ONCE)
          done.renewed += await giveAgain(room, found.receipts.slice(i, i + AT_ONCE), ring, log, writer, clock);
      }
      return ok(done);
    } finally {
      await log.close();
    }
  } catch (error) {
    if (error instanceof KeyMissing) return refuse({ tag: 'no-key', folder: data });
    throw error;
  } finally {
    healing.close();
    release();
  }
}

type Looking = {
  readonly all: boolean;
  readonly book: KeyBook;
  readonly kept: (epoch: string) => number;
  readonly log: RoomLog;
  readonly writer: ServerWriter;
  readonly blobs: string;
};

async function toRenew(
  room: RoomName,
  { all, book, kept, log, writer, blobs }: Looking,
): Promise<{ readonly receipts: readonly Receipt[]; readonly left: readonly string[] }> {
  const receipts: Receipt[] = [];
  const left: string[] = [];
  const standing = await writer.standing(room);
  const keys = new Set(standing.map(({ key }) => key));
  for (const { key: name, value, cursor } of standing) {
    // The firm has erased its file (K5): nothing opens by it any more.
    if (keys.has(name + ERASED)) continue;
    const read = readRecord(Receipt, value);
    const key = read.readable ? book.find('receipts', read.record.keyId) : undefined;
    if (!read.readable || !key?.distrusted) continue;
    const { record } = read;
    if (!all && isFromBeforeTheft(key, record.renewed ?? record.at, cursor, kept)) continue;
    const borneOut = (await log.holds(record.dossier, record.box, record.hash)) && (await isWhole(blobPath(blobs, record.hash), record));
    if (borneOut) receipts.push(record);
    else left.push(`${record.dossier}/${record.box}/${record.hash}`);
  }
  return { receipts, left };
}

async function isWhole(file: string, { hash, size }: Receipt): Promise<boolean> {
  return existsSync(file) && (await stat(file)).size === size && (await hashOfFile(file)) === hash;
}

/** One entry; `at` and who brought it stay what the log has said all along. */
async function giveAgain(
  room: RoomName,
  receipts: readonly Receipt[],
  ring: KeyRing,
  log: RoomLog,
  writer: ServerWriter,
  clock: Clock,
): Promise<number> {
  const { cursor, hash: head } = await log.head();
  const records: ServerRecord[] = receipts.map(({ v: _v, signature: _signature, keyId: _keyId, ...facts }) => ({
    key: facts.hash,
    value: { v: 1, ...signed(ring.signer('receipts'), { ...facts, cursor, head, renewed: clock.now() }, receiptText) },
  }));
  await writer.setRecords(room, records);
  return records.length;
}

/** A device that comes back hears of a restore on the word of a key it trusts, or not at all. */
function signActsAgain(healing: DatabaseSync, ring: KeyRing, book: KeyBook, at: number): number {
  const stolen = restoresIn(healing).filter((act) => {
    const distrusted = book.find('log', act.keyId)?.distrusted;
    return distrusted ? act.at > distrusted.after : false;
  });
  for (const act of stolen) {
    const { keyId: _keyId, signature: _signature, ...facts } = act;
    signAgain(healing, act, signed(ring.signer('log'), facts, restoreActText), at);
  }
  return stolen.length;
}
