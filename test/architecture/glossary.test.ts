// The glossary and the code use the same words.

import { describe, expect, test } from 'vitest';
import { LAYERS } from './layer-table.ts';
import { scan, sourceFiles, textOf } from './source-files.ts';

/** Words of the glossary for parts of the product that are still to be built. */
const STILL_TO_COME: readonly string[] = [
  'ClientCompany',
  'StaffMember',
  'SourceDocument',
  'JournalEntry',
  'EntryLine',
  'LedgerAccount',
  'Deadline',
  'DueDate',
  'EntryMatching',
  'Reminder',
];

const words = [...textOf('packages/domain/GLOSSARY.md').matchAll(/^\|[^|]*\|([^|]*)\|/gm)].flatMap((row) =>
  [...(row[1] ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1] ?? ''),
);
const code = LAYERS.flatMap((layer) => sourceFiles(layer.folder))
  .map((file) => scan(textOf(file)).bare)
  .join('\n');

/** Whether a word stands in the code as an identifier or the start of one: `Box` in `boxes`, `DocumentKind` in `documentKindOf`. */
function isUsed(word: string): boolean {
  const lowerFirst = word.charAt(0).toLowerCase() + word.slice(1);
  return new RegExp(`\\b(?:${word}|${lowerFirst})(?:e?s)?(?![a-z])`).test(code);
}

describe('glossary', () => {
  test('the glossary has words', () => {
    expect(words.length).toBeGreaterThan(10);
  });

  test('every word of the glossary is used in the code, or is listed as still to come', () => {
    expect(words.filter((word) => !isUsed(word) && !STILL_TO_COME.includes(word))).toEqual([]);
  });

  test('a word listed as still to come stands in the glossary', () => {
    expect(STILL_TO_COME.filter((word) => !words.includes(word))).toEqual([]);
  });
});
