/**
 * A table of client companies and their references, taken into a folder while no server runs (`migration/client-import`):
 * looked at, or written. Knows no wording.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FirmId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { IMPORT_LIMITS } from '@navette/protocol/staff-migrations';
import { makeDirectory } from '../accounts/directory.ts';
import { openIdentityDatabase } from '../accounts/identity-database.ts';
import { BACKUP_MANIFEST, FIRM_FORMAT, hold, readFirm } from '../data-folder.ts';
import { importClients, readHead, type HeadRefusal, type ImportReport } from '../migration/client-import.ts';
import { makeReferences } from '../migration/references.ts';
import type { CommandRefusal } from './command.ts';
import { errorCode } from './stored-folder.ts';

export type ClientsOptions = {
  readonly data: string;
  readonly table: string;
  /** Opens the dossiers that are not there. */
  readonly create: boolean;
  readonly write: boolean;
  readonly clock: Clock;
  readonly random: Random;
};
export type ClientsImported = ImportReport | { readonly refused: HeadRefusal | 'too-large' | 'empty' };

export function importTable(options: ClientsOptions): Result<ClientsImported, CommandRefusal> {
  const { data, table } = options;
  const folder = path.resolve(data);
  const firm = readFirm(path.join(folder, 'firm.json'));
  const file = path.join(folder, 'identity.sqlite');
  if (firm === undefined || !existsSync(file)) return refuse({ tag: 'no-such-folder', folder: data });
  if (firm === null) return refuse({ tag: 'unreadable', folder: data });
  if (firm.format > FIRM_FORMAT) return refuse({ tag: 'newer', folder: data });
  // A backup stays as it was signed.
  if (existsSync(path.join(folder, BACKUP_MANIFEST))) return refuse({ tag: 'is-a-backup', folder: data });
  let text: string | null;
  try {
    text = statSync(table).size > IMPORT_LIMITS.bytes ? null : decode(readFileSync(table));
  } catch (error) {
    return refuse({ tag: 'cannot-read', file: table, code: errorCode(error) });
  }
  if (text === null) return ok({ refused: 'too-large' });
  const release = hold(path.join(folder, 'lock.sqlite'));
  if (!release) return refuse({ tag: 'in-use', folder: data });
  try {
    return ok(take(file, { firm: firm.id as FirmId, demo: firm.demo }, text, options));
  } catch (error) {
    if (error instanceof Error && error.message.includes('written by newer code')) return refuse({ tag: 'newer', folder: data });
    return refuse({ tag: 'cannot-read', file: data, code: errorCode(error) });
  } finally {
    release();
  }
}

function take(
  file: string,
  of: { readonly firm: FirmId; readonly demo: boolean },
  text: string,
  { create, write, clock, random }: ClientsOptions,
): ClientsImported {
  const [first = '', ...lines] = text.split(/\r\n|\n|\r/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0) return { refused: 'empty' };
  if (lines.length > IMPORT_LIMITS.lines) return { refused: 'too-large' };
  const head = readHead(first);
  if (typeof head === 'string') return { refused: head };
  const database = openIdentityDatabase(file);
  try {
    const directory = makeDirectory({ database, ...of, clock, random });
    const references = makeReferences(database, directory);
    const parts = { database, references, dossiers: () => directory.dossiers() };
    const opening = create ? { create: (dossier: { name: string; siren?: string }) => directory.addDossier(dossier) } : {};
    return importClients({ ...parts, ...opening }, { head, lines, first: 2, write });
  } finally {
    database.close();
  }
}

/** UTF-8, or what a spreadsheet on Windows writes when it says CSV. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
