/**
 * The way out for letters: writes them, keeps the budgets of each recipient and of the firm, and hands them to the mailer.
 *
 * A letter that cannot leave never fails the act it tells of: the caller learns what became of it and says so. Nothing is
 * kept to be sent later: a letter holds what the database keeps only as a hash. Who did not get it asks again.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Clock, Log } from '@navette/kernel/ports';
import { errorFacts } from '../error-facts.ts';
import type { Mail, Mailer, Metrics } from '../ports.ts';
import { makeLetterBudget, type LetterLimits } from './letter-budget.ts';
import { writeLetter, type Letter } from './letters.ts';

/** `too-many`: the recipient's or the firm's budget is spent; `failed`: the relay did not take it. */
export type Posted = 'sent' | 'too-many' | 'failed';
export type PostOffice = {
  post(to: string, letter: Letter): Promise<Posted>;
  /** A letter as it would leave; nothing leaves. */
  preview(to: string, letter: Letter): Mail;
};

export type PostOfficeParts = {
  readonly mailer: Mailer;
  readonly firm: () => string;
  /** The portal's origin, from the configuration. */
  readonly origin: string;
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'count'>;
  readonly log: Log;
  readonly limits?: LetterLimits;
  /** Milliseconds a relay may take: whoever asked is waiting. */
  readonly patience?: number;
};

const PATIENCE = 10_000;

class TooSlow extends Error {}

export function makePostOffice(parts: PostOfficeParts): PostOffice {
  const { mailer, firm, origin, database, clock, metrics, log, patience = PATIENCE } = parts;
  const budget = makeLetterBudget(database, clock, parts.limits);

  const preview = (to: string, letter: Letter): Mail => writeLetter(letter, { to, firm: firm(), origin });
  const hand = async (to: string, letter: Letter): Promise<void> => {
    const sending = mailer.send(preview(to, letter));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slow = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new TooSlow('the relay takes too long')), patience);
    });
    try {
      await Promise.race([sending, slow]);
    } finally {
      clearTimeout(timer);
      // Beyond its time nobody waits for it any more, whatever becomes of it.
      sending.catch(() => undefined);
    }
  };

  return {
    preview,
    async post(to, letter) {
      const giveBack = budget.take(to);
      if (!giveBack) {
        metrics.count('letters', 1, 'too-many');
        log('letter-over-budget', { letter: letter.kind });
        return 'too-many';
      }
      try {
        await hand(to, letter);
        metrics.count('letters', 1, 'sent');
        log('letter-sent', { letter: letter.kind });
        return 'sent';
      } catch (error) {
        // One that is only slow may leave yet: it stays counted.
        if (!(error instanceof TooSlow)) giveBack();
        metrics.count('letters', 1, 'failed');
        log('letter-not-sent', { letter: letter.kind, ...errorFacts(error) });
        return 'failed';
      }
    },
  };
}
