import { describe, expect, test } from 'vitest';
import { hasRibKey, isFrenchVat, isIban, isSiren, isSiret } from './identifiers.ts';

describe('a SIREN', () => {
  test.each(['732829320', '552100554', '356000000', '123456782'])('%s may be true', (siren) => expect(isSiren(siren)).toBe(true));
  test.each(['123456789', '000000000', '73282932', '7328293200', 'abc', ''])('%j cannot be', (siren) => expect(isSiren(siren)).toBe(false));
});

describe('a SIRET', () => {
  test.each(['73282932000074', '55210055400013', '35600000000048', '35600000000001', '35600000000010', '35600000049837'])(
    '%s may be true',
    (siret) => expect(isSiret(siret)).toBe(true),
  );
  test.each(['55210055400025', '35600000049838', '12345678900000', '732829320 00074'])('%s cannot be', (siret) =>
    expect(isSiret(siret)).toBe(false),
  );
});

describe('a French VAT number', () => {
  test.each(['FR44732829320', 'FR96552100554', 'FR40303265045', 'FR23334175221', 'FRK7399859412', 'FR4Z123456782'])(
    '%s may be true',
    (vat) => expect(isFrenchVat(vat)).toBe(true),
  );
  test.each(['FR32123456789', 'FR32123456782', 'DE123456789', 'FR4Z12345678', ''])('%j cannot be', (vat) =>
    expect(isFrenchVat(vat)).toBe(false),
  );
});

describe('a bank account', () => {
  test.each(['FR7630006000011234567890189', 'FR1420041010050500013M02606', 'FR2012421242124212421242124', 'DE89370400440532013000'])(
    '%s is an IBAN that may be true',
    (iban) => expect(isIban(iban)).toBe(true),
  );
  test.each(['FR7612542547256985425874698', 'FR76300060000112345678901', 'FR76', ''])('%j cannot be', (iban) =>
    expect(isIban(iban)).toBe(false),
  );
  test('has its own key, letters of the account counted as digits', () => {
    expect(hasRibKey('30006000011234567890189')).toBe(true);
    expect(hasRibKey('20041010050500013M02606')).toBe(true);
    expect(hasRibKey('12421242124212421242124')).toBe(false);
  });
});
