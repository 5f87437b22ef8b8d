/** How the firm presents itself: its name in the directory, the rest as one setting. Changed by its administrators alone. */
import type { DatabaseSync } from 'node:sqlite';
import type { Log } from '@navette/kernel/ports';
import { changeFirmDetails, firmDetails, FirmDetails } from '@navette/protocol/firm-details';
import * as v from 'valibot';
import type { DirectoryActs } from '../accounts/directory.ts';
import { problem } from '../http/answers.ts';
import type { CommandRoutes } from '../http/command-routes.ts';
import type { Directory } from '../ports.ts';

const SETTING = 'firm-details';
const NONE = { email: '', phone: '', address: '', website: '', privacy: '' };

/** @returns what the firm said of itself; empty where it said nothing yet */
export function readFirmDetails(database: DatabaseSync, directory: Pick<Directory, 'firm'>): FirmDetails {
  const { name } = directory.firm();
  const row = database.prepare('SELECT value FROM firm_setting WHERE name = ?').get(SETTING);
  const parsed = v.safeParse(FirmDetails, { ...NONE, ...(row ? (JSON.parse(String(row['value'])) as object) : {}), name: name || '?' });
  return parsed.success ? { ...parsed.output, name } : { ...NONE, name };
}

export type FirmDetailsParts = {
  readonly commands: CommandRoutes;
  readonly database: DatabaseSync;
  readonly directory: Directory & Pick<DirectoryActs, 'nameFirm'>;
  readonly log: Log;
};

export function firmDetailsRoutes({ commands, database, directory, log }: FirmDetailsParts): void {
  commands.signedIn(firmDetails, (_body, { membership }) => ({
    details: readFirmDetails(database, directory),
    mayChange: membership.firmRole === 'admin',
  }));
  commands.signedIn(changeFirmDetails, ({ name, ...rest }, { membership, person }) => {
    if (membership.firmRole !== 'admin') return problem('forbidden');
    database
      .prepare('INSERT INTO firm_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
      .run(SETTING, JSON.stringify(rest));
    if (name !== directory.firm().name) directory.nameFirm(name);
    log('firm-details-changed', { user: person.id });
    return { outcome: 'changed' as const };
  });
}
