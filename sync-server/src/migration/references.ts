/**
 * By what the firm's books recognise a client company: its client code, the addresses its notices go to, numbers of invoices
 * and of products (R062, R066). Values are kept as they are compared (`domain/migration`).
 *
 * The firm brings them as a table: one line a fact or several in a line; what cannot be read is told by its line and leaves
 * the rest alone.
 */
import type { DatabaseSync } from 'node:sqlite';
import { normaliseEmail, referenceKey, type ReferenceKind } from '@navette/domain/migration';
import type { DossierId } from '@navette/kernel/ids';
import type { DirectoryActs } from '../accounts/directory.ts';
import type { Directory } from '../ports.ts';

/** Columns of the firm's table, in any order; `dossier` is a name or a SIREN. */
export const REFERENCE_COLUMNS = ['dossier', 'client-code', 'notification-email', 'invoice', 'serial'] as const;
type Column = (typeof REFERENCE_COLUMNS)[number];

export type ImportProblem = 'no-columns' | 'unknown-dossier' | 'several-dossiers' | 'code-taken' | 'code-set' | 'bad-email' | 'bad-value';
export type ImportReport = {
  /** Facts that were new. */
  readonly added: number;
  /** Lines of the text, counted from 1. */
  readonly problems: readonly { readonly line: number; readonly problem: ImportProblem }[];
};

export type References = {
  /** @throws when another dossier has the code */
  setClientCode(dossier: DossierId, code: string): void;
  clientCode(dossier: DossierId): string | null;
  /** @returns whether it was new; a value that cannot be compared is not taken */
  add(dossier: DossierId, kind: ReferenceKind, value: string): boolean;
  /** The number of some invoice of the dossier, as it is compared. */
  anInvoice(dossier: DossierId): string | null;
  dossierOfCode(typed: string): DossierId | null;
  /** The dossiers that know an address or a number, in the firm's order. */
  dossiersOf(kinds: readonly ReferenceKind[], typed: string): readonly DossierId[];
  /** Reads the firm's table: separated by semicolons, commas or tabs, the first line naming the columns. */
  importTable(text: string): ImportReport;
};

