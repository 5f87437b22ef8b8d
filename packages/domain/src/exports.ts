/** What counts as an export in bulk: it wants a recent sign-in and is told to the firm's administrators (threat R16). */

/** Documents or rows of one export, and dossiers it goes over, from which on it is in bulk. */
export const BULK_EXPORT = { items: 50, dossiers: 2 } as const;

export type ExportFacts = { readonly items: number; readonly dossiers: number };

/** @returns whether it takes more away than the work on one dossier asks for */
export function isBulkExport({ items, dossiers }: ExportFacts): boolean {
  return items >= BULK_EXPORT.items || dossiers >= BULK_EXPORT.dossiers;
}
