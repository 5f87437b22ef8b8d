/**
 * The way out for letters: writes them, keeps the budgets of each recipient and of the firm, and hands them to the mailer.
 *
 * A letter that cannot leave never fails the act it tells of: the caller learns what became of it and says so.
 */
import type { Log } from '@navette/kernel/ports';
import { errorFacts } from '../error-facts.ts';
import type { Mailer } from '../ports.ts';
import { writeLetter, type Letter } from './letters.ts';

/** `too-many`: the recipient's or the firm's budget is spent; `failed`: the relay did not take it. */
export type Posted = 'sent' | 'too-many' | 'failed';
export type PostOffice = { post(to: string, letter: Letter): Promise<Posted> };

export type PostOfficeParts = {
  readonly mailer: Mailer;
  readonly firm: () => string;
  /** The portal's origin, from the configuration. */
  readonly origin: string;
  readonly log: Log;
};

export function makePostOffice({ mailer, firm, origin, log }: PostOfficeParts): PostOffice {
  return {
    async post(to, letter) {
      try {
        await mailer.send(writeLetter(letter, { to, firm: firm(), origin }));
        log('letter-sent', { letter: letter.kind });
        return 'sent';
      } catch (error) {
        log('letter-not-sent', { letter: letter.kind, ...errorFacts(error) });
        return 'failed';
      }
    },
  };
}
