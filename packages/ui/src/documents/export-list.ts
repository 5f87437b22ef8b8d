/** The list as a table for a spreadsheet: what the filters leave, in the order on screen. */
import type { AccountView, DocumentRow } from '@navette/device/model';
import { dayInParis } from '@navette/kernel/dates';
import type { documentsTexts } from '@navette/texts/documents-texts';
import type { Texts } from '@navette/texts/texts';
import { saveFile } from '../save-file.ts';
import type { NoteExport } from './use-export-note.ts';

/** A cell is text whatever it begins with: a spreadsheet must never take a name for a formula. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** @param rows what leaves, in its order */
export async function exportList(
  { account, t, d }: { account: AccountView; t: Texts; d: ReturnType<typeof documentsTexts> },
  rows: readonly DocumentRow[],
  note: NoteExport,
): Promise<void> {
  if (!(await note({ what: 'list', items: rows.length, dossiers: rows.map(({ dossier }) => dossier) }))) return;
  const names = new Map(account.dossiers.map(({ id, name }) => [id, name]));
  const lines = rows.map((row) => [
    row.name,
    names.get(row.dossier) ?? '',
    t.kinds[row.kind],
    row.facts?.issuer ?? '',
    row.facts?.number ?? '',
    row.facts?.date ?? '',
    row.facts?.total === undefined ? '' : amountCell(row.facts.total),
    row.facts?.currency ?? '',
    dayInParis(row.capturedAt),
    t.state[row.state],
    row.reason ?? '',
    row.booked?.on ?? '',
    String(row.size),
    row.hash,
  ]);
  const text = [d.exportHead.map(csvCell), ...lines.map((cells) => cells.map((cell, at) => (at === AMOUNT ? cell : csvCell(cell))))]
    .map((cells) => cells.join(';'))
    .join('\r\n');
  saveFile(new Blob(['\ufeff', text], { type: 'text/csv' }), t.list.exportName);
}

const AMOUNT = 6;

/** A number for a spreadsheet, as those of France read it: a credit note keeps its sign. */
export function amountCell(cents: number): string {
  const whole = Math.abs(cents);
  return `${cents < 0 ? '-' : ''}${Math.floor(whole / 100)},${String(whole % 100).padStart(2, '0')}`;
}
