/**
 * The books of a dossier as records. An import stands in the room that the firm alone reads (`internal`, under `import/<id>`); a
 * publication says it again in the ledger's room (`<id>`), which readers of the accounts have: what is not published is in no room
 * of theirs. What changes later stands beside: `<id>/final`, `<id>/force`. What only an open ledger needs is read in `book-record.ts`.
 */
import * as v from 'valibot';
import { day, hash, moment, text, wholeCents } from './fields.ts';

const month = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/));
const figures = { revenue: wholeCents, charges: wholeCents, cash: wholeCents, receivables: wholeCents, payables: wholeCents };

/** The manifest of an imported ledger: its file, how far it goes, its headline figures by month, and the book itself. */
export const LedgerManifest = v.object({
  v: v.literal(1),
  fiscalYear: v.pipe(v.number(), v.integer()),
  through: day,
  /** Of the file as it was given. */
  hash,
  name: text(200),
  published: v.boolean(),
  months: v.pipe(v.array(v.object({ month, ...figures })), v.maxLength(24)),
  totals: v.object(figures),
  /** A `Book`, read by whoever opens it. */
  book: v.optional(v.unknown()),
});
export type LedgerManifest = v.InferOutput<typeof LedgerManifest>;

/**
 * Beside an import or a publication: whether it is after inventory (`<id>/final`); and when staff put it in force (`<id>/force`), of
 * several of one closing date.
 */
export const LedgerBeside = v.object({ v: v.literal(1), final: v.optional(v.boolean()), at: v.optional(moment) });
export type LedgerBeside = v.InferOutput<typeof LedgerBeside>;

/** What the firm sets for the books of a dossier: `settings/<dossier>` in the ledger's room; `SettingsOfBooks`, read by whoever opens the books. */
export const LedgerSettings = v.unknown();
export type LedgerSettings = unknown;
