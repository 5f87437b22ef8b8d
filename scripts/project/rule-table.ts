// Which tests show which rule: a test's title begins with the numbers of what it shows (R045, G21), or of the threat it
// proves wrong (A2, M4). Only numbers: what a rule says stands in its source, and nowhere here.

import type { TestTitle } from './test-titles.ts';

/** The rules of identity, migration, accesses and registration. */
export const DEFAULT_RANGES = 'R001-R073,R107-R108,R191-R198';

export interface ShownBy extends TestTitle {
  readonly file: string;
}
export type RuleTable = ReadonlyMap<string, readonly ShownBy[]>;

const ID = /^([A-Z]{1,2})(\d{1,3})$/;

/** The numbers a title begins with; `R001-R003` stands for all between. */
export function idsOf(title: string): string[] {
  const ids: string[] = [];
  for (const word of title.split(/\s+/)) {
    const bare = word.replace(/[:,;.]+$/, '');
    const range = /^([A-Z]{1,2}\d{1,3})[-–]([A-Z]{1,2}\d{1,3})$/.exec(bare);
    if (ID.test(bare)) ids.push(bare);
    else if (range) ids.push(...between(range[1] ?? '', range[2] ?? ''));
    else break;
  }
  return ids;
}

/** @returns every number of some ranges, in order; undefined for what is no range */
export function idsIn(ranges: string): string[] | undefined {
  const ids: string[] = [];
  for (const range of ranges.split(/[\s,]+/).filter((one) => one !== '')) {
    const [first = '', last = first] = range.split(/[-–]/);
    const found = between(first, last);
    if (found.length === 0) return undefined;
    ids.push(...found);
  }
  return ids;
}

function between(first: string, last: string): string[] {
  const [from, to] = [ID.exec(first), ID.exec(last)];
  if (!from || !to || from[1] !== to[1]) return [];
  const [low, high, width] = [Number(from[2]), Number(to[2]), from[2]?.length ?? 0];
  return high < low || high - low > 999
    ? []
    : Array.from({ length: high - low + 1 }, (_, n) => `${from[1]}${String(low + n).padStart(width, '0')}`);
}

/** @param wanted numbers to look for, each in the table whether a test shows it or not */
export function ruleTable(titles: Iterable<ShownBy>, wanted: readonly string[]): RuleTable {
  const table = new Map<string, ShownBy[]>(wanted.map((id) => [id, []]));
  for (const title of titles) for (const id of new Set(idsOf(title.title))) table.get(id)?.push(title);
  return table;
}

export function withoutTest(table: RuleTable): string[] {
  return [...table].flatMap(([id, shown]) => (shown.length === 0 ? [id] : []));
}

/** For people: a line a rule, its first test beside it, and the others counted; then the rules nobody shows. */
export function printedTable(table: RuleTable): string {
  const width = Math.max(4, ...[...table.keys()].map((id) => id.length));
  const lines = [...table].map(([id, [first, ...more]]) => {
    if (!first) return `${id.padEnd(width)}   -`;
    const others = more.length === 0 ? '' : ` (+${more.length})`;
    return `${id.padEnd(width)} ${String(more.length + 1).padStart(3)}  ${first.title}  ${first.file}:${first.line}${others}`;
  });
  const missing = withoutTest(table);
  const sum = `${table.size - missing.length} of ${table.size} rules have a test.`;
  return [...lines, '', missing.length === 0 ? sum : `${sum} Without one: ${missing.join(', ')}`].join('\n');
}
