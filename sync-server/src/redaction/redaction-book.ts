/**
 * Every redaction the firm ever ordered, kept apart from the log: what a restored log has to be told again (K5). In the data folder it
 * is a file, one signed line each, which backups carry; in tests, memory.
 *
 * A line is durable before anything is erased on its word: whoever is killed in the middle goes on from it. What no key of the firm
 * signed counts for nothing.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { BlobHash, DossierId, FirmId } from '@navette/kernel/ids';
import type { Holder } from '@navette/domain/boxes';
import { Redaction } from '@navette/protocol/redaction';
import type { RoomName } from '@navette/rooms/room-names';
import * as v from 'valibot';
import type { KeyBook } from '../keys/key-book.ts';
import type { RedactionBook } from '../ports.ts';
import { isOurRedaction } from './signed-redaction.ts';

const NONE: readonly Redaction[] = [];

/** @param kept what is in it already @param append makes more of it durable */
export function makeRedactionBook(kept: readonly Redaction[], append: (added: readonly Redaction[]) => void): RedactionBook {
  const byId = new Map<string, Redaction>();
  const byRoom = new Map<RoomName, Redaction[]>();
  const files = new Set<string>();
  const take = (redaction: Redaction): void => {
    const room = redaction.room as RoomName;
    byId.set(redaction.id, redaction);
    byRoom.set(room, [...(byRoom.get(room) ?? NONE), redaction]);
    if (redaction.file) files.add(placeOf(redaction.file));
  };
  for (const one of kept) if (!byId.has(one.id)) take(one);
  return {
    all: () => [...byId.values()],
    find: (id) => byId.get(id),
    of: (room) => byRoom.get(room) ?? NONE,
    isErased: (dossier: DossierId, box: Holder, hash: BlobHash) => files.has(placeOf({ dossier, box, hash })),
    async add(redactions) {
      const fresh = redactions.filter(({ id }, i) => !byId.has(id) && redactions.findIndex((other) => other.id === id) === i);
      if (fresh.length === 0) return;
      append(fresh);
      for (const one of fresh) take(one);
    },
  };
}

function placeOf({ dossier, box, hash }: NonNullable<Redaction['file']>): string {
  return `${dossier}/${box}/${hash}`;
}

/** The book in memory. @param disk what outlives it */
export function memoryRedactionBook(disk: { redactions: readonly Redaction[] } = { redactions: NONE }): RedactionBook {
  return makeRedactionBook(disk.redactions, (added) => void (disk.redactions = [...disk.redactions, ...added]));
}

export function openRedactionBook(file: string, firm: FirmId, keys: KeyBook): RedactionBook {
  return makeRedactionBook(redactionsInFile(file, firm, keys), (added) => appendLines(file, added));
}

/** What the firm signed of a file's lines; none where there is no file. */
export function redactionsInFile(file: string, firm: FirmId, keys: KeyBook): readonly Redaction[] {
  return linesIn(file).filter((redaction) => isOurRedaction(redaction, firm, keys));
}

/** What a file's lines say, whoever signed it. */
function linesIn(file: string): readonly Redaction[] {
  if (!existsSync(file)) return NONE;
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => parseLine(line) ?? []);
}

/** A line that a power cut tore says nothing. */
function parseLine(line: string): Redaction | null {
  try {
    const parsed = v.safeParse(Redaction, JSON.parse(line));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Durable when it returns. */
export function appendLines(file: string, redactions: readonly Redaction[]): void {
  const handle = openSync(file, 'a', 0o600);
  try {
    // A line that was torn ends before the next one begins.
    writeSync(handle, redactions.map((one) => `\n${JSON.stringify(one)}\n`).join(''));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
