import { IMPORT_LIMITS, IMPORT_LINES_AT_ONCE } from '@navette/protocol/staff-migrations';
import { COMMAND_BYTES } from '@navette/protocol/account-commands';
import { describe, expect, test } from 'vitest';
import { cutImport } from './import-pieces.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (text: string) => {
  const cut = cutImport(bytes(text));
  if (typeof cut === 'string') throw new Error(cut);
  return cut;
};

describe('a file of references', () => {
  test('is cut into pieces that a command carries, each line under its own number', () => {
    const lines = Array.from({ length: 2000 }, (_, n) => `C${n};société ${n} à Valbrenne;facture ${n}`);
    const { head, pieces, lines: count } = file(['Code client;Dossier;Facture', ...lines, '', ''].join('\r\n'));
    expect([head, count]).toEqual(['Code client;Dossier;Facture', 2000]);
    expect(pieces.flatMap((piece) => piece.lines)).toEqual(lines);
    for (const { first, lines: own } of pieces) {
      expect(own[0]).toBe(lines[first - 2]);
      expect(own.length).toBeLessThanOrEqual(IMPORT_LINES_AT_ONCE);
      expect(bytes(JSON.stringify({ head, lines: own, first, write: true })).length).toBeLessThan(COMMAND_BYTES);
    }
  });

  test('of very long lines still fits: what is too long is sent only as far as it shows that it is', () => {
    const { pieces } = file(['Dossier;Facture', ...Array<string>(200).fill(`x;${'é"'.repeat(1500)}`)].join('\n'));
    for (const { first, lines } of pieces) {
      expect(lines.every((line) => line.length === IMPORT_LIMITS.lineLength + 1)).toBe(true);
      expect(bytes(JSON.stringify({ head: 'Dossier;Facture', lines, first, write: true })).length).toBeLessThan(COMMAND_BYTES);
    }
  });

  test('that Windows wrote is read with its accents', () => {
    expect(cutImport(new Uint8Array([...bytes('Dossier;Facture\n'), 0x48, 0xf4, 0x74, 0x65, 0x6c]))).toMatchObject({
      pieces: [{ first: 2, lines: ['Hôtel'] }],
    });
  });

  test('without a line, or without end, is refused before anything is sent', () => {
    expect(cutImport(bytes('Dossier;Facture\n\n'))).toBe('empty');
    expect(cutImport(bytes(''))).toBe('empty');
    expect(cutImport(bytes(`Dossier\n${'x\n'.repeat(IMPORT_LIMITS.lines + 1)}`))).toBe('too-large');
    expect(cutImport(new Uint8Array(IMPORT_LIMITS.bytes + 1))).toBe('too-large');
  });
});
