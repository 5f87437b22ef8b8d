// The reading worker as pages have it: what it reads, and that a hostile file costs itself and nothing else.

// oxlint-disable-next-line import/default
import pdfjs from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { afterEach, describe, expect, test } from 'vitest';
import { NO_CORRECTIONS } from '@navette/formats/corrections';
import type { BlobHash } from '@navette/kernel/ids';
import { samplePdf } from '../testing/sample-pdf.ts';
import { makeReader } from './reader.ts';

const started: Worker[] = [];
const start = () => {
  const worker = new Worker(new URL('./reader-worker.ts', import.meta.url), { type: 'module' });
  started.push(worker);
  return worker;
};
const reader = (patience = 20_000) => makeReader({ start, pdfjs: new URL(pdfjs, location.href).href, patience });
const about = (name: string) => ({
  name,
  hash: null,
  known: { companies: [{ id: 'atelier', siren: '732829320', names: ['Atelier Bonnefoy'] }], corrections: NO_CORRECTIONS },
});

afterEach(() => {
  for (const worker of started.splice(0)) worker.terminate();
});

describe('F1: reading in a worker', () => {
  test('a PDF gives its words and a kind by them', async () => {
    const pdf = await samplePdf([
      'Scierie du Vuache',
      'Facture VB-2026-118',
      'Date : 12/11/2026',
      'Total HT 100,00',
      'TVA 20 % 20,00',
      'Total TTC 120,00',
    ]);
    const read = await reader().read(pdf, about('piece.pdf'));
    if (!read.ok) throw new Error(read.refusal);
    expect([read.value.kind, read.value.type]).toEqual(['document', 'application/pdf']);
    expect(read.value.words).toContain('Vuache');
    expect(read.value.proposal?.kind).toBe('purchase-invoices');
  });

  test('a bank file gives its period and movements', async () => {
    const qif = '!Type:Bank\nD01/10/2026\nT-86.42\nPCarburants Duret\n^\nD03/10/2026\nT500.00\nPVirement\n^\n';
    const read = await reader().read(new Blob([qif]), about('releve.qif'));
    expect(read).toMatchObject({
      ok: true,
      value: { kind: 'bank-statement', facts: { by: 'structure', movements: 2 }, proposal: { kind: 'bank' } },
    });
  });

  test('what takes too long is given up, and the next file is read all the same', async () => {
    const silent = 'onmessage=()=>{for(;;);}';
    const address = URL.createObjectURL(new Blob([silent], { type: 'text/javascript' }));
    let first = true;
    const slow = makeReader({
      start: () => {
        if (!first) return start();
        first = false;
        return new Worker(address);
      },
      pdfjs: new URL(pdfjs, location.href).href,
      patience: 4_000,
    });
    const [stuck, next] = await Promise.all([slow.read(new Blob(['x']), about('a.txt')), slow.read(new Blob(['bonjour']), about('b.txt'))]);
    expect(stuck).toEqual({ ok: false, refusal: 'took-too-long' });
    expect(next).toMatchObject({ ok: true, value: { words: 'bonjour' } });
  });

  test('bytes that are nothing are read as nothing, and a page that lies of its name is named', async () => {
    const one = reader();
    const junk = crypto.getRandomValues(new Uint8Array(4000));
    expect(await one.read(new Blob([junk]), about('x'))).toMatchObject({ ok: true, value: { facts: null, invoice: null } });
    const html = await one.read(new Blob(['<!doctype html><script>alert(1)</script>']), about('facture.pdf'));
    expect(html).toMatchObject({ ok: true, value: { kind: 'opaque', words: '', warnings: [{ tag: 'name-lies' }] } });
    expect(await one.read(new Blob(['%PDF-1.7 broken']), about('x.pdf'))).toMatchObject({
      ok: true,
      value: { refusal: { tag: 'pdf-unreadable' } },
    });
  });

  test('asked twice for the same bytes, they are read once', async () => {
    let starts = 0;
    const one = makeReader({ start: () => (starts++, start()), pdfjs });
    const hash = 'ab'.repeat(32) as BlobHash;
    const file = new Blob(['bonjour']);
    expect(one.read(file, { ...about('a.txt'), hash })).toBe(one.read(file, { ...about('b.txt'), hash }));
    await one.read(file, { ...about('a.txt'), hash });
    expect(starts).toBe(1);
  });
});