export function makeReferences(database: DatabaseSync, directory: Directory & Pick<DirectoryActs, 'together'>): References {
  const all = (sql: string, ...values: string[]) => database.prepare(sql).all(...values);
  const codes = () =>
    all('SELECT id, client_code FROM dossier WHERE client_code IS NOT NULL ORDER BY position').map((row) => ({
      id: row['id'] as DossierId,
      code: String(row['client_code']),
    }));
  const clientCode: References['clientCode'] = (dossier) => codes().find(({ id }) => id === dossier)?.code ?? null;
  const dossierOfCode: References['dossierOfCode'] = (typed) => {
    const key = referenceKey(typed);
    return codes().find(({ code }) => referenceKey(code) === key)?.id ?? null;
  };
  const setClientCode: References['setClientCode'] = (dossier, code) => {
    const owner = dossierOfCode(code);
    if (owner !== null && owner !== dossier) throw new Error('references: another dossier has this client code');
    database.prepare('UPDATE dossier SET client_code = ? WHERE id = ?').run(code.trim(), dossier);
  };
  const add: References['add'] = (dossier, kind, value) => {
    const kept = comparable(kind, value);
    if (kept === null) return false;
    const { changes } = database
      .prepare('INSERT INTO dossier_reference (dossier_id, kind, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(dossier, kind, kept);
    return Number(changes) > 0;
  };

  /** What one cell of a line adds. */
  const take = (dossier: DossierId, column: Exclude<Column, 'dossier'>, value: string): ImportProblem | number => {
    if (column !== 'client-code') {
      if (comparable(column, value) === null) return column === 'notification-email' ? 'bad-email' : 'bad-value';
      return add(dossier, column, value) ? 1 : 0;
    }
    if (referenceKey(value) === '') return 'bad-value';
    const [owner, own] = [dossierOfCode(value), clientCode(dossier)];
    if (owner !== null && owner !== dossier) return 'code-taken';
    // People hold papers with the code they know: an import never changes it behind their back.
    if (own !== null && referenceKey(own) !== referenceKey(value)) return 'code-set';
    if (own !== null) return 0;
    setClientCode(dossier, value);
    return 1;
  };

  return {
    setClientCode,
    clientCode,
    add,
    anInvoice(dossier) {
      const [row] = all("SELECT value FROM dossier_reference WHERE kind = 'invoice' AND dossier_id = ? LIMIT 1", dossier);
      return row ? String(row['value']) : null;
    },
    dossierOfCode,
    dossiersOf(kinds, typed) {
      const found = new Set<DossierId>();
      for (const kind of kinds) {
        const value = comparable(kind, typed);
        if (value === null) continue;
        for (const row of all('SELECT dossier_id FROM dossier_reference WHERE kind = ? AND value = ?', kind, value))
          found.add(row['dossier_id'] as DossierId);
      }
      return directory.dossiers().flatMap(({ id }) => (found.has(id) ? [id] : []));
    },
    importTable(text) {
      const [head = [], ...lines] = cells(text);
      const columns = head.map((name) => COLUMN_NAMES[plain(name)] ?? null);
      if (!columns.includes('dossier') && !columns.includes('client-code'))
        return { added: 0, problems: [{ line: 1, problem: 'no-columns' }] };
      let added = 0;
      const problems: { line: number; problem: ImportProblem }[] = [];
      directory.together(() => {
        for (const [index, line] of lines.entries()) {
          const of = (column: Column) => line[columns.indexOf(column)]?.trim() ?? '';
          if (line.every((cell) => cell.trim() === '')) continue;
          const dossier = findDossier(directory, of('dossier')) ?? (of('dossier') === '' ? dossierOfCode(of('client-code')) : null);
          if (dossier === null || dossier === 'several') {
            problems.push({ line: index + 2, problem: dossier === null ? 'unknown-dossier' : 'several-dossiers' });
            continue;
          }
          for (const column of REFERENCE_COLUMNS) {
            if (column === 'dossier' || of(column) === '') continue;
            const taken = take(dossier, column, of(column));
            if (typeof taken === 'number') added += taken;
            else problems.push({ line: index + 2, problem: taken });
          }
        }
      });
      return { added, problems };
    },
  };
}

/** A value as it is compared; null for one that is none. */
function comparable(kind: ReferenceKind, value: string): string | null {
  if (kind === 'notification-email') {
    const email = normaliseEmail(value);
    return email.ok ? email.value : null;
  }
  return referenceKey(value) || null;
}

function findDossier(directory: Directory, named: string): DossierId | 'several' | null {
  if (named === '') return null;
  const siren = named.replaceAll(/\s/g, '');
  const found = directory.dossiers().filter((dossier) => dossier.siren === siren || plain(dossier.name) === plain(named));
  return found.length > 1 ? 'several' : (found[0]?.id ?? null);
}

/** How firms head their columns, without accents or capitals. */
const COLUMN_NAMES: Readonly<Record<string, Column>> = {
  dossier: 'dossier',
  societe: 'dossier',
  siren: 'dossier',
  'code client': 'client-code',
  'e-mail': 'notification-email',
  email: 'notification-email',
  'e-mail de notification': 'notification-email',
  facture: 'invoice',
  'numero de facture': 'invoice',
  'n° de facture': 'invoice',
  serie: 'serial',
  'numero de serie': 'serial',
  'n° de serie': 'serial',
};

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** Rows of a table as spreadsheets write it: quoted cells may hold the separator and doubled quotes. */
function cells(text: string): string[][] {
  const body = text.replace(/^\ufeff/, '');
  const separator = [';', '\t', ','].find((one) => body.split('\n', 1)[0]?.includes(one)) ?? ';';
  const rows: string[][] = [];
  for (const line of body.split(/\r?\n/)) {
    const row: string[] = [];
    let cell = '';
    let quoted = false;
    for (let i = 0; i < line.length; i++) {
      const sign = line[i] ?? '';
      if (sign === '"' && quoted && line[i + 1] === '"') {
        cell += '"';
        i++;
      } else if (sign === '"') quoted = !quoted;
      else if (sign === separator && !quoted) {
        row.push(cell);
        cell = '';
      } else cell += sign;
    }
    rows.push([...row, cell]);
  }
  return rows;
}
