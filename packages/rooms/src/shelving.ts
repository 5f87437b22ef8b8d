/**
 * Where a document is proposed to go in the archive ("règles de classement"): by its kind and the words of its name. Proposals only,
 * which a person confirms; the first rule that fits speaks.
 */
import * as v from 'valibot';
import type { Box } from '@navette/domain/boxes';
import { DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import { ARCHIVE_CATEGORIES, type ArchiveCategory, type ArchivePlace } from './document-records.ts';

export const YEAR_RULES = ['of-date', 'before', 'none'] as const;

export const ShelvingRule = v.object({
  /** Null for any kind. */
  kind: v.nullable(v.picklist(DOCUMENT_KINDS)),
  /** Words that the name has, all of them, in any order; empty for any name. */
  words: v.pipe(v.string(), v.maxLength(100)),
  category: v.picklist(ARCHIVE_CATEGORIES),
  folder: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(80))), v.maxLength(8)),
  box: v.picklist(['common', 'pay', 'management']),
  /** Fiscal year: that in which the document's date falls, the one before it, or none. */
  year: v.picklist(YEAR_RULES),
});
export type ShelvingRule = v.InferOutput<typeof ShelvingRule>;
export const ShelvingRules = v.pipe(v.array(ShelvingRule), v.maxLength(100));

/** What is known of a document that has no place yet. */
export type ToShelve = {
  readonly name: string;
  readonly kind: DocumentKind | null;
  /** 'AAAA-MM-JJ' */
  readonly date: string | null;
};

export type Proposed = { readonly box: Box; readonly place: Omit<ArchivePlace, 'v'> };

/** What a firm begins with: the papers every dossier has. */
export const FIRST_RULES: readonly ShelvingRule[] = [
  { kind: null, words: 'liasse', category: 'tax', folder: ['Liasses'], box: 'common', year: 'before' },
  { kind: null, words: 'comptes annuels', category: 'accounting', folder: ['Comptes annuels'], box: 'common', year: 'before' },
  { kind: null, words: 'balance', category: 'accounting', folder: ['Balances'], box: 'common', year: 'before' },
  { kind: null, words: 'grand livre', category: 'accounting', folder: ['Grand livre'], box: 'common', year: 'before' },
  { kind: null, words: 'tva', category: 'tax', folder: ['TVA'], box: 'common', year: 'of-date' },
  { kind: null, words: 'statuts', category: 'legal', folder: ['Statuts'], box: 'common', year: 'none' },
  { kind: null, words: 'assemblee', category: 'legal', folder: ['Assemblées'], box: 'common', year: 'before' },
  { kind: null, words: 'bulletin', category: 'payroll', folder: ['Bulletins de paie'], box: 'pay', year: 'of-date' },
];

/**
 * @param close last month of the fiscal year, 1 to 12: a date after it belongs to the next year
 * @returns where the first rule that fits puts it; without one, at the top of "other", in the year of its date
 */
export function proposePlace(rules: readonly ShelvingRule[], paper: ToShelve, now: string, close = 12): Proposed {
  const name = plainWords(paper.name);
  const words = name.split(' ');
  const rule = rules.find(
    (one) =>
      (one.kind === null || one.kind === paper.kind) &&
      plainWords(one.words)
        .split(' ')
        .every((word) => word === '' || words.some((other) => other.startsWith(word))),
  );
  const fiscal = fiscalYear(paper.date ?? now, close);
  // A year written in the name of a document is the year it is about: "Liasse 2025", sent in spring.
  const written = /\b(20\d{2})\b/.exec(name)?.[1];
  const year = rule?.year === 'none' ? null : written !== undefined ? Number(written) : rule?.year === 'before' ? fiscal - 1 : fiscal;
  const category: ArchiveCategory = rule?.category ?? 'other';
  return { box: rule?.box ?? 'common', place: { name: paper.name, folder: rule ? [...rule.folder] : [], year, category } };
}

/** The year in which the fiscal year of a day closes. */
export function fiscalYear(day: string, close: number): number {
  return Number(day.slice(0, 4)) + (Number(day.slice(5, 7)) > close ? 1 : 0);
}

function plainWords(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
