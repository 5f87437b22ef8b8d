/** What a FEC is once it is read: its columns, its form, and what only the reading sees; or why it cannot be taken. */
import type { Ledger } from '@navette/domain/ledger/ledger';
import type { FecColumn, FecHeader } from './fec-columns.ts';

export type FecEncoding = 'ascii' | 'utf-8' | 'utf-8-bom' | 'windows-1252' | 'iso-8859-15';
export type FecSeparator = 'tab' | 'pipe' | 'semicolon';
export type FecLineEnd = 'LF' | 'CRLF' | 'CR' | 'CRCRLF';

/** Why a file cannot be taken at all (F1). */
export type FecRefusal =
  | { readonly tag: 'fec-empty' }
  | { readonly tag: 'fec-utf16' }
  | { readonly tag: 'fec-no-separator' }
  | { readonly tag: 'fec-missing-columns'; readonly columns: readonly FecColumn[] }
  | { readonly tag: 'fec-no-lines' }
  | { readonly tag: 'fec-line-too-long'; readonly line: number }
  | { readonly tag: 'fec-too-many-lines' };

/** What the file is, beside its lines. */
export type FecForm = {
  readonly encoding: FecEncoding;
  readonly separator: FecSeparator;
  readonly lineEnd: FecLineEnd;
  readonly header: FecHeader;
  readonly xml: boolean;
};

/** Lines of a fault: how many, and the first of them, by row. */
export type Rows = { readonly count: number; readonly first: readonly number[] };

/** What only the reading sees. */
export type FecSeen = {
  readonly badFieldCounts: Rows;
  readonly dots: Rows;
  readonly negatives: Rows;
  readonly blank: Readonly<Record<MustBeFilled, Rows>>;
};

export const MUST_BE_FILLED = [
  'JournalCode',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
  'ValidDate',
] as const;
export type MustBeFilled = (typeof MUST_BE_FILLED)[number];

export type FecFile = { readonly form: FecForm; readonly ledger: Ledger; readonly seen: FecSeen };
