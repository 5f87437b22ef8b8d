/** The migrations as a table for a spreadsheet: what the filters leave, one line a person. */
import { daysSince, silentSince } from '@navette/domain/migration-follow-up';
import { dayInParis } from '@navette/kernel/dates';
import type { MigrationsTexts } from '@navette/texts/migrations-texts';
import { csvCell } from '../documents/export-list.ts';
import { saveFile } from '../save-file.ts';
import type { AccessPerson, MigrationRow } from './rows.ts';

export function exportMigrations(rows: readonly MigrationRow[], t: MigrationsTexts, now: number): void {
  saveFile(new Blob([migrationsCsv(rows, t, now)], { type: 'text/csv' }), t.export.name);
}

/** UTF-8 with its mark, semicolons, every cell quoted and none of them a formula (F5). */
export function migrationsCsv(rows: readonly MigrationRow[], t: MigrationsTexts, now: number): string {
  const lines = rows.flatMap((row) =>
    row.access.users.length === 0 ? [lineOf(row, null, t, now)] : row.access.users.map((person) => lineOf(row, person, t, now)),
  );
  return `\ufeff${[t.export.head, ...lines].map((cells) => cells.map(csvCell).join(';')).join('\r\n')}`;
}

function lineOf({ access, step }: MigrationRow, person: AccessPerson | null, t: MigrationsTexts, now: number): readonly string[] {
  const { company } = access;
  const dossier = [
    company.name,
    company.siren ?? '',
    company.clientCode ?? '',
    (company.staff ?? []).map(({ name }) => name).join(', '),
    t.steps[step],
  ];
  if (person === null) return [...dossier, ...Array.from({ length: t.export.head.length - dossier.length }, () => '')];
  const { id, user } = person;
  const silent = silentSince(user);
  const administrator = company.administrator?.user === id ? (company.administrator.confirmed ? t.export.yes : t.export.toConfirm) : '';
  return [
    ...dossier,
    user.name,
    user.email,
    t.export.states[user.state],
    user.state === 'invited' ? '' : t.steps[user.migration],
    user.since === 0 ? '' : dayInParis(user.since),
    silent === null ? '' : String(daysSince(silent, now)),
    user.reminded === undefined ? '' : dayInParis(user.reminded),
    String(user.reminders ?? 0),
    user.attached === undefined ? '' : t.precision.attached[user.attached],
    administrator,
  ];
}
