import { describe, expect, it } from 'vitest';
import { DEMO_COMPANIES, type DemoCompanyCode, demoDocuments } from './documents.ts';
import type { FEC_COLUMNS } from './fec-text.ts';
import { demoLedger } from './ledger.ts';

const TODAY = '2026-11-20';
const CODES = Object.keys(DEMO_COMPANIES) as DemoCompanyCode[];

type Row = Readonly<Record<(typeof FEC_COLUMNS)[number], string>> & { readonly cents: number };

/** Reads a FEC again, independently of how it was written. */
function rowsOf(fec: Uint8Array): Row[] {
  const [head, ...records] = new TextDecoder('utf-8', { fatal: true }).decode(fec).split('\r\n').slice(0, -1);
  const names = (head ?? '').split('\t');
  return records.map((record) => {
    const cells = record.split('\t');
    expect(cells.length).toBe(18);
    const row = Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])) as Omit<Row, 'cents'>;
    return { ...row, cents: Number(row.Debit.replace(',', '')) - Number(row.Credit.replace(',', '')) } as Row;
  });
}

const sum = (rows: readonly Row[], pattern: RegExp): number =>
  rows.filter((row) => pattern.test(row.CompteNum)).reduce((total, row) => total + row.cents, 0);

function grouped(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  return Map.groupBy(rows, key);
}

