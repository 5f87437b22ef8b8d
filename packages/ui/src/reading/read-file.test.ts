// Whole files read into facts: real ones where a folder of them is named, hostile ones always; each gives an answer and a sentence.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { NO_CORRECTIONS } from '@navette/formats/corrections';
import { readPdf, type PdfJs, type PdfRead } from '@navette/formats/pdf-facts';
import type { BlobHash } from '@navette/kernel/ids';
import { fileRefusalSentence, warningSentence } from '@navette/texts/formats-texts';
import { isDay, tidyFacts } from './facts.ts';
import { isLitter, readFile, unpack } from './read-file.ts';

const DATA = process.env['NAVETTE_TEST_DATA'];
const known = { companies: [{ id: 'a', siren: '732829320', names: ['Atelier Bonnefoy'] }], corrections: NO_CORRECTIONS };
const hash = async (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex') as BlobHash;
let pdfjs: Promise<PdfJs> | undefined;
async function withPdfJs(bytes: Uint8Array): Promise<PdfRead> {
  pdfjs ??= (async () => {
    // @ts-expect-error the package has no types for its worker
    Object.assign(globalThis, { pdfjsWorker: await import('pdfjs-dist/legacy/build/pdf.worker.mjs') });
    return (await import('pdfjs-dist/legacy/build/pdf.mjs')) as unknown as PdfJs;
  })();
  return readPdf(await pdfjs, bytes);
}
const read = (bytes: Uint8Array, name: string) => readFile(bytes, name, known, { hash, readPdf: withPdfJs });
const text = (content: string) => new TextEncoder().encode(content);

describe('facts of a file', () => {
  test('a day that is none, an amount that is no number and a word too long are left out or cut, the rest stays', () => {
    const facts = tidyFacts({ by: 'person', date: '2026-02-30', due: '2026-03-01', total: 12.5, number: 'F'.repeat(99), issuer: '  ' });
    expect(facts).toEqual({ v: 1, by: 'person', due: '2026-03-01', number: 'F'.repeat(60) });
    expect([isDay('2028-02-29'), isDay('2026-02-29'), isDay('hier')]).toEqual([true, false, false]);
  });

  test('a bank file says account, period and movements', async () => {
    const ofx = await read(text('!Type:Bank\nD01/10/2026\nT-86.42\nPCarburants\n^\nD03/10/2026\nT500.00\nPVirement\n^\n'), 'x.qif');
    expect(ofx).toMatchObject({
      kind: 'bank-statement',
      facts: { by: 'structure', movements: 2 },
      proposal: { kind: 'bank', from: 'structure' },
    });
    expect(ofx.words).toContain('Carburants');
  });

  test('what systems leave in archives is no document', () => {
    expect([isLitter('.DS_Store', ''), isLitter('a.pdf', '__MACOSX'), isLitter('._a.pdf', 'x'), isLitter('a.pdf', 'x')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('F1: hostile files', () => {
  const hostile: readonly (readonly [string, Uint8Array])[] = [
    ['empty.pdf', new Uint8Array()],
    ['laughs.xml', text(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "${'x'.repeat(50)}"><!ENTITY b "&a;&a;">]><l>&b;</l>`)],
    ['xxe.xml', text('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><Invoice>&f;</Invoice>')],
    ['page.pdf', text('<!doctype html><script>alert(1)</script>')],
    ['cut.pdf', text('%PDF-1.7\n1 0 obj\n<< /Type /Catalog')],
    ['cut.zip', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0])],
  ];
  test.each(hostile)('%s is answered, with no fact', async (name, bytes) => {
    const seen = await read(bytes, name);
    expect([seen.facts, seen.invoice, seen.bank]).toEqual([null, null, null]);
  });

  test('an archive that cannot be listed gives nothing', async () => {
    const answers = [];
    for await (const answer of unpack(new Uint8Array([0x50, 0x4b, 3, 4]))) answers.push(answer.answer);
    expect(answers).toEqual(['not-read']);
  });

  const folders = DATA === undefined ? [] : ['malicious', 'pdf-odd'].filter((folder) => existsSync(path.join(DATA, folder)));
  test.skipIf(folders.length === 0)(
    'every hostile and odd file of the folder gets an answer within its time, and a sentence for each doubt',
    async () => {
      for (const folder of folders) {
        for (const name of readdirSync(path.join(DATA ?? '', folder)).filter((one) => /\.(?:pdf|xml|zip|csv|txt|svg|png)$/.test(one))) {
          const began = performance.now();
          const seen = await read(new Uint8Array(readFileSync(path.join(DATA ?? '', folder, name))), name);
          expect(performance.now() - began, name).toBeLessThan(20_000);
          const said = [
            ...(seen.refusal ? [fileRefusalSentence('fr', seen.refusal)] : []),
            ...seen.warnings.map((one) => warningSentence('fr', one)),
          ];
          expect(
            said.filter((sentence) => !/\S.{8}/.test(sentence)),
            name,
          ).toEqual([]);
        }
      }
    },
    120_000,
  );

  test.skipIf(DATA === undefined || !existsSync(path.join(DATA, 'einvoice')))('real e-invoices give seller, number and total', async () => {
    const folder = path.join(DATA ?? '', 'einvoice');
    const seen = await read(new Uint8Array(readFileSync(path.join(folder, 'Facture_FR_BASICWL.pdf'))), 'Facture_FR_BASICWL.pdf');
    expect(seen.facts).toMatchObject({ by: 'structure', currency: 'EUR' });
    expect(seen.facts?.inner).toMatch(/^[0-9a-f]{64}$/);
    expect(typeof seen.facts?.total).toBe('number');
  });
});
