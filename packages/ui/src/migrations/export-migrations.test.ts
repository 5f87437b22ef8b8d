import { migrationsTexts } from '@navette/texts/migrations-texts';
import { describe, expect, test } from 'vitest';
import { SAMPLE_NOW } from '../testing/sample-data.ts';
import { sampleAccess } from '../testing/sample-migrations.ts';
import { migrationsCsv } from './export-migrations.ts';
import { migrationRow } from './rows.ts';

const t = migrationsTexts('fr');
const rows = sampleAccess().map(migrationRow);
const cells = (text: string) =>
  text
    .slice(1)
    .split('\r\n')
    .map((line) => line.slice(1, -1).split('";"'));

describe('the export', () => {
  test('is UTF-8 with its mark, separated by semicolons, one line a person, French headings', () => {
    const text = migrationsCsv(rows, t, SAMPLE_NOW);
    expect(text.startsWith('\ufeff"Dossier";"SIREN";"Code client"')).toBe(true);
    const lines = cells(text);
    expect(lines.every((line) => line.length === t.export.head.length)).toBe(true);
    expect(lines).toHaveLength(1 + rows.reduce((sum, { access }) => sum + Math.max(1, access.users.length), 0));
    const optique = lines.find(([dossier]) => dossier === 'Optique Dancet');
    expect(optique?.slice(3)).toEqual([
      'Jules Kessler',
      'À référencer',
      'Marc Dancet',
      'marc.dancet@societe-16.example',
      'actif',
      'À référencer',
      '2026-11-04',
      '15',
      '2026-11-05',
      '2',
      '',
      '',
    ]);
    expect(lines.find(([dossier]) => dossier === 'Pharmacie de la Halle')?.at(-1)).toBe('à confirmer');
  });

  test('a dossier nobody can come into has a line too', () => {
    const [row] = rows;
    if (row === undefined) throw new Error('no row');
    const alone = migrationRow({ ...row.access, users: [], decisions: [] });
    expect(cells(migrationsCsv([alone], t, SAMPLE_NOW))[1]?.slice(4)).toEqual(['Non commencée', ...Array<string>(10).fill('')]);
  });

  test('F5 no name, address or code becomes a formula, and a line never breaks in two', () => {
    const [row] = rows;
    const person = row?.access.users[0];
    if (row === undefined || person === undefined) throw new Error('no row');
    const hostile = migrationRow({
      ...row.access,
      company: { ...row.access.company, name: '=HYPERLINK("http://evil.example";"x")', clientCode: '@SUM(A1)' },
      users: [{ ...person, user: { ...person.user, name: '+33 <b>x</b>"', email: '-cmd|calc@x.example' } }],
    });
    const text = migrationsCsv([hostile], t, SAMPLE_NOW);
    expect(text.split('\r\n')).toHaveLength(2);
    const line = text.split('\r\n')[1] ?? '';
    expect(line).toContain(`"'=HYPERLINK(""http://evil.example"";""x"")"`);
    for (const cell of line.split(';')) expect(cell).not.toMatch(/^"?[=+\-@]/);
  });
});
