/** What an open ledger needs of its record: its files, its first figures; and the settings of a dossier's books. */
import { COMPOSITION, DOSSIER_KINDS, type IndicatorName } from '@navette/domain/ledger/indicators';
import type { Figures } from '@navette/domain/ledger/questions';
import * as v from 'valibot';
import type { LedgerManifest } from './ledger-records.ts';
import { day, hash, size, text, wholeCents } from './fields.ts';

const month = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/));
const amounts = <N extends string>(names: readonly N[]) =>
  v.object(Object.fromEntries(names.map((name) => [name, wholeCents])) as Record<N, typeof wholeCents>);
/** Days to one decimal. */
const someDays = v.nullable(v.pipe(v.number(), v.finite()));

const SIG = [
  'tradingMargin',
  'production',
  'consumption',
  'valueAdded',
  'grossOperatingSurplus',
  'operatingResult',
  'currentResult',
  'exceptionalResult',
  'netResult',
] as const;

/** The first figures of a ledger, shown before it is opened. */
export const LedgerSummary = v.object({
  indicators: amounts(Object.keys(COMPOSITION) as IndicatorName[]),
  sig: amounts(SIG),
  from2025: v.boolean(),
  months: v.pipe(
    v.array(
      v.object({ month, revenue: wholeCents, expenses: wholeCents, cash: wholeCents, receivables: wholeCents, payables: wholeCents }),
    ),
    v.maxLength(36),
  ),
  first: v.nullable(day),
  last: v.nullable(day),
  days: size,
  turnovers: v.object({ salesWithTax: wholeCents, purchasesWithTax: wholeCents }),
  dso: someDays,
  dpo: someDays,
  normalSide: v.object({ receivables: wholeCents, payables: wholeCents }),
  proposedKind: v.picklist(DOSSIER_KINDS),
  closingLeftOut: size,
  lines: size,
  unread: size,
});
/** What is stored is what is computed. */
const _same: (stored: v.InferOutput<typeof LedgerSummary>) => Figures = (stored) => stored;
void _same;

/** A file of the ledger as it is stored: compressed, named by what it is then. */
const StoredFile = v.object({ hash, size });

/** A packed ledger and where it comes from; `of` is the SHA-256 of the file as it was given. */
export const Book = v.object({
  start: day,
  closing: day,
  siren: v.optional(text(9)),
  entries: size,
  reserves: v.boolean(),
  figures: StoredFile,
  words: StoredFile,
  source: StoredFile,
  summary: LedgerSummary,
});
export type Book = v.InferOutput<typeof Book>;

const term = v.object({ days: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(365)), endOfMonth: v.optional(v.boolean()) });
const dayOfMonth = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(31));

/** What the firm sets for the books of a dossier: `settings/<dossier>` in the ledger's room. */
export const SettingsOfBooks = v.object({
  v: v.literal(1),
  kind: v.nullable(v.picklist(DOSSIER_KINDS)),
  taxes: v.object({
    vat: v.optional(v.object({ period: v.picklist(['monthly', 'quarterly', 'yearly']), day: dayOfMonth })),
    corporateTax: v.optional(v.object({ closingMonth: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)) })),
    cfe: v.optional(v.boolean()),
    payrollTax: v.optional(v.object({ period: v.picklist(['monthly', 'quarterly']) })),
    social: v.optional(v.object({ day: v.picklist([5, 15]) })),
  }),
  usualTerm: v.nullable(term),
  terms: v.pipe(v.array(v.tuple([text(60), term])), v.maxLength(500)),
  showVat: v.boolean(),
});
export type SettingsOfBooks = v.InferOutput<typeof SettingsOfBooks>;

/** What a record says of a fiscal year that was read. */
export type BookToKeep = {
  readonly name: string;
  readonly siren: string | null;
  readonly start: string;
  readonly closing: string;
  readonly through: string;
  readonly entries: number;
  readonly reserves: boolean;
  readonly summary: Figures;
};

/** The record of an import. @param files as they are stored */
export function manifestOf(read: BookToKeep, files: Pick<Book, 'figures' | 'words' | 'source'>): LedgerManifest & { readonly book: Book } {
  const { summary } = read;
  const { indicators } = summary;
  return {
    v: 1,
    fiscalYear: Number(read.closing.slice(0, 4)),
    through: read.through,
    hash: files.source.hash,
    name: read.name.slice(0, 200),
    published: false,
    months: summary.months.slice(0, 24).map(({ month, revenue, expenses, cash, receivables, payables }) => ({
      month,
      revenue,
      charges: expenses,
      cash,
      receivables,
      payables,
    })),
    totals: {
      revenue: indicators.revenue,
      charges: indicators.expenses,
      cash: indicators.cash,
      receivables: indicators.receivables,
      payables: indicators.payables,
    },
    book: {
      start: read.start,
      closing: read.closing,
      ...(read.siren === null ? {} : { siren: read.siren.slice(0, 9) }),
      entries: read.entries,
      reserves: read.reserves,
      ...files,
      summary: { ...summary, months: summary.months.slice(0, 36) },
    } as Book,
  };
}