describe.each(CODES.flatMap((code) => [2025, 2026].map((year) => [code, year] as const)))('the FEC of %s for %i', (code, year) => {
  const ledger = demoLedger(code, year, TODAY);
  const rows = rowsOf(ledger.fec);

  it('bears the legal name: SIREN, FEC, closing date', () => {
    expect(ledger.fileName).toBe(`${DEMO_COMPANIES[code].siren}FEC${year}1231.txt`);
    expect(ledger.fileName).toMatch(/^\d{9}FEC\d{8}\.txt$/);
  });

  it('has the eighteen columns in their order and a plausible number of lines', () => {
    const head = new TextDecoder().decode(ledger.fec).split('\r\n')[0];
    expect(head).toBe(
      'JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise',
    );
    expect(rows.length).toBeGreaterThan(600);
    expect(rows.length).toBeLessThan(2000);
  });

  it('writes amounts with a comma and two decimals, on one side only, and dates without separator', () => {
    for (const row of rows) {
      expect(row.Debit).toMatch(/^\d+,\d\d$/);
      expect(row.Credit).toMatch(/^\d+,\d\d$/);
      expect([row.Debit, row.Credit].filter((cell) => cell === '0,00').length).toBe(1);
      for (const day of [row.EcritureDate, row.PieceDate, row.ValidDate]) expect(day).toMatch(/^20\d{6}$/);
      for (const cell of [row.JournalCode, row.JournalLib, row.CompteLib, row.PieceRef, row.EcritureLib]) expect(cell).not.toBe('');
      expect(row.CompteNum).toMatch(/^[1-7]\d{5}$/);
      expect(row.EcritureDate.startsWith(String(year))).toBe(true);
    }
  });

  it('balances every entry, numbers them without a gap and orders them by validation', () => {
    const entries = grouped(rows, (row) => row.EcritureNum);
    for (const lines of entries.values()) {
      expect(lines.reduce((total, row) => total + row.cents, 0)).toBe(0);
      expect(new Set(lines.map((row) => `${row.JournalCode} ${row.EcritureDate}`)).size).toBe(1);
    }
    expect([...entries.keys()].map(Number)).toEqual(Array.from({ length: entries.size }, (_, index) => index + 1));
    const order = rows.map((row) => `${row.ValidDate} ${row.EcritureNum}`);
    expect(order).toEqual(order.toSorted());
    expect(rows.every((row) => row.ValidDate >= row.EcritureDate)).toBe(true);
    expect(new Set(rows.map((row) => row.JournalCode))).toEqual(new Set(['AN', 'AC', 'VE', 'BQ', 'OD']));
  });

  it('letters only groups that sum to zero, with a date', () => {
    const lettered = rows.filter((row) => row.EcritureLet !== '');
    expect(lettered.length).toBeGreaterThan(100);
    for (const lines of grouped(lettered, (row) => `${row.CompteNum} ${row.CompAuxNum} ${row.EcritureLet}`).values()) {
      expect(lines.reduce((total, row) => total + row.cents, 0)).toBe(0);
    }
    expect(rows.every((row) => (row.EcritureLet === '') === (row.DateLet === ''))).toBe(true);
    expect(rows.every((row) => /^4[01]1/.test(row.CompteNum) === (row.CompAuxNum !== ''))).toBe(true);
  });

  it('never lets the bank or the till go below zero', () => {
    for (const prefix of ['512', '53']) {
      let balance = 0;
      for (const day of grouped(
        rows.filter((row) => row.CompteNum.startsWith(prefix)),
        (row) => row.EcritureDate,
      ).values()) {
        balance += day.reduce((total, row) => total + row.cents, 0);
        expect(balance).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('adds up to the summary given with it (G14)', () => {
    const { summary } = ledger;
    const balances = (until: string) => {
      const past = rows.filter((row) => row.EcritureDate.slice(0, 6) <= until);
      return { cash: sum(past, /^5[134]/), receivables: sum(past, /^41(?!9)/), payables: -sum(past, /^40(?!9)/) };
    };
    const flows = (of: readonly Row[]) => ({ revenue: -sum(of, /^70/), charges: sum(of, /^6/) });
    const months = [...new Set(rows.map((row) => row.EcritureDate.slice(0, 6)))].toSorted();
    expect(summary.months).toEqual(
      months.map((month) => ({
        month: `${month.slice(0, 4)}-${month.slice(4)}`,
        ...flows(rows.filter((row) => row.EcritureDate.startsWith(month) && row.JournalCode !== 'AN')),
        ...balances(month),
      })),
    );
    expect(summary.totals).toEqual({ ...flows(rows), ...balances('999999') });
    expect(summary.fiscalYear).toBe(year);
    expect(summary.through).toBe(year === 2025 ? '2025-12-31' : '2026-10-31');
  });

  it('is the same bytes at every run', () => {
    expect(Buffer.from(demoLedger(code, year, TODAY).fec).equals(Buffer.from(ledger.fec))).toBe(true);
  });
});

describe.each(CODES)('from one exercise to the next, %s', (code) => {
  it('opens with the balances of the former close, account by account, the result on 120', () => {
    const former = rowsOf(demoLedger(code, 2025, TODAY).fec);
    const opening = rowsOf(demoLedger(code, 2026, TODAY).fec).filter((row) => row.JournalCode === 'AN');
    const byAccount = (rows: readonly Row[]) => {
      const sums = new Map<string, number>();
      for (const row of rows) {
        const key = `${row.CompteNum} ${row.CompAuxNum}`;
        sums.set(key, (sums.get(key) ?? 0) + row.cents);
      }
      return Object.fromEntries([...sums].filter(([, cents]) => cents !== 0).toSorted());
    };
    const result = sum(former, /^[67]/);
    const close = { ...byAccount(former.filter((row) => /^[1-5]/.test(row.CompteNum))), '120000 ': result };
    expect(byAccount(opening)).toEqual(close);
    expect(result).toBeLessThan(0);
  });
});

describe('the books and the documents of Atelier Bonnefoy', () => {
  it('look like a healthy small joinery of about 400 000 euros', () => {
    const { totals } = demoLedger('bonnefoy', 2025, TODAY).summary;
    expect(Math.abs(totals.revenue - 400_000_00)).toBeLessThan(20_000_00);
    expect(totals.revenue - totals.charges).toBeGreaterThan(25_000_00);
    expect(totals.cash).toBeGreaterThan(20_000_00);
  });

  it('agree: an invoice deposited and taken before the last closed month is booked under its number and amount', async () => {
    const rows = rowsOf(demoLedger('bonnefoy', 2026, TODAY).fec);
    const invoices = (await demoDocuments('bonnefoy', TODAY)).filter(
      (document) => document.kind.endsWith('-invoices') && document.capturedOn <= '2026-10-31',
    );
    expect(invoices.length).toBeGreaterThan(4);
    for (const invoice of invoices) {
      const booked = rows.filter(
        (row) =>
          row.PieceRef.replaceAll(/[/ ]/g, '-') === invoice.fileName.replace('.pdf', '') &&
          /^(AC|VE)$/.test(row.JournalCode) &&
          /^4[01]1/.test(row.CompteNum),
      );
      expect(booked.map((row) => Math.abs(row.cents))).toEqual([invoice.amountCents]);
      expect(booked[0]?.CompAuxLib).toBe(invoice.supplier);
    }
  });

  it('exist for a closed month only', () => {
    expect(demoLedger('bonnefoy', 2026, '2026-11-11').summary.through).toBe('2026-09-30');
    expect(() => demoLedger('bonnefoy', 2024, TODAY)).toThrow(RangeError);
    expect(() => demoLedger('bonnefoy', 2027, TODAY)).toThrow(RangeError);
    expect(demoLedger('bonnefoy', 2027, '2027-05-20').summary.through).toBe('2027-04-30');
  });
});
