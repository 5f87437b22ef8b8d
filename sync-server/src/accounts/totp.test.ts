import { describe, expect, test } from 'vitest';
import { base32, matchingStep, totpAddress, totpCode, totpStep } from './totp.ts';

/** The secret of the examples in RFC 6238, appendix B. */
const SECRET = Buffer.from('12345678901234567890');

describe('codes of an authenticator application', () => {
  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at second %i the code is the one of RFC 6238', (second, code) => {
    expect(totpCode(SECRET, totpStep(second * 1000), 8)).toBe(code);
    expect(matchingStep(SECRET, code.slice(2), second * 1000, 0)).toBe(totpStep(second * 1000));
  });

  test('a code counts half a minute early or late, with the spaces applications show, and never twice', () => {
    const now = 1_800_000_015_000;
    const step = totpStep(now);
    for (const near of [-1, 0, 1]) expect(matchingStep(SECRET, totpCode(SECRET, step + near), now, 0)).toBe(step + near);
    for (const far of [-2, 2]) expect(matchingStep(SECRET, totpCode(SECRET, step + far), now, 0)).toBeNull();
    const code = totpCode(SECRET, step);
    expect(matchingStep(SECRET, `${code.slice(0, 3)}\u202f${code.slice(3)}`, now, 0)).toBe(step);
    expect(matchingStep(SECRET, code, now, step)).toBeNull();
    for (const junk of ['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦', `${code} or 1=1`])
      expect(matchingStep(SECRET, junk, now, 0)).toBeNull();
  });

  test('the secret is written as applications take it, and the firm stands above the code', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(base32(SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(totpAddress('ABC', 'Cabinet: Aubrac & fils', 'claire@bonnefoy.example')).toBe(
      'otpauth://totp/Cabinet%20Aubrac%20%26%20fils:claire%40bonnefoy.example?secret=ABC&issuer=Cabinet%20Aubrac%20%26%20fils&algorithm=SHA1&digits=6&period=30',
    );
  });
});
