import { expect, test } from 'vitest';
import { archiveTree, isIn, partKey } from './archive-tree.ts';
import type { ArchivePlace } from './document-records.ts';

const at = (year: number | null, category: ArchivePlace['category'], ...folder: string[]): { place: ArchivePlace; size: number } => ({
  place: { v: 1, name: 'x', folder, year, category },
  size: 10,
});

test('years from the last one down, what belongs to none after them; categories in their order, folders as people count', () => {
  const tree = archiveTree([
    at(2024, 'tax'),
    at(2025, 'tax', 'Mois 10'),
    at(2025, 'tax', 'Mois 2'),
    at(2025, 'accounting'),
    at(null, 'legal'),
  ]);
  expect(tree.map(({ key, count, size }) => [key, count, size])).toEqual([
    ['2025', 3, 30],
    ['2024', 1, 10],
    ['none', 1, 10],
  ]);
  expect(tree[0]?.children.map(({ key }) => key)).toEqual(['2025/accounting', '2025/tax']);
  expect(tree[0]?.children[1]?.children.map(({ part }) => part.folder?.at(-1))).toEqual(['Mois 2', 'Mois 10']);
});

test('a part holds what stands in it and below; two parts never share a key', () => {
  const { place } = at(2025, 'tax', 'TVA', 'Octobre');
  for (const part of [{}, { year: 2025 }, { year: 2025, category: 'tax' }, { year: 2025, category: 'tax', folder: ['TVA'] }] as const)
    expect(isIn(place, part)).toBe(true);
  for (const part of [
    { year: null },
    { year: 2024 },
    { year: 2025, category: 'legal' },
    { year: 2025, category: 'tax', folder: ['TVA', 'x'] },
  ] as const)
    expect(isIn(place, part)).toBe(false);
  expect(partKey({ year: 2025, category: 'tax', folder: ['a/b'] })).not.toBe(partKey({ year: 2025, category: 'tax', folder: ['a', 'b'] }));
  expect(partKey({})).not.toBe(partKey({ year: null }));
});
