/**
 * Codes by mail that prove a mailbox: eight digits, ten minutes, five tries, one use (A2).
 *
 * A code is bound to the request it was asked with (`id`, 192 bits): whoever guesses must hold the request too. It is kept
 * as a hash. What is asked for is counted by address and by network, and the answer never depends on who has the address.
 */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { Clock, Random } from '@navette/kernel/ports';
import type { PostOffice } from '../mail/post-office.ts';

export const CODE_DIGITS = 8;
export const CODE_LIFETIME = 10 * 60_000;
const TRIES = 5;
const HOUR = 3600_000;
/** A clock that was set back a little; further back, a code would live longer than it may. */
const CLOCK_BACK = 60_000;

export type CodePurpose = 'migration' | 'invitation' | 'email-change' | 'password-reset';

export type CodeLimits = { readonly perAddress: number; readonly perNetwork: number };
/** An hour. */
export const CODE_LIMITS: CodeLimits = { perAddress: 3, perNetwork: 20 };

/** A code under way: what the device keeps to answer with. */
export type CodeRequest = { readonly id: string; readonly until: number };

export type CodeCheck =
  | { readonly outcome: 'right'; readonly email: string }
  | { readonly outcome: 'wrong'; readonly triesLeft: number }
  /** Over, used, or tried too often: another one must be asked for. */
  | { readonly outcome: 'spent' };

export type MailedCodes = {
  /**
   * Sends a code, and makes the former ones of this address and purpose worthless, as far as they were asked for from the same
   * network: nobody spoils somebody else's code by asking for another (A3). One whose letter does not leave is worth nothing.
   * @returns the request; or milliseconds to wait, when too many were asked for
   */
  send(wanted: { readonly purpose: CodePurpose; readonly email: string; readonly network: string }): Promise<CodeRequest | number>;
  check(purpose: CodePurpose, id: string, code: string): CodeCheck;
};

export type MailedCodesParts = {
  readonly database: DatabaseSync;
  readonly post: Pick<PostOffice, 'post'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits?: CodeLimits;
};

export function makeMailedCodes({ database, post, clock, random, limits = CODE_LIMITS }: MailedCodesParts): MailedCodes {
  const count = (where: string, ...values: string[]) =>
    database
      .prepare(`SELECT count(*) AS n, min(at) AS first FROM mailed_code WHERE ${where} AND at > ?`)
      .get(...values, clock.now() - HOUR);

  return {
    async send({ purpose, email, network }) {
      const now = clock.now();
      database.prepare('DELETE FROM mailed_code WHERE at <= ?').run(now - HOUR);
      // Of an address from one network: somebody else's asking never keeps the owner of the mailbox out (A3).
      for (const [asked, most] of [
        [count('email = ? AND network = ?', email, network), limits.perAddress],
        [count('network = ?', network), limits.perNetwork],
      ] as const) {
        if (Number(asked?.['n'] ?? 0) >= most) return Math.min(HOUR, Math.max(1000, Number(asked?.['first']) + HOUR - now));
      }
      const id = bytesToBase64Url(random.bytes(24));
      const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
      database
        .prepare('UPDATE mailed_code SET tries = ? WHERE email = ? AND purpose = ? AND network = ?')
        .run(TRIES, email, purpose, network);
      database
        .prepare('INSERT INTO mailed_code (id_hash, purpose, email, network, code_hash, at, until, tries) VALUES (?, ?, ?, ?, ?, ?, ?, 0)')
        .run(hashOf(id), purpose, email, network, codeHash(id, code), now, now + CODE_LIFETIME);
      const posted = await post.post(email, { kind: 'code', code, minutes: CODE_LIFETIME / 60_000 });
      if (posted !== 'sent') database.prepare('UPDATE mailed_code SET tries = ? WHERE id_hash = ?').run(TRIES, hashOf(id));
      return { id, until: now + CODE_LIFETIME };
    },

    check(purpose, id, code) {
      const row = database.prepare('SELECT * FROM mailed_code WHERE id_hash = ? AND purpose = ?').get(hashOf(id), purpose);
      const tries = Number(row?.['tries'] ?? TRIES);
      const now = clock.now();
      if (!row || Number(row['until']) < now || Number(row['at']) > now + CLOCK_BACK || tries >= TRIES) return { outcome: 'spent' };
      // Counted before it is looked at: a crash gives no try away.
      database.prepare('UPDATE mailed_code SET tries = tries + 1 WHERE id_hash = ?').run(hashOf(id));
      const typed = code.replaceAll(/[\s\u00a0\u202f-]/g, '');
      if (!timingSafeEqual(Buffer.from(codeHash(id, typed)), Buffer.from(String(row['code_hash'])))) {
        const triesLeft = TRIES - tries - 1;
        return triesLeft === 0 ? { outcome: 'spent' } : { outcome: 'wrong', triesLeft };
      }
      database.prepare('UPDATE mailed_code SET tries = ? WHERE id_hash = ?').run(TRIES, hashOf(id));
      return { outcome: 'right', email: String(row['email']) };
    },
  };
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

/** With the request's secret in it: the table alone does not tell a code, although there are only 10^8. */
function codeHash(id: string, code: string): string {
  return createHash('sha256').update(`navette-code ${id} ${code}`).digest('hex');
}
