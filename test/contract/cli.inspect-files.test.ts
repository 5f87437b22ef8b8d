/** `navette inspect FILE...`: on files made here, and on real ones where this machine has them (NAVETTE_TEST_DATA). */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { PDFDocument } from 'pdf-lib';
import { afterAll, describe, expect, test } from 'vitest';
import { inspectFiles } from '../../sync-server/src/cli/inspect-files.ts';
import type { InspectedFile } from '../../sync-server/src/cli/inspected-file.ts';
import { navette, navetteJson } from '../support/command-line.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'navette-inspect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
function made(name: string, bytes: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const UBL = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>A-1</ID><IssueDate>2026-11-03</IssueDate><InvoiceTypeCode>380</InvoiceTypeCode></Invoice>`;

describe('navette inspect FILE...', () => {
  test('prints one object a file, in their order, and ends well whatever was found', async () => {
    const pdf = await PDFDocument.create();
    pdf.addPage();
    await pdf.attach(new TextEncoder().encode(UBL), 'factur-x.xml', { mimeType: 'text/xml' });
    const files = [
      made('a.pdf', await pdf.save()),
      made('releve.qif', '!Type:Bank\nD03/11/2026\nT-12,50\n^\n'),
      made('page.pdf', '<html><script>alert(1)</script></html>'),
      made('vide.pdf', ''),
      made('bombe.xml', '<!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'),
      made('casse.pdf', '%PDF-1.7\n%%EOF'),
      path.join(folder, 'absent.pdf'),
    ];
    const { code, json } = await navetteJson<InspectedFile[]>('inspect', files);
    expect(code).toBe(0);
    expect(json.map(({ kind }) => kind)).toEqual(['invoice', 'bank-statement', 'opaque', 'empty', 'data', 'document', 'unread']);
    expect(json[0]).toMatchObject({ container: 'PDF', attachments: ['factur-x.xml'], invoice: { number: 'A-1', syntax: 'UBL' } });
    expect(json[1]).toMatchObject({ category: 'Banque', statements: [{ kind: 'QIF Bank', transactions: 1, net: -12.5 }] });
    expect(json[2]?.['warnings']).toEqual([{ tag: 'name-lies', type: 'text/html' }]);
    expect(json[4]).toMatchObject({ invoice: { error: 'refused XML: xml-doctype' } });
  }, 30_000);

  test('a FEC is read in pieces: its figures, and its checks with lines of the file', async () => {
    const header =
      'JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise';
    const line = (account: string, debit: string, credit: string) =>
      `VE|Ventes|1|20261231|${account}|Compte|||F1|20261231|=1+1|${debit}|${credit}|||20261231||`;
    const file = made('732829320FEC20261231.txt', [header, line('411000', '120,00', '0'), line('706000', '0', 'N/A'), ''].join('\n'));
    const { code, json } = await navetteJson<InspectedFile[]>('inspect', [file]);
    expect(code).toBe(0);
    expect(json[0]).toMatchObject({
      kind: 'fec',
      category: 'Données',
      lines: 2,
      lines_read: 1,
      total_debit: 120,
      anomalies: { bad_amount_lines: [3] },
    });
    expect(json[0]?.['checks']).toContainEqual(expect.objectContaining({ check: 'F4', tag: 'amount-unreadable', lines: [3] }));
    const { out } = await navette('inspect', [file]);
    expect(out).toContain('F2 Erreur');
    expect(out).toContain('1 ligne a un montant illisible');
  }, 30_000);

  test('says in words what is doubtful', async () => {
    const { out: text } = await navette('inspect', [
      made('court.csv', 'Date;Libellé;Montant\n03/11/2026;X;12..34\n04/11/2026;Y;1,00\n'),
      path.join(folder, 'absent.pdf'),
    ]);
    expect(text).toContain('Un montant est illisible');
    expect(text).toContain('Ce fichier ne peut pas être ouvert.');
  }, 30_000);

  test('a file that takes too long costs itself alone', async () => {
    const files = [made('un.qif', '!Type:Bank\nT1\n^\n'), made('deux.qif', '!Type:Bank\nT1\n^\n')];
    const answers = await inspectFiles(files, { milliseconds: 0, megabytes: 64, fileBytes: 1000 });
    expect(answers.map(({ kind }) => kind)).toEqual(['unread', 'unread']);
    expect(await inspectFiles(files, { milliseconds: 20_000, megabytes: 64, fileBytes: 3 })).toMatchObject([
      { kind: 'unread' },
      { kind: 'unread' },
    ]);
  }, 30_000);

  test('a PDF that takes too long is still named, and said to be unread (11)', async () => {
    const page = deflateSync(Buffer.from('q '.repeat(3_000_000)));
    const objects = [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>',
      `<< /Length ${page.length} /Filter /FlateDecode >>\nstream\n${page.toString('latin1')}\nendstream`,
    ];
    const pdf = `%PDF-1.7\n${objects.map((text, i) => `${i + 1} 0 obj\n${text}\nendobj\n`).join('')}trailer << /Root 1 0 R /Size 5 >>\n%%EOF`;
    const [answer] = await inspectFiles([made('facture-lente.pdf', Buffer.from(pdf, 'latin1'))], {
      milliseconds: 1500,
      megabytes: 256,
      fileBytes: 1_000_000,
    });
    expect(answer).toMatchObject({ kind: 'document', type: 'application/pdf', warnings: [{ tag: 'too-slow' }] });
  }, 30_000);

  test('an option it does not know is refused', async () => {
    expect((await navette('inspect', ['a.pdf', '--wipe'])).code).toBe(2);
  });
});

const ROOT = process.env['NAVETTE_TEST_DATA'] ?? '';
const here = ROOT !== '' && existsSync(ROOT);
const expectedOf = (kind: string) =>
  JSON.parse(readFileSync(path.join(ROOT, kind, 'expected.json'), 'utf8')) as Record<string, Record<string, unknown>>;

/** Each parser has its own words for what is not well-formed. */
function sameWords(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { error } = (fields['invoice'] ?? {}) as { error?: string };
  return error?.startsWith('not well-formed') === true ? { ...fields, invoice: { error: 'not well-formed' } } : fields;
}

describe.skipIf(!here)('real files (NAVETTE_TEST_DATA)', () => {
  test.each(['einvoice', 'einvoice-cas-limites'])(
    '%s: every field of every file',
    async (kind) => {
      const expected = expectedOf(kind);
      const names = Object.keys(expected);
      const answers = await inspectFiles(names.map((name) => path.join(ROOT, kind, name)));
      for (const [index, name] of names.entries()) {
        const wanted = sameWords({ ...expected[name] });
        const answer = sameWords(answers[index] ?? {});
        for (const [field, value] of Object.entries(wanted).filter(([one]) => one !== 'note'))
          expect([name, field, answer[field]]).toEqual([name, field, value]);
      }
    },
    120_000,
  );

  test('bank statements: every field of every file', async () => {
    const expected = expectedOf('bank');
    const names = Object.keys(expected);
    const answers = await inspectFiles(names.map((name) => path.join(ROOT, 'bank', name)));
    for (const [index, name] of names.entries()) expect([name, answers[index]?.['statements']]).toEqual([name, expected[name]]);
  }, 60_000);

  test('CSV statements: movements and sums of every file, and what is garbled with its line (7.6)', async () => {
    const wanted = {
      'bsp-csv_french_headers.csv': [{ currency: 'EUR', transactions: 3, total_credit: 3500, total_debit: 1239.06 }],
      'bsp-csv_garbled_amount.csv': [{ transactions: 2, unreadable_amounts: 1, net: 100 }, { errors: ['line 3: bad amount'] }],
      'oca-debit_credit.csv': [
        { transactions: 2, net: 1500, opening_balance: 10, closing_balance: 1510, opening_plus_net_equals_closing: true },
      ],
      'oca-multi_currency.csv': [
        { currency: 'USD', net: -33.5 },
        { currency: 'EUR', net: 1525 },
      ],
      'oca-sample_statement_en.csv': [
        { currency: 'USD', net: -33.5, first_date: '2018-12-15' },
        { currency: 'EUR', net: 1525 },
      ],
    };
    const names = Object.keys(wanted);
    const answers = await inspectFiles(names.map((name) => path.join(ROOT, 'bank', name)));
    expect(answers.map(({ kind }) => kind)).toEqual(names.map(() => 'bank-statement'));
    expect(Object.fromEntries(names.map((name, index) => [name, answers[index]?.['statements_read']]))).toMatchObject(wanted);
  }, 60_000);

  test('FEC: every field of every file, to the cent', async () => {
    const expected = expectedOf('fec');
    const names = Object.keys(expected);
    const answers = await inspectFiles(names.map((name) => path.join(ROOT, 'fec', name)));
    for (const [index, name] of names.entries()) {
      // What the reference says of where a file comes from is not in the file.
      const wanted = Object.entries({ ...expected[name] }).filter(([field]) => !/^(?:cross_check|generated)/.test(field));
      const answer: Record<string, unknown> = answers[index] ?? {};
      expect(answer['kind']).toBe('fec');
      for (const [field, value] of wanted) expect([name, field, answer[field]]).toEqual([name, field, value]);
    }
  }, 60_000);

  test('FEC in XML, with labels that are attacks, in UTF-16: read, or refused with a word', async () => {
    const [xml, injected, wide] = await inspectFiles([
      path.join(ROOT, 'fec', '732829320FEC20231231.xml'),
      path.join(ROOT, 'malicious', '732829320FEC20241231-injection.txt'),
      path.join(ROOT, 'malicious', 'utf16-fec.txt'),
    ]);
    expect(xml).toMatchObject({
      kind: 'fec',
      container: 'XML',
      indicators: { chiffre_affaires: 1000, creances_clients_41_hors_419: 1200 },
    });
    expect(injected).toMatchObject({ kind: 'fec', balanced: true, indicators: { chiffre_affaires: 120 } });
    expect(wide).toMatchObject({ kind: 'fec', error: 'fec-utf16' });
  }, 60_000);

  test('exports and FEC files are no bank statements', async () => {
    const files = ['fec', 'autres-exports'].flatMap((kind) =>
      readdirSync(path.join(ROOT, kind))
        .filter((name) => /\.(?:txt|csv)$/.test(name))
        .map((name) => path.join(ROOT, kind, name)),
    );
    const answers = await inspectFiles(files);
    expect(answers.filter(({ kind }) => kind === 'bank-statement').map(({ file }) => file)).toEqual([]);
  }, 60_000);

  test('classification: nine documents in ten', async () => {
    const expected = expectedOf('classement');
    const names = Object.keys(expected);
    const answers = await inspectFiles(names.map((name) => path.join(ROOT, 'classement', name)));
    const right = names.filter((name, index) => answers[index]?.['category'] === expected[name]?.['category']);
    expect(right.length / names.length, names.filter((name) => !right.includes(name)).join(', ')).toBeGreaterThanOrEqual(0.9);
  }, 60_000);

  test('plain invoices: nothing proposed is wrong, and nine fields in ten are proposed', async () => {
    const names = readdirSync(path.join(ROOT, 'pdf-factures')).filter((name) => name.endsWith('.expected-upstream.json'));
    const answers = await inspectFiles(
      names.map((name) => path.join(ROOT, 'pdf-factures', name.replace('.expected-upstream.json', '.pdf'))),
    );
    const plain = (value: unknown) => String(value).replaceAll(/[#\s]/g, '');
    const found = names.flatMap((name, index) => {
      const [wanted = {}] = JSON.parse(readFileSync(path.join(ROOT, 'pdf-factures', name), 'utf8')) as Record<string, unknown>[];
      const proposals = (answers[index]?.['proposals'] ?? {}) as Record<string, { value: string }>;
      const pairs = {
        invoice_number: 'number',
        date: 'date',
        date_due: 'dueDate',
        amount: 'total',
        currency: 'currency',
        iban: 'iban',
        vat: 'vatNumber',
      };
      return Object.entries(pairs).flatMap(([theirs, ours]) => {
        const [want, got] = [wanted[theirs], proposals[ours]?.value];
        // An IBAN of the sample that is none.
        if (want === undefined || want === 'US1234567890' || answers[index]?.kind === 'invoice') return [];
        const same = typeof want === 'number' ? Number(got) === want : plain(got) === plain(want);
        return [{ what: `${name} ${ours}: ${got}`, same, none: got === undefined }];
      });
    });
    expect(found.filter(({ same, none }) => !same && !none).map(({ what }) => what)).toEqual([]);
    expect(found.filter(({ same }) => same).length / found.length).toBeGreaterThanOrEqual(0.9);
  }, 60_000);

  test.each(['malicious', 'pdf-odd'])(
    '%s: every file is answered, none is run',
    async (kind) => {
      const files = readdirSync(path.join(ROOT, kind)).filter((name) => !/\.(?:md|json)$/.test(name));
      const answers = await inspectFiles(files.map((name) => path.join(ROOT, kind, name)));
      expect(answers.map(({ kind: found }) => found)).not.toContain('unread');
      expect(answers).toHaveLength(files.length);
    },
    120_000,
  );
});
