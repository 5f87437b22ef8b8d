/** `navette clients` on real folders: a table is looked at, then written; what a server then knows is what the table says. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { Folders, navette, navetteJson } from '../support/command-line.ts';

const folders = new Folders();
let data: string;
beforeAll(async () => {
  data = folders.free();
  await (await startTestServer({ data })).stop();
}, 60_000);
afterAll(() => folders.remove());

/** A file of bytes: text in UTF-8, or in what Windows writes. */
function table(lines: readonly string[], encoding: 'utf8' | 'latin1' = 'utf8'): string {
  const file = `${folders.free()}.csv`;
  writeFileSync(file, lines.join('\r\n'), encoding);
  return file;
}
const GOOD = [
  'Code client;Dossier;SIREN;N° de facture;E-mail de notification',
  'C20325;Garage Delorme;;FA-1;',
  ';Hôtel du Lac Noir;552100554;FA-2;compta@lac-noir.example',
];

describe('navette clients', { timeout: 20_000 }, () => {
  test('R062 R066 looks first, and says what it would do; nothing is written', async () => {
    const copy = folders.copyOf(data);
    const { code, json } = await navetteJson<object>('clients', ['--data', copy, '--import', table(GOOD), '--create']);
    expect([code, json]).toEqual([0, { sound: true, added: 3, codes: 0, known: 0, created: 1, faults: [], written: false }]);
    const again = await navetteJson<object>('clients', ['--data', copy, '--import', table(GOOD), '--create']);
    expect(again.json).toEqual(json);
    const { out } = await navette('clients', ['--data', copy, '--import', table(GOOD), '--create']);
    expect(out).toContain('ajoutez --write');
  });

  test('R062 R066 writes when it is told to, also a table of Windows; the server knows it at its next start', async () => {
    const copy = folders.copyOf(data);
    const file = table(GOOD, 'latin1');
    const { json } = await navetteJson<object>('clients', ['--data', copy, '--import', file, '--create', '--write']);
    expect(json).toMatchObject({ added: 3, created: 1, written: true });
    const server = await startTestServer({ data: copy });
    const lac = server.directory.dossiers().find(({ name }) => name === 'Hôtel du Lac Noir');
    expect(lac?.siren).toBe('552100554');
    expect(server.services.migration.references.dossiersOf(['notification-email'], 'compta@lac-noir.example')).toEqual([lac?.id]);
    // Beside a running server nothing is touched.
    const beside = await navetteJson<{ refused: string }>('clients', ['--data', copy, '--import', file]);
    expect([beside.code, beside.json.refused]).toEqual([2, 'in-use']);
    await server.stop();
  });

  test('F5 with a formula, a broken line or an unknown client writes nothing, names the lines, and ends with 1', async () => {
    const copy = folders.copyOf(data);
    const file = table(['Dossier;Facture', 'Garage Delorme;F1', 'Garage Delorme;=1+1', 'Nobody;F2', '"Garage;F3']);
    const { code, out } = await navette('clients', ['--data', copy, '--import', file, '--write']);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      '3 lignes à corriger. Rien n’a été écrit.',
      '  ligne 3\u202f: formule de tableur («\u202f=1+1\u202f»)',
      '  ligne 4\u202f: aucun dossier ne correspond («\u202fNobody\u202f»)',
      '  ligne 5\u202f: guillemets mal fermés («\u202f"Garage;F3\u202f»)',
    ]);
    const english = await navette('clients', ['--data', copy, '--import', file], { language: 'en' });
    expect(english.out).toContain('line 3: a spreadsheet formula');
  });

  test('refuses what is no table, a table without end, and a folder that is none', async () => {
    const text = async (...args: string[]) => (await navette('clients', args)).out;
    expect(await text('--data', data, '--import', table(['PK\u0003\u0004', 'x']))).toContain('illisible');
    expect(await text('--data', data, '--import', table(['a;b', 'c;d']))).toContain('aucune colonne qui désigne un dossier');
    expect(await text('--data', data, '--import', table(['SIREN;b', '1;2']))).toContain('aucune colonne à retenir');
    expect(await text('--data', data, '--import', table(['SIREN;Facture']))).toContain('pas de ligne');
    expect(await text('--data', data, '--import', table(['SIREN;Facture', ...Array<string>(10_001).fill(';')]))).toContain('trop grand');
    const gone = await navette('clients', ['--data', data, '--import', path.join(data, 'nothing.csv')]);
    expect([gone.code, gone.err]).toEqual([2, expect.stringContaining('ne peut pas être lu')]);
    expect((await navette('clients', ['--data', path.join(data, 'nowhere'), '--import', 'x'])).code).toBe(2);
    expect((await navette('clients', ['--data', data])).err).toContain('--import');
    expect((await navette('clients', ['--help'])).out).toContain('--create');
  });
});
