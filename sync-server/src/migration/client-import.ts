/**
 * A table of client companies and of what they are recognised by, as the firm's books export it (R062, R066).
 *
 *   Code client ; SIREN ; Dossier ; E-mail de notification ; N° de facture ; N° de série
 *
 * In any order; a line names a dossier by one of the first three, and they must agree. Columns of other names are left aside.
 * All of the lines are taken, or none: with one that is not, nothing is written, and each is told by its number. Looking and
 * writing are one code: looking undoes what it wrote.
 */
import type { DatabaseSync } from 'node:sqlite';
import { referenceKey, type ReferenceKind } from '@navette/domain/migration';
import { cutLine, isFormula, separatorOf } from '@navette/formats/table-line';
import type { DossierId } from '@navette/kernel/ids';
import { IMPORT_LIMITS, type ImportFault } from '@navette/protocol/staff-migrations';
import { inTransaction } from '../accounts/identity-database.ts';
import type { DossierRow } from '../ports.ts';
import { comparable, type References } from './references.ts';

type Key = 'code' | 'siren' | 'name';
type Column = Key | ReferenceKind;
const VALUES: readonly ReferenceKind[] = ['notification-email', 'invoice', 'serial'];

/** How firms head their columns, without accents or capitals. */
const COLUMN_NAMES: Readonly<Record<string, Column>> = {
  'code client': 'code',
  'client code': 'code',
  siren: 'siren',
  dossier: 'name',
  societe: 'name',
  client: 'name',
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

export type ImportHead = { readonly separator: ReturnType<typeof separatorOf>; readonly columns: readonly (Column | null)[] };
export type HeadRefusal = 'no-key-column' | 'no-value-column' | 'not-text';

/** The first line of the table. */
export function readHead(line: string): ImportHead | HeadRefusal {
  const text = line.replace(/^\ufeff/, '');
  const separator = separatorOf(text);
  const cells = cutLine(text, separator, IMPORT_LIMITS.lineLength);
  if (typeof cells === 'string') return 'not-text';
  const columns = cells.map((name) => COLUMN_NAMES[plain(name)] ?? null);
  const has = (column: Column) => columns.includes(column);
  if (!has('code') && !has('siren') && !has('name')) return 'no-key-column';
  // A code is a key and a value: with another key, it is what the line brings.
  const bringsCode = has('code') && (has('siren') || has('name'));
  return bringsCode || VALUES.some(has) ? { separator, columns } : 'no-value-column';
}

export type ImportReport = {
  readonly added: number;
  readonly codes: number;
  readonly known: number;
  readonly created: number;
  readonly faults: readonly { readonly line: number; readonly why: ImportFault; readonly cell: string }[];
  readonly written: boolean;
};

export type ImportParts = {
  readonly database: DatabaseSync;
  readonly references: References;
  /** Those whoever imports may write to; of the others a line may not even tell that they exist (G24). */
  readonly dossiers: () => readonly DossierRow[];
  /** Opens a dossier for a line whose company is unknown; without it such a line is a fault. */
  readonly create?: (dossier: { readonly name: string; readonly siren?: string }) => DossierId;
};

export type ImportPiece = {
  readonly head: ImportHead;
  readonly lines: readonly string[];
  /** Number of the first line in its file. */
  readonly first: number;
  readonly write: boolean;
};

class Undone extends Error {
  readonly report: ImportReport;
  constructor(report: ImportReport) {
    super('looked only');
    this.report = report;
  }
}

export function importClients(parts: ImportParts, { head, lines, first, write }: ImportPiece): ImportReport {
  try {
    return inTransaction(parts.database, () => {
      const sum = { added: 0, codes: 0, known: 0, created: 0 };
      const faults: ImportReport['faults'][number][] = [];
      const known = indexOf(parts);
      lines.forEach((line, n) => {
        const taken = takeLine(parts, known, head, line);
        if ('why' in taken) faults.push({ line: first + n, why: taken.why, cell: taken.cell.slice(0, 60) });
        else for (const key of ['added', 'codes', 'known', 'created'] as const) sum[key] += taken[key];
      });
      const written = write && faults.length === 0;
      const report = { ...sum, faults, written };
      if (!written) throw new Undone(report);
      return report;
    });
  } catch (error) {
    if (error instanceof Undone) return error.report;
    throw error;
  }
}

/** The dossiers of the piece, looked up by what a line may name them with. */
type Known = {
  readonly byCode: Map<string, DossierId>;
  readonly codeOf: Map<DossierId, string>;
  readonly byKey: Map<string, Set<DossierId>>;
};

function indexOf({ references, dossiers }: ImportParts): Known {
  const known: Known = { byCode: new Map(), codeOf: new Map(), byKey: new Map() };
  for (const { id, code } of references.codes()) noteCode(known, id, code);
  for (const dossier of dossiers()) noteDossier(known, dossier);
  return known;
}

function noteCode({ byCode, codeOf }: Known, id: DossierId, code: string): void {
  byCode.set(referenceKey(code), id);
  codeOf.set(id, referenceKey(code));
}

function noteDossier({ byKey }: Known, { id, name, siren }: DossierRow): void {
  for (const key of [`id ${id}`, `name ${plain(name)}`, ...(siren === undefined ? [] : [`siren ${siren}`])])
    byKey.set(key, (byKey.get(key) ?? new Set()).add(id));
}

type Taken = { readonly added: number; readonly codes: number; readonly known: number; readonly created: number };
type Fault = { readonly why: ImportFault; readonly cell: string };
const NOTHING: Taken = { added: 0, codes: 0, known: 0, created: 0 };

function takeLine(parts: ImportParts, known: Known, { separator, columns }: ImportHead, line: string): Taken | Fault {
  const cells = cutLine(line, separator, IMPORT_LIMITS.lineLength);
  if (typeof cells === 'string') return { why: cells, cell: cells === 'not-text' ? '' : line };
  if (cells.every((cell) => cell === '')) return NOTHING;
  if (cells.slice(columns.length).some((cell) => cell !== '')) return { why: 'cells', cell: line };
  const formula = cells.find((cell, n) => columns[n] !== null && isFormula(cell));
  if (formula !== undefined) return { why: 'formula', cell: formula };
  const of = (column: Column): string => cells[columns.indexOf(column)] ?? '';

  const found = findDossier(parts, known, of('code'), of('siren').replaceAll(/\s/g, ''), of('name'));
  if ('why' in found) return found;
  const code = takeCode(parts.references, known, found.dossier, of('code'));
  if ('why' in code) return code;
  let [added, there] = [0, 0];
  for (const kind of VALUES) {
    const value = of(kind);
    if (value === '') continue;
    if (comparable(kind, value) === null) return { why: kind === 'notification-email' ? 'no-address' : 'no-number', cell: value };
    if (parts.references.isFull(found.dossier)) return { why: 'full', cell: value };
    if (parts.references.add(found.dossier, kind, value)) added += 1;
    else there += 1;
  }
  if (added + there + code.codes + found.created === 0) return { why: 'nothing', cell: line };
  return { added, known: there, codes: code.codes, created: found.created };
}

/** The one dossier that all the keys of a line mean. */
function findDossier(
  parts: ImportParts,
  known: Known,
  code: string,
  siren: string,
  name: string,
): { dossier: DossierId; created: number } | Fault {
  const cell = [code, siren, name].find((key) => key !== '') ?? '';
  const by = (key: string): ReadonlySet<DossierId> => known.byKey.get(key) ?? new Set();
  const owner = known.byCode.get(referenceKey(code));
  const sets: ReadonlySet<DossierId>[] = [];
  // A code nobody has yet is what the line brings, where something else names the dossier.
  if (code !== '' && (owner !== undefined || (siren === '' && name === ''))) sets.push(owner === undefined ? new Set() : by(`id ${owner}`));
  if (siren !== '') sets.push(by(`siren ${siren}`));
  // A SIREN may stand where the name is asked for.
  if (name !== '') sets.push(by(`name ${plain(name)}`).union(by(`siren ${name.replaceAll(/\s/g, '')}`)));
  const [one, ...more] = sets.length === 0 ? [] : sets.reduce((all, each) => all.intersection(each));
  if (more.length > 0) return { why: 'several-dossiers', cell };
  if (one !== undefined) return { dossier: one, created: 0 };
  if (sets.some((each) => each.size > 0)) return { why: 'contradiction', cell };
  if (!parts.create || name === '' || (siren !== '' && !/^\d{9}$/.test(siren))) return { why: 'no-dossier', cell };
  const made = { name, ...(siren === '' ? {} : { siren }) };
  const id = parts.create(made);
  noteDossier(known, { id, ...made });
  return { dossier: id, created: 1 };
}

/** People hold papers with the code they know: an import never changes it behind their back. */
function takeCode(references: References, known: Known, dossier: DossierId, code: string): { readonly codes: number } | Fault {
  if (code === '') return { codes: 0 };
  const key = referenceKey(code);
  if (key === '') return { why: 'no-number', cell: code };
  const own = known.codeOf.get(dossier);
  if (own !== undefined) return own === key ? { codes: 0 } : { why: 'other-code', cell: code };
  // Of a dossier this person may not see: not told apart from a mistake (G24).
  if (known.byCode.has(key)) return { why: 'contradiction', cell: code };
  references.setClientCode(dossier, code);
  noteCode(known, dossier, code);
  return { codes: 1 };
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
