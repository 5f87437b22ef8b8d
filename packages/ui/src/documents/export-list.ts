/** The list as a table for a spreadsheet: what the filters leave, newest first. */
import type { AccountView, DeviceDoors, DocumentPage, DocumentQuery } from '@navette/device/model';
import { dayInParis } from '@navette/kernel/dates';
import type { Formats } from '@navette/texts/formats';
import type { Texts } from '@navette/texts/texts';
import { saveFile } from '../save-file.ts';
import type { NoteExport } from './use-export-note.ts';

const LONGEST = 20_000;

/** A cell is text whatever it begins with: a spreadsheet must never take a name for a formula. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

export async function exportList(
  { doors, account, t }: { doors: DeviceDoors; account: AccountView; t: Texts; f: Formats },
  query: DocumentQuery,
  note: NoteExport,
): Promise<void> {
  const page = await new Promise<DocumentPage>((resolve) => {
    const stop = doors.library.documents({ ...query, limit: LONGEST }).subscribe((value) => {
      resolve(value);
      queueMicrotask(() => stop());
    });
  });
  if (!(await note({ what: 'list', items: page.rows.length, dossiers: page.rows.map(({ dossier }) => dossier) }))) return;
  const names = new Map(account.dossiers.map(({ id, name }) => [id, name]));
  const lines = page.rows.map((row) => [
    row.name,
    names.get(row.dossier) ?? '',
    t.kinds[row.kind],
    dayInParis(row.capturedAt),
    t.state[row.state],
    row.reason ?? '',
    String(row.size),
    row.hash,
  ]);
  const text = [t.list.exportHead, ...lines].map((cells) => cells.map(csvCell).join(';')).join('\r\n');
  saveFile(new Blob(['\ufeff', text], { type: 'text/csv' }), t.list.exportName);
}
