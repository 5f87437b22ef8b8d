/**
 * What is known of moves, for whoever publishes or decides: by person, by dossier. Reads only.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { ClientRight } from '@navette/domain/membership';
import type { MigrationStep } from '@navette/domain/migration';
import { DEFAULT_SALES_TERMS, type SalesTerms } from '@navette/domain/sales-terms';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { AccessDecision } from '@navette/rooms/records';
import * as v from 'valibot';
import type { Directory } from '../ports.ts';
import type { Administrator, Attachments, AttachedBy } from './attachments.ts';
import type { Decisions } from './decisions.ts';
import type { References } from './references.ts';

/** Its value is JSON of `SalesTerms`. */
export const TERMS_SETTING = 'sales-terms';

export type PersonFacts = { readonly step: MigrationStep; readonly since: number };
export type DossierFacts = {
  readonly clientCode: string | null;
  readonly newcomers: ClientRight | null;
  readonly administrator: Administrator | null;
  readonly attached: ReadonlyMap<UserId, AttachedBy>;
  readonly decisions: ReadonlyMap<string, NonNullable<AccessDecision>>;
};

export type MigrationFacts = {
  person(user: UserId): PersonFacts;
  dossier(dossier: DossierId): DossierFacts;
  /** The terms in force: the firm's own, or those everybody has. */
  terms(): SalesTerms;
};

const Terms = v.object({
  version: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  date: v.pipe(v.string(), v.isoDate()),
  articles: v.array(v.object({ title: v.string(), text: v.string() })),
});

export type MigrationFactsParts = {
  readonly database: DatabaseSync;
  readonly directory: Directory;
  readonly attachments: Attachments;
  readonly decisions: Decisions;
  readonly references: References;
};

export function makeMigrationFacts({ database, directory, attachments, decisions, references }: MigrationFactsParts): MigrationFacts {
  const one = (sql: string, ...values: string[]) => database.prepare(sql).get(...values);
  return {
    person: (user) => ({
      step: directory.migration(user),
      since: Number(one('SELECT migration_since FROM member WHERE user_id = ?', user)?.['migration_since'] ?? 0),
    }),
    dossier(dossier) {
      const attached = new Map<UserId, AttachedBy>();
      for (const { person } of directory.members(dossier)) {
        const by = attachments.attachedBy(person.id, dossier);
        if (by !== null) attached.set(person.id, by);
      }
      return {
        clientCode: references.clientCode(dossier),
        newcomers: attachments.newcomers(dossier),
        administrator: attachments.administrator(dossier),
        attached,
        decisions: decisions.records(dossier),
      };
    },
    terms() {
      const kept = one('SELECT value FROM firm_setting WHERE name = ?', TERMS_SETTING)?.['value'];
      return typeof kept === 'string' ? v.parse(Terms, JSON.parse(kept)) : DEFAULT_SALES_TERMS;
    },
  };
}
