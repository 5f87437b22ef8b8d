import { expect, test } from 'vitest';
import { heldByRetention, RETENTION_TABLE, type RetentionTable } from './retention.ts';

const TODAY = '2026-11-20';
const held = (facts: Parameters<typeof heldByRetention>[0], table: RetentionTable = RETENTION_TABLE) =>
  heldByRetention(facts, table, TODAY);

test('G16 accounting records are held ten years from the closing of their year, tax six years, payslips five', () => {
  expect(held({ accepted: true, year: 2025 })).toEqual({ rule: 'accounting', until: '2035-12-31' });
  expect(held({ accepted: true, category: 'tax', date: '2026-05-04', year: 2025 })).toEqual({ rule: 'tax', until: '2032-05-04' });
  expect(held({ accepted: true, category: 'payroll', date: '2024-02-29' })).toEqual({ rule: 'payslips', until: '2029-03-01' });
  expect(held({ accepted: true, category: 'legal' })).toEqual({ rule: 'statutes', until: null });
});

test('G16 once the term has passed it may be erased; where the term cannot be counted it is held', () => {
  expect(held({ accepted: true, year: 2015 })).toBeNull();
  expect(held({ accepted: true, year: 2016 })).toEqual({ rule: 'accounting', until: '2026-12-31' });
  expect(held({ accepted: true })).toEqual({ rule: 'accounting', until: null });
  expect(held({ accepted: true, rule: 'anti-money-laundering' })).toEqual({ rule: 'anti-money-laundering', until: null });
  expect(held({ accepted: true, rule: 'anti-money-laundering', ended: '2020-01-31' })).toBeNull();
});

test('G16 retention starts at acceptance: what was refused or deposited by mistake can be erased, unless the firm chose a rule or a hold', () => {
  expect(held({ accepted: false, year: 2025 })).toBeNull();
  expect(held({ accepted: false, rule: 'tax', date: '2026-01-01' })).toEqual({ rule: 'tax', until: '2032-01-01' });
  expect(held({ accepted: false, hold: 'Contrôle' })).toEqual({ rule: 'hold', until: null });
  expect(held({ accepted: true, year: 1990, hold: 'Litige' })).toEqual({ rule: 'hold', until: null });
});

test('G16 the firm’s own table speaks; a rule that is in it no more goes on holding', () => {
  expect(held({ accepted: true, year: 2025 }, [{ ...RETENTION_TABLE[0], years: 12 }])).toEqual({ rule: 'accounting', until: '2037-12-31' });
  expect(held({ accepted: true, rule: 'gone', year: 1990 })).toEqual({ rule: 'gone', until: null });
});
