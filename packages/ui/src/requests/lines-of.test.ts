import { expect, test } from 'vitest';
import { linesOf } from './lines-of.ts';

test('a list is read as it is pasted: marks and empty lines aside, each line once', () => {
  expect(linesOf(' - Relevé d’octobre\r\n\n• Bail\n2) Kbis\nBail\n   ')).toEqual(['Relevé d’octobre', 'Bail', 'Kbis']);
  expect(linesOf('   \n')).toEqual([]);
  expect(linesOf('3 mois de loyer')).toEqual(['3 mois de loyer']);
  expect(linesOf(Array.from({ length: 150 }, (_, n) => `Pièce ${n}`).join('\n'))).toHaveLength(100);
  expect(linesOf('x'.repeat(900))[0]).toHaveLength(200);
});
