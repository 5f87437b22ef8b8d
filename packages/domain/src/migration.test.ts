import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announcesMigration, codeDigits, MIGRATION_STEPS, normaliseEmail, normaliseName, referenceKey } from './migration.ts';

describe('R055 an address', () => {
  it.each([
    ['Claire.Morel@Bonnefoy.Example', 'claire.morel@bonnefoy.example'],
    ['  claire.morel@bonnefoy.example \n', 'claire.morel@bonnefoy.example'],
    ['claire . morel@bonnefoy.example', 'claire.morel@bonnefoy.example'],
    ['claire.morel\u200b@bonnefoy.example\u00a0', 'claire.morel@bonnefoy.example'],
    ['claire+navette@bonnefoy.example', 'claire+navette@bonnefoy.example'],
    ['mailto:claire@bonnefoy.example', 'claire@bonnefoy.example'],
  ])('R055 %j is kept as %s', (typed, kept) => expect(normaliseEmail(typed)).toEqual({ ok: true, value: kept }));

  it.each([
    ['', 'no-address'],
    ['claire', 'no-address'],
    ['claire@', 'no-address'],
    ['claire@bonnefoy', 'no-address'],
    ['a@b@c.example', 'no-address'],
    ['claire@bonnefoy.example<script>', 'no-address'],
    ['hélène@bonnefoy.example', 'accents'],
    ['helene@café.example', 'accents'],
    [`${'a'.repeat(250)}@x.example`, 'no-address'],
  ])('R055 %j is none, and says why', (typed, refusal) => expect(normaliseEmail(typed)).toEqual({ ok: false, refusal }));

  it('R055 is normalised once: a second time changes nothing', () => {
    const again = (typed: string) => {
      const once = normaliseEmail(typed);
      return !once.ok || JSON.stringify(normaliseEmail(once.value)) === JSON.stringify(once);
    };
    expect(again(' A.b+C@d.Example ')).toBe(true);
    fc.assert(fc.property(fc.string(), again));
    fc.assert(fc.property(fc.emailAddress(), again));
  });
});

describe('R058 a name', () => {
  it('R058 is one line without anything unseen, as long as a name may be', () => {
    expect(normaliseName('  Claire\n\u202eMorel ')).toBe('Claire Morel');
    expect(normaliseName('<b>Claire</b>')).toBe('<b>Claire</b>');
    expect(normaliseName(' \u200b\n')).toBeNull();
    expect([...(normaliseName('é'.repeat(300)) ?? '')]).toHaveLength(120);
  });
});

describe('R066 a client code and a number', () => {
  it('R066 are the same with and without spaces, dots and hyphens', () => {
    for (const typed of ['C20311', 'c 20311', 'C-203.11', ' c20311 ', 'Ｃ20311']) expect(referenceKey(typed)).toBe('C20311');
    expect(referenceKey('…')).toBe('');
  });
  it('R060 a code by mail is its eight digits, however it was copied', () => {
    expect(codeDigits('1234 5678')).toBe('12345678');
    expect(codeDigits('1234\u202f5678.')).toBe('12345678');
  });
});

it('R051 R054 the window announces while there is something to do; the banner stands until the very end', () => {
  expect(MIGRATION_STEPS.filter(announcesMigration)).toEqual(['not-started', 'email-given', 'code-sent', 'verified']);
});
