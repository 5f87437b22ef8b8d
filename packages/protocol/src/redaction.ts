/**
 * Redactions: the firm's signed word that some contents are erased, from every copy (threat K5, GDPR article 17).
 *
 * One redaction speaks of one room: of clocks in it, which mean the same in every replica and after every restore, and of a file
 * that its box no longer holds. It travels with the entry that deletes those clocks (`PullAnswer.redactions`); a device obeys
 * on a key of the firm's list only (`keys.ts`), keeps it, and hands it back with that entry to a server that has lost both (`healing.ts`).
 */
import { isBlobHash, isId } from '@navette/kernel/ids';
import * as v from 'valibot';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** One line: each stands on a line of its own in what is signed. */
const line = (longest: number) => v.pipe(v.string(), v.maxLength(longest), v.regex(/^\P{Cc}*$/u));

export const REDACTED_RANGES = 200;
/** Redactions of one page, and of one request to heal. */
export const REDACTIONS_AT_ONCE = 20;

export const Redaction = v.object({
  firm: line(40),
  id: v.pipe(v.string(), v.check(isId)),
  room: line(300),
  /** Clocks of the room whose contents are erased. */
  ranges: v.pipe(v.array(v.object({ client: count, clock: count, length: v.pipe(count, v.minValue(1)) })), v.maxLength(REDACTED_RANGES)),
  /** The document they are about, for what is said of it elsewhere than in rooms (the firm's tray). */
  document: v.nullable(v.pipe(v.string(), v.check(isId))),
  /** A file whose bytes this room's box gives no more; the receipt stays. */
  file: v.nullable(v.object({ dossier: v.pipe(v.string(), v.check(isId)), box: line(60), hash: v.pipe(v.string(), v.check(isBlobHash)) })),
  /** Server time at which it was decided. */
  at: count,
  /** Who decided, why, and by which rule or authority; people of the room may read it. */
  by: line(120),
  why: line(200),
  basis: line(200),
  keyId: line(64),
  signature: line(120),
});
export type Redaction = v.InferOutput<typeof Redaction>;

/** The exact text of a redaction that Ed25519 signs: one line a fact, under a domain separator of its own. */
export function redactionText(redaction: Omit<Redaction, 'signature'>): string {
  const { firm, id, room, ranges, document, file, at, by, why, basis, keyId } = redaction;
  return [
    'navette-redaction-v1',
    firm,
    id,
    room,
    ...ranges.map(({ client, clock, length }) => `clocks ${client} ${clock} ${length}`),
    document ? `document ${document}` : 'no document',
    file ? `file ${file.dossier} ${file.box} ${file.hash}` : 'no file',
    at,
    by,
    why,
    basis,
    keyId,
    '',
  ].join('\n');
}

const ENTRY = 'redaction:';

/** Id of the entry that deletes what a redaction erases: no device may give its updates such a one. */
export function redactionEntryId({ id }: Pick<Redaction, 'id'>): string {
  return ENTRY + id;
}

/** @returns the redaction's id, undefined for an entry that tells of none */
export function redactionOf(entryId: string): string | undefined {
  return entryId.startsWith(ENTRY) ? entryId.slice(ENTRY.length) : undefined;
}
