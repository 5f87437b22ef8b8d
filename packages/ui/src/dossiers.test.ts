import { expect, test } from 'vitest';
import { initials, proposedDossier, siteOf, typeWord } from './dossiers.ts';
import { sampleAccount } from './testing/sample-data.ts';

test('with several companies none is guessed: the one on screen, the last one chosen, or nothing', () => {
  const account = sampleAccount('client', 2, false, 'finalised');
  const [first, second] = account.dossiers;
  expect(proposedDossier(account, null, { dossier: null, kind: 'bank' })).toBeNull();
  expect(proposedDossier(account, null, { dossier: second?.id ?? null, kind: 'bank' })).toBe(second);
  expect(proposedDossier(account, first ?? null, { dossier: second?.id ?? null, kind: 'bank' })).toBe(first);
  const single = sampleAccount('client', 1, false, 'finalised');
  expect(proposedDossier(single, null, { dossier: null, kind: 'bank' })).toBe(single.dossiers[0]);
});

test('names are shortened to two letters, addresses to their site, types to a word', () => {
  expect(initials('Atelier Bonnefoy')).toBe('AB');
  expect(initials('Navette')).toBe('NA');
  expect(siteOf('https://vuache.example/factures')).toBe('vuache.example');
  expect(typeWord('application/pdf')).toBe('PDF');
  expect(typeWord('application/octet-stream')).toBeNull();
});
