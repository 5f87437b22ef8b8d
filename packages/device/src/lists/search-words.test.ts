import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasAll, hasPiece, lineOf, plain, searchPieces } from './search-words.ts';

const finds = (typed: string, ...fields: string[]) => hasAll(lineOf(fields), searchPieces(typed));

describe('documents are searched by words', () => {
  test('without case and accents, by the beginnings of words, in any order', () => {
    expect(finds('energie', 'Énergie des Cimes')).toBe(true);
    expect(finds('CIM éner', 'Énergie des Cimes')).toBe(true);
    expect(finds('oeuvr', 'Imprimerie Œuvrard')).toBe(true);
    expect(finds('nergie', 'Énergie des Cimes')).toBe(false);
    expect(finds('energie vuache', 'Énergie des Cimes')).toBe(false);
  });

  test('a number is found however it is written, and three digits of it anywhere', () => {
    expect(finds('F-2026-1187', 'facture F-2026-1187.pdf')).toBe(true);
    expect(finds('f 2026 11', 'F_2026_1187')).toBe(true);
    expect(finds('187', 'F20261187')).toBe(true);
    expect(finds('87', 'F20261187')).toBe(false);
    expect(finds('5548,56', '5548,56')).toBe(true);
  });

  test('a phrase between quotes is found as whole words in that order, never over two fields', () => {
    expect(finds('"scierie du vuache"', 'Scierie du Vuache, octobre')).toBe(true);
    expect(finds('«\u00a0scierie du vuache\u00a0»', 'Scierie du Vuache')).toBe(true);
    expect(finds('"scierie vuache"', 'Scierie du Vuache')).toBe(false);
    expect(finds('"scierie du vua"', 'Scierie du Vuache')).toBe(false);
    expect(finds('"vuache octobre"', 'Scierie du Vuache', 'octobre')).toBe(false);
  });

  test('a long text has what a short one has', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'ab', 'abc', 'bc'), { maxLength: 8 }),
        fc.constantFrom(' a', ' ab', 'bc', ' bc ', ' abc'),
        (words, piece) => {
          const text = ` ${words.join(' ')} `;
          expect(hasPiece(text, piece)).toBe(text.includes(piece));
        },
      ),
    );
  });

  test('nothing typed, or nothing but signs, narrows nothing', () => {
    expect(searchPieces('  ')).toEqual([]);
    expect(searchPieces('"" - ,')).toEqual([]);
  });

  test('any word of a text, or its beginning, finds the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(), fc.nat(), (text, which, length) => {
        const words = plain(text).split(' ');
        const word = words[which % words.length] ?? '';
        const start = [...word].slice(0, 1 + (length % Math.max(1, [...word].length))).join('');
        expect(finds(start, text)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
