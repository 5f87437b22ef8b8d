/** A changed message is a decision: the version moves with the schemas, or this fails. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as bookRecord from '@navette/rooms/book-record';
import * as draftRecords from '@navette/rooms/draft-records';
import * as ledgerRecords from '@navette/rooms/ledger-records';
import * as records from '@navette/rooms/records';
import * as accessAdministration from './access-administration.ts';
import * as commands from './commands.ts';
import * as entries from './entries.ts';
import * as exercises from './exercises.ts';
import * as firmDetails from './firm-details.ts';
import * as firstVisit from './first-visit.ts';
import * as healing from './healing.ts';
import * as identity from './identity.ts';
import * as keys from './keys.ts';
import * as keysCommands from './keys-commands.ts';
import * as leaving from './leaving.ts';
import * as redaction from './redaction.ts';
import * as migration from './migration.ts';
import * as ownAccount from './own-account.ts';
import * as registration from './registration.ts';
import * as retention from './retention.ts';
import * as replication from './replication.ts';
import * as trace from './trace.ts';
import * as staffMigrations from './staff-migrations.ts';
import * as sendings from './sendings.ts';
import * as uploads from './uploads.ts';
import { CLIENT_HEADER, FRAME_TYPE, MEDIA_TYPE, PROBLEMS, PROTOCOL_VERSION } from './version.ts';

/** Versions and what they were made of; a new version adds a line and keeps the old ones. */
const FINGERPRINTS: Record<number, string> = { 1: '72e417460c382e25', 2: 'e47fc8b782a9822d', 3: '446ecd7a0b0b59d4', 4: '675c2a8b7e077992' };

describe('the protocol', () => {
  it('has the schemas its version says', () => {
    const shape = JSON.stringify([
      schemas({ ...commands, ...firstVisit }),
      schemas(accessAdministration),
      schemas(healing),
      schemas(identity),
      schemas({ ...keys, ...keysCommands }),
      schemas(leaving),
      schemas(redaction),
      schemas(migration),
      schemas(ownAccount),
      schemas(registration),
      schemas(replication),
      schemas(trace),
      schemas(staffMigrations),
      schemas(sendings),
      schemas(firmDetails),
      schemas(retention),
      schemas(uploads),
      schemas(records),
      schemas({ ...bookRecord, ...draftRecords, ...entries, ...exercises, ...ledgerRecords }),
      CLIENT_HEADER,
      FRAME_TYPE,
      MEDIA_TYPE,
      PROBLEMS,
    ]);
    expect(createHash('sha256').update(shape).digest('hex').slice(0, 16)).toBe(FINGERPRINTS[PROTOCOL_VERSION]);
  });
});

function schemas(module: object): unknown {
  return Object.fromEntries(
    Object.entries(module)
      .filter(([, value]) => typeof value === 'object' && value !== null && ('kind' in value || 'answer' in value))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, schema]) => [name, plain(schema)]),
  );
}

/** What a schema checks, without the functions it checks with. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof RegExp) return value.source;
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? 'function' : value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith('~') && key !== 'message')
      .map(([key, inner]) => [key, plain(inner)]),
  );
}
