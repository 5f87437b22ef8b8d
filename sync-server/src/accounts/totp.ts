/**
 * Time-based codes of an authenticator application (RFC 6238): six digits, thirty seconds, HMAC-SHA-1, as every application
 * understands them. Pure; `factors.ts` keeps the secret and the step last used.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP = 30_000;
const DIGITS = 6;
/** Steps before and after the present one: a clock half a minute off still opens. */
const DRIFT = 1;
export const TOTP_SECRET_BYTES = 20;

export function totpStep(now: number): number {
  return Math.floor(now / STEP);
}

export function totpCode(secret: Uint8Array, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7f_ff_ff_ff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * @param after step of the last code that was taken: none is taken twice (ASVS 6.5.1)
 * @returns the step the code belongs to; null for a wrong, old or used one
 */
export function matchingStep(secret: Uint8Array, typed: string, now: number, after: number): number | null {
  const code = typed.replaceAll(/[\s\u00a0\u202f]/g, '');
  if (!/^\d{6}$/.test(code)) return null;
  const present = totpStep(now);
  for (let step = Math.max(after + 1, present - DRIFT); step <= present + DRIFT; step++) {
    if (timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(code))) return step;
  }
  return null;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, without padding: how applications take a secret that is typed. */
export function base32(bytes: Uint8Array): string {
  let [text, held, bits] = ['', 0, 0];
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xff_ff_ff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32.charAt((held >> (bits - 5)) & 31);
  }
  return bits > 0 ? text + BASE32.charAt((held << (5 - bits)) & 31) : text;
}

/** @param issuer the firm's name, shown above the code in the application */
export function totpAddress(secret: string, issuer: string, email: string): string {
  // A colon ends the issuer's name there.
  const name = encodeURIComponent(issuer.replaceAll(/\s*:\s*/g, ' '));
  const label = `${name}:${encodeURIComponent(email)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${name}&algorithm=SHA1&digits=${DIGITS}&period=${STEP / 1000}`;
}
