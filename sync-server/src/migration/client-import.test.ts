import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock, systemRandom } from '../adapters/node-platform.ts';
import { makeAuth } from '../accounts/auth.ts';
import { makeDirectory } from '../accounts/directory.ts';
import { openIdentityDatabase } from '../accounts/identity-database.ts';
import { makeId, type DossierId, type FirmId } from '@navette/kernel/ids';
import { importClients, readHead, type ImportHead } from './client-import.ts';
import { makeReferences } from './references.ts';

const ports = { clock: systemClock, random: systemRandom };

async function books() {
  const database = openIdentityDatabase(':memory:');
  await makeAuth({
    database,
    secret: 'x'.repeat(20) + 'abcdefghijklmnopqrst',
    origin: 'http://localhost:1',
    trustedOrigins: [],
    ...ports,
    log: () => {},
  });
  const directory = makeDirectory({ database, firm: makeId<FirmId>(1, new Uint8Array(10)), demo: false, ...ports });
  const references = makeReferences(database, directory);
  const dossiers = {
    atelier: directory.addDossier({ name: 'Atelier Bonnefoy', siren: '999100413' }),
    teppes: directory.addDossier({ name: 'Boulangerie des Teppes', siren: '999100520' }),
    garage: directory.addDossier({ name: 'Garage Delorme', siren: '999100637' }),
  };
  references.setClientCode(dossiers.atelier, 'C20311');
  const bring = (
    text: string,
    { write = true, mine, create = false }: { write?: boolean; mine?: readonly DossierId[]; create?: boolean } = {},
  ) => {
    const [head = '', ...lines] = text.split('\n');
    const columns = readHead(head);
    if (typeof columns === 'string') return columns;
    return importClients(
      {
        database,
        references,
        dossiers: () => directory.dossiers().filter(({ id }) => mine?.includes(id) ?? true),
        ...(create ? { create: (dossier) => directory.addDossier(dossier) } : {}),
      },
      { head: columns, lines, first: 2, write },
    );
  };
  return { database, directory, references, dossiers, bring };
}

let w: Awaited<ReturnType<typeof books>>;
beforeEach(async () => void (w = await books()));
afterEach(() => w.database.close());

const faultsOf = (report: ReturnType<typeof w.bring>) =>
  typeof report === 'string' ? report : report.faults.map(({ line, why }) => [line, why]);

