// Papers that seem to be given already, as they stand in a store.

import { describe, expect, test } from 'vitest';
import { compareDocuments } from '@navette/formats/document-identity';
import type { BlobHash } from '@navette/kernel/ids';
import type { FileFacts } from '@navette/rooms/document-records';
import { identityOfFacts } from './alike.ts';

const hash = (digit: string) => digit.repeat(64) as BlobHash;
const facts = (more: Partial<FileFacts> = {}): FileFacts => ({
  v: 1,
  by: 'structure',
  issuer: 'Scierie du Vuache SARL',
  issuerId: '732829320',
  number: 'VB-118',
  date: '2026-11-12',
  total: 12_000,
  ...more,
});
const compare = (a: FileFacts | null, b: FileFacts | null, same = false) =>
  compareDocuments(identityOfFacts(hash('a'), a), identityOfFacts(hash(same ? 'a' : 'b'), b));

describe('R201: two papers are one', () => {
  test('by the same bytes, whatever was read in them', () => {
    expect(compare(null, null, true)).toEqual({ tag: 'same-bytes', reason: 'bytes' });
  });
  test('by supplier, number and amount, a SIRET standing for its SIREN', () => {
    expect(compare(facts(), facts({ issuerId: '73282932000074', number: 'VB 118', by: 'text' }))).toEqual({
      tag: 'same-invoice',
      reason: 'number',
    });
  });
  test('by the XML inside, alone here and in a PDF there', () => {
    expect(compare(facts(), facts({ inner: hash('a'), number: 'X' }))).toEqual({ tag: 'same-invoice', reason: 'xml' });
  });
  test('likely by supplier, date and amount where no number was read', () => {
    const plain = facts({ by: 'text' });
    const { number: _, ...without } = plain;
    expect(compare(plain, without)).toEqual({ tag: 'likely', reason: 'issuer-date-total' });
  });
  test('not by an amount alone, nor a credit note and its invoice', () => {
    expect(compare(facts(), facts({ issuer: 'Autre', issuerId: '552100554' }))).toBe(null);
    expect(compare(facts({ by: 'text' }), facts({ by: 'text', total: -12_000 }))).toBe(null);
    expect(compare(null, null)).toBe(null);
  });
});
