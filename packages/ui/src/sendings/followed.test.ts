import type { DocumentRow, SendingView } from '@navette/device/model';
import { describe, expect, test } from 'vitest';
import { ATELIER, sampleRows } from '../testing/sample-data.ts';
import { declarations, documentQuery, follow, NO_FILTERS, periodsOf } from './followed.ts';

const sending = (id: string, at: number, also: Partial<SendingView['sending']> = {}): SendingView => ({
  id,
  dossier: ATELIER,
  box: 'pay',
  sending: {
    v: 1,
    kind: 'dsn',
    title: `DSN ${id}`,
    recipient: 'Net-entreprises',
    period: '2026-10',
    product: 'Paie Pro',
    reference: `REF-${id}`,
    states: [{ state: 'sent', at }],
    ...also,
  },
});
const rows = (...moments: number[]): DocumentRow[] =>
  sampleRows(ATELIER, moments.length).map((row, i) => ({ ...row, capturedAt: moments[i] ?? 0 }));
const moments = (all: readonly { at: number }[]) => all.map(({ at }) => at);

describe('R070, R072 declarations and deposits in one list', () => {
  test('R072 they stand together, the newest first', () => {
    const all = follow([sending('a', 50), sending('b', 10)], { rows: rows(40, 20), total: 2 });
    expect(all.map(({ what, at }) => `${what} ${at}`)).toEqual(['declaration 50', 'deposit 40', 'deposit 20', 'declaration 10']);
  });

  test('while older deposits are not read yet, nothing stands among them', () => {
    const page = { rows: rows(40, 20), total: 7 };
    expect(moments(follow([sending('a', 30), sending('b', 10)], page))).toEqual([40, 30, 20]);
    expect(moments(follow([sending('a', 30)], { rows: [], total: 7 }))).toEqual([]);
  });

  test('tabs, kinds, states, periods and words each leave what they say', () => {
    const all = [
      sending('a', 1),
      sending('b', 2, {
        kind: 'vat',
        period: '2025',
        states: [
          { state: 'sent', at: 1 },
          { state: 'rejected', at: 2, detail: 'Erreur' },
        ],
      }),
    ];
    const ids = (also: Partial<typeof NO_FILTERS>) => declarations(all, { ...NO_FILTERS, ...also }).map(({ id }) => id);
    expect(ids({})).toEqual(['a', 'b']);
    expect(ids({ tab: 'deposits' })).toEqual([]);
    expect(ids({ kind: 'declaration/vat' })).toEqual(['b']);
    expect(ids({ state: 'declaration/rejected' })).toEqual(['b']);
    expect(ids({ state: 'deposit/refused' })).toEqual([]);
    expect(ids({ period: '2026' })).toEqual(['a']);
    expect(ids({ period: '2026-10' })).toEqual(['a']);
    expect(ids({ text: 'ref-B' })).toEqual(['b']);
    // What no filter means leaves everything.
    expect(ids({ kind: 'nothing/of-that', state: '<x>' })).toEqual(['a', 'b']);
  });

  test('deposits are asked for only where the filters leave some', () => {
    expect(
      documentQuery({ ...NO_FILTERS, kind: 'deposit/bank', state: 'deposit/refused', period: '2026', text: ' duret ' }, ATELIER, 10),
    ).toEqual({
      dossier: ATELIER,
      limit: 10,
      text: 'duret',
      kind: 'bank',
      state: 'refused',
      year: 2026,
    });
    for (const also of [
      { tab: 'declarations' as const },
      { kind: 'declaration/dsn' },
      { state: 'declaration/sent' },
      { period: '2026-10' },
    ])
      expect(documentQuery({ ...NO_FILTERS, ...also }, null, 10)).toBeNull();
  });

  test('the periods to choose from are those of the declarations, months and years', () => {
    const all = [sending('a', 1), sending('b', 1, { period: '2025' })];
    expect(periodsOf(all, 'declarations', 2026)).toEqual(['2026-10', '2026', '2025']);
    expect(periodsOf(all, 'all', 2026)[0]).toBe('2027');
  });
});