describe('a table of clients', () => {
  test('R062 R066 brings codes, addresses and numbers, in any order of columns, and bringing it again adds nothing', () => {
    const table = [
      '\ufeffSIREN;Téléphone;N° de facture;Code client;E-mail de notification;Numéro de série',
      '999 100 637;04 50 00 00 00;FA-2025-0999;C20325;',
      ';;;c20325;Paie@Garage-Delorme.example;NAV-1',
      '999100520;;"FA;1";;;',
      ';;;;',
    ].join('\n');
    expect(w.bring(table)).toEqual({ added: 4, codes: 1, known: 0, created: 0, faults: [], written: true });
    expect(w.bring(table)).toMatchObject({ added: 0, codes: 0, known: 4, written: true });
    const { garage, teppes } = w.dossiers;
    expect(w.references.dossiersOf(['invoice', 'serial'], 'fa 2025 0999')).toEqual([garage]);
    expect(w.references.dossiersOf(['notification-email'], ' PAIE@garage-delorme.example')).toEqual([garage]);
    expect(w.references.dossiersOf(['invoice'], 'FA1')).toEqual([teppes]);
    expect(w.references.list(garage).map(({ kind }) => kind)).toEqual(['invoice', 'notification-email', 'serial']);
  });

  test('is only looked at first: nothing of it stands before somebody agrees', () => {
    expect(w.bring('Dossier;Facture;Code client\ngarage  delorme;F1;C9', { write: false })).toMatchObject({
      added: 1,
      codes: 1,
      written: false,
    });
    expect(w.references.list(w.dossiers.garage)).toEqual([]);
    expect(w.references.clientCode(w.dossiers.garage)).toBeNull();
  });

  test('with one line that cannot be taken is not written at all, and each such line is told by its number', () => {
    const report = w.bring(
      [
        'Dossier;SIREN;Code client;E-mail;Facture;Série',
        'Atelier Bonnefoy;;;;F1;',
        'Nobody;;;;F1;',
        'Atelier Bonnefoy;;C999;;F1;',
        'Garage Delorme;;C20311;;F1;',
        'Garage Delorme;999100413;;;F1;',
        'Garage Delorme;;;paie(at)garage;;',
        'Garage Delorme;;;;…;',
        'Garage Delorme;;;;;',
        ';;;;F1;',
        'Garage Delorme;;;;F1;;;x',
        '"Garage;;;;F1;',
      ].join('\n'),
    );
    expect(faultsOf(report)).toEqual([
      [3, 'no-dossier'],
      [4, 'other-code'],
      [5, 'contradiction'],
      [6, 'contradiction'],
      [7, 'no-address'],
      [8, 'no-number'],
      [9, 'nothing'],
      [10, 'no-dossier'],
      [11, 'cells'],
      [12, 'quotes'],
    ]);
    expect(w.references.list(w.dossiers.atelier)).toEqual([]);
  });

  test('F5 a formula, bytes that are no text and an endless line are refused with their numbers', () => {
    const table = [
      'Dossier;Facture',
      'Atelier Bonnefoy;=HYPERLINK("http://x")',
      '@SUM(A1);F2',
      'Caf\ufffd;F3',
      `Atelier Bonnefoy;${'9'.repeat(700)}`,
    ].join('\n');
    expect(faultsOf(w.bring(table))).toEqual([
      [2, 'formula'],
      [3, 'formula'],
      [4, 'not-text'],
      [5, 'too-long'],
    ]);
  });

  test('two dossiers of one name are told apart by their SIREN or their code, and asked for without either', () => {
    w.directory.addDossier({ name: 'Garage Delorme' });
    expect(faultsOf(w.bring('Dossier;Facture\nGarage Delorme;F1'))).toEqual([[2, 'several-dossiers']]);
    expect(w.bring('Dossier;SIREN;Facture\nGarage Delorme;999100637;F1')).toMatchObject({ added: 1 });
  });

  test('G24 a dossier of somebody else is a dossier that is not there, by its name, its SIREN or its code', () => {
    const mine = [w.dossiers.garage];
    const table = 'Code client;Dossier;SIREN;Facture\nC20311;;;F1\n;Atelier Bonnefoy;;F1\n;;999100413;F1\nC20311;Garage Delorme;;F1';
    expect(faultsOf(w.bring(table, { mine }))).toEqual([
      [2, 'no-dossier'],
      [3, 'no-dossier'],
      [4, 'no-dossier'],
      [5, 'contradiction'],
    ]);
  });

  test('whose first line names no dossier, or nothing to keep, is refused whole', () => {
    expect(w.bring('Facture;Série\nF1;S1')).toBe('no-key-column');
    expect(w.bring('SIREN;Téléphone\n999100413;04')).toBe('no-value-column');
    expect(w.bring('a;b;c\n1;2;3')).toBe('no-key-column');
    expect(w.bring('PK\u0003\u0004\n1')).toBe('not-text');
    expect((readHead('SIREN;Code client') as ImportHead).columns).toEqual(['siren', 'code']);
  });

  test('opens the dossiers that are not there, where it is asked to: once each, never for a line without a name', () => {
    const table = [
      'Code client;Dossier;SIREN;Facture',
      'C1;Optique Dancet;552100554;F1',
      ';Optique Dancet;552100554;F2',
      'C2;;;F3',
      'C3;Cave;12;F4',
    ].join('\n');
    expect(faultsOf(w.bring(table, { create: true }))).toEqual([
      [4, 'no-dossier'],
      [5, 'no-dossier'],
    ]);
    expect(w.bring(table.split('\n').slice(0, 3).join('\n'), { create: true })).toMatchObject({
      created: 1,
      codes: 1,
      added: 2,
      written: true,
    });
    expect(w.directory.dossiers().filter(({ name }) => name === 'Optique Dancet')).toHaveLength(1);
  });

  test('of three hundred lines over a thousand dossiers is read in a moment', () => {
    w.directory.together(() => {
      for (let n = 0; n < 1000; n++) w.directory.addDossier({ name: `Société ${n}`, siren: String(552_000_000 + n) });
    });
    const lines = Array.from({ length: 300 }, (_, n) => `C${n};Société ${n};F-${n};paie@societe-${n}.example`);
    const from = performance.now();
    expect(w.bring(['Code client;Dossier;Facture;E-mail', ...lines].join('\n'), { write: false })).toMatchObject({
      added: 600,
      codes: 300,
    });
    expect(performance.now() - from).toBeLessThan(5000);
  });
});
