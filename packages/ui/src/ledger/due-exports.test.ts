import { describe, expect, test } from 'vitest';
import type { OpenItemView } from '@navette/domain/ledger/questions';
import { dueDatesTexts } from '@navette/texts/due-dates-texts';
import { calendarFile } from './calendar-file.ts';
import { dueTable } from './due-table.ts';
import { scheduleOf, type ScheduledItem } from './schedule.ts';

const item = (more: Partial<ScheduledItem> = {}): ScheduledItem => ({
  row: 1,
  entry: 1,
  party: 'C001',
  partyLabel: 'Hôtel des Arts',
  pieceRef: 'F-1',
  label: 'Facture',
  day: '2026-10-01',
  due: '2026-10-31',
  source: 'estimated',
  late: 20,
  amount: 123_456,
  document: null,
  side: 'customers',
  ...more,
});

describe('R206 due dates as a calendar', () => {
  const days = [{ uid: 'a-1@navette', day: '2026-12-31', title: 'À encaisser\u202f: Hôtel, F-1; F-2', note: 'Une ligne\nune \\ autre' }];
  const file = calendarFile('Échéances, Atelier', days, Date.UTC(2026, 10, 20, 13, 5));

  test('lines end with CRLF and none is longer than 75 octets; unfolded, they say what was written', () => {
    const long = calendarFile('n', [{ uid: 'u', day: '2026-01-01', title: 'é€𝄞'.repeat(60) }], 0);
    for (const line of `${file}${long}`.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(long.replaceAll('\r\n ', '')).toContain(`SUMMARY:${'é€𝄞'.repeat(60)}\r\n`);
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  test('commas, semicolons, backslashes and line breaks are escaped', () => {
    const plain = file.replaceAll('\r\n ', '');
    expect(plain).toContain('SUMMARY:À encaisser\u202f: Hôtel\\, F-1\\; F-2\r\n');
    expect(plain).toContain('DESCRIPTION:Une ligne\\nune \\\\ autre\r\n');
    expect(plain).toContain('X-WR-CALNAME:Échéances\\, Atelier');
  });

  test('a day is whole, ends on the next, and has a name and a stamp', () => {
    expect(file).toContain('DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n');
    expect(file).toContain('UID:a-1@navette\r\nDTSTAMP:20261120T130500Z\r\n');
    expect(file.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true);
    expect(file.endsWith('END:VEVENT\r\nEND:VCALENDAR\r\n')).toBe(true);
  });

  test('a title that would begin another property is text', () => {
    const sly = calendarFile('n', [{ uid: 'u', day: '2026-01-01', title: 'x\r\nATTACH:https://evil.example' }], 0);
    expect(sly).not.toMatch(/^ATTACH/m);
  });
});

describe('R206 due dates as a table', () => {
  const t = dueDatesTexts('fr');
  const lines = (items: readonly OpenItemView[]) =>
    dueTable(t, items, (id) => `doc ${id}`, [{ day: '2026-12-15', tax: 'cfe' }]).split('\r\n');

  test('it begins with the mark of UTF-8, parts cells by semicolons and writes amounts with a comma', () => {
    const [head = '', first = '', tax = ''] = lines([item({ document: 'D' })]);
    expect(head.startsWith('\ufeff"Échéance";')).toBe(true);
    expect(first).toBe('"2026-10-31";"estimée";20;"C001";"Hôtel des Arts";"F-1";"Facture";"2026-10-01";1234,56;"doc D"');
    expect(tax).toContain('"Cotisation foncière des entreprises"');
  });

  test('a cell that a spreadsheet would take for a formula is text; quotes are doubled; a credit keeps its sign', () => {
    const [, ...rows] = lines(['=1+1', '+33', '-2', '@x', '\tt', '\rr', 'a "b"; c'].map((label) => item({ label, amount: -5 })));
    const cells = rows.slice(0, 7).map((row) => row.split(';"')[5]);
    expect(cells.slice(0, 4)).toEqual([`'=1+1"`, `'+33"`, `'-2"`, `'@x"`]);
    expect(rows[4]).toContain(`"'\tt"`);
    expect(rows.join('\n')).toContain('"a ""b""; c"');
    expect(rows[0]).toContain(';-0,05;');
  });
});

describe('R206 the schedule', () => {
  const of = (step: 'week' | 'month') =>
    scheduleOf(
      [
        item({ due: '2026-10-31', amount: 1_000 }),
        item({ due: '2026-11-20', amount: 200 }),
        item({ due: '2026-11-24', amount: 30, side: 'suppliers' }),
        item({ due: '2027-09-01', amount: 4 }),
      ],
      [{ day: '2026-12-15', tax: 'cfe' }],
      '2026-11-20',
      step,
      10_000,
    );

  test('what is late comes first, then week after week from today, then what lies beyond', () => {
    const weeks = of('week');
    expect(weeks.map(({ kind }) => kind)).toEqual(['late', ...Array.from({ length: 8 }, () => 'stretch'), 'later']);
    expect(weeks.slice(0, 3).map(({ from, to, in: comes, out }) => [from, to, comes, out])).toEqual([
      ['1970-01-01', '2026-11-19', 1_000, 0],
      ['2026-11-20', '2026-11-22', 200, 0],
      ['2026-11-23', '2026-11-29', 0, 30],
    ]);
    expect(weeks.find(({ taxes }) => taxes.length > 0)?.from).toBe('2026-12-14');
  });

  test('cash expected adds up from what is there', () => {
    expect(of('week').map(({ expected }) => expected)).toEqual([11_000, 11_200, ...Array.from({ length: 7 }, () => 11_170), 11_174]);
    expect(
      of('month')
        .map(({ from, expected }) => [from, expected])
        .slice(0, 3),
    ).toEqual([
      ['1970-01-01', 11_000],
      ['2026-11-20', 11_170],
      ['2026-12-01', 11_170],
    ]);
  });
});
