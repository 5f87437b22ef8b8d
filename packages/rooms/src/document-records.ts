/**
 * Records beside a document's own: what was read in its file, how it is shown, where it comes from, what the firm says of it; and the
 * documents the firm keeps in the archive.
 *
 * None of them changes the bytes that were captured (G19). Authors and moments are those of the log entry.
 */
import * as v from 'valibot';
import type { DocumentId, DossierId } from '@navette/kernel/ids';
import { day, hash, id, size, text, wholeCents } from './fields.ts';

const year = v.pipe(v.number(), v.integer(), v.minValue(1900), v.maxValue(2200));

/**
 * What was read in a file, by the device that had it or by a person: for lists, search and duplicates, never proof. Amounts in cents of
 * `currency`, negative for a credit note.
 */
export const FileFacts = v.object({
  v: v.literal(1),
  /** `structure`: an e-invoice or a bank file says so itself; `text`: read from words, not sure; `person`: somebody put it right. */
  by: v.picklist(['structure', 'text', 'person']),
  issuer: v.optional(text(120)),
  /** SIREN or VAT number. */
  issuerId: v.optional(text(30)),
  recipient: v.optional(text(120)),
  recipientId: v.optional(text(30)),
  number: v.optional(text(60)),
  date: v.optional(day),
  due: v.optional(day),
  /** Period of a statement. */
  from: v.optional(day),
  to: v.optional(day),
  net: v.optional(wholeCents),
  tax: v.optional(wholeCents),
  total: v.optional(wholeCents),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/))),
  /** IBAN or number of the bank account. */
  account: v.optional(text(40)),
  movements: v.optional(size),
  /** Of the XML in a PDF: the same invoice in another file has it too. */
  inner: v.optional(hash),
});
export type FileFacts = v.InferOutput<typeof FileFacts>;

export const DERIVATIONS = ['moved', 'cropped', 'pages', 'merged', 'reduced', 'replaces'] as const;
export type Derivation = (typeof DERIVATIONS)[number];
/** A document made from others, which stay as they were (G19): a derived view names its source. */
export const Source = v.object({ how: v.picklist(DERIVATIONS), of: v.pipe(v.array(id<DocumentId>()), v.minLength(1), v.maxLength(50)) });
export type Source = v.InferOutput<typeof Source>;

/** How it is shown, in quarter turns clockwise: each side says its own, the later one speaks. */
export const Turn = v.object({ v: v.literal(1), quarters: v.picklist([0, 1, 2, 3]) });

/** The firm has entered it into the books: a fact beside "accepted", no state of its own. Null takes it back. */
export const Booked = v.nullable(v.object({ v: v.literal(1), on: day, entry: v.optional(text(60)) }));
export type Booked = v.InferOutput<typeof Booked>;

/** It was given to another dossier or box, where it is another document. */
export const Moved = v.object({ v: v.literal(1), dossier: id<DossierId>(), document: id<DocumentId>() });
export type Moved = v.InferOutput<typeof Moved>;

/** In the bin, from which it can be taken back for ninety days; null takes it back. */
export const Binned = v.nullable(v.object({ v: v.literal(1) }));

/** Why it may not be erased (G16): a rule of the firm's table, and a hold beyond every rule, with its reason. */
export const Retained = v.object({ v: v.literal(1), rule: v.nullable(text(40)), hold: v.nullable(text(200)) });
export type Retained = v.InferOutput<typeof Retained>;

/** The movement of a bank statement that has no document. */
export const Movement = v.object({ account: text(40), date: day, amount: wholeCents, currency: text(3), label: text(200) });
export type Movement = v.InferOutput<typeof Movement>;

/** "Je n'ai pas ce document": the client's answer to a request, under `answer/<request>`; null takes it back. */
export const NoneToGive = v.nullable(v.object({ v: v.literal(1), why: v.optional(text(500)) }));
export type NoneToGive = v.InferOutput<typeof NoneToGive>;

export const ARCHIVE_CATEGORIES = ['accounting', 'legal', 'tax', 'payroll', 'other'] as const;
export type ArchiveCategory = (typeof ARCHIVE_CATEGORIES)[number];

/** Where a published document stands in the tree, and under which name; changed as a whole, under `<id>/place`. */
export const ArchivePlace = v.object({
  v: v.literal(1),
  name: text(200),
  /** Names of folders from the top; none for the top itself. */
  folder: v.pipe(v.array(v.pipe(text(80), v.minLength(1))), v.maxLength(8)),
  /** Fiscal year in which it closes; null for what belongs to none (statutes). */
  year: v.nullable(year),
  category: v.picklist(ARCHIVE_CATEGORIES),
});
export type ArchivePlace = v.InferOutput<typeof ArchivePlace>;

/** A document the firm has published (R203, R204). */
export const ArchivedFile = v.object({
  v: v.literal(1),
  hash,
  size,
  /** Media type read from the bytes. */
  type: text(120),
  place: ArchivePlace,
  /** The document's own date, where it has one. */
  date: v.optional(day),
  /** The deposit it was. */
  of: v.optional(id<DocumentId>()),
  facts: v.optional(FileFacts),
});
export type ArchivedFile = v.InferOutput<typeof ArchivedFile>;
