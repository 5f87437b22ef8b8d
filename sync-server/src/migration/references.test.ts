import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => void (server = await startTestServer()));
afterEach(() => server.close());
const books = () => server.services.migration.references;

describe('what the firm’s books know', () => {
  test('R062 R066 a table brings codes, addresses and numbers, in any order of columns, and bringing it again adds nothing', () => {
    const { delorme, teppes } = server.dossiers;
    const table = [
      '\ufeffSIREN;Code client;N° de facture;E-mail de notification;Numéro de série',
      `${server.directory.dossiers().find(({ id }) => id === delorme)?.siren ?? ''};C20325;FA-2025-0999;"Paie <x>@garage.example";`,
      ';C20325;;Paie@Garage-Delorme.example;NAV-1',
      'Boulangerie des Teppes;C20318;"FA;1";;',
      ';;;;',
    ].join('\r\n');
    const expected = [{ line: 2, problem: 'bad-email' }];
    expect(books().importTable(table)).toEqual({ added: 4, problems: expected });
    expect(books().importTable(table)).toEqual({ added: 0, problems: expected });
    expect(books().dossiersOf(['invoice', 'serial'], 'fa 2025 0999')).toEqual([delorme]);
    expect(books().dossiersOf(['notification-email'], ' PAIE@garage-delorme.example')).toEqual([delorme]);
    expect(books().dossiersOf(['invoice'], 'FA1')).toEqual([teppes]);
  });

  test('a line that cannot be read is told by its number and keeps nobody else out', () => {
    const { added, problems } = books().importTable(
      'Dossier,Code client,Facture\nNobody,C1,F1\nGarage Delorme,C20311,F2\nGarage Delorme,C999,F3\nAtelier Bonnefoy,C 20311,…\nATELIER  bonnefoy,,F4\n',
    );
    expect(problems).toEqual([
      { line: 2, problem: 'unknown-dossier' },
      { line: 3, problem: 'code-taken' },
      { line: 4, problem: 'code-set' },
      { line: 5, problem: 'bad-value' },
    ]);
    expect(added).toBe(3);
    expect(books().clientCode(server.dossiers.delorme)).toBe('C20325');
    expect(books().importTable('a;b;c\n1;2;3')).toEqual({ added: 0, problems: [{ line: 1, problem: 'no-columns' }] });
  });

  test('two dossiers of one name are asked for by their SIREN', () => {
    server.createDossier('Garage Delorme');
    expect(books().importTable('Dossier;Facture\nGarage Delorme;F1').problems).toEqual([{ line: 2, problem: 'several-dossiers' }]);
  });
});
