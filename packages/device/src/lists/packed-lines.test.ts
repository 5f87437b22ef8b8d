import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Listed } from './list-rules.ts';
import { PackedLines } from './packed-lines.ts';
import { hasAll, lineOf } from './search-words.ts';

test('lines searched together have what each has alone', () => {
  const word = fc.constantFrom('a', 'ab', 'abc', 'b', 'bca', '12', '123');
  fc.assert(
    fc.property(
      fc.array(fc.array(word, { maxLength: 5 }), { maxLength: 12 }),
      fc.array(fc.constantFrom(' a', ' ab', ' bca', '123', ' ab ', ' a b ', ' zz'), { minLength: 1, maxLength: 3 }),
      (all, pieces) => {
        const rows = all.map((words) => ({ line: lineOf([words.join(' ')]), slot: -1 }) as Listed);
        const marks = new PackedLines(rows).having(pieces);
        expect(rows.map(({ slot }) => marks[slot] === 1)).toEqual(rows.map(({ line }) => hasAll(line, pieces)));
      },
    ),
    { numRuns: 500 },
  );
});
