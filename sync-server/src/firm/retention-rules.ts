/**
 * The firm's table of retention, as one setting: what `redact` and `purge` refuse by, what screens say. Changed by its administrators
 * alone; a table of their own is published to everybody, in their account room.
 */
import type { DatabaseSync } from 'node:sqlite';
import { RetentionRules, RETENTION_TABLE, type RetentionTable } from '@navette/domain/retention';
import type { UserId } from '@navette/kernel/ids';
import type { Log } from '@navette/kernel/ports';
import { changeRetentionRules, retentionRules } from '@navette/protocol/retention';
import * as v from 'valibot';
import type { AccountRooms } from '../accounts/account-room.ts';
import type { DirectoryActs } from '../accounts/directory.ts';
import { problem } from '../http/answers.ts';
import type { CommandRoutes } from '../http/command-routes.ts';

const SETTING = 'retention';

/** @returns the firm's own table, null where it keeps to the one it began with */
function ownTable(database: DatabaseSync): RetentionTable | null {
  const row = database.prepare('SELECT value FROM firm_setting WHERE name = ?').get(SETTING);
  const parsed = v.safeParse(RetentionRules, row ? JSON.parse(String(row['value'])) : null);
  return parsed.success ? parsed.output : null;
}

/** @returns the rules in force */
export function readRetentionRules(database: DatabaseSync): RetentionTable {
  return ownTable(database) ?? RETENTION_TABLE;
}

/** What stands of it in an account room. */
export function retentionRecords(database: DatabaseSync): ReadonlyMap<string, unknown> {
  const rules = ownTable(database);
  return new Map(rules === null ? [] : [['retention', { v: 1, rules }]]);
}

export type RetentionParts = {
  readonly commands: CommandRoutes;
  readonly database: DatabaseSync;
  readonly directory: Pick<DirectoryActs, 'people'>;
  readonly accounts: Pick<AccountRooms, 'publishAgain'>;
  readonly log: Log;
};

export function retentionRoutes({ commands, database, directory, accounts, log }: RetentionParts): void {
  commands.signedIn(retentionRules, (_body, { membership }) => ({
    rules: [...readRetentionRules(database)],
    mayChange: membership.firmRole === 'admin',
  }));
  commands.signedIn(changeRetentionRules, ({ rules }, { membership, person }) => {
    if (membership.firmRole !== 'admin') return problem('forbidden');
    database
      .prepare('INSERT INTO firm_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
      .run(SETTING, JSON.stringify(rules));
    for (const { id } of directory.people()) accounts.publishAgain(id as UserId);
    log('retention-rules-changed', { user: person.id });
    return { outcome: 'changed' as const };
  });
}
