/**
 * Claims by a client code and a number (R066): whether they are right, how often they may be tried, and that each counts
 * once however often it is sent.
 *
 * A client code is no secret and an invoice number hardly one: five wrong tries a day and code, whoever makes them and
 * whether the code exists or not, and ten a person (A7). A right answer and a wrong one look the same until it is right.
 */
import type { DatabaseSync } from 'node:sqlite';
import { referenceKey } from '@navette/domain/migration';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import type { References } from './references.ts';

export const TRIES_A_CODE = 5;
export const TRIES_A_PERSON = 10;
const DAY = 24 * 3600_000;

export type Claims = {
  /** The answer this claim was given when it came first, as JSON; null for a new one. */
  answered(user: UserId, id: string): string | null;
  keep(user: UserId, id: string, answer: string): void;
  /** Milliseconds until this code may be tried again by this person; 0 for now. */
  wait(user: UserId, clientCode: string): number;
  /** The dossier that has both, or null for one wrong or the other; a wrong one is counted. */
  match(user: UserId, clientCode: string, number: string): DossierId | null;
  acceptTerms(user: UserId, dossier: DossierId, version: string): void;
};

export function makeClaims(database: DatabaseSync, references: References, clock: Clock): Claims {
  const tries = (column: 'client_code' | 'user_id', value: string, most: number): number => {
    // The one whose day must end before the next may be made.
    const row = database
      .prepare(`SELECT at FROM migration_attempt WHERE ${column} = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?`)
      .get(value, clock.now() - DAY, most - 1);
    return row ? Math.max(1, Number(row['at']) + DAY - clock.now()) : 0;
  };
  return {
    answered(user, id) {
      const row = database.prepare('SELECT answer FROM migration_claim WHERE user_id = ? AND id = ?').get(user, id);
      return row ? String(row['answer']) : null;
    },
    keep: (user, id, answer) =>
      void database.prepare('INSERT INTO migration_claim (user_id, id, answer, at) VALUES (?, ?, ?, ?)').run(user, id, answer, clock.now()),
    wait: (user, clientCode) =>
      Math.max(tries('client_code', referenceKey(clientCode), TRIES_A_CODE), tries('user_id', user, TRIES_A_PERSON)),
    match(user, clientCode, number) {
      const [dossier, known] = [references.dossierOfCode(clientCode), references.dossiersOf(['invoice', 'serial'], number)];
      if (dossier !== null && known.includes(dossier)) return dossier;
      database.prepare('DELETE FROM migration_attempt WHERE at <= ?').run(clock.now() - DAY);
      database
        .prepare('INSERT INTO migration_attempt (client_code, user_id, at) VALUES (?, ?, ?)')
        .run(referenceKey(clientCode), user, clock.now());
      return null;
    },
    acceptTerms: (user, dossier, version) =>
      void database
        .prepare('INSERT INTO terms_acceptance (user_id, dossier_id, version, at) VALUES (?, ?, ?, ?)')
        .run(user, dossier, version, clock.now()),
  };
}
