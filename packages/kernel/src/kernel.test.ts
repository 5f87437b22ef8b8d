import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64UrlToBytes, bytesToBase64Url, bytesToHex, hexToBytes } from './bytes.ts';
import { dayInParis, yearInParis } from './dates.ts';
import { displayName } from './display-name.ts';
import { isId, makeId } from './ids.ts';

describe('bytes as text', () => {
  it('come back as they went, in hexadecimal and in base64', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(hexToBytes(bytesToHex(bytes))).toEqual(new Uint8Array(bytes));
        expect(base64UrlToBytes(bytesToBase64Url(bytes))).toEqual(new Uint8Array(bytes));
        expect(bytesToBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      }),
    );
  });
});

describe('an id', () => {
  it('is a UUID of version 7 that sorts by the time it was made', () => {
    const early = makeId<string>(1_000, new Uint8Array(10).fill(255));
    const late = makeId<string>(1_001, new Uint8Array(10));
    expect(isId(early) && isId(late)).toBe(true);
    expect(early < late).toBe(true);
    expect(early[14]).toBe('7');
  });
});

describe('F6 a file name', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\x\\facture.pdf', 'facture.pdf'],
    ['fac\u202etrop.pdf', 'factrop.pdf'],
    ['a\u0000b\n.pdf', 'ab.pdf'],
    ['   ', 'document'],
    ['..', 'document'],
    ['e\u0301tat.pdf', 'état.pdf'],
  ])('%j is shown as %j', (raw, shown) => {
    expect(displayName(raw)).toBe(shown);
  });
  it('keeps its extension when it is too long', () => {
    const name = displayName(`${'x'.repeat(400)}.pdf`);
    expect([...name].length).toBeLessThanOrEqual(120);
    expect(name.endsWith('….pdf')).toBe(true);
  });
  it('has no control character, no separator and some text, whatever it was', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (raw) => void expect(displayName(raw)).toMatch(/^[^/\\\p{Cc}]+$/u)));
  });
});

describe('a moment', () => {
  it('belongs to the day and year it has in Paris', () => {
    const lastMinutes = Date.UTC(2026, 11, 31, 23, 30);
    expect(yearInParis(lastMinutes)).toBe(2027);
    expect(dayInParis(lastMinutes)).toBe('2027-01-01');
  });
});
