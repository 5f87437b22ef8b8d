import { createHash } from 'node:crypto';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { addDays, daysBetween } from './calendar-days.ts';
import { DEMO_COMPANIES, type DemoCompanyCode, type DemoDocument, demoDocuments } from './documents.ts';
import { euros } from './french-figures.ts';

const CODES = Object.keys(DEMO_COMPANIES) as DemoCompanyCode[];
const TODAY = '2026-11-20';

async function textOf(document: DemoDocument): Promise<string> {
  const pdf = await getDocument({ data: document.bytes.slice(), verbosity: 0 }).promise;
  const pieces: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const content = await (await pdf.getPage(number)).getTextContent();
    pieces.push(content.items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  await pdf.loadingTask.destroy();
  return pieces.join(' ').replaceAll(/\s/g, ' ');
}

const documents = new Map<DemoCompanyCode, DemoDocument[]>();
beforeAll(async () => {
  for (const code of CODES) documents.set(code, await demoDocuments(code, TODAY));
});
const of = (code: DemoCompanyCode): DemoDocument[] => documents.get(code) ?? [];

describe.each(CODES)('the documents of %s', (code) => {
  it('are a dozen or so, most recent first, within the last ten months and never in the future', () => {
    const days = of(code).map((document) => document.capturedOn);
    expect(days.length).toBeGreaterThanOrEqual(12);
    expect(days.length).toBeLessThanOrEqual(14);
    expect(days).toEqual(days.toSorted().toReversed());
    expect(days.every((day) => day <= TODAY && daysBetween(day, TODAY) <= 305)).toBe(true);
    expect(daysBetween(days.at(-1) ?? TODAY, TODAY)).toBeGreaterThan(270);
  });

  it('hold purchases, sales, a statement, a letter and hours (G12), each under its own file name', () => {
    const kinds = new Set(of(code).map((document) => document.kind));
    for (const kind of ['purchase-invoices', 'sales-invoices', 'bank', 'official-letters', 'data'] as const) expect(kinds).toContain(kind);
    const names = of(code).map((document) => document.fileName);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => /^[\w-]+\.(pdf|csv)$/.test(name))).toBe(true);
  });

  it('give a reason when refused, and only then', () => {
    expect(of(code).some((document) => document.fate === 'refused')).toBe(true);
    for (const document of of(code)) expect(document.reason !== undefined).toBe(document.fate === 'refused');
  });

  it('carry searchable text: the amount recorded is printed, and so is the mention that all is fiction', async () => {
    for (const document of of(code).filter((each) => each.mediaType === 'application/pdf')) {
      const text = await textOf(document);
      expect(text.toLowerCase()).toContain('document de démonstration');
      const printed = document.amountCents === null ? '' : euros(document.amountCents).replaceAll('\u202f', ' ');
      expect(text).toContain(printed);
    }
  });

  it('are the same bytes at every run', async () => {
    const digest = (all: readonly DemoDocument[]): string =>
      createHash('sha256')
        .update(JSON.stringify(all.map((each) => [{ ...each, bytes: '' }, Buffer.from(each.bytes).toString('hex')])))
        .digest('hex');
    expect(digest(await demoDocuments(code, TODAY))).toBe(digest(of(code)));
  });

  it('can be made for another reference day', async () => {
    for (const day of ['2026-03-01', '2027-02-28', addDays(TODAY, 40)]) {
      const other = await demoDocuments(code, day);
      expect(other.length).toBe(of(code).length);
      expect(other.every((document) => document.capturedOn <= day)).toBe(true);
    }
  });
});

describe('the hours of the month', () => {
  it('are a spreadsheet of six columns with French decimals', () => {
    const hours = of('bonnefoy').find((document) => document.mediaType === 'text/csv');
    const rows = new TextDecoder()
      .decode(hours?.bytes)
      .trim()
      .split('\r\n')
      .map((row) => row.split(';'));
    expect(rows[0]).toEqual(['Semaine du', 'Salarié', 'Affectation', 'Heures normales', 'Heures supplémentaires', 'Absence']);
    expect(rows.length).toBeGreaterThan(12);
    expect(rows.every((row) => row.length === 6)).toBe(true);
    expect(rows.slice(1).every((row) => row.slice(3).every((cell) => /^\d+(,\d)?$/.test(cell)))).toBe(true);
  });
});
