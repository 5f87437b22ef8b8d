/**
 * What the law or the firm forbids to erase, under which rule and until when (decision G16): erasure is refused and names it.
 *
 * Retention starts at acceptance, or at publication: what was refused, withdrawn or deposited by mistake can be erased. The table is data
 * of the firm; where a rule's term cannot be counted, for want of a date or of an end, what it covers is held.
 */

import * as v from 'valibot';

/** From when a term is counted: the closing of the fiscal year, the document's own date, the end of the relation; or the company's life. */
export const RETENTION_STARTS = ['closing', 'document', 'relation', 'company'] as const;
export type RetentionStart = (typeof RETENTION_STARTS)[number];

const Rule = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,39}$/)),
  /** Whole years; null for a term without an end. */
  years: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
  from: v.picklist(RETENTION_STARTS),
  /** By the text that is cited: `law`. What is not, the firm has still to confirm. */
  confirmed: v.boolean(),
  law: v.pipe(v.string(), v.maxLength(80)),
});
export type RetentionRule = Readonly<v.InferOutput<typeof Rule>>;
export type RetentionTable = readonly RetentionRule[];

/** The firm's table, each rule once. */
export const RetentionRules = v.pipe(
  v.array(Rule),
  v.maxLength(40),
  v.check((rules) => new Set(rules.map(({ id }) => id)).size === rules.length),
);
/** As it stands in everybody's account room. */
export const PublishedRetention = v.object({ v: v.literal(1), rules: RetentionRules });

/** What a firm begins with: only the first two are confirmed. */
export const RETENTION_TABLE = [
  { id: 'accounting', years: 10, from: 'closing', confirmed: true, law: 'C. com. L123-22' },
  { id: 'tax', years: 6, from: 'document', confirmed: true, law: 'LPF L102 B' },
  { id: 'payslips', years: 5, from: 'document', confirmed: false, law: 'C. trav. L3243-4' },
  { id: 'anti-money-laundering', years: 5, from: 'relation', confirmed: false, law: 'CMF L561-12' },
  { id: 'statutes', years: null, from: 'company', confirmed: false, law: '' },
] as const satisfies RetentionTable;
export type KnownRule = (typeof RETENTION_TABLE)[number]['id'];

/** The name under which a legal hold, or the firm's own, is said. */
export const HOLD = 'hold';

/** What is known of what is to be erased. */
export type RetainedFacts = {
  /** The firm has accepted it into its books, or published it. */
  readonly accepted: boolean;
  /** The rule the firm chose for it; null for that of its kind. */
  readonly rule?: string | null;
  /** Why it is held beyond every rule. */
  readonly hold?: string | null;
  /** Category in the archive. */
  readonly category?: 'accounting' | 'legal' | 'tax' | 'payroll' | 'other';
  /** Fiscal year in which it closes. */
  readonly year?: number | null;
  /** 'AAAA-MM-JJ' */
  readonly date?: string | null;
  /** The relation with the company ended on that day. */
  readonly ended?: string | null;
};

/** Until when: null where nobody can say. */
export type HeldBy = { readonly rule: string; readonly until: string | null };

const OF_CATEGORY: Readonly<Record<NonNullable<RetainedFacts['category']>, string>> = {
  accounting: 'accounting',
  legal: 'statutes',
  tax: 'tax',
  payroll: 'payslips',
  other: 'accounting',
};

/**
 * @param today 'AAAA-MM-JJ'
 * @returns the rule that holds it and until when, null when it may be erased. A rule that is in the table no more holds for good: what
 *   was promised to be kept is let go of by a person, not by a line that went away
 */
export function heldByRetention(facts: RetainedFacts, table: RetentionTable, today: string): HeldBy | null {
  if (facts.hold != null && facts.hold !== '') return { rule: HOLD, until: null };
  if (!facts.accepted && facts.rule == null) return null;
  const id = facts.rule ?? OF_CATEGORY[facts.category ?? 'accounting'];
  const rule = table.find((one) => one.id === id);
  const until = rule ? lastDay(rule, facts) : null;
  return until !== null && until < today ? null : { rule: id, until };
}

function lastDay({ years, from }: RetentionRule, { year, date, ended }: RetainedFacts): string | null {
  if (years === null) return null;
  switch (from) {
    case 'closing': {
      // A fiscal year closes in the year it is named by, on its last day at the latest.
      const closes = year ?? (date == null ? null : Number(date.slice(0, 4)));
      return closes === null ? null : `${closes + years}-12-31`;
    }
    case 'document':
      if (date != null) return later(date, years);
      return year == null ? null : `${year + years}-12-31`;
    case 'relation':
      return ended == null ? null : later(ended, years);
    case 'company':
      return null;
  }
}

/** The same day some years later; 29 February is the 1 March of a year that has none. */
function later(day: string, years: number): string {
  const moved = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return moved.endsWith('02-29') && !isLeap(Number(moved.slice(0, 4))) ? `${moved.slice(0, 4)}-03-01` : moved;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** @returns a table as the firm's server published it, undefined for anything else */
export function readRetention(value: unknown): RetentionTable | undefined {
  const parsed = v.safeParse(PublishedRetention, value);
  return parsed.success ? parsed.output.rules : undefined;
}
