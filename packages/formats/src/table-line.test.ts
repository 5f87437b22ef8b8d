import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutLine, isFormula, separatorOf } from './table-line.ts';

const cut = (line: string) => cutLine(line, ';', 200);

describe('a line of a table', () => {
  test('is cut at its separator, quotes and the spaces around cells left out', () => {
    expect(cut('C1; 999 100 413 ;"Aux ""Trois"" Sapins; SARL";')).toEqual(['C1', '999 100 413', 'Aux "Trois" Sapins; SARL', '']);
    expect(cutLine('a\tb', '\t', 200)).toEqual(['a', 'b']);
    expect(cut('5" de large;x')).toEqual(['5" de large', 'x']);
  });

  test('with an open quote, bytes of another encoding, or without end is a fault, not a guess', () => {
    expect(cut('"ouvert;x')).toBe('quotes');
    expect(cut('Caf\ufffd;x')).toBe('not-text');
    expect(cut('PK\u0003\u0004;x')).toBe('not-text');
    expect(cut('x'.repeat(201))).toBe('too-long');
  });

  test('that was written with every cell quoted reads back as it was', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ maxLength: 12 }).map((text) => text.replaceAll(/[\p{Cc}\ufffd]/gu, '').trim()),
          { minLength: 1, maxLength: 6 },
        ),
        (cells) => {
          expect(cutLine(cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';'), ';', 2000)).toEqual(cells);
        },
      ),
    );
  });

  test('F5 a cell that a spreadsheet would compute is known as a formula, also one made harmless', () => {
    for (const cell of ['=1+1', '+33', '-cmd', '@sum', "'=1+1", '\uff1d1', '\tx']) expect(isFormula(cell)).toBe(true);
    for (const cell of ['C20418', 'compta@halle.example', '2025-1107', 'l’été', "l'été", '']) expect(isFormula(cell)).toBe(false);
  });

  test('the separator is that of the first line', () => {
    expect([separatorOf('a;b,c'), separatorOf('a\tb'), separatorOf('a,b'), separatorOf('a')]).toEqual([';', '\t', ',', ';']);
  });
});
