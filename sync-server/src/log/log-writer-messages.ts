/**
 * What the main thread and the writer of the log say to each other: work one way, what became of it the other way.
 *
 * Made for threads: few objects, numbers in flat arrays, and the bytes of a whole batch in one buffer that is handed
 * over, not copied. Knows no database and no thread.
 */
import type { RoomName } from '@navette/rooms/room-names';
import type { Appended, LogRedaction, NewEntry, ReceiptRow, RoomDigest, Segment } from '../ports.ts';

export const SALT_BYTES = 16;

/** Calls of `append`, in order, packed. */
export type AppendWork = {
  readonly kind: 'append';
  readonly rooms: readonly RoomName[];
  /** Of each call: how many entries, and the server time it came at. */
  readonly calls: Float64Array;
  /** Of each entry: index of its room, size of its bytes, device, counter (NaN: none). */
  readonly numbers: Float64Array;
  /** Of each entry: id, author. */
  readonly texts: readonly string[];
  /** Of each entry: its salt, then its bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Receipts of the calls that carry some: index of the call, rows. */
  readonly receipts: readonly (readonly [number, readonly ReceiptRow[]])[];
};
export type CompactWork = { readonly kind: 'compact'; readonly room: RoomName; readonly segment: Segment; readonly digest: RoomDigest };
/** Segments and digest of a room that turned out damaged: they are made from the entries again. */
export type DropCopiesWork = { readonly kind: 'drop-copies'; readonly room: RoomName };
export type RedactWork = { readonly kind: 'redact'; readonly redaction: LogRedaction };
/** A commit of its own, and slow. */
export type WipeWork = { readonly kind: 'wipe' };
export type LogWork = AppendWork | CompactWork | DropCopiesWork | RedactWork | WipeWork;

export type Failure = { readonly message: string; readonly errcode?: number };
export type AppendAnswer = {
  /** Of each entry: status, cursor, seq, at; see `STATUS`. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Of each entry stored: its hash, 64 characters, one after the other. */
  readonly hashes: string;
  /** Calls that could not be stored. */
  readonly failed: ReadonlyMap<number, Failure> | null;
};
/** `failed`: nothing of this work is stored. */
export type LogAnswer = AppendAnswer | { readonly done: boolean } | { readonly failure: Failure };
/** Answers in the order of the work. `closed` says why the log takes no more writes. */
export type LogAnswers = {
  readonly answers: readonly LogAnswer[];
  readonly head: { readonly cursor: number; readonly hash: string };
  readonly closed: Failure | null;
};

export const STATUS = { stored: 0, duplicate: 1, 'counter-reused': 2 } as const;
export const NUMBERS = 4;

/** An append that waits for its commit. */
export type LogCall = AppendCall & {
  readonly resolve: (appended: readonly Appended[]) => void;
  readonly reject: (error: Error) => void;
};
export type AppendCall = { readonly entries: readonly NewEntry[]; readonly receipts: readonly ReceiptRow[]; readonly at: number };

/** @param salts `SALT_BYTES` for each entry */
export function packCalls(calls: readonly AppendCall[], salts: Uint8Array): AppendWork {
  let [count, size] = [0, 0];
  for (const { entries } of calls) {
    count += entries.length;
    for (const entry of entries) size += entry.bytes.length;
  }
  const rooms: RoomName[] = [];
  const indexes = new Map<RoomName, number>();
  const receipts: [number, readonly ReceiptRow[]][] = [];
  const texts: string[] = [];
  const numbers = new Float64Array(count * NUMBERS);
  const perCall = new Float64Array(calls.length * 2);
  const bytes = new Uint8Array(size + count * SALT_BYTES);
  let [n, at] = [0, 0];
  for (const [index, call] of calls.entries()) {
    perCall[index * 2] = call.entries.length;
    perCall[index * 2 + 1] = call.at;
    if (call.receipts.length > 0) receipts.push([index, call.receipts]);
    for (const entry of call.entries) {
      let room = indexes.get(entry.room);
      if (room === undefined) {
        room = rooms.push(entry.room) - 1;
        indexes.set(entry.room, room);
      }
      numbers[n * NUMBERS] = room;
      numbers[n * NUMBERS + 1] = entry.bytes.length;
      numbers[n * NUMBERS + 2] = entry.device;
      numbers[n * NUMBERS + 3] = entry.counter ?? Number.NaN;
      texts.push(entry.id, entry.author);
      bytes.set(salts.subarray(n * SALT_BYTES, ++n * SALT_BYTES), at);
      bytes.set(entry.bytes, at + SALT_BYTES);
      at += SALT_BYTES + entry.bytes.length;
    }
  }
  return { kind: 'append', rooms, calls: perCall, numbers, texts, bytes, receipts };
}

/** What became of each call of `calls`, in order: answers of its entries, or why nothing of it is stored. */
export function unpackAnswer(
  calls: readonly AppendCall[],
  salts: Uint8Array,
  answer: AppendAnswer,
): readonly (readonly Appended[] | Failure)[] {
  const { numbers, hashes, failed } = answer;
  let [n, stored] = [0, 0];
  return calls.map(({ entries }, index) => {
    const failure = failed?.get(index);
    if (failure) {
      n += entries.length;
      return failure;
    }
    return entries.map((entry): Appended => {
      const [at, salt] = [n * NUMBERS, n++ * SALT_BYTES];
      const status = numbers[at];
      if (status === STATUS.duplicate) return { status: 'duplicate', at: numbers[at + 3] ?? 0 };
      if (status !== STATUS.stored) return { status: 'counter-reused' };
      const hash = hashes.slice(stored * 64, ++stored * 64);
      const { room, id, author, device, counter, bytes } = entry;
      const [cursor, seq, time] = [numbers[at + 1] ?? 0, numbers[at + 2] ?? 0, numbers[at + 3] ?? 0];
      return {
        status: 'stored',
        entry: { room, id, author, device, counter, bytes, cursor, seq, at: time, salt: salts.subarray(salt, salt + SALT_BYTES), hash },
      };
    });
  });
}

export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : 'log: an unknown failure';
  return error instanceof Error && 'errcode' in error ? { message, errcode: Number(error.errcode) } : { message };
}

/** An error as it was thrown on the other side. */
export function errorOf({ message, errcode }: Failure): Error {
  return Object.assign(new Error(message), errcode === undefined ? {} : { errcode });
}
