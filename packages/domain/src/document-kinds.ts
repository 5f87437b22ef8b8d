/**
 * What a document is for the bookkeeper: the eight kinds a firm starts with (decision G12, R201).
 *
 * The first is the default of a first deposit; afterwards the last one chosen is.
 */
import type { Box } from './boxes.ts';

export const DOCUMENT_KINDS = [
  'purchase-invoices',
  'sales-invoices',
  'bank',
  'cash',
  'payroll',
  'official-letters',
  'miscellaneous',
  'data',
] as const;

export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const DEFAULT_KIND: DocumentKind = 'purchase-invoices';

/** Pay papers go to the pay box (G12); everything else is common unless the person owns a box of their own. */
export function boxOfKind(kind: DocumentKind): Box {
  return kind === 'payroll' ? 'pay' : 'common';
}
