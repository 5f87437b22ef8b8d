/**
 * Second factors of people: a time-based code, passkeys, and ten recovery codes for the day neither is at hand (A4).
 *
 * The secret of the codes stands encrypted, recovery codes as hashes. Recovery codes exist only beside a factor: they go with
 * the last one. Whoever has a factor is asked for it by every way in (`ways-in.ts`). Knows no request and no session.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import type { FactorWay } from '@navette/protocol/identity';
import { inTransaction } from './identity-database.ts';
import { codeHash, readableCode } from './readable-codes.ts';
import { base32, matchingStep, TOTP_SECRET_BYTES } from './totp.ts';

export const RECOVERY_CODES = 10;
/** Groups of twenty bits each: eighty bits want no slow hash. */
const RECOVERY_GROUPS = 4;

export type StoredPasskey = {
  /** The credential's own, base64url. */
  readonly id: string;
  readonly user: UserId;
  readonly name: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly addedAt: number;
};

export type Factors = {
  /** Whether a second step is asked of this person. */
  has(user: UserId): boolean;
  /** By what they may take it. */
  ways(user: UserId): readonly FactorWay[];
  totpSince(user: UserId): number | null;
  passkeysOf(user: UserId): readonly StoredPasskey[];
  passkey(id: string): StoredPasskey | null;
  recoveryCodesLeft(user: UserId): number;

  /** A secret in base32, in the place of one that was not confirmed. Null when codes are in use already. */
  beginTotp(user: UserId): string | null;
  /** The first code proves that the secret was kept. @returns null when none was begun */
  confirmTotp(user: UserId, code: string): boolean | null;
  /** A code counts once. */
  checkTotp(user: UserId, code: string): boolean;
  removeTotp(user: UserId): void;
  addPasskey(passkey: Omit<StoredPasskey, 'addedAt'>): void;
  passkeyUsed(id: string, counter: number): void;
  removePasskey(user: UserId, id: string): void;
  /** Ten new ones, in the place of those of before; told this once. */
  newRecoveryCodes(user: UserId): readonly string[];
  /** A code counts once. */
  useRecoveryCode(user: UserId, code: string): boolean;
  removeAll(user: UserId): void;
};

export type FactorsParts = {
  readonly database: DatabaseSync;
  /** The server's own; the key for secrets of codes is made from it, and is used for nothing else. */
  readonly secret: string;
  readonly clock: Clock;
  readonly random: Random;
};

export function makeFactors({ database, secret, clock, random }: FactorsParts): Factors {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'navette totp secrets', 32));
  const one = (sql: string, ...values: (string | number)[]) => database.prepare(sql).get(...values);
  const run = (sql: string, ...values: (string | number | Uint8Array)[]) => Number(database.prepare(sql).run(...values).changes);

  const totp = (user: UserId) => one('SELECT secret, confirmed_at, last_step FROM totp WHERE user_id = ?', user);
  const matches = (user: UserId, row: Record<string, unknown>, code: string): number | null =>
    matchingStep(open(key, user, row['secret'] as Uint8Array), code, clock.now(), Number(row['last_step']));
  const has = (user: UserId): boolean =>
    one(
      'SELECT 1 WHERE EXISTS (SELECT 1 FROM totp WHERE user_id = ? AND confirmed_at IS NOT NULL) OR EXISTS (SELECT 1 FROM passkey WHERE user_id = ?)',
      user,
      user,
    ) !== undefined;
  const dropCodesOfNobody = (user: UserId) => {
    if (!has(user)) run('DELETE FROM recovery_code WHERE user_id = ?', user);
  };
  const passkeysOf = (user: UserId) =>
    database.prepare('SELECT * FROM passkey WHERE user_id = ? ORDER BY added_at, id').all(user).map(toPasskey);
  const recoveryCodesLeft = (user: UserId) => Number(one('SELECT count(*) AS n FROM recovery_code WHERE user_id = ?', user)?.['n'] ?? 0);

  return {
    has,
    ways: (user) => [
      ...(passkeysOf(user).length > 0 ? (['passkey'] as const) : []),
      ...(totp(user)?.['confirmed_at'] == null ? [] : (['totp'] as const)),
      ...(recoveryCodesLeft(user) > 0 ? (['recovery'] as const) : []),
    ],
    totpSince: (user) => (totp(user)?.['confirmed_at'] as number | null | undefined) ?? null,
    passkeysOf,
    passkey(id) {
      const row = one('SELECT * FROM passkey WHERE id = ?', id);
      return row ? toPasskey(row) : null;
    },
    recoveryCodesLeft,
    beginTotp(user) {
      if (totp(user)?.['confirmed_at'] != null) return null;
      const fresh = random.bytes(TOTP_SECRET_BYTES);
      run('INSERT OR REPLACE INTO totp (user_id, secret, last_step) VALUES (?, ?, 0)', user, seal(key, user, fresh, random));
      return base32(fresh);
    },
    confirmTotp(user, code) {
      const row = totp(user);
      if (!row || row['confirmed_at'] !== null) return null;
      const step = matches(user, row, code);
      if (step === null) return false;
      return (
        run('UPDATE totp SET confirmed_at = ?, last_step = ? WHERE user_id = ? AND confirmed_at IS NULL', clock.now(), step, user) === 1
      );
    },
    checkTotp(user, code) {
      const row = totp(user);
      if (row?.['confirmed_at'] == null) return false;
      const step = matches(user, row, code);
      return step !== null && run('UPDATE totp SET last_step = ? WHERE user_id = ? AND last_step < ?', step, user, step) === 1;
    },
    removeTotp(user) {
      run('DELETE FROM totp WHERE user_id = ?', user);
      dropCodesOfNobody(user);
    },
    addPasskey: ({ id, user, name, publicKey, counter, transports }) =>
      void run(
        'INSERT INTO passkey (id, user_id, name, public_key, counter, transports, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
        id,
        user,
        name,
        publicKey,
        counter,
        transports.join(','),
        clock.now(),
      ),
    passkeyUsed: (id, counter) => void run('UPDATE passkey SET counter = ? WHERE id = ?', counter, id),
    removePasskey(user, id) {
      run('DELETE FROM passkey WHERE user_id = ? AND id = ?', user, id);
      dropCodesOfNobody(user);
    },
    newRecoveryCodes(user) {
      const codes = Array.from({ length: RECOVERY_CODES }, () => readableCode(random, RECOVERY_GROUPS));
      inTransaction(database, () => {
        run('DELETE FROM recovery_code WHERE user_id = ?', user);
        for (const code of codes) run('INSERT INTO recovery_code (user_id, code_hash) VALUES (?, ?)', user, codeHash(user, code));
      });
      return codes;
    },
    useRecoveryCode: (user, code) => run('DELETE FROM recovery_code WHERE user_id = ? AND code_hash = ?', user, codeHash(user, code)) === 1,
    removeAll(user) {
      inTransaction(database, () => {
        for (const table of ['totp', 'passkey', 'recovery_code']) run(`DELETE FROM ${table} WHERE user_id = ?`, user);
      });
    },
  };
}

function toPasskey(row: Record<string, unknown>): StoredPasskey {
  const transports = String(row['transports']);
  return {
    id: String(row['id']),
    user: row['user_id'] as UserId,
    name: String(row['name']),
    publicKey: new Uint8Array(row['public_key'] as Uint8Array),
    counter: Number(row['counter']),
    transports: transports === '' ? [] : transports.split(','),
    addedAt: Number(row['added_at']),
  };
}

/** AES-256-GCM, bound to its person: one's secret put into another's row opens nothing. */
function seal(key: Buffer, user: UserId, secret: Uint8Array, random: Random): Uint8Array {
  const nonce = random.bytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(user));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

/** @throws when it was sealed for somebody else, or with another key */
function open(key: Buffer, user: UserId, sealed: Uint8Array): Uint8Array {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(user)).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}
